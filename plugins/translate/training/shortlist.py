#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Step 7: build the lexical shortlist, which tells for each German piece the English pieces that may translate it.

The engine then computes the output layer for these pieces only. Translation probabilities come from IBM model 1 on the
prepared corpus: five rounds of expectation maximisation over pairs of rows, with an empty word on the German side.

The file (.s2t.bin): six uint64 (magic, checksum, number of first ids that are always allowed, longest list, number of
offsets, number of ids), the offsets of the lists as uint64, the ids as uint32, each list in ascending order. The list
of EOS, which ends every sentence, holds the most frequent English pieces; so these are always allowed, too.
"""
from __future__ import annotations

import argparse
import pathlib
from typing import Iterator

import numpy as np

from architecture import EOS, UNK
from dataset import Dataset

MAGIC = 0xF11A48D5013417F5
HEADER_WORDS = 6
GOLDEN = 0x9E3779B9
MASK = (1 << 64) - 1
ITERATIONS = 5
CHUNK = 4_000               # rows whose pairs of tokens are laid out at a time


# ---- the file ----

def checksum(words: list[int]) -> int:
    """Combine 64-bit words as boost's hash_combine does."""
    state = 0
    for word in words:
        state ^= (word + GOLDEN + ((state << 6) & MASK) + (state >> 2)) & MASK
    return state


def _checksum_of(body: bytes) -> int:
    """Checksum of what follows the checksum field; a last uint32 that fills no word is not covered."""
    return checksum(np.frombuffer(body, "<u8", len(body) // 8).tolist())


def write_shortlist(path: pathlib.Path, first: int, best: int, lists: list[np.ndarray]) -> None:
    """Write lists of target ids, one per source id, of at most `best` ids each."""
    if any(len(ids) > best for ids in lists):
        raise ValueError(f"a list is longer than {best}")
    offsets = np.concatenate([[0], np.cumsum([len(ids) for ids in lists])]).astype("<u8")
    ids = np.concatenate([np.sort(ids) for ids in lists]).astype("<u4")
    body = np.array([first, best, len(offsets), len(ids)], "<u8").tobytes() + offsets.tobytes() + ids.tobytes()
    path.write_bytes(np.array([MAGIC, _checksum_of(body)], "<u8").tobytes() + body)


def read_shortlist(path: pathlib.Path) -> tuple[int, list[np.ndarray]]:
    """Return the number of first ids and the lists; ValueError if the file is damaged."""
    data = path.read_bytes()
    if len(data) < 8 * HEADER_WORDS:
        raise ValueError(f"{path}: too short for a shortlist")
    magic, check, first, _, rows, count = np.frombuffer(data, "<u8", HEADER_WORDS).tolist()
    if magic != MAGIC or len(data) != 8 * (HEADER_WORDS + rows) + 4 * count or check != _checksum_of(data[16:]):
        raise ValueError(f"{path}: not a shortlist, or damaged")
    offsets = np.frombuffer(data, "<u8", rows, 8 * HEADER_WORDS).astype(np.int64)
    ids = np.frombuffer(data, "<u4", count, 8 * (HEADER_WORDS + rows))
    return first, [ids[start:end] for start, end in zip(offsets, offsets[1:])]


def allowed_ids(first: int, lists: list[np.ndarray], source: list[int], shared: bool, vocabulary: int) -> list[int]:
    """Return the target ids allowed for a sentence, filled up to a multiple of 8, ascending."""
    ids = set(range(first)).union(*(lists[token].tolist() for token in source), source if shared else ())
    extra = first
    while len(ids) % 8 and extra < vocabulary:
        ids.add(extra)
        extra += 1
    return sorted(ids)


# ---- IBM model 1 ----

class Links:
    """The pairs (German piece, English piece) of some rows: for each English token all German tokens of its row."""

    def __init__(self, data: Dataset, rows: np.ndarray, empty: int) -> None:
        sources = [np.append(data.row("source", row), empty) for row in rows]
        targets = [data.row("target", row) for row in rows]
        widths = np.repeat([len(source) for source in sources], [len(target) for target in targets])
        flat_targets = np.concatenate(targets).astype(np.int64)
        tiled = [np.tile(source, len(target)) for source, target in zip(sources, targets)]
        self.group = np.repeat(np.arange(len(widths)), widths)      # number of the English token
        self.key = np.concatenate(tiled).astype(np.int64) * data.vocabulary + np.repeat(flat_targets, widths)


def chunks(data: Dataset, rows: np.ndarray) -> Iterator[Links]:
    for start in range(0, len(rows), CHUNK):
        yield Links(data, rows[start:start + CHUNK], empty=data.vocabulary)


def translation_table(data: Dataset, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return keys (German id * vocabulary + English id) in ascending order, and P(English | German) of each."""
    keys = np.unique(np.concatenate([np.unique(links.key) for links in chunks(data, rows)]))
    probability = np.ones(len(keys))
    german = keys // data.vocabulary
    for _ in range(ITERATIONS):
        counts = np.zeros(len(keys))
        for links in chunks(data, rows):
            index = np.searchsorted(keys, links.key)
            share = probability[index]
            share /= np.bincount(links.group, share)[links.group]
            counts += np.bincount(index, share, len(keys))
        probability = counts / np.bincount(german, counts)[german]
    return keys, probability


def best_lists(data: Dataset, rows: np.ndarray, best: int) -> list[np.ndarray]:
    """Return the `best` most probable translations of every German piece, and under EOS the most frequent pieces."""
    keys, probability = translation_table(data, rows)
    german, english = np.divmod(keys, data.vocabulary)
    order = np.lexsort((english, -probability, german))
    order = order[english[order] != UNK]
    german, english = german[order], english[order]
    bounds = np.searchsorted(german, np.arange(data.vocabulary + 1))
    lists = [english[start:end][:best] for start, end in zip(bounds, bounds[1:])]
    frequency = np.bincount(data.ids["target"], minlength=data.vocabulary)
    lists[EOS] = np.argsort(-frequency, kind="stable")[:best]
    return lists


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path, metavar="FOLDER", help="with data.npz")
    parser.add_argument("--out", required=True, type=pathlib.Path, metavar="FILE")
    parser.add_argument("--first", type=int, default=50, help="ids that are always allowed (default 50)")
    parser.add_argument("--best", type=int, default=50, help="longest list (default 50)")
    parser.add_argument("--rows", type=int, default=200_000, help="rows of the corpus used (default 200000)")
    args = parser.parse_args()
    data = Dataset(args.work / "data.npz")
    rows = np.random.default_rng(1).permutation(len(data))[:args.rows]
    lists = best_lists(data, rows, args.best)
    write_shortlist(args.out, args.first, args.best, lists)
    print(f"{args.out}: {args.out.stat().st_size} bytes, {sum(1 for ids in lists if len(ids))} of {len(lists)} lists "
          f"not empty, from {len(rows)} rows")


if __name__ == "__main__":
    main()
