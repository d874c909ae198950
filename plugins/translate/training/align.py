# SPDX-License-Identifier: ISC
"""Which German token an English one most probably renders.

IBM model 1, with a preference for the same place in the sentence. Training shows these links to the attention that the
engine later reads as alignment (guided alignment); nothing else makes that attention rest on what is being translated.
"""
from __future__ import annotations

import pathlib

import numpy as np

import shortlist
from dataset import Dataset

ROWS = 60_000               # of the corpus, from which the probabilities are counted
LONGEST = 40                # German tokens of these rows
DIAGONAL = 4.0              # how fast a link loses by leaving the diagonal
FLOOR = 1e-6                # probability of a pair that was never seen


def count_lexicon(data: Dataset, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return keys (German id * vocabulary + English id) in ascending order, and P(English | German) of each."""
    rows = np.flatnonzero(data.lengths["source"] < LONGEST)
    rows = np.random.default_rng(seed).permutation(rows)[:ROWS]
    return shortlist.translation_table(data, rows)


def load_lexicon(work: pathlib.Path, data: Dataset) -> tuple[np.ndarray, np.ndarray]:
    """The lexicon of a work folder: counted once, then kept beside the data."""
    path = work / "lexicon.npz"
    if not path.exists():
        keys, probability = count_lexicon(data)
        np.savez(path, keys=keys, probability=probability.astype(np.float32))
    with np.load(path) as stored:
        return stored["keys"], stored["probability"]


class Aligner:
    def __init__(self, lexicon: tuple[np.ndarray, np.ndarray], vocabulary: int) -> None:
        self.keys, self.probability = lexicon
        self.vocabulary = vocabulary

    def probabilities(self, source: np.ndarray, target: np.ndarray) -> np.ndarray:
        keys = source[:, None, :].astype(np.int64) * self.vocabulary + target[:, :, None]
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.probability[at], 0.0)

    def links(self, source: np.ndarray, target: np.ndarray) -> np.ndarray:
        """For every target token of a batch (rows padded with negative ids) the position of its source token.

        The end marks are linked with each other. What stands for padding is meaningless.
        """
        lengths = [(side >= 0).sum(1) for side in (source, target)]
        scores = self.probabilities(np.maximum(source, 0), np.maximum(target, 0)) + FLOOR
        places = [np.arange(side.shape[1])[None, :] / length[:, None] for side, length in zip((source, target), lengths)]
        scores = scores * np.exp(-DIAGONAL * np.abs(places[0][:, None, :] - places[1][:, :, None]))
        links = np.where(source[:, None, :] >= 0, scores, -1.0).argmax(2)
        links[np.arange(len(links)), lengths[1] - 1] = lengths[0] - 1
        return links
