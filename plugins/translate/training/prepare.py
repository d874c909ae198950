#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Step 1: clean a parallel corpus and turn it into token ids.

Reads `--corpus FILE`, one pair a line as DOMAIN <tab> German <tab> English, or `--pair DOMAIN GERMAN ENGLISH`, two
files with one sentence a line (the form in which OPUS distributes corpora); both may be given several times, plain or
compressed with gzip or xz. Writes data.npz and a copy of the vocabulary to the work folder. Every core takes part.
"""
from __future__ import annotations

import argparse
import collections
import gzip
import itertools
import lzma
import multiprocessing
import pathlib
import shutil
import sys
from typing import TYPE_CHECKING, Iterable, Iterator, NamedTuple, TextIO

import dataset
from architecture import EOS, UNK
from cleaning import Pair, cleaned, held_out_key, normalised

if TYPE_CHECKING:
    import sentencepiece

CHUNK = 20_000              # pairs that a process takes at a time


def opened(path: str) -> TextIO:
    opener = {".xz": lzma.open, ".gz": gzip.open}.get(pathlib.Path(path).suffix, open)
    return opener(path, "rt", encoding="utf-8", newline="\n")   # type: ignore


def corpus_pairs(path: str) -> Iterator[Pair]:
    with opened(path) as lines:
        for number, line in enumerate(lines, 1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 3:
                raise ValueError(f"{path}:{number}: {len(fields)} fields, expected domain, German, English")
            yield Pair(*fields)


def file_pairs(domain: str, german: str, english: str) -> Iterator[Pair]:
    with opened(german) as left, opened(english) as right:
        for number, (source, target) in enumerate(itertools.zip_longest(left, right), 1):
            if source is None or target is None:
                raise ValueError(f"{german} and {english} differ in length: one ends at line {number}")
            yield Pair(domain, source, target)


def held_out_keys(paths: Iterable[str]) -> set[str]:
    keys = {held_out_key(line) for path in paths for line in opened(path)}
    return keys - {""}


def load_vocabulary(path: pathlib.Path) -> sentencepiece.SentencePieceProcessor:
    import sentencepiece        # only here: quantising and the small models of tests do without
    vocabulary = sentencepiece.SentencePieceProcessor(model_file=str(path))
    if vocabulary.eos_id() != EOS or vocabulary.unk_id() != UNK:
        sys.exit(f"{path}: </s> must be {EOS} and <unk> {UNK}; see README.md for how to train a vocabulary")
    return vocabulary


def source_ids(vocabulary: sentencepiece.SentencePieceProcessor, sentence: str,
               longest: int | None = None) -> list[int]:
    """Return a sentence as the network reads it, cut to so many tokens and EOS."""
    return vocabulary.encode(normalised(sentence))[:longest] + [EOS]


class Tokens(NamedTuple):
    """One good pair: a number that tells it from others, its domain, and the ids of both sides."""

    key: int
    domain: int
    source: list[int]
    target: list[int]


class Tokeniser:
    """Cleans pairs and turns them into ids."""

    def __init__(self, vocabulary: sentencepiece.SentencePieceProcessor, held_out: set[str]) -> None:
        self.vocabulary, self.held_out, self.names = vocabulary, held_out, list(dataset.domain_weights())

    def domain(self, name: str) -> int:
        return self.names.index(name if name in self.names else "general")

    def tokens(self, pairs: list[Pair]) -> tuple[list[Tokens], collections.Counter[str]]:
        """Return the good ones of some pairs, and how many others there were by rule."""
        dropped: collections.Counter[str] = collections.Counter()
        kept = list(cleaned(pairs, self.held_out, dropped))
        sides = [self.vocabulary.encode([pair[side] for pair in kept], out_type=int, num_threads=1) for side in (1, 2)]
        good = [Tokens(hash(pair[1:]), self.domain(pair.domain), *ids) for pair, *ids in zip(kept, *sides)
                if dataset.fits(*map(len, ids))]
        dropped["tokens"] += len(kept) - len(good)
        return good, dropped


def batched(pairs: Iterator[Pair]) -> Iterator[list[Pair]]:
    while chunk := list(itertools.islice(pairs, CHUNK)):
        yield chunk


def distinct(chunks: Iterable[tuple[list[Tokens], collections.Counter[str]]],
             dropped: collections.Counter[str]) -> Iterator[Tokens]:
    """Yield the pairs of all chunks, each once; count the others in `dropped`."""
    seen: set[int] = set()
    for good, others in chunks:
        dropped.update(others)
        for tokens in good:
            if tokens.key in seen:
                dropped["repeated"] += 1
                continue
            seen.add(tokens.key)
            yield tokens


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
    tokeniser = Tokeniser(vocabulary, held_out_keys(args.held_out))
    dropped: collections.Counter[str] = collections.Counter()
    with multiprocessing.get_context("fork").Pool() as pool:
        chunks = pool.imap(tokeniser.tokens, batched(pairs))
        try:
            kept = list(itertools.islice(distinct(chunks, dropped), args.limit))
        except ValueError as error:
            sys.exit(f"prepare: {error}")
    if not kept:
        sys.exit("prepare: no pair is left; give --corpus or --pair")
    args.work.mkdir(parents=True, exist_ok=True)
    _, domains, source, target = map(list, zip(*kept))
    dataset.save(args.work / "data.npz", len(vocabulary), domains, source, target)
    shutil.copyfile(args.vocabulary, args.work / "vocab.spm")
    print(f"{len(kept)} pairs kept; tokens with EOS: {sum(map(len, source)) + len(kept)} German, "
          f"{sum(map(len, target)) + len(kept)} English")
    print("dropped:", ", ".join(f"{count} {reason}" for reason, count in dropped.most_common() if count) or "none")


if __name__ == "__main__":
    main()
