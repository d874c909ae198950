#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Learn from a parallel corpus which German names English keeps, by what it renders others, and how surely a word has a
counterpart.

    names.py table DRIVER CORPUS.tsv.xz DIRECTORY      writes names.tsv
    names.py weights DRIVER CORPUS.tsv.xz DIRECTORY    writes name_weights.tsv, once the program is built with the table
    names.py doubts DRIVER CORPUS.tsv.xz DIRECTORY MODEL VOCABULARY
                                                       writes doubt_weights.tsv, once it is built with those

DRIVER is tests/bench_check (make tests/bench_check), which cuts words and compares them as the plugin does; it is built with
the lists of words.py, shapes.py and lexicon.py, so those come first. The lines of CORPUS are those of words.py. The table is
counted on nine tenths of them, and the weights, a logistic regression, are learned on the rest, so that a word's own sentence
does not speak for it. The corpus has no articles: what the other sentences of one say (the last two weights) is learned from
sentences that share a rare word, as if no word was listed, with the other weights as they are. What an engine's probabilities
say of a word is learned from pairs as they are, where no word is lost, or so one must believe, and from the same with a name taken
out of the English or put in the place of another. numpy and scipy; the same corpus gives the same files up to the last digit of the arithmetic."""
import math
import os
import random
import re
import subprocess
import sys
from collections import Counter, defaultdict

import numpy
import scipy.optimize

import words

FEATURES = ('listed listed-logit word word-shape compound compound-shape new new-shape rendered not-rendered part-rendered part-not left-found left-common left-lost '
            'right-found right-common right-lost start capitals article small hyphen others-lost shortened kept-elsewhere lost-elsewhere').split()
# Words are listed if seen so often, and kept more than this times as often as lost.
LEAST, SHARE = 2, 0.2
# Another rendering must stand in so many sentences where the word was not kept, so many times as often as it stands
# elsewhere, and in so large a share of them: for a word that is mostly kept, and for one that is not. At most so many are listed.
SEEN, LIFT, OFTEN, MOSTLY, MOST = 3, 30, 0.05, 0.5, 6
WORD = re.compile(r"[^\W\d_]+")
# An article of the corpus: a sentence and others that share a word which stands in so few, most of their words being different.
RARE, MEMBERS, ALIKE = 8, 6, 0.5
ELSEWHERE = 2
# Pairs for the weights of doubts, their longest side in characters, and what stands in the place of a lost name.
DOUBTS, LONGEST = 18000, 600
STAND_INS = 'someone,he,she,it,they,that,him,the man,the company,the country,the city,the group'.split(',')
MOST_LOGIT, MOST_GAIN = 8, 10


def read(path):
    """Pairs of the corpus and whether they are among the nine tenths."""
    for i, (german, english) in enumerate(words.read(path)):
        yield german, english, i % 10 != 0


def observe(driver, mode, pairs, members=None):
    """What the plugin sees in each pair: lists of word, found, features. `members` are the other sentences of its article."""
    for begin in range(0, len(pairs), 50000):
        part = pairs[begin:begin + 50000]
        rows = []
        for i, (german, english) in enumerate(part, begin):
            rows.append('%s\t%s' % (german, english) + ('\t%d\n' % i if members else '\n'))
            rows.extend('%s\t%s\t%d\t+\n' % (*pairs[k], i) for k in (members[i] if members else ()))
        run = subprocess.run([driver, mode], input=''.join(rows), capture_output=True, text=True, check=True)
        lines = run.stdout.split('\n')
        for (german, english), line in zip(part, lines):
            yield german, english, [item.split(' ') for item in line.split('\t') if item]


def is_gone(item):
    """Whether a word has neither a counterpart nor a translation."""
    return item[-1] == '0' and '1' not in (item[2 + FEATURES.index(name)] for name in ('rendered', 'part-rendered'))


def count(driver, pairs):
    """How often a word was seen, had a capitalised counterpart, and had none at all, be it a translation; and what English
    words there are, how often they are capitalised, and those of the sentences without a counterpart."""
    seen, kept, lost, everywhere, capitals = (Counter() for _ in range(5))
    without = []
    for german, english, items in observe(driver, '--names-plain', pairs):
        inner = WORD.findall(english)
        everywhere.update({words.fold(w) for w in inner})
        capitals.update({words.fold(w) for w in inner[1:] if w[0].isupper()})
        for word, (upper, gone) in {item[0]: (item[1], is_gone(item)) for item in items}.items():
            seen[word] += 1
            kept[word] += upper == '1'
            lost[word] += gone
            if gone:
                without.append((word, english))
    return seen, kept, lost, everywhere, capitals, without


def renderings(seen, kept, everywhere, capitals, without, total):
    """Capitalised English words that stand where a German word was not kept."""
    lost, times_lost = defaultdict(Counter), Counter()
    for word, english in without:
        if seen[word] >= LEAST:
            times_lost[word] += 1
            lost[word].update({words.fold(w) for w in WORD.findall(english)})
    best = {}
    for word, others in lost.items():
        times = times_lost[word]
        is_kept = 2 * kept[word] > seen[word]
        least = max(SEEN, OFTEN * times) if is_kept else max(2 * SEEN, MOSTLY * times)
        chosen = [(n, w) for w, n in others.items() if n >= least and n >= LIFT * times * everywhere[w] / total and
                  w.isascii() and len(w) >= 2 and (is_kept or 2 * capitals[w] > everywhere[w])]
        if chosen:
            best[word] = [w for _, w in sorted(chosen, reverse=True)[:MOST]]
    return best


def table(driver, pairs, directory):
    seen, kept, lost, everywhere, capitals, without = count(driver, pairs)
    best = renderings(seen, kept, everywhere, capitals, without, len(pairs))
    for word, english in without:
        others = {words.fold(w) for w in WORD.findall(english)}.intersection(best.get(word, ()))
        lost[word] -= bool(others)
        kept[word] += any(2 * capitals[w] > everywhere[w] for w in others)
    with open(os.path.join(directory, 'names.tsv'), 'w', encoding='utf-8') as out:
        out.write('# SPDX-License-Identifier: ISC\n# Written by names.py from the training corpus: word; logarithm in hundredths of '
                  'how much more often it has a\n# capitalised counterpart than none; other English words for it.\n')
        for word in sorted(seen):
            if seen[word] >= LEAST and kept[word] > SHARE * lost[word]:
                logit = round(100 * math.log((kept[word] + 0.5) / (lost[word] + 0.3)))
                out.write('%s\t%s\n' % (word, ' '.join([str(logit)] + best.get(word, []))))


def make_articles(pairs):
    """For each pair the others of its article."""
    places, sets = defaultdict(list), []
    for i, (german, _) in enumerate(pairs):
        sets.append(set(WORD.findall(german)))
        for word in sets[-1]:
            if word[0].isupper() and len(word) >= 4:
                places[words.fold(word)].append(i)
    for i, own in enumerate(sets):
        rare = sorted((len(places[w]), w) for w in map(words.fold, own) if 1 < len(places.get(w, ())) <= RARE)
        others = dict.fromkeys(k for _, w in rare for k in places[w] if k != i)
        yield [k for k in others if len(own & sets[k]) < ALIKE * min(len(own), len(sets[k]))][:MEMBERS]


def examples(observed):
    """Features of each word that has a counterpart or nothing, and which of both, as 1 and -1."""
    x, y = [], []
    for _, english, items in observed:
        same = {words.fold(w) for w in WORD.findall(english) if w[0].isupper()}
        for item in items:
            if item[0] in same or item[-1] == '0':
                x.append(list(map(float, item[2:-1])))
                y.append(1.0 if item[0] in same else -1.0)
    return numpy.array(x), numpy.array(y)


def regression(x, y, offset):
    """Weights of a logistic regression beside an offset."""
    def loss(w):
        margin = y * (x @ w + offset)
        slope = -y / (1 + numpy.exp(margin)) / len(y)
        return numpy.logaddexp(0, -margin).mean(), x.T @ slope

    return scipy.optimize.minimize(loss, numpy.zeros(x.shape[1]), jac=True, method='L-BFGS-B').x


def weights(driver, pairs, directory):
    x, y = examples(observe(driver, '--names', pairs))
    best = regression(x[:, :-ELSEWHERE], y, 0)
    # Without the list other words are new, which three weights of their own even out.
    x, y = examples(observe(driver, '--names-plain', pairs, list(make_articles(pairs))))
    kinds = [FEATURES.index(name) for name in ('word', 'compound', 'new')]
    both = numpy.concatenate([x[:, -ELSEWHERE:], x[:, kinds]], axis=1)
    best = numpy.concatenate([best, regression(both, y, x[:, :-ELSEWHERE] @ best)[:ELSEWHERE]])
    with open(os.path.join(directory, 'name_weights.tsv'), 'w', encoding='utf-8') as out:
        out.write('# SPDX-License-Identifier: ISC\n# Written by names.py from the training corpus: how much each feature of a word '
                  '(pair.h) speaks for a counterpart.\n')
        out.writelines('%s\t%.3f\n' % (name, w) for name, w in zip(FEATURES, best))


def shared_names(german, english):
    """Names of both sides that stand once in the English, where a capital is no matter of place."""
    same = set(WORD.findall(german))
    return [m for m in re.finditer(r"(?<=[a-z,'] )[A-Z][a-zA-Z]{2,}\b", english)
            if m.group() in same and len(re.findall(r'\b%s' % m.group(), english)) == 1]


def plant(pairs):
    """Pairs with a name lost, and the folded name."""
    rng = random.Random(3)
    others = sorted({m.group() for pair in pairs for m in shared_names(*pair)})
    for german, english in pairs:
        names = shared_names(german, english)
        if names:
            name, kind = rng.choice(names), rng.random()
            new = rng.choice(others) if kind < 0.4 else '' if kind < 0.6 else rng.choice(STAND_INS)
            if not new or new not in german:
                yield (german, re.sub('  +', ' ', english[:name.start()] + new + english[name.end():])), words.fold(name.group())


def doubts(driver, pairs, directory, model, vocabulary):
    pairs = [p for p in pairs if max(map(len, p)) <= LONGEST]
    random.Random(3).shuffle(pairs)
    pairs = pairs[:DOUBTS]
    lost = list(plant(pairs))
    x, y = [], []
    for label, some, wanted in ((-1.0, pairs, None), (1.0, [p for p, _ in lost], [name for _, name in lost])):
        rows = ''.join('%s\t%s\n' % p for p in some)
        run = subprocess.run([driver, '--engine', model, vocabulary, '--doubts'], input=rows, capture_output=True, text=True, check=True)
        for i, line in enumerate(run.stdout.split('\n')[:len(some)]):
            for word, logit, gain, match, common in (item.split(' ') for item in line.split('\t') if item):
                if (wanted is None or word == wanted[i]) and gain not in ('nan', '-nan'):
                    x.append([1, min(float(logit), MOST_LOGIT), max(min(float(gain), MOST_GAIN), -MOST_GAIN), match != '0',
                              common == '1'])
                    y.append(label)
    best = regression(numpy.array(x, float), numpy.array(y), 0)
    with open(os.path.join(directory, 'doubt_weights.tsv'), 'w', encoding='utf-8') as out:
        out.write('# SPDX-License-Identifier: ISC\n# Written by names.py from the training corpus: what speaks for a doubtful word being '
                  'lost (pair.h).\n')
        out.writelines('%s\t%.3f\n' % row for row in zip(('bias', 'logit', 'gain', 'matched', 'word'), best))


def main():
    step, driver, corpus, directory, *engine = sys.argv[1:]
    pairs = [(g, e) for g, e, most in read(corpus) if most == (step == 'table')]
    {'table': table, 'weights': weights, 'doubts': doubts}[step](driver, pairs, directory, *engine)


if __name__ == '__main__':
    main()
