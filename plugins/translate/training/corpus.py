# SPDX-License-Identifier: ISC
"""The batches that training takes, of data that are sampled anew beside it."""
from __future__ import annotations

import argparse
import pathlib
import subprocess
import sys
from typing import Iterator

import numpy as np

from batch import Rows
from dataset import Dataset, round_path
from schedule import Schedule


class Corpus:
    """What is trained on: the newest round of sampled segmentations, or the plain data where there is none."""

    def __init__(self, args: argparse.Namespace, plain: Dataset, device: str, rng: np.random.Generator) -> None:
        self.args, self.plain, self.device, self.rng = args, plain, device, rng
        self.sampler: subprocess.Popen | None = None
        self.take(self.plain)

    def take(self, data: Dataset) -> None:
        self.data = data.joined(self.rng, self.args.joined)
        if self.args.longest:
            self.data.keep(self.args.longest)
        self.rows = Rows(self.data, self.device)

    def sample(self) -> None:
        """Have rounds made from now on."""
        round_path(self.args.work).unlink(missing_ok=True)
        program = pathlib.Path(__file__).with_name("resample.py")
        self.sampler = subprocess.Popen([sys.executable, program, "--work", self.args.work, "--processes",
                                         str(self.args.resample)])

    def stop(self) -> None:
        """End the sampling."""
        if self.sampler:
            self.sampler.terminate()
            self.sampler.wait()
            self.sampler = None
            round_path(self.args.work).unlink(missing_ok=True)

    def renew(self, schedule: Schedule) -> None:
        """Take a new round if there is one; the plain data once the rate falls."""
        path = round_path(self.args.work)
        if self.sampler and schedule.cooling():
            self.stop()
            self.take(self.plain)
        elif self.sampler and path.exists():
            self.take(self.plain.resampled(path))
            path.unlink()

    def batches(self, schedule: Schedule) -> Iterator[np.ndarray]:
        """Yield row numbers of `data` without end; the rate's fall stops the sampling."""
        if self.args.resample and not schedule.cooling():
            self.sample()
        while True:
            self.renew(schedule)
            yield from self.data.pool(self.rng, self.args.tokens, schedule.domain_weights())
