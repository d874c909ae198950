# SPDX-License-Identifier: ISC
"""The prepared corpus: token ids of both sides in one file, and batches drawn from it.

`data.npz` has for each side the ids of all rows end to end (each row ends with EOS) and the offsets of the rows, and
the domain of each row as an index into the list of domains.
"""
from __future__ import annotations

import copy
import itertools
import pathlib

import numpy as np

from architecture import EOS

SIDES = ("source", "target")
POOL = 200_000             # rows drawn, sorted by length and cut into batches at a time
LONGEST_TOKENS = 160       # of a side, with EOS
SENTENCES = ("news", "general", "prose")    # domains whose pairs may follow one another; the others are lists of words

HERE = pathlib.Path(__file__).resolve().parent


def domain_weights(path: pathlib.Path = HERE / "domains.tsv") -> dict[str, tuple[float, float]]:
    """Return, per domain, how often its pairs are drawn while training and while cooling down."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return {name: (float(training), float(cooldown)) for name, training, cooldown in rows}


def pack(rows: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return rows of ids end to end, EOS after each, and their offsets."""
    lengths = np.fromiter((len(row) + 1 for row in rows), np.int64, len(rows))
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    flat = np.full(int(offsets[-1]), EOS, np.int32)
    inside = np.ones(len(flat), bool)
    inside[offsets[1:] - 1] = False
    flat[inside] = np.fromiter(itertools.chain.from_iterable(rows), np.int32, len(flat) - len(rows))
    return flat, offsets


def round_path(work: pathlib.Path) -> pathlib.Path:
    """Where resample.py puts a round of other segmentations for training to take away."""
    return work / "round.npz"


def fits(source: int, target: int) -> bool:
    """Whether sides of so many tokens, without EOS, are short enough and of like length."""
    short, long = sorted((source, target))
    return 0 < short and long < LONGEST_TOKENS and long <= 3 * short + 10


def save(path: pathlib.Path, vocabulary: int, domains: list[int], source: list[list[int]],
         target: list[list[int]]) -> None:
    arrays = {"vocabulary": np.array(vocabulary), "domain": np.array(domains, np.uint8)}
    for side, rows in zip(SIDES, (source, target)):
        arrays[side], arrays[f"{side}_offsets"] = pack(rows)
    np.savez(path, **arrays)


def target_positions(lengths: np.ndarray, width: int) -> np.ndarray:
    """Return where the tokens of padded rows are, in the matrix read row by row."""
    firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    return np.repeat(np.arange(len(lengths)) * width - firsts, lengths) + np.arange(lengths.sum())


class Dataset:
    """A prepared corpus in memory."""

    def __init__(self, path: pathlib.Path) -> None:
        with np.load(path) as data:
            self.vocabulary = int(data["vocabulary"])
            self.domain = data["domain"]
            self.ids = {side: data[side] for side in SIDES}
            offsets = {side: data[f"{side}_offsets"] for side in SIDES}
        self.starts = {side: offsets[side][:-1] for side in SIDES}
        self.lengths = {side: np.diff(offsets[side]) for side in SIDES}

    def __len__(self) -> int:
        return len(self.domain)

    def row(self, side: str, index: int) -> np.ndarray:
        start = self.starts[side][index]
        return self.ids[side][start:start + self.lengths[side][index]]

    def keep(self, longest: int) -> None:
        """Leave out the rows with more than so many tokens on a side; the others keep their ids."""
        kept = np.flatnonzero(self.widths() <= longest)
        self.domain = self.domain[kept]
        for side in SIDES:
            self.starts[side] = self.starts[side][kept]
            self.lengths[side] = self.lengths[side][kept]

    def copy(self) -> Dataset:
        """Return a data set with the same rows, whose rows may be changed by themselves."""
        other = copy.copy(self)
        other.ids, other.starts, other.lengths = dict(self.ids), dict(self.starts), dict(self.lengths)
        return other

    def resampled(self, path: pathlib.Path) -> Dataset:
        """Return the data set with other segmentations of the source side, see resample.py."""
        other = self.copy()
        with np.load(path) as data:
            other.ids["source"], offsets = data["source"], data["source_offsets"]
        other.starts["source"], other.lengths["source"] = offsets[:-1], np.diff(offsets)
        return other

    def joined(self, rng: np.random.Generator, share: float) -> Dataset:
        """Return the data set with a share of its whole sentences followed by another row of the same domain."""
        other, names = self.copy(), list(domain_weights())
        chosen = np.flatnonzero(rng.random(len(self)) < share)
        for domain in map(names.index, SENTENCES):
            firsts = chosen[self.domain[chosen] == domain]
            if len(firsts):
                other._follow(self, firsts, rng.choice(np.flatnonzero(self.domain == domain), len(firsts)))
        return other

    def _follow(self, plain: Dataset, firsts: np.ndarray, seconds: np.ndarray) -> None:
        """Replace rows by rows of `plain` followed by others of it, where both together are not too long."""
        lengths = {side: plain.lengths[side][firsts] + plain.lengths[side][seconds] - 1 for side in SIDES}
        good = np.array([fits(*pair) for pair in zip(*(length - 1 for length in lengths.values()))])
        for side, length in lengths.items():
            parts = [part for first, second in zip(firsts[good], seconds[good])
                     for part in (plain.row(side, first)[:-1], plain.row(side, second))]
            starts = len(self.ids[side]) + np.cumsum(length[good]) - length[good]
            self.ids[side] = np.concatenate([self.ids[side], *parts])
            self.starts[side], self.lengths[side] = self.starts[side].copy(), self.lengths[side].copy()
            self.starts[side][firsts[good]], self.lengths[side][firsts[good]] = starts, length[good]

    def draw(self, rng: np.random.Generator, weights: np.ndarray) -> np.ndarray:
        """Return row numbers, each as often as the weight of its domain says, scaled to POOL rows at most."""
        expected = weights[self.domain]
        expected = expected * min(1.0, POOL / max(expected.sum(), 1.0))
        copies = np.floor(expected + rng.random(len(self))).astype(np.int64)
        return np.repeat(np.arange(len(self)), copies)

    def pool(self, rng: np.random.Generator, tokens: int, weights: np.ndarray) -> list[np.ndarray]:
        """Return some batches of row numbers: rows of like length, at most `tokens` with padding a side."""
        rows = self.draw(rng, weights)
        if not len(rows):
            raise ValueError("no pair of the corpus has a domain of weight above 0")
        order = np.lexsort((rng.random(len(rows)), *(self.lengths[side][rows] for side in SIDES)))
        cuts = self.cut(rows[order], tokens)
        rng.shuffle(cuts)   # type: ignore
        return cuts

    def widths(self) -> np.ndarray:
        return np.maximum(*(self.lengths[side] for side in SIDES))

    def cut(self, rows: np.ndarray, tokens: int) -> list[np.ndarray]:
        """Cut rows, in their order, into batches of at most `tokens` with padding a side."""
        cuts, start, widest = [], 0, 0
        for i, width in enumerate(self.widths()[rows].tolist()):
            widest = max(widest, width)
            if i > start and (i + 1 - start) * widest > tokens:
                cuts.append(rows[start:i])
                start, widest = i, width
        cuts.append(rows[start:])
        return cuts
