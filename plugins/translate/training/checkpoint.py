# SPDX-License-Identifier: ISC
"""The state of training between two calls: `checkpoint.pt` in the work folder."""
from __future__ import annotations

import dataclasses
import os
import pathlib
import sys

import torch

from architecture import Architecture
from modelfile import Model
from network import Network

Weights = dict[str, torch.Tensor]


@dataclasses.dataclass
class Checkpoint:
    """Weights as trained, their running average, and how far training has come."""

    shape: Architecture
    weights: Weights
    average: Weights
    step: int = 0
    seconds: float = 0.0
    optimizer: dict | None = None     # Adam's state; missing after a restore from parts

    def averaged_model(self) -> Model:
        return Model(self.shape, {name: value.float().cpu().numpy() for name, value in self.average.items()})


def path_in(work: pathlib.Path) -> pathlib.Path:
    return work / "checkpoint.pt"


def save(work: pathlib.Path, checkpoint: Checkpoint) -> None:
    """Write the checkpoint; an older one stays whole until the new one is."""
    fields = {field.name: getattr(checkpoint, field.name) for field in dataclasses.fields(checkpoint)}
    fields["shape"] = dataclasses.asdict(checkpoint.shape)
    temporary = work / "checkpoint.pt.new"
    torch.save(fields, temporary)
    os.replace(temporary, path_in(work))


def load(work: pathlib.Path, device: str = "cpu") -> Checkpoint:
    """Return the checkpoint of a work folder; exits with a message if there is none."""
    if not path_in(work).exists():
        sys.exit(f"{path_in(work)}: no checkpoint; run train.py first")
    fields = torch.load(path_in(work), map_location=device)
    return Checkpoint(**{**fields, "shape": Architecture(**fields["shape"])})


def averaged_network(work: pathlib.Path, device: str) -> Network:
    """Return the network with the averaged weights, for translation."""
    checkpoint = load(work, device)
    network = Network(checkpoint.shape).to(device)
    set_weights(network, checkpoint.average)
    return network.eval()


@torch.no_grad()
def set_weights(network: Network, weights: Weights) -> None:
    for name, value in network.p.items():
        value.copy_(weights[name])


def best_device() -> str:
    return "cuda" if torch.cuda.is_available() else "cpu"
