#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Step 2: train, for `--wall` seconds, going on from the checkpoint if the work folder has one.

The whole of training, over all calls, is `--seconds` or `--steps` long; the learning rate rises over the warm-up,
stays, and falls to zero over the last part (`--cooldown`), while domains are drawn with their second weight. Give the
same options in every call. A call with `--last` comes to the end, however much time it has: the rate falls to zero over
its own length. On a GPU the products are computed in bfloat16.
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
from corpus import Corpus
from dataset import SIDES, Dataset
from network import Network
from schedule import Schedule

AVERAGE_EVERY = 8           # steps between updates of the running average
AVERAGE_DECAY = 0.9992      # per step
GRADIENT_NORM = 1.0
SAVE_EVERY = 240            # seconds
BEGAN = time.monotonic()


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
        plain = Dataset(args.work / "data.npz")
        self.network, self.state = begin(args, plain.vocabulary, device)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=args.rate, betas=(0.9, 0.98), eps=1e-8,
                                          **({"fused": True} if device == "cuda" else {}))
        if self.state.optimizer:
            self.optimizer.load_state_dict(self.state.optimizer)
        self.corpus = Corpus(args, plain, device, np.random.default_rng((args.seed, self.state.step, rank)))
        self.lexicon = align.load_lexicon(args.work, plain, device) if args.guide else None
        self.schedule = Schedule(args, self.state, args.wall - (time.monotonic() - BEGAN))
        self.batches = self.corpus.batches(self.schedule)

    def save(self) -> None:
        if self.first:
            self.state.optimizer = self.optimizer.state_dict()
            checkpoints.save(self.args.work, self.state)

    def losses(self, numbers: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """The loss of translation, and what is minimised."""
        rows = self.corpus.rows
        source, target, places = rows.batch("source", numbers), rows.batch("target", numbers), rows.targets(numbers)
        reduced = self.device == "cuda" or self.args.bfloat16
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=reduced):
            loss = self.network.loss(source, target, places, self.args.smoothing)
        if not self.lexicon:
            return loss, loss
        return loss, loss + self.args.guide * self.network.alignment_loss(places, self.lexicon.links(source, target))

    def step(self, report: Report) -> None:
        numbers = next(self.batches)
        for group in self.optimizer.param_groups:
            group["lr"] = self.schedule.rate()
        self.network.rounded = self.schedule.rounded()
        loss, whole = self.losses(numbers)
        self.optimizer.zero_grad(set_to_none=True)
        whole.backward()
        share_gradients(self.network)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), GRADIENT_NORM)
        self.optimizer.step()
        self.schedule.tick()
        if self.state.step % AVERAGE_EVERY == 0:
            update_average(self.network, self.state.average, self.state.step)
        source, target = (int(self.corpus.data.lengths[side][numbers].sum()) for side in SIDES)
        report.add(loss, target, source + target)

    def run(self) -> None:
        millions = sum(value.numel() for value in self.network.parameters()) / 1e6
        if self.first:
            print(f"{millions:.1f} M parameters, {len(self.corpus.data)} pairs, {self.device}, "
                  f"from step {self.state.step}", flush=True)
        report, saved = Report(self.args.report, self.device), 0.0
        self.network.train()
        while agreed(self.schedule.running()):
            self.step(report)
            if not self.first or not report.due():
                continue
            report.show(self.schedule)
            if self.schedule.elapsed() - saved > SAVE_EVERY:
                saved = self.schedule.elapsed()
                self.save()
        self.corpus.stop()
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
    parser.add_argument("--cooldown", type=float, default=0.42, help="last part of training (default 0.42)")
    parser.add_argument("--last", action="store_true", help="come to the end within --wall seconds")
    parser.add_argument("--rounded", type=float, default=0.18, metavar="SHARE",
                        help="last part of training, with weights rounded as int8 (default 0.18)")
    parser.add_argument("--tokens", type=int, default=30000, help="tokens of a batch and side, with padding")
    parser.add_argument("--rate", type=float, default=9e-4, help="highest learning rate (default 9e-4)")
    parser.add_argument("--warmup", type=int, default=1200, help="steps (default 1200)")
    parser.add_argument("--constant", type=int, default=0, metavar="STEPS",
                        help="from here on the rate falls with the root of the steps (default 0: never)")
    parser.add_argument("--guide", type=float, default=0.2, metavar="WEIGHT",
                        help="weight of guided alignment in the loss (default 0.2; 0: none)")
    parser.add_argument("--resample", type=int, metavar="PROCESSES",
                        help="sample segmentations of the German in so many processes, until the rate falls")
    parser.add_argument("--joined", type=float, default=0.08, metavar="SHARE",
                        help="pairs followed by another one (default 0.08)")
    parser.add_argument("--longest", type=int, metavar="TOKENS", help="leave out pairs with a longer side")
    parser.add_argument("--dropout", type=float, default=0.12, help="(default 0.12)")
    parser.add_argument("--smoothing", type=float, default=0.1, help="label smoothing (default 0.1)")
    parser.add_argument("--report", type=float, default=20, help="seconds between two lines (default 20)")
    parser.add_argument("--threads", type=int, help="CPU threads of a process (default: all cores)")
    parser.add_argument("--processes", type=int, default=1,
                        help="on a CPU: so many processes of one thread are faster than one of so many threads")
    parser.add_argument("--bfloat16", action="store_true", help="on a CPU that has products of bfloat16 (AVX512-BF16)")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.last and not math.isfinite(args.wall):
        parser.error("--last needs --wall")
    if args.resample and args.processes > 1:
        parser.error("--resample does not go with --processes")
    return args


def main() -> None:
    args = options()
    device = checkpoints.best_device()
    if args.processes == 1:
        work(0, args, device, "")
        return
    if args.guide:
        align.load_lexicon(args.work, Dataset(args.work / "data.npz"), "cpu")      # counted once, not by each
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.spawn(work, (args, "cpu", f"{folder}/meeting"), nprocs=args.processes)


if __name__ == "__main__":
    main()
