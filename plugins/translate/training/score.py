#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Corpus BLEU and chrF2 of translations, by the definitions of sacrebleu's defaults.

score.py HYPOTHESES REFERENCE...   files with one sentence a line; chrF uses the first reference.
"""
from __future__ import annotations

import collections
import math
import pathlib
import re
import sys
from typing import Hashable, Sequence

BLEU_ORDER, CHRF_ORDER, CHRF_BETA = 4, 6, 2

# The tokenizer of mteval-v13a: entities, then blanks around symbols, and around full stops, commas and dashes unless
# they belong to a number.
ENTITIES = (("<skipped>", ""), ("-\n", ""), ("\n", " "),
            ("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"))
SPLITS = ((re.compile(r"([{-~\[-` -&(-+:-@/])"), r" \1 "),
          (re.compile(r"([^0-9])([.,])"), r"\1 \2 "),
          (re.compile(r"([.,])([^0-9])"), r" \1 \2"),
          (re.compile(r"([0-9])(-)"), r"\1 \2 "))


def tokens_13a(line: str) -> list[str]:
    for entity, character in ENTITIES:
        line = line.replace(entity, character)
    line = f" {line} "
    for pattern, replacement in SPLITS:
        line = pattern.sub(replacement, line)
    return line.split()


def ngrams(items: Sequence[Hashable], order: int) -> collections.Counter:
    return collections.Counter(tuple(items[i:i + order]) for i in range(len(items) - order + 1))


def bleu(hypotheses: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """Return BLEU from 0 to 100; `references` has one list of sentences per reference.

    An order without a match counts as half, a quarter ... of one match (exponential smoothing).
    """
    matches, totals = [0] * BLEU_ORDER, [0] * BLEU_ORDER
    hypothesis_length = reference_length = 0
    for hypothesis, *versions in zip(hypotheses, *references):
        words, golds = tokens_13a(hypothesis), [tokens_13a(version) for version in versions]
        hypothesis_length += len(words)
        reference_length += min((abs(len(gold) - len(words)), len(gold)) for gold in golds)[1]
        for order in range(1, BLEU_ORDER + 1):
            found, wanted = ngrams(words, order), collections.Counter()
            for gold in golds:
                wanted |= ngrams(gold, order)
            matches[order - 1] += sum((found & wanted).values())
            totals[order - 1] += sum(found.values())
    if not matches[0] or not all(totals):
        return 0.0
    logarithms, smoothing = 0.0, 1.0
    for match, total in zip(matches, totals):
        if not match:
            smoothing *= 2
        logarithms += math.log((match or 1 / smoothing) / total)
    brevity = min(0.0, 1 - reference_length / hypothesis_length)
    return 100 * math.exp(brevity + logarithms / BLEU_ORDER)


def chrf(hypotheses: Sequence[str], reference: Sequence[str]) -> float:
    """Return chrF2 from 0 to 100: character n-grams without blanks, recall counted as twice as important."""
    found, wanted, shared = ([0] * CHRF_ORDER for _ in range(3))
    for hypothesis, gold in zip(hypotheses, reference):
        hypothesis, gold = "".join(hypothesis.split()), "".join(gold.split())
        for i in range(CHRF_ORDER):
            ours, theirs = ngrams(hypothesis, i + 1), ngrams(gold, i + 1)
            found[i] += sum(ours.values())
            wanted[i] += sum(theirs.values())
            shared[i] += sum((ours & theirs).values())
    used = [i for i in range(CHRF_ORDER) if found[i] and wanted[i]]
    if not used:
        return 0.0
    precision = sum(shared[i] / found[i] for i in used) / len(used)
    recall = sum(shared[i] / wanted[i] for i in used) / len(used)
    if not precision + recall:
        return 0.0
    return 100 * (1 + CHRF_BETA ** 2) * precision * recall / (CHRF_BETA ** 2 * precision + recall)


def read_lines(path: str | pathlib.Path) -> list[str]:
    lines = pathlib.Path(path).read_text("utf-8").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def main() -> None:
    if len(sys.argv) < 3:
        sys.exit("usage: score.py HYPOTHESES REFERENCE...")
    hypotheses, *references = map(read_lines, sys.argv[1:])
    for path, lines in zip(sys.argv[2:], references):
        if len(lines) != len(hypotheses):
            sys.exit(f"score.py: {path} has {len(lines)} lines, {sys.argv[1]} has {len(hypotheses)}")
    print(f"BLEU {bleu(hypotheses, references):.2f}  chrF {chrf(hypotheses, references[0]):.2f}  "
          f"{len(hypotheses)} sentences")


if __name__ == "__main__":
    main()
