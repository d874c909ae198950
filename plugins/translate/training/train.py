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
import tempfile
import time

import numpy as np
import torch
import torch.distributed as distributed
import torch.multiprocessing as multiprocessing

import align
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
        starts, lengths = self.data.starts[side][rows], self.data.lengths[side][rows]
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
        late = math.sqrt(min(1.0, self.args.constant / (self.state.step + 1))) if self.args.constant else 1.0
        return self.args.rate * warm * late * max(0.01, self.remaining())

    def domain_weights(self) -> np.ndarray:
        cooling = self.remaining() < 1
        return np.array([pair[cooling] for pair in domain_weights().values()])

    def running(self) -> bool:
        return agreed(self.elapsed() < self.args.wall and self.fraction() < 1)

    def tick(self) -> None:
        self.state.step += 1
        self.state.seconds = self.before + self.elapsed()


# ---- Several processes: each draws batches of its own, and all take the mean of their gradients ----

def agreed(value: bool) -> bool:
    """What the first process says."""
    if not distributed.is_initialized():
        return value
    answer = torch.tensor([float(value)])
    distributed.broadcast(answer, 0)
    return bool(answer.item())


def share_gradients(network: Network) -> None:
    if not distributed.is_initialized():
        return
    with_gradient = [value for value in network.parameters() if value.grad is not None]
    flat = torch.cat([value.grad.reshape(-1) for value in with_gradient])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    for value, part in zip(with_gradient, flat.split([value.numel() for value in with_gradient])):
        value.grad.copy_(part.view_as(value))


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


class Trainer:
    """One process of training."""

    def __init__(self, args: argparse.Namespace, device: str, rank: int) -> None:
        self.args, self.device, self.first = args, device, rank == 0
        self.data = Dataset(args.work / "data.npz")
        self.network, self.state = begin(args, self.data.vocabulary, device)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=args.rate, betas=(0.9, 0.98), eps=1e-8)
        if self.state.optimizer:
            self.optimizer.load_state_dict(self.state.optimizer)
        self.aligner = None
        if args.guide:
            self.aligner = align.Aligner(align.load_lexicon(args.work, self.data), self.data.vocabulary)
        self.schedule, self.rows = Schedule(args, self.state), Rows(self.data, device)
        if args.longest:
            self.data.keep(args.longest)
        self.batches = self.data.batches(np.random.default_rng((args.seed, self.state.step, rank)), args.tokens,
                                         self.schedule.domain_weights)

    def save(self) -> None:
        if self.first:
            self.state.optimizer = self.optimizer.state_dict()
            checkpoints.save(self.args.work, self.state)

    def losses(self, source: torch.Tensor, target: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, int]:
        """The loss of translation, what is minimised, and the number of target tokens."""
        reduced = self.device == "cuda" or self.args.bfloat16
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=reduced):
            loss, count = self.network.loss(source, target, self.args.smoothing)
        if not self.aligner:
            return loss, loss, count
        links = torch.from_numpy(self.aligner.links(source.cpu().numpy(), target.cpu().numpy())).to(self.device)
        return loss, loss + self.args.guide * self.network.alignment_loss(target, links), count

    def step(self, report: Report) -> None:
        numbers = next(self.batches)
        source, target = (self.rows.batch(side, numbers) for side in SIDES)
        for group in self.optimizer.param_groups:
            group["lr"] = self.schedule.rate()
        loss, whole, count = self.losses(source, target)
        self.optimizer.zero_grad(set_to_none=True)
        whole.backward()
        share_gradients(self.network)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), GRADIENT_NORM)
        self.optimizer.step()
        self.schedule.tick()
        if self.state.step % AVERAGE_EVERY == 0:
            update_average(self.network, self.state.average, self.state.step)
        report.add(loss, count, sum(int(self.data.lengths[side][numbers].sum()) for side in SIDES))

    def run(self) -> None:
        millions = sum(value.numel() for value in self.network.parameters()) / 1e6
        if self.first:
            print(f"{millions:.1f} M parameters, {len(self.data)} pairs, {self.device}, from step {self.state.step}",
                  flush=True)
        report, saved = Report(self.args.report, self.device), 0.0
        self.network.train()
        while self.schedule.running():
            self.step(report)
            if not self.first or not report.due():
                continue
            report.show(self.schedule)
            if self.schedule.elapsed() - saved > SAVE_EVERY:
                saved = self.schedule.elapsed()
                self.save()
        self.save()
        if self.first:
            report.show(self.schedule)
            print(f"stopped at step {self.state.step} after {self.state.seconds:.0f} s of training in all", flush=True)


def work(rank: int, args: argparse.Namespace, device: str, meeting: str) -> None:
    if args.threads:
        torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    torch.set_float32_matmul_precision("high")
    if args.processes > 1:
        distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=rank, world_size=args.processes)
    Trainer(args, device, rank).run()


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
    parser.add_argument("--constant", type=int, default=0, metavar="STEPS",
                        help="from here on the rate falls with the root of the steps (default 0: never)")
    parser.add_argument("--guide", type=float, default=0.0, metavar="WEIGHT",
                        help="weight of guided alignment in the loss (default 0: none; 0.3 is good)")
    parser.add_argument("--longest", type=int, metavar="TOKENS", help="leave out pairs with a longer side")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--smoothing", type=float, default=0.1, help="label smoothing (default 0.1)")
    parser.add_argument("--report", type=float, default=20, help="seconds between two lines (default 20)")
    parser.add_argument("--threads", type=int, help="CPU threads of a process (default: all cores)")
    parser.add_argument("--processes", type=int, default=1,
                        help="on a CPU: so many processes of one thread are faster than one of so many threads")
    parser.add_argument("--bfloat16", action="store_true", help="on a CPU that has products of bfloat16 (AVX512-BF16)")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> None:
    args = options()
    device = checkpoints.best_device()
    if args.processes == 1:
        work(0, args, device, "")
        return
    if args.guide:
        align.load_lexicon(args.work, Dataset(args.work / "data.npz"))      # counted once, not by each
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.spawn(work, (args, "cpu", f"{folder}/meeting"), nprocs=args.processes)


if __name__ == "__main__":
    main()
