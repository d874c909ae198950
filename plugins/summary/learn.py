#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Learn the weights of the summary plugin: the recipe behind data/weights.tsv.

    learn.py DRIVER SHORT.jsonl LONG.jsonl >weights.tsv     learn from all records
    learn.py --folds DRIVER SHORT.jsonl LONG.jsonl          ten-fold cross-validation: prints ROUGE of the parts left out

DRIVER is tests/bench_summary of the build. A record is {"id", "title", "text", "summary"}; SHORT holds summaries of some
sentences, LONG of some hundred words. Three linear models are fitted by ridge regression, each record counting the same:
whether a word of the article stands in the reference summary, whether a word pair does, and how well a sentence fits the
reference. Then weights are written for the features as they are, without any scaling. Needs numpy."""
import json
import os
import re
import subprocess
import sys
import tempfile

import numpy as np

WORD = re.compile(r'[^\W_]+')
SETS = ('word', 'pair', 'sentence')
# How strongly weights are held near zero, and how sentences are put together, chosen by hand in cross-validation.
RIDGE = {'word': 0.001, 'pair': 0.001, 'sentence': 0.03}
SELECTION = {
    'short': {'decay': 0.3, 'pair-decay': 1, 'pairs': 1, 'sentence': 0.25, 'allowance': 20, 'lead': 0.3},
    'long': {'decay': 0.9, 'pair-decay': 0.3, 'pairs': 2, 'sentence': 0.25, 'allowance': 0, 'lead': 0.3},
}
FOLDS = 10


def drive(driver, records, *options):
    """Run the driver on records; return its results by id."""
    text = ''.join(json.dumps({k: r[k] for k in ('id', 'title', 'text')}) + '\n' for r in records)
    run = subprocess.run([driver, *options], input=text, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


class Rows:
    """Features and targets of a record, by model."""

    def __init__(self, record, result):
        self.names = result['names']
        reference = [w.casefold() for w in WORD.findall(record['summary'])]
        words, pairs = set(reference), set(zip(reference, reference[1:]))
        text = [w[0] for w in result['words']]
        kept = [w for w in result['words'] if w[1]]
        self.kept = [i for i, w in enumerate(result['words']) if w[1]]
        self.x, self.y, self.weight = {}, {}, {}
        self.set('word', [w[2] for w in kept], [w[0] in words for w in kept], [w[1] for w in kept])
        self.ends = [(p[0], p[1]) for p in result['pairs']]
        self.set('pair', [p[3] for p in result['pairs']], [(text[a], text[b]) in pairs for a, b in self.ends],
                 [p[2] for p in result['pairs']])
        fits = [self.fit([text[i] for i in s[0]], words, pairs, len(reference)) for s in result['sentences']]
        self.set('sentence', [s[1] for s in result['sentences']], fits, [1] * len(fits))
        self.total = len(text)

    def set(self, name, x, y, weight):
        width = len(self.names[SETS.index(name)])
        self.x[name] = np.array(x, float).reshape(-1, width)
        self.y[name] = np.array(y, float)
        self.weight[name] = np.array(weight, float) / max(1, sum(weight))

    @staticmethod
    def fit(sentence, words, pairs, length):
        """Words and twice the word pairs shared with the reference, by the length of both."""
        shared = sum(w in words for w in sentence) + 2 * sum(p in pairs for p in zip(sentence, sentence[1:]))
        return 2 * shared / (len(sentence) + length)


class LongRows(Rows):
    @staticmethod
    def fit(sentence, words, pairs, length):
        """In a long summary what counts is the share of the sentence's words that are in the reference."""
        return (sum(w in words for w in sentence) + 2 * sum(p in pairs for p in zip(sentence, sentence[1:]))) / len(sentence)


def ridge(rows, name):
    x = np.vstack([r.x[name] for r in rows])
    y = np.concatenate([r.y[name] for r in rows])
    weight = np.concatenate([r.weight[name] for r in rows])
    mean, spread = x.mean(0), x.std(0)
    mean[0], spread[0] = 0, 1
    spread[spread < 1e-9] = 1
    z = (x - mean) / spread
    penalty = RIDGE[name] * np.eye(z.shape[1]) * weight.sum()
    penalty[0, 0] = 0
    b = np.linalg.solve((z * weight[:, None]).T @ z + penalty, (z * weight[:, None]).T @ y) / spread
    b[0] -= (b[1:] * mean[1:]).sum()
    return b


def learn(rows):
    """Weights by model. The pair model builds on the word model's guesses."""
    model = {'word': ridge(rows, 'word'), 'sentence': ridge(rows, 'sentence')}
    for r in rows:
        guess = np.zeros(r.total)
        guess[r.kept] = np.clip(r.x['word'] @ model['word'], 0.01, 1)
        if r.ends:
            ends = np.array(r.ends)
            r.x['pair'][:, -1] = guess[ends[:, 0]] * guess[ends[:, 1]]
    model['pair'] = ridge(rows, 'pair')
    return model


def table(length, names, model):
    for name, columns in zip(SETS, names):
        for column, value in zip(columns, model[name]):
            yield f'{length}\t{name}\t{column}\t{value:.6f}'
    for key, value in SELECTION[length].items():
        yield f'{length}\tselection\t{key}\t{value:g}'


def read(driver, path, kind):
    records = [json.loads(line) for line in open(path, encoding='utf-8')]
    return records, [kind(r, x) for r, x in zip(records, drive(driver, records, '--features'))]


def cross_validate(driver, directory, sets):
    sys.path.insert(0, directory)
    import score
    for length, (records, rows), options in sets:
        marks = []
        for fold in range(FOLDS):
            model = learn([r for i, r in enumerate(rows) if i % FOLDS != fold])
            with tempfile.NamedTemporaryFile('w', suffix='.tsv') as file:
                file.write('\n'.join(table(length, rows[0].names, model)) + '\n')
                file.flush()
                out = [r for i, r in enumerate(records) if i % FOLDS == fold]
                for r, x in zip(out, drive(driver, out, '--weights', file.name, *options)):
                    marks.append(score.score(x['summary'], r['summary']))
        print(length, 'left out, %d folds: ROUGE-1 %.2f ROUGE-2 %.2f ROUGE-L %.2f' % (FOLDS, *(100 * np.mean(marks, 0))))


def main():
    folds = sys.argv[1] == '--folds'
    driver, short, long = sys.argv[1 + folds:4 + folds]
    sets = [('short', read(driver, short, Rows), ('--sentences', '2')),
            ('long', read(driver, long, LongRows), ('--words', '280'))]
    if folds:
        cross_validate(driver, os.path.dirname(short), sets)
        return
    print('# SPDX-License-Identifier: ISC')
    print('# Weights of the summary plugin, written by learn.py: length of the summary, model, feature, weight.')
    for length, (_, rows), _ in sets:
        print('\n'.join(table(length, rows[0].names, learn(rows))))


if __name__ == '__main__':
    main()
