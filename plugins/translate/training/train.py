#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Step 2: train, for `--wall` seconds, going on from the checkpoint if the work folder has one.

The whole of training, over all calls, is `--seconds` or `--steps` long; the learning rate rises over the warm-up,
stays, and falls to zero over the last part (`--cooldown`), while domains are drawn with their second weight. Give the
same options in every call. On a GPU the products are computed in bfloat16.
"""
from __future__ import annotations

import argparse
import math
import pathlib
import sys
import time

import numpy as np
import torch

import checkpoint as checkpoints
from architecture import PRESETS, preset
from checkpoint import Checkpoint
from dataset import SIDES, Dataset, domain_weights
from network import PADDING, Network

AVERAGE_EVERY = 8           # steps between updates of the running average
AVERAGE_DECAY = 0.9995      # per step
GRADIENT_NORM = 1.0
SAVE_EVERY = 120            # seconds


class Rows:
    """The ids of a corpus on the training device."""

    def __init__(self, data: Dataset, device: str) -> None:
        self.device, self.data = device, data
        self.flat = {side: torch.from_numpy(data.ids[side]).to(device) for side in SIDES}

    def batch(self, side: str, rows: np.ndarray) -> torch.Tensor:
        """Return rows as a matrix of ids, PADDING on the right."""
        starts, lengths = self.data.offsets[side][rows], self.data.lengths[side][rows]
        start, length = (torch.from_numpy(array).to(self.device)[:, None] for array in (starts, lengths))
        columns = torch.arange(int(lengths.max()), device=self.device)[None, :]
        index = (start + columns).clamp(max=len(self.flat[side]) - 1)
        return self.flat[side][index].long().masked_fill(columns >= length, PADDING)


class Schedule:
    """How much of training is done, and what follows from it."""

    def __init__(self, args: argparse.Namespace, state: Checkpoint) -> None:
        self.args, self.state = args, state
        self.began, self.before = time.monotonic(), state.seconds
        self.warm_from = 0 if state.optimizer else state.step    # a fresh optimizer is warmed up anew

    def elapsed(self) -> float:
        return time.monotonic() - self.began

    def fraction(self) -> float:
        done = self.state.seconds / self.args.seconds if self.args.seconds else self.state.step / self.args.steps
        return min(1.0, done)

    def remaining(self) -> float:
        """1 until the cooldown, then falling to 0."""
        return min(1.0, (1 - self.fraction()) / self.args.cooldown) if self.args.cooldown else 1.0

    def rate(self) -> float:
        warm = min(1.0, (self.state.step - self.warm_from + 1) / self.args.warmup)
        return self.args.rate * warm * max(0.01, self.remaining())

    def domain_weights(self) -> np.ndarray:
        cooling = self.remaining() < 1
        return np.array([pair[cooling] for pair in domain_weights().values()])

    def running(self) -> bool:
        return self.elapsed() < self.args.wall and self.fraction() < 1

    def tick(self) -> None:
        self.state.step += 1
        self.state.seconds = self.before + self.elapsed()


class Report:
    """Prints loss and speed every so many seconds."""

    def __init__(self, every: float, device: str) -> None:
        self.every, self.device = every, device
        self.reset()

    def reset(self) -> None:
        self.since, self.count, self.real = time.monotonic(), 0, 0
        self.loss = torch.zeros((), device=self.device)

    def add(self, loss: torch.Tensor, targets: int, real: int) -> None:
        self.loss += loss.detach() * targets
        self.count += targets
        self.real += real

    def due(self) -> bool:
        return time.monotonic() - self.since > self.every

    def show(self, schedule: Schedule) -> None:
        """Print a line and start counting anew; exits if training has broken down, leaving the last checkpoint."""
        if not self.count:
            return
        mean = float(self.loss) / self.count
        speed = self.real / (time.monotonic() - self.since)
        print(f"step {schedule.state.step}  loss {mean:.3f}  rate {schedule.rate():.1e}  {speed:.0f} tokens/s  "
              f"{100 * schedule.fraction():.0f} % done", flush=True)
        if not math.isfinite(mean):
            sys.exit("train: the loss is not a number; lower --rate or lengthen --warmup and start again")
        self.reset()


@torch.no_grad()
def update_average(network: Network, average: checkpoints.Weights, step: int) -> None:
    decay = min(AVERAGE_DECAY, (step + 1) / (step + 20)) ** AVERAGE_EVERY
    for name, value in network.p.items():
        average[name].lerp_(value, 1 - decay)


def begin(args: argparse.Namespace, vocabulary: int, device: str) -> tuple[Network, Checkpoint]:
    if checkpoints.path_in(args.work).exists():
        state = checkpoints.load(args.work, device)
        network = Network(state.shape, args.dropout).to(device)
        checkpoints.set_weights(network, state.weights)
    else:
        network = Network(preset(args.preset, vocabulary), args.dropout).to(device)
        average = {name: value.detach().clone() for name, value in network.p.items()}
        state = Checkpoint(network.shape, {}, average)
    if network.shape.source_vocabulary != vocabulary:
        sys.exit(f"train: the checkpoint has {network.shape.source_vocabulary} pieces, the data {vocabulary}")
    state.weights = {name: value.detach() for name, value in network.p.items()}
    return network, state


def train(args: argparse.Namespace, device: str) -> None:
    data = Dataset(args.work / "data.npz")
    network, state = begin(args, data.vocabulary, device)
    optimizer = torch.optim.Adam(network.parameters(), lr=args.rate, betas=(0.9, 0.98), eps=1e-8)
    if state.optimizer:
        optimizer.load_state_dict(state.optimizer)
    schedule, report, rows = Schedule(args, state), Report(args.report, device), Rows(data, device)
    millions = sum(value.numel() for value in network.parameters()) / 1e6
    print(f"{millions:.1f} M parameters, {len(data)} pairs, {device}, from step {state.step}", flush=True)
    network.train()
    batches = data.batches(np.random.default_rng((args.seed, state.step)), args.tokens, schedule.domain_weights)
    saved = 0.0
    while schedule.running():
        numbers = next(batches)
        source, target = (rows.batch(side, numbers) for side in SIDES)
        for group in optimizer.param_groups:
            group["lr"] = schedule.rate()
        with torch.autocast(device, dtype=torch.bfloat16, enabled=device == "cuda"):
            loss, count = network.loss(source, target, args.smoothing)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), GRADIENT_NORM)
        optimizer.step()
        schedule.tick()
        if state.step % AVERAGE_EVERY == 0:
            update_average(network, state.average, state.step)
        report.add(loss, count, sum(int(data.lengths[side][numbers].sum()) for side in SIDES))
        if report.due():
            report.show(schedule)
            if schedule.elapsed() - saved > SAVE_EVERY:
                saved, state.optimizer = schedule.elapsed(), optimizer.state_dict()
                checkpoints.save(args.work, state)
    report.show(schedule)
    state.optimizer = optimizer.state_dict()
    checkpoints.save(args.work, state)
    print(f"stopped at step {state.step} after {state.seconds:.0f} s of training in all", flush=True)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--preset", default="small", choices=PRESETS, help="architecture (first call; default small)")
    whole = parser.add_mutually_exclusive_group(required=True)
    whole.add_argument("--seconds", type=float, help="length of the whole training, over all calls")
    whole.add_argument("--steps", type=int, help="the same in steps, for runs that can be repeated")
    parser.add_argument("--wall", type=float, default=math.inf, help="seconds of this call (default: to the end)")
    parser.add_argument("--cooldown", type=float, default=0.35, help="last part of training (default 0.35)")
    parser.add_argument("--tokens", type=int, default=30000, help="tokens of a batch and side, with padding")
    parser.add_argument("--rate", type=float, default=8e-4, help="highest learning rate (default 8e-4)")
    parser.add_argument("--warmup", type=int, default=1500, help="steps (default 1500)")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--smoothing", type=float, default=0.1, help="label smoothing (default 0.1)")
    parser.add_argument("--report", type=float, default=20, help="seconds between two lines (default 20)")
    parser.add_argument("--threads", type=int, help="CPU threads (default: all cores)")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    args = options()
    if args.threads:
        torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    torch.set_float32_matmul_precision("high")
    train(args, checkpoints.best_device())


if __name__ == "__main__":
    main()
