#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Make the word lists of the check plugin from a parallel corpus: which German words are no names, and which
capitalised English words need no German counterpart.

    words.py CORPUS.tsv.xz DIRECTORY

CORPUS has lines of: domain, German, English, with tabs between. Only the domains news and general are read. Writes
german_words.txt and english_words.txt. Standard library only; the same corpus gives the same
lists. `sound` must do what sound.c does."""
import lzma
import os
import re
import sys
import unicodedata
from collections import Counter

DOMAINS = {'news', 'general'}
WORD = re.compile(r"[^\W\d_]+")
ADJECTIVE = re.compile(r'(.+isch|deutsch)(e|en|er|es|em)?$')
# Words must be seen so often at least.
LEAST = 4
# Share of the sentences with a word whose English has it as well.
NAME = 0.5
LINKS = ('', 's', 'es', 'n', 'en', 'e', 'er')
ENDINGS = ('innen', 'ern', 'en', 'er', 'es', 'em', 'e', 'n', 's')

REWRITES = [line.split('\t') for line in open(os.path.join(os.path.dirname(__file__), 'data', 'sounds.tsv'), encoding='utf-8')
            .read().splitlines() if line and not line.startswith('#')]


def fold(word):
    return unicodedata.normalize('NFC', word).casefold()


def plain(word):
    """Small letters without accents."""
    word = unicodedata.normalize('NFD', word.casefold())
    return ''.join(c for c in word if not unicodedata.combining(c))


def sound(word, cache={}):
    """A form that a German and an English spelling of a name have in common."""
    if word not in cache:
        text, out, at = plain(word), '', 0
        while at < len(text):
            for written, as_sound in REWRITES:
                if text.startswith(written, at):
                    at += len(written)
                    out += as_sound
                    break
            else:
                out += text[at]
                at += 1
        cache[word] = ''.join(c for i, c in enumerate(out) if i == 0 or c != out[i - 1])
    return cache[word]


def same_name(a, b):
    """Whether two sounds can be the same name: equal, or alike in the first letters as Norweger and Norwegian."""
    if a == b or (a + 's') == b or (b + 's') == a:
        return True
    shared = len(os.path.commonprefix((a, b)))
    return shared >= 4 and shared >= max(len(a), len(b)) - 3


def capitalised(text):
    """Capitalised words and whether each begins a sentence."""
    start, found, lower = True, [], []
    end = 0
    for match in WORD.finditer(text):
        between = text[end:match.start()]
        start = start or any(c in between for c in '.:!?„“”»«"‚‘\'')
        end = match.end()
        word = match.group()
        if word[0].isupper():
            found.append((word, start))
        else:
            lower.append(word)
        start = False
    return found, lower


def read(path):
    with lzma.open(path, 'rt', encoding='utf-8') as file:
        for line in file:
            domain, german, english = line.rstrip('\n').split('\t')
            if domain in DOMAINS:
                yield german, english


def count(pairs):
    c = {name: Counter() for name in ('seen', 'same', 'small', 'english', 'english_same', 'english_small')}
    for german, english in pairs:
        g_words, g_small = capitalised(german)
        e_words, e_small = capitalised(english)
        c['small'].update(map(fold, g_small))
        c['english_small'].update(map(fold, e_small))
        g_sounds = {sound(w) for w, _ in g_words}
        e_sounds = {sound(w) for w, _ in e_words}
        e_inner = {w for w, start in e_words if not start and len(w) > 1}
        for word in {w for w, start in g_words if not start} | {w for w in g_small if ADJECTIVE.match(w)}:
            key = fold(word) if word[0].isupper() else word
            if ADJECTIVE.match(key):
                key = ADJECTIVE.match(key).group(1)
            c['seen'][key] += 1
            s = sound(word)
            if any(same_name(s, e) for e in e_sounds):
                c['same'][key] += 1
        for word in e_inner:
            c['english'][fold(word)] += 1
            s = sound(word)
            if any(same_name(s, g) for g in g_sounds):
                c['english_same'][fold(word)] += 1
    return c


def stems(word):
    yield word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            yield word[:-len(ending)]


def is_known(word, words):
    return any(stem in words for stem in stems(word))


def is_compound(word, words, depth=0):
    """Whether the word is made of two or more listed words, as name.c sees it."""
    for cut in range(3, len(word) - 3):
        tail, head = word[cut:], word[:cut]
        if not is_known(tail, words):
            continue
        for link in LINKS:
            if head.endswith(link) and len(head) - len(link) >= 3:
                base = head[:len(head) - len(link)] if link else head
                if is_known(base, words) or (depth < 1 and is_compound(base, words, depth + 1)):
                    return True
    return False


def choose_german(c):
    """Words that are no names and not made of others."""
    listed = set()
    for word, seen in c['small'].items():
        if seen >= 3 and len(word) >= 2:
            c['seen'].setdefault(word, 0)
    order = sorted(c['seen'], key=lambda w: (len(w), w))
    for word in order:
        seen, small = c['seen'][word], c['small'][word]
        name = seen >= 2 and c['same'][word] >= NAME * seen and small < 0.3 * seen
        if not name and seen + small >= LEAST and len(word) >= 2 and not is_known(word, listed) and \
                not is_compound(word, listed):
            listed.add(word)
    return listed


def choose_english(c):
    """Capitalised words that often have no German counterpart of the same form."""
    listed = set()
    for word, seen in c['english_small'].items():
        if seen >= 20 and seen >= 0.1 * c['english'][word] and word.isascii():
            listed.add(word)
    for word, seen in c['english'].items():
        if seen >= LEAST and c['english_same'][word] < 0.75 * seen:
            listed.add(word)
    return {w for w in listed if not (w.endswith('s') and w[:-1] in listed)}


def write(directory, name, lines):
    with open(os.path.join(directory, name), 'w', encoding='utf-8') as out:
        out.write('# SPDX-License-Identifier: ISC\n# Written by words.py from the training corpus.\n')
        out.writelines(line + '\n' for line in sorted(lines))


def main():
    corpus, directory = sys.argv[1:3]
    c = count(read(corpus))
    write(directory, 'german_words.txt', choose_german(c))
    write(directory, 'english_words.txt', choose_english(c))


if __name__ == '__main__':
    main()
