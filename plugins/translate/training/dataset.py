# SPDX-License-Identifier: ISC
"""The prepared corpus: token ids of both sides in one file, and batches drawn from it.

`data.npz` has for each side the ids of all rows end to end (each row ends with EOS) and the offsets of the rows, and
the domain of each row as an index into the list of domains.
"""
from __future__ import annotations

import pathlib
from typing import Callable, Iterator

import numpy as np

from architecture import EOS

SIDES = ("source", "target")
POOL = 400_000             # rows drawn, sorted by length and cut into batches at a time

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
    for row, start in zip(rows, offsets):
        flat[start:start + len(row)] = row
    return flat, offsets


def save(path: pathlib.Path, vocabulary: int, domains: list[int], source: list[list[int]],
         target: list[list[int]]) -> None:
    arrays = {"vocabulary": np.array(vocabulary), "domain": np.array(domains, np.uint8)}
    for side, rows in zip(SIDES, (source, target)):
        arrays[side], arrays[f"{side}_offsets"] = pack(rows)
    np.savez(path, **arrays)


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
        kept = np.flatnonzero(np.maximum(self.lengths["source"], self.lengths["target"]) <= longest)
        self.domain = self.domain[kept]
        for side in SIDES:
            self.starts[side] = self.starts[side][kept]
            self.lengths[side] = self.lengths[side][kept]

    def draw(self, rng: np.random.Generator, weights: np.ndarray) -> np.ndarray:
        """Return row numbers, each as often as the weight of its domain says, scaled to POOL rows at most."""
        expected = weights[self.domain]
        expected = expected * min(1.0, POOL / max(expected.sum(), 1.0))
        copies = np.floor(expected + rng.random(len(self))).astype(np.int64)
        return np.repeat(np.arange(len(self)), copies)

    def batches(self, rng: np.random.Generator, tokens: int, weights: Callable[[], np.ndarray]) -> Iterator[np.ndarray]:
        """Yield row numbers of batches without end: rows of like length, at most `tokens` with padding on a side.

        `weights` is asked before each pool, so a change of the weights takes effect within POOL rows.
        """
        while True:
            rows = self.draw(rng, weights())
            if not len(rows):
                raise ValueError("no pair of the corpus has a domain of weight above 0")
            rows = rows[np.lexsort((rng.random(len(rows)), self.lengths["source"][rows], self.lengths["target"][rows]))]
            cuts = self._cut(rows, tokens)
            rng.shuffle(cuts)   # type: ignore
            yield from cuts

    def _cut(self, rows: np.ndarray, tokens: int) -> list[np.ndarray]:
        widths = np.maximum(self.lengths["source"][rows], self.lengths["target"][rows])
        cuts, start, widest = [], 0, 0
        for i, width in enumerate(widths):
            widest = max(widest, int(width))
            if i > start and (i + 1 - start) * widest > tokens:
                cuts.append(rows[start:i])
                start, widest = i, int(width)
        cuts.append(rows[start:])
        return cuts
