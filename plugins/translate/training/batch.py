# SPDX-License-Identifier: ISC
"""The ids of a corpus on the device that trains, and batches of them as matrices."""
from __future__ import annotations

import numpy as np
import torch

from dataset import SIDES, Dataset, target_positions
from network import PADDING


class Rows:
    """All rows of a corpus. Nothing here waits for the device."""

    def __init__(self, data: Dataset, device: str) -> None:
        self.device, self.data = device, data
        self.flat = {side: torch.from_numpy(data.ids[side]).to(device) for side in SIDES}

    def moved(self, array: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(array).to(self.device, non_blocking=True)

    def batch(self, side: str, rows: np.ndarray) -> torch.Tensor:
        """Return rows as a matrix of ids, PADDING on the right."""
        lengths = self.data.lengths[side][rows]
        start, length = (self.moved(array)[:, None] for array in (self.data.starts[side][rows], lengths))
        columns = torch.arange(int(lengths.max()), device=self.device)[None, :]
        index = (start + columns).clamp(max=len(self.flat[side]) - 1)
        return self.flat[side][index].long().masked_fill(columns >= length, PADDING)

    def targets(self, rows: np.ndarray) -> torch.Tensor:
        """Return where in the matrix of targets, read row by row, there are tokens."""
        lengths = self.data.lengths["target"][rows]
        return self.moved(target_positions(lengths, int(lengths.max())))
