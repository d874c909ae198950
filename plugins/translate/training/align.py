# SPDX-License-Identifier: ISC
"""Which German token an English one most probably renders.

IBM model 1 in both directions, which prefers the same place in the sentence while it counts and while it links; a link
counts by the geometric mean of the two. Training shows these links to the attention that the engine later reads as
alignment (guided alignment); nothing else makes that attention rest on what is being translated.
"""
from __future__ import annotations

import dataclasses
import pathlib
from typing import Callable, Iterable

import numpy as np
import torch

from architecture import EOS
from batch import Rows
from dataset import Dataset

ITERATIONS = 4
LONGEST = 60                # tokens of a side, of the rows that are counted
ROWS = {"cuda": None, "cpu": 60_000}        # counted: all or so many
TOKENS = {"cuda": 60_000, "cpu": 8_000}     # of a batch
DIAGONAL = 4.0              # how fast a link loses by leaving the diagonal
FLOOR = 1e-6                # probability of a pair that was never seen
LEAST_STORED = 1e-4

Batches = Iterable[tuple[torch.Tensor, torch.Tensor]]


@dataclasses.dataclass
class Lexicon:
    """Probabilities of pairs of pieces, as tables [German, English]: vocabulary² numbers each."""

    forward: torch.Tensor       # P(English | German)
    backward: torch.Tensor      # P(German | English)

    def at(self, source: torch.Tensor, target: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return both probabilities of every pair of tokens, [row, target, source], and where in a table they are."""
        keys = source.clamp(min=0)[:, None, :] * len(self.forward) + target.clamp(min=0)[:, :, None]
        return self.forward.view(-1)[keys], self.backward.view(-1)[keys], keys

    def links(self, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """For every target token of a batch (rows padded with negative ids) the position of its source token.

        The end marks are linked with each other. What stands for padding is meaningless.
        """
        forward, backward, _ = self.at(source, target)
        links = (torch.sqrt((forward + FLOOR) * (backward + FLOOR)) * nearness(source, target)).argmax(2)
        last = (source >= 0).sum(1)[:, None] - 1
        return torch.where(target == EOS, last, links)


def nearness(source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """How much a link is preferred for its places, [row, target, source]; 0 where there is no source token."""
    source_place, target_place = (torch.arange(side.size(1), device=side.device)[None, :] / (side >= 0).sum(1)[:, None]
                                  for side in (source, target))
    distance = (source_place[:, None, :] - target_place[:, :, None]).abs()
    return torch.exp(-DIAGONAL * distance) * (source >= 0)[:, None, :]


def counted(batches: Callable[[], Batches], vocabulary: int, device: str) -> Lexicon:
    """Count a lexicon by expectation maximisation; `batches` is called once an iteration."""
    lexicon = Lexicon(*(torch.ones(vocabulary, vocabulary, device=device) for _ in range(2)))
    for _ in range(ITERATIONS):
        counts = [torch.zeros(vocabulary * vocabulary, device=device) for _ in range(2)]
        for source, target in batches():
            near = nearness(source, target) * (target >= 0)[:, :, None]
            *tables, keys = lexicon.at(source, target)
            for count, table, others in zip(counts, tables, (2, 1)):    # whose share of a token is divided
                share = table * near
                share /= share.sum(others, keepdim=True) + 1e-30
                count.index_add_(0, keys.reshape(-1), share.reshape(-1))
        forward, backward = (count.view(vocabulary, vocabulary) for count in counts)
        lexicon = Lexicon(forward.div_(forward.sum(1, keepdim=True) + 1e-9),
                          backward.div_(backward.sum(0, keepdim=True) + 1e-9))
    return lexicon


def count_lexicon(data: Dataset, device: str, seed: int = 1) -> Lexicon:
    rows, widths = Rows(data, device), data.widths()
    chosen = np.random.default_rng(seed).permutation(np.flatnonzero(widths <= LONGEST))[:ROWS[device]]
    cuts = data.cut(chosen[np.argsort(widths[chosen], kind="stable")], TOKENS[device])
    return counted(lambda: ((rows.batch("source", cut), rows.batch("target", cut)) for cut in cuts),
                   data.vocabulary, device)


def save_lexicon(path: pathlib.Path, lexicon: Lexicon) -> None:
    keys = torch.nonzero(((lexicon.forward > LEAST_STORED) | (lexicon.backward > LEAST_STORED)).view(-1))[:, 0]
    values = {name: table.view(-1)[keys].cpu().numpy() for name, table in vars(lexicon).items()}
    np.savez(path, vocabulary=len(lexicon.forward), keys=keys.cpu().numpy(), **values)


def load_lexicon(work: pathlib.Path, data: Dataset, device: str) -> Lexicon:
    """The lexicon of a work folder: counted once, then kept beside the data."""
    path = work / "lexicon.npz"
    if not path.exists():
        save_lexicon(path, count_lexicon(data, device))
    with np.load(path) as stored:
        size, keys = int(stored["vocabulary"]), torch.from_numpy(stored["keys"]).to(device)
        values = [torch.from_numpy(stored[name]).to(device) for name in ("forward", "backward")]
    tables = [torch.zeros(size * size, device=device).index_copy_(0, keys, value) for value in values]
    return Lexicon(*(table.view(size, size) for table in tables))
