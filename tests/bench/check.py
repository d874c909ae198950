#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""How many planted errors the check plugin finds, and how many untouched reference translations it flags.

    check.py DIRECTORY DRIVER [--engine MODEL VOCABULARY]     DRIVER: tests/bench_check; DIRECTORY holds wmt21.de, wmt21.en …

Errors of fourteen kinds are planted in the English references with a fixed seed, one a sentence. The sets do not say where an
article ends: the eight sentences before and behind, untouched, stand for the rest of one. check_faults.tsv lists known faults of
the references. Standard library only."""
import os
import random
import re
import subprocess
import sys

SETS = (('flores-dev', 'flores-dev.en'), ('wmt21', 'wmt21.en'), ('wmt21', 'wmt21.refB.en'))
NUMBER = re.compile(r'\d[\d.,:]*\d|\d')
SCALES = {'million': 'billion', 'billion': 'million', 'trillion': 'billion'}
MONTHS = 'January February March April June July August September October November December'.split()
NOT = re.compile(r" not\b|n't\b| never\b|\bno (?=[a-z])", re.IGNORECASE)
MARKS = re.compile('["“”„]')
AUXILIARY = re.compile(r'\b(is|was|are|were|will|would|has|have|had|can|could|should) (?!not\b)', re.IGNORECASE)


def number_changed(german, english, rng, names):
    m = rng.choice(list(NUMBER.finditer(english)) or [None])
    if m:
        places = [i for i, c in enumerate(m.group()) if c.isdigit()]
        at = m.start() + rng.choice(places)
        return english[:at] + rng.choice([d for d in '123456789' if d != english[at]]) + english[at + 1:]


def number_lost(german, english, rng, names):
    m = rng.choice(list(NUMBER.finditer(english)) or [None])
    return m and english[:m.start()] + 'some' + english[m.end():]


def decimal_moved(german, english, rng, names):
    m = re.search(r'(\d)\.(\d)(?!\d)', english)
    return m and english[:m.start()] + m.group(1) + m.group(2) + english[m.end():]


def scale_changed(german, english, rng, names):
    m = re.search(r'(\d ?)(million|billion|trillion)\b', english)
    return m and english[:m.start()] + m.group(1) + SCALES[m.group(2)] + english[m.end():]


def month_changed(german, english, rng, names):
    m = re.search(r'\b(%s)\b' % '|'.join(MONTHS), english)
    return m and english[:m.start()] + rng.choice([x for x in MONTHS if x != m.group()]) + english[m.end():]


def shared_names(german, english):
    words = set(re.findall(r'\w+', german))
    return [m for m in re.finditer(r'(?<=[a-z] )[A-Z][a-z]{3,}\b', english) if m.group() in words and m.group() not in MONTHS]


def single_names(german, english):
    """Those that are gone from the English when one place is changed."""
    return [m for m in shared_names(german, english) if len(re.findall(r'\b%s' % m.group(), english)) == 1]


def name_changed(german, english, rng, names):
    m = rng.choice(single_names(german, english) or [None])
    other = rng.choice(names)
    return m and other not in german and english[:m.start()] + other + english[m.end():]


def name_lost(german, english, rng, names):
    m = rng.choice(single_names(german, english) or [None])
    return m and english[:m.start()] + 'someone' + english[m.end():]


def negation_lost(german, english, rng, names):
    m = NOT.search(english)
    return m and english[:m.start()] + english[m.end():]


def negation_invented(german, english, rng, names):
    m = AUXILIARY.search(english)
    return m and english[:m.end()] + 'not ' + english[m.end():]


def marks_lost(german, english, rng, names):
    return MARKS.search(english) and MARKS.sub('', english)


def repeated(german, english, rng, names):
    words = english.split(' ')
    at = rng.randrange(len(words))
    return len(words) > 5 and ' '.join(words[:at] + ['salad'] * 3 + words[at:])


def truncated(german, english, rng, names):
    words = english.split(' ')
    return len(words) > 8 and ' '.join(words[:len(words) * 6 // 10]).rstrip('.,:;')


UNITS = {'euros': 'dollars', 'euro': 'dollar', 'dollars': 'euros', 'pounds': 'euros', 'kilometers': 'miles', 'kilometres': 'miles',
         'minutes': 'hours', 'hours': 'minutes', 'days': 'weeks', 'weeks': 'months', 'months': 'weeks', 'years': 'months'}


def unit_changed(german, english, rng, names):
    m = re.search(r'(\d ?(?:million |billion |trillion )?)(%s)\b' % '|'.join(UNITS), english)
    return m and english[:m.start(2)] + UNITS[m.group(2)] + english[m.end():]


def left_over(german, english, rng, names):
    """A third of the German in place of a third of the English."""
    words, others = english.split(' '), german.split(' ')
    if len(words) > 8:
        return ' '.join(words[:len(words) // 3] + others[len(others) // 3:2 * len(others) // 3] + words[2 * len(words) // 3:])


KINDS = (('number changed', 'number', number_changed), ('number lost', 'number', number_lost),
         ('decimal mark lost', 'number', decimal_moved), ('million/billion', 'number', scale_changed),
         ('month changed', 'number', month_changed), ('name changed', 'name', name_changed),
         ('name lost', 'name', name_lost), ('negation lost', 'negation', negation_lost),
         ('negation invented', 'negation', negation_invented), ('quotation marks lost', 'quote', marks_lost),
         ('repeated word', 'repetition', repeated), ('cut off', 'truncated', truncated),
         ('unit changed', 'unit', unit_changed), ('German left over', 'german', left_over))


AROUND = 8
WARNINGS = {'name', 'truncated'}
CODES = ('number', 'name', 'negation', 'quote', 'unit', 'german', 'repetition', 'truncated', 'length')


def check(driver, pairs, tried):
    """The codes found in each of `tried`, which are an index and the English that stands in its place."""
    rows = []
    for number, (i, english) in enumerate(tried):
        rows.append('%s\t%s\t%d\n' % (pairs[i][0], english, number))
        around = [k for k in range(max(0, i - AROUND), min(len(pairs), i + AROUND + 1)) if k != i]
        rows.extend('%s\t%s\t%d\t+\n' % (*pairs[k], number) for k in around)
    run = subprocess.run(driver, input=''.join(rows), capture_output=True, text=True, check=True)
    return [line.split() for line in run.stdout.split('\n')[:len(tried)]]


def read_faults():
    """Sentences of the references with a fault, as pairs of a set and an index."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'check_faults.tsv')
    rows = [line.split('\t') for line in open(path, encoding='utf-8') if not line.startswith('#')]
    return {(row[0], int(row[1]) - 1) for row in rows}


def main():
    faults = read_faults()
    directory, *driver = sys.argv[1:]
    for german_name, english_name in SETS:
        german = open(os.path.join(directory, german_name + '.de'), encoding='utf-8').read().split('\n')[:-1]
        english = open(os.path.join(directory, english_name), encoding='utf-8').read().split('\n')[:-1]
        pairs = [(g.replace('\t', ' '), e.replace('\t', ' ')) for g, e in zip(german, english)]
        found = check(driver, pairs, [(i, e) for i, (_, e) in enumerate(pairs)])
        print('%s: %d untouched sentences' % (english_name, len(pairs)))
        for code in CODES:
            print('  flagged for %-22s %5.2f %%' % (code, 100 * sum(code in f for f in found) / len(pairs)))
        print('  flagged at all %21.2f %%' % (100 * sum(bool(f) for f in found) / len(pairs)))
        print('  flagged with an error %14.2f %%' % (100 * sum(bool(set(f) - WARNINGS) for f in found) / len(pairs)))
        wrong = sum(bool(f) and (english_name, i) not in faults for i, f in enumerate(found))
        print('  flagged without a known fault %6.2f %%' % (100 * wrong / len(pairs)))
        names = sorted({m.group() for g, e in pairs for m in shared_names(g, e)})
        rng = random.Random(6)
        for kind, code, plant in KINDS:
            bad = [(i, b) for i, (g, e) in enumerate(pairs) for b in [plant(g, e, rng, names)] if b and b != e]
            hits = sum(code in f for f in check(driver, pairs, bad))
            print('  %-22s %5d planted, %6.1f %% found' % (kind, len(bad), 100 * hits / max(1, len(bad))))


if __name__ == '__main__':
    main()
