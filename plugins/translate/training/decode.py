# SPDX-License-Identifier: ISC
"""Fast translation of many sentences with a trained network, for evaluation and distillation."""
from __future__ import annotations

from typing import Iterator, Sequence

import sentencepiece
import torch

from architecture import EOS
from network import PADDING, Network
from prepare import source_ids

LONGEST_SOURCE = 320


def translated(network: Network, vocabulary: sentencepiece.SentencePieceProcessor, sentences: Sequence[str],
               device: str, rows: int = 128) -> list[str | None]:
    """Return greedy translations in the order of the sentences; None for one that does not come to an end."""
    ids = [source_ids(vocabulary, sentence, LONGEST_SOURCE) for sentence in sentences]
    out: list[str | None] = [None] * len(ids)
    for numbers in by_length([len(row) for row in ids], rows):
        width = max(len(ids[i]) for i in numbers)
        padded = [ids[i] + [PADDING] * (width - len(ids[i])) for i in numbers]
        limit = 2 * width + 10
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            results = network.greedy(torch.tensor(padded, device=device), limit)
        for i, row in zip(numbers, results):
            out[i] = vocabulary.decode(row) if len(row) < limit else None
    return out


def by_length(lengths: Sequence[int], rows: int) -> Iterator[list[int]]:
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for start in range(0, len(order), rows):
        yield order[start:start + rows]
