#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""ROUGE of the summary plugin beside simple methods and the best there can be, in one table.

    summary.py DRIVER DIRECTORY     DRIVER: tests/bench_summary; DIRECTORY holds the sets and score.py

All methods choose among the same sentences, those of depesche's reader. Standard library only; the random choice is
seeded."""
import json
import math
import os
import random
import re
import subprocess
import sys
from collections import Counter

WORD = re.compile(r'[^\W_]+')
SETS = (('wikinews-lead.dev', '--sentences', 2), ('klexikon.dev', '--words', 280))
PRONOUN = re.compile(r'[„“"»«‚‘\'(]*(er|sie|ihm|ihn|ihr|ihre[mnrs]?|sein|seine[mnrs]?|dieser|diese|dieses|diesem|diesen|dies)\b',
                     re.IGNORECASE)


def drive(driver, records, *options):
    text = ''.join(json.dumps({k: r[k] for k in ('id', 'title', 'text')}) + '\n' for r in records)
    run = subprocess.run([driver, *options], input=text, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def take(sentences, order, limit, size):
    """The first sentences of `order` that fit, in reading order."""
    chosen, used = [], 0
    for i in order:
        if limit == '--sentences' and len(chosen) == size:
            break
        length = len(sentences[i].split())
        if limit == '--words' and chosen and used + length > size:
            continue
        chosen.append(i)
        used += length
    return sorted(chosen)


def power_iteration(rows):
    n = len(rows)
    rank = [1 / n] * n
    sums = [sum(row.values()) for row in rows]
    for _ in range(40):
        new = [0.15 / n] * n
        for i, row in enumerate(rows):
            for j, value in row.items():
                new[j] += 0.85 * rank[i] * value / sums[i]
        rank = new
    return rank


def graph(words, weigh):
    """Similarities of all pairs of sentences that share a word."""
    holds = {}
    for i, counts in enumerate(words):
        for word in counts:
            holds.setdefault(word, []).append(i)
    rows = [Counter() for _ in words]
    for word, places in holds.items():
        for i in places:
            for j in places:
                if i != j:
                    rows[i][j] += weigh(word, i, j, len(places))
    return rows


def by_rank(rank):
    return sorted(range(len(rank)), key=lambda i: (-rank[i], i))


def textrank(words):
    size = [math.log(max(2, len(w))) for w in words]
    return by_rank(power_iteration(graph(words, lambda word, i, j, df: 1 / (size[i] + size[j]))))


def lexrank(words):
    n = len(words)
    df = Counter(w for counts in words for w in counts)
    idf = {w: math.log(1 + n / df[w]) for w in df}
    norm = [math.sqrt(sum((c * idf[w]) ** 2 for w, c in counts.items())) or 1 for counts in words]
    return by_rank(power_iteration(graph(
        words, lambda word, i, j, _: words[i][word] * words[j][word] * idf[word] ** 2 / (norm[i] * norm[j]))))


def oracle(sentences, reference, limit, size, score):
    """Greedy: the sentence that raises ROUGE-1 + ROUGE-2 most."""
    chosen, best = [], 0
    while True:
        found = None
        for i in range(len(sentences)):
            new = take(sentences, chosen + [i], limit, size)
            if i in chosen or len(new) <= len(chosen):
                continue
            mark = sum(score.score('\n'.join(sentences[k] for k in new), reference)[:2])
            if mark > best:
                best, found = mark, i
        if found is None:
            return sorted(chosen)
        chosen.append(found)


def measure(driver, directory, name, limit, size, score):
    records = [json.loads(line) for line in open(os.path.join(directory, name + '.jsonl'), encoding='utf-8')]
    results = drive(driver, records, limit, str(size))
    stop = set(open(os.path.join(os.path.dirname(__file__), '../../plugins/summary/data/stopwords.txt'),
                    encoding='utf-8').read().split())
    marks = {k: [] for k in ('lead', 'random', 'TextRank', 'LexRank', 'depesche', 'oracle')}
    length = Counter()
    dice = random.Random(1)
    for record, result in zip(records, results):
        sentences, n = result['sentences'], len(result['sentences'])
        words = [Counter(w for w in WORD.findall(s.lower()) if w not in stop) for s in sentences]
        shuffled = list(range(n))
        dice.shuffle(shuffled)
        orders = {'lead': range(n), 'random': shuffled, 'TextRank': textrank(words), 'LexRank': lexrank(words)}
        chosen = {k: take(sentences, order, limit, size) for k, order in orders.items()}
        chosen['depesche'] = result['chosen']
        if limit == '--sentences' or '--oracle' in sys.argv:
            chosen['oracle'] = oracle(sentences, record['summary'], limit, size, score)
        for k, places in chosen.items():
            text = '\n'.join(sentences[i] for i in places)
            marks[k].append(score.score(text, record['summary']))
            length[k] += len(text.split())
    print('%s, %s %d, %d records' % (name, limit[2:], size, len(records)))
    print('  %-10s %8s %8s %8s %8s' % ('method', 'ROUGE-1', 'ROUGE-2', 'ROUGE-L', 'words'))
    for k, m in marks.items():
        if m:
            print('  %-10s %8.2f %8.2f %8.2f %8.1f' % (k, *(100 * sum(x[i] for x in m) / len(m) for i in range(3)),
                                                     length[k] / len(m)))
    starts = [r['sentences'][r['chosen'][0]] for r in results if r['chosen']]
    print('  empty summaries: %d; first sentence leans on one left out: %d of %d; begins with a pronoun: %d' % (
        len(records) - len(starts), sum(r['dangles'][r['chosen'][0]] for r in results if r['chosen']), len(starts),
        sum(bool(PRONOUN.match(s)) for s in starts)))


def main():
    driver, directory = sys.argv[1:3]
    sys.path.insert(0, directory)
    import score
    for name, limit, size in SETS:
        measure(driver, directory, name, limit, size, score)


if __name__ == '__main__':
    main()
