#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Beside step 2, started by `train.py --resample`: split the German sides into pieces anew, again and again.

Writes round.npz with the German side of data.npz, half of its rows with a sampled segmentation, and the next one when
that has been taken away; so the network sees a word in several ways. Ends with the process that started it.
"""
from __future__ import annotations

import argparse
import itertools
import multiprocessing
import multiprocessing.pool
import os
import pathlib
import signal
import sys
import time

import numpy as np
import sentencepiece

from dataset import Dataset, fits, pack, round_path
from prepare import load_vocabulary

SHARE = 0.5                 # of the rows, in a round
ALPHA = 0.3                 # how much the sampling prefers probable pieces
CHUNK = 10_000              # rows that a process takes at a time
NICENESS = 15
PATIENCE = 0.2              # seconds between two looks whether a round has been taken


class Sampler:
    """What a process that samples has at hand."""

    def __init__(self, vocabulary: sentencepiece.SentencePieceProcessor, data: Dataset) -> None:
        self.vocabulary, self.data = vocabulary, data

    def rows(self, number: int, first: int) -> list[list[int]]:
        """Return the German ids, without EOS, of the rows from `first` on; a share of them split anew."""
        numbers = range(first, min(first + CHUNK, len(self.data)))
        rows = [self.data.row("source", row)[:-1].tolist() for row in numbers]
        chosen = np.flatnonzero(np.random.default_rng((number, first)).random(len(rows)) < SHARE).tolist()
        texts = self.vocabulary.decode([rows[i] for i in chosen])
        others = self.vocabulary.encode(texts, out_type=int, num_threads=1, enable_sampling=True, alpha=ALPHA,
                                        nbest_size=-1)
        for i, other in zip(chosen, others):
            if fits(len(other), int(self.data.lengths["target"][first + i]) - 1):
                rows[i] = other
        return rows


sampler: Sampler                # of this process


def equip(vocabulary: sentencepiece.SentencePieceProcessor, data: Dataset) -> None:
    global sampler
    sampler = Sampler(vocabulary, data)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(NICENESS)


def packed(job: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    ids, offsets = pack(sampler.rows(*job))
    return ids, np.diff(offsets)


def write_round(path: pathlib.Path, pool: multiprocessing.pool.Pool, number: int, rows: int) -> None:
    ids, lengths = zip(*pool.imap(packed, [(number, first) for first in range(0, rows, CHUNK)]))
    offsets = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
    np.savez(path, source=np.concatenate(ids), source_offsets=offsets)


def await_absence(path: pathlib.Path, parent: int) -> None:
    """Return when a file is gone; exits if the process that started this one is."""
    while path.exists():
        time.sleep(PATIENCE)
        if os.getppid() != parent:
            sys.exit()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path, metavar="FOLDER", help="with data.npz")
    parser.add_argument("--processes", type=int, default=1, help="that sample (default 1)")
    parser.add_argument("--rounds", type=int, help="stop after so many (default: never)")
    args = parser.parse_args()
    parent = os.getppid()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())        # so that the processes of the pool end, too
    vocabulary, data = load_vocabulary(args.work / "vocab.spm"), Dataset(args.work / "data.npz")
    new = args.work / "round.new.npz"
    try:
        with multiprocessing.get_context("fork").Pool(args.processes, equip, (vocabulary, data)) as pool:
            for number in itertools.islice(itertools.count(1), args.rounds):
                write_round(new, pool, number, len(data))
                await_absence(round_path(args.work), parent)
                os.replace(new, round_path(args.work))
    finally:
        new.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
