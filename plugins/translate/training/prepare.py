#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Step 1: clean a parallel corpus and turn it into token ids.

Reads `--corpus FILE`, one pair a line as DOMAIN <tab> German <tab> English, or `--pair DOMAIN GERMAN ENGLISH`, two
files with one sentence a line (the form in which OPUS distributes corpora); both may be given several times, plain or
compressed with gzip or xz. Writes data.npz and a copy of the vocabulary to the work folder.
"""
from __future__ import annotations

import argparse
import collections
import gzip
import itertools
import lzma
import os
import pathlib
import shutil
import sys
from typing import Iterable, Iterator, TextIO

import sentencepiece

import dataset
from architecture import EOS, UNK
from cleaning import Pair, cleaned, held_out_key

LONGEST_TOKENS = 160


def opened(path: str) -> TextIO:
    opener = {".xz": lzma.open, ".gz": gzip.open}.get(pathlib.Path(path).suffix, open)
    return opener(path, "rt", encoding="utf-8", newline="\n")   # type: ignore


def corpus_pairs(path: str) -> Iterator[Pair]:
    with opened(path) as lines:
        for number, line in enumerate(lines, 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 3:
                sys.exit(f"prepare: {path}:{number}: {len(fields)} fields, expected domain, German, English")
            yield Pair(*fields)


def file_pairs(domain: str, german: str, english: str) -> Iterator[Pair]:
    with opened(german) as left, opened(english) as right:
        for number, (source, target) in enumerate(itertools.zip_longest(left, right), 1):
            if source is None or target is None:
                sys.exit(f"prepare: {german} and {english} differ in length: one ends at line {number}")
            yield Pair(domain, source, target)


def held_out_keys(paths: Iterable[str]) -> set[str]:
    keys = {held_out_key(line) for path in paths for line in opened(path)}
    return keys - {""}


def load_vocabulary(path: pathlib.Path) -> sentencepiece.SentencePieceProcessor:
    vocabulary = sentencepiece.SentencePieceProcessor(model_file=str(path))
    if vocabulary.eos_id() != EOS or vocabulary.unk_id() != UNK:
        sys.exit(f"{path}: </s> must be {EOS} and <unk> {UNK}; see README.md for how to train a vocabulary")
    return vocabulary


def fits(source: list[int], target: list[int]) -> bool:
    """Whether both sides are short enough and of like length in tokens."""
    short, long = sorted((len(source), len(target)))
    return 0 < short and long < LONGEST_TOKENS and long <= 3 * short + 10


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", action="append", default=[], metavar="FILE")
    parser.add_argument("--pair", action="append", default=[], nargs=3, metavar=("DOMAIN", "GERMAN", "ENGLISH"))
    parser.add_argument("--held-out", nargs="*", default=[], metavar="FILE", help="drop pairs that occur in these")
    parser.add_argument("--vocabulary", required=True, type=pathlib.Path, metavar="SPM")
    parser.add_argument("--work", required=True, type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--limit", type=int, metavar="PAIRS", help="stop after so many good pairs")
    return parser.parse_args()


def main() -> None:
    args = options()
    vocabulary = load_vocabulary(args.vocabulary)
    pairs = itertools.chain(*map(corpus_pairs, args.corpus), *(file_pairs(*triple) for triple in args.pair))
    dropped: collections.Counter[str] = collections.Counter()
    kept = list(itertools.islice(cleaned(pairs, held_out_keys(args.held_out), dropped), args.limit))
    threads = os.cpu_count() or 1
    source = vocabulary.encode([pair.german for pair in kept], out_type=int, num_threads=threads)
    target = vocabulary.encode([pair.english for pair in kept], out_type=int, num_threads=threads)
    good = [i for i in range(len(kept)) if fits(source[i], target[i])]
    dropped["tokens"] = len(kept) - len(good)
    if not good:
        sys.exit("prepare: no pair is left; give --corpus or --pair")
    names = list(dataset.domain_weights())
    domains = [names.index(kept[i].domain if kept[i].domain in names else "general") for i in good]
    args.work.mkdir(parents=True, exist_ok=True)
    source, target = [source[i] for i in good], [target[i] for i in good]
    dataset.save(args.work / "data.npz", len(vocabulary), domains, source, target)
    shutil.copyfile(args.vocabulary, args.work / "vocab.spm")
    print(f"{len(good)} pairs kept; tokens with EOS: {sum(map(len, source)) + len(good)} German, "
          f"{sum(map(len, target)) + len(good)} English")
    print("dropped:", ", ".join(f"{count} {reason}" for reason, count in dropped.most_common() if count) or "none")


if __name__ == "__main__":
    main()
