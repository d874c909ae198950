#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Learn from a parallel corpus what German names look like: which capitalised words have a capitalised word like them in
the English.

    shapes.py CORPUS.tsv.xz DIRECTORY

Writes name_shapes.tsv, weights of groups of letters by which name.c judges words that no list has: a logistic regression over the
words of the corpus, numpy and scipy. The lines of CORPUS and `sound` are those of words.py; the same corpus gives the same
file up to the last digit of the arithmetic."""
import os
import sys
from collections import Counter

import numpy
import scipy.optimize
import scipy.sparse

import words

# Groups of letters are looked at if so many words have them, and written if their weight is at least this.
GROUPS, LIGHT = 25, 0.25
STRENGTH = 3e-5


def count(pairs):
    """How often a capitalised word was seen, was found in the English in a like form, and was written small."""
    seen, same, small = Counter(), Counter(), Counter()
    for german, english in pairs:
        capitalised, others = words.capitalised(german)
        small.update(map(words.fold, others))
        left = {words.fold(w) for w, start in capitalised if not start and len(w) >= 3}
        found = {words.fold(w) for w, _ in words.capitalised(english)[0]}
        sounds = None
        for word in sorted(left):
            seen[word] += 1
            if word not in found and not (word[-1] == 's' and word[:-1] in found):
                sounds = sounds or {words.sound(w) for w in found}
                s = words.sound(word)
                if not any(words.same_name(s, other) for other in sounds if other[:1] == s[:1]):
                    continue
            same[word] += 1
    return seen, same, small


def groups(word):
    """Groups of two to five bytes of the word between its ends, ^ and $."""
    word = ('^' + word + '$').encode('utf-8')
    return {word[i:i + n] for n in range(2, 6) for i in range(len(word) - n + 1)}


def learn(labelled):
    counts = Counter(g for word, _ in labelled for g in groups(word))
    names = sorted(g for g, n in counts.items() if n >= GROUPS)
    index = {g: i for i, g in enumerate(names)}
    rows, columns = [], []
    for row, (word, _) in enumerate(labelled):
        for g in groups(word):
            if g in index:
                rows.append(row)
                columns.append(index[g])
    x = scipy.sparse.csr_matrix((numpy.ones(len(rows)), (rows, columns)), (len(labelled), len(names)))
    y = numpy.array([1.0 if name else -1.0 for _, name in labelled])

    def loss(w):
        margin = y * (x @ w[1:] + w[0])
        slope = -y / (1 + numpy.exp(margin)) / len(y)
        value = numpy.logaddexp(0, -margin).mean() + STRENGTH * (w[1:] ** 2).sum()
        return value, numpy.concatenate([[slope.sum()], x.T @ slope + 2 * STRENGTH * w[1:]])

    best = scipy.optimize.minimize(loss, numpy.zeros(len(names) + 1), jac=True, method='L-BFGS-B', options={'maxiter': 80})
    return best.x[0], {g: w for g, w in zip(names, best.x[1:]) if abs(w) >= LIGHT and valid(g)}


def valid(group):
    try:
        return group.decode('utf-8')
    except UnicodeDecodeError:
        return None


def main():
    corpus, directory = sys.argv[1:3]
    seen, same, small = count(words.read(corpus))
    labelled = [(w, 2 * same[w] > seen[w]) for w in sorted(seen) if seen[w] >= 2 and small[w] < 0.3 * seen[w]]
    base, weights = learn(labelled)
    with open(os.path.join(directory, 'name_shapes.tsv'), 'w', encoding='utf-8') as out:
        out.write('# SPDX-License-Identifier: ISC\n# Written by shapes.py from the training corpus: group of letters, '
                  'weight in hundredths; a name is above 0.\n')
        out.write('base\t%d\n' % round(100 * base))
        out.writelines('%s\t%d\n' % (g.decode('utf-8'), round(100 * w)) for g, w in sorted(weights.items()))


if __name__ == '__main__':
    main()
