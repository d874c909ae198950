#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Learn from a parallel corpus by which English words German nouns are translated.

    lexicon.py CORPUS.tsv.xz DIRECTORY

Writes lexicon.tsv: a noun in small letters and the words that render it, the most probable first, without those that are found by
their sound anyway (sound.c). They are the translation probabilities of IBM model 1 (Brown et al. 1993, "The mathematics of
statistical machine translation"), estimated over PAIRS pairs of words.py's lines. numpy; the same corpus gives the same file."""
import os
import re
import sys
from collections import Counter

import numpy

import words

PAIRS, ROUNDS, LONGEST = 500000, 5, 45
# The most frequent words of each language explain nothing and are left out.
FUNCTION_WORDS = 120
# Nouns must be seen so often, renderings be so probable and stand for them so often; at most so many are written. A word that is
# kept with this probability is a name, and what stands beside it ("Square" beside "Tahrir") no translation.
LEAST, PROBABLE, OFTEN, MOST, KEPT = 5, 0.05, 3, 6, 0.3
WORD = re.compile(r"[^\W\d_]+")


def sample(path):
    """Pairs of word lists, evenly over the corpus, and how often a German word is capitalised inside a sentence."""
    pairs, capital, seen, step, last = [], Counter(), Counter(), None, 0
    for german, english in words.read(path):
        found = [m.group() for m in WORD.finditer(german)]
        others = [words.fold(m.group()) for m in WORD.finditer(english)]
        for word in found[1:]:
            seen[words.fold(word)] += 1
            capital[words.fold(word)] += word[0].isupper()
        if 2 <= len(found) <= LONGEST and 2 <= len(others) <= LONGEST:
            pairs.append(([words.fold(w) for w in found], others))
    every = max(1, len(pairs) // PAIRS)
    return pairs[::every], {w for w, n in capital.items() if n >= LEAST and 2 * n >= seen[w]}


def number(lists):
    """Numbers from 1 for words seen twice or more, without the most frequent ones."""
    counts = Counter(w for row in lists for w in row)
    return {w: i + 1 for i, (w, n) in enumerate(counts.most_common()[FUNCTION_WORDS:]) if n >= 2}


def links(pairs, german, english):
    """Every German word (0: none of them) beside every English word of its pair: both numbers, and that of the place."""
    rows, columns, places, place = [], [], [], 0
    for source, target in pairs:
        g = numpy.array([0] + [german[w] for w in source if w in german], dtype=numpy.int32)
        e = numpy.array([english[w] for w in target if w in english], dtype=numpy.int32)
        rows.append(numpy.tile(g, len(e)))
        columns.append(numpy.repeat(e, len(g)))
        places.append(numpy.repeat(numpy.arange(place, place + len(e), dtype=numpy.int32), len(g)))
        place += len(e)
    return numpy.concatenate(rows), numpy.concatenate(columns), numpy.concatenate(places), place


def estimate(rows, columns, places, place):
    """Numbers of German and English words, the probability of the second, given the first, and how often it stands for it."""
    keys, which = numpy.unique(rows.astype(numpy.int64) << 32 | columns, return_inverse=True)
    which = which.astype(numpy.int32)
    g, e = (keys >> 32).astype(numpy.int32), (keys & 0xffffffff).astype(numpy.int32)
    t = numpy.ones(len(keys), dtype=numpy.float32)
    for _ in range(ROUNDS):
        p = t[which]
        p /= numpy.bincount(places, weights=p, minlength=place).astype(numpy.float32)[places]
        c = numpy.bincount(which, weights=p, minlength=len(keys))
        t = (c / numpy.bincount(g, weights=c)[g]).astype(numpy.float32)
    return g, e, t, c


def choose(g, e, t, c, german, english, nouns):
    names = {i: w for w, i in german.items() if w in nouns and len(w) >= 3}
    renderings = {i: w for w, i in english.items()}
    chosen, kept = {}, Counter()
    for k in numpy.flatnonzero(t >= PROBABLE):
        word, other = names.get(int(g[k])), renderings.get(int(e[k]))
        if not word or not other:
            continue
        if words.same_name(words.sound(word), words.sound(other)):
            kept[word] += float(t[k])
        elif c[k] >= OFTEN and other.isascii() and len(other) >= 2:
            chosen.setdefault(word, []).append((float(t[k]), other))
    return {w: sorted(rows, reverse=True)[:MOST] for w, rows in chosen.items() if kept[w] < KEPT}


def main():
    corpus, directory = sys.argv[1:3]
    pairs, nouns = sample(corpus)
    german, english = number([g for g, _ in pairs]), number([e for _, e in pairs])
    chosen = choose(*estimate(*links(pairs, german, english)), german, english, nouns)
    with open(os.path.join(directory, 'lexicon.tsv'), 'w', encoding='utf-8') as out:
        out.write('# SPDX-License-Identifier: ISC\n# Written by lexicon.py from the training corpus: noun; English words for it.\n')
        out.writelines('%s\t%s\n' % (word, ' '.join(w for _, w in chosen[word])) for word in sorted(chosen))


if __name__ == '__main__':
    main()
