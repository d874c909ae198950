# SPDX-License-Identifier: ISC
"""How training proceeds over its calls: learning rate, domains, rounding."""
from __future__ import annotations

import argparse
import math
import time
from typing import TYPE_CHECKING

import numpy as np

from dataset import domain_weights

if TYPE_CHECKING:
    from checkpoint import Checkpoint

LEAST_RATE = 0.005          # of the highest one


class Schedule:
    """How much of training is done, and what follows from it."""

    def __init__(self, args: argparse.Namespace, state: Checkpoint, wall: float) -> None:
        self.args, self.state, self.wall = args, state, wall
        self.began, self.before = time.monotonic(), state.seconds
        self.warm_from = 0 if state.optimizer else state.step    # a fresh optimizer is warmed up anew
        self.top, self.fall = 1.0, args.cooldown        # share of the rate until it falls, of training while it does
        if args.last:
            self.top = min(1.0, (1 - self.planned()) / args.cooldown) if args.cooldown else 1.0
            self.fall = min(args.cooldown, 1 - self.fraction())

    def elapsed(self) -> float:
        return time.monotonic() - self.began

    def planned(self) -> float:
        """The share of training that is done, by the length given for the whole."""
        done = self.state.seconds / self.args.seconds if self.args.seconds else self.state.step / self.args.steps
        return min(1.0, done)

    def fraction(self) -> float:
        """The share of training that is done; a last call makes the whole as long as it has become."""
        if not self.args.last:
            return self.planned()
        return min(1.0, (self.before + self.elapsed()) / (self.before + self.wall))

    def remaining(self) -> float:
        """The share of the learning rate that is left, falling to 0 at the end."""
        return self.top * min(1.0, (1 - self.fraction()) / self.fall) if self.fall else self.top

    def rate(self) -> float:
        warm = min(1.0, (self.state.step - self.warm_from + 1) / self.args.warmup)
        late = math.sqrt(min(1.0, self.args.constant / (self.state.step + 1))) if self.args.constant else 1.0
        return self.args.rate * warm * late * max(LEAST_RATE, self.remaining())

    def cooling(self) -> bool:
        return self.remaining() < 1

    def rounded(self) -> bool:
        return self.fraction() > 1 - self.args.rounded

    def domain_weights(self) -> np.ndarray:
        cooling = self.cooling()
        return np.array([pair[cooling] for pair in domain_weights().values()])

    def running(self) -> bool:
        return self.elapsed() < self.wall and self.fraction() < 1

    def tick(self) -> None:
        self.state.step += 1
        self.state.seconds = self.before + self.elapsed()
