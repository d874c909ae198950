#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Before step 2: a start of training that knows which words translate each other.

Writes checkpoint.pt for train.py to go on from. German and English pieces that translate each other, or stand in the
same company, begin with like embeddings: these are the first eigenvectors of the association of both kinds. The
attention to the German passes on what it looks at, other sub-layers begin small, and the output begins with the
frequencies of the pieces. So the network begins as a word-for-word translator, and training is spent on the rest.
"""
from __future__ import annotations

import argparse
import pathlib

import torch

import align
import checkpoint as checkpoints
from architecture import PRESETS, preset
from checkpoint import Checkpoint
from dataset import SIDES, Dataset
from network import Network

LEAST_PROBABILITY = 0.02    # of a translation that counts
WINDOW = 3                  # tokens that keep company
LEAST_COUNT = 3
WINDOW_WEIGHT, SELF_WEIGHT = 0.3, 3.0
ITERATIONS, SPARE = 12, 64  # of the subspace iteration, and its columns beyond those needed
SHARPNESS = 0.35            # power of the eigenvalues
WEAK = 1e-2                 # of the median norm: pieces that stand with no others
SMALL = 0.3                 # what the last matrices of sub-layers are scaled with
PASSED_ON, NOISE = 1.2, 0.02
FREQUENCY_WEIGHT = 0.7


def translations(lexicon: align.Lexicon, share: torch.Tensor) -> torch.Tensor:
    """The association log P(English | German) / P(English) of pieces, where it is positive."""
    value = torch.log(lexicon.forward / (share[None, :] + 1e-6) + 1e-9).clamp_(min=0)
    return value.masked_fill_(lexicon.forward <= LEAST_PROBABILITY, 0.0)


def company(ids: torch.Tensor, vocabulary: int) -> torch.Tensor:
    """The association of pieces of one side that stand near each other, where it is positive."""
    counts = torch.zeros(vocabulary * vocabulary, device=ids.device)
    for offset in range(1, WINDOW + 1):
        keys = ids[:-offset].long() * vocabulary + ids[offset:]
        counts.index_add_(0, keys, torch.ones(len(keys), device=ids.device))
    counts = counts.view(vocabulary, vocabulary)
    counts = counts + counts.t()
    total, sums = counts.sum(), counts.sum(1)
    expected = sums[:, None] * sums[None, :] ** 0.75 / total ** 0.75
    value = torch.log(counts / (expected + 1e-9) + 1e-9).clamp_(min=0)
    return value.masked_fill_(counts <= LEAST_COUNT, 0.0)


def eigenvectors(near: torch.Tensor, dim: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The largest eigenvalues of a symmetric matrix and their vectors, by subspace iteration."""
    space = torch.randn(len(near), min(len(near), dim + SPARE), device=near.device)
    for _ in range(ITERATIONS):
        space = torch.linalg.qr(near @ space)[0]
    values, vectors = torch.linalg.eigh(space.t() @ (near @ space))
    return values[-dim:], (space @ vectors)[:, -dim:]


def embeddings(data: Dataset, lexicon: align.Lexicon, share: torch.Tensor, dim: int) -> torch.Tensor:
    """A row of norm 1 per piece."""
    both = translations(lexicon, share)
    near = both + both.t()
    for side in SIDES:
        near += WINDOW_WEIGHT * company(torch.from_numpy(data.ids[side]).to(share.device), data.vocabulary)
    near.diagonal().add_(SELF_WEIGHT)
    values, vectors = eigenvectors(near, dim)
    rows = vectors * values.clamp(min=0) ** SHARPNESS
    rows = rows @ torch.linalg.qr(torch.randn(dim, dim, device=share.device))[0]
    norm = rows.norm(dim=1, keepdim=True)
    return torch.where(norm < WEAK * norm.median(), torch.randn_like(rows) * dim ** -0.5, rows / (norm + 1e-6))


@torch.no_grad()
def start(network: Network, table: torch.Tensor, share: torch.Tensor) -> None:
    dim, device = network.shape.dim, table.device
    network.p[network.shape.target_embedding].copy_(table)
    for name, value in network.p.items():
        if name.endswith(("_Wo", "_W2")):
            value.mul_(SMALL)
    for layer in range(1, network.shape.decoder_depth + 1):
        for part in ("Wv", "Wo"):
            value = network.p[f"decoder_l{layer}_context_{part}"]
            value.copy_(PASSED_ON * torch.eye(dim, device=device) + NOISE * torch.randn(dim, dim, device=device))
    network.p["decoder_ff_logit_out_b"].copy_(FREQUENCY_WEIGHT * torch.log(share)[None])


def frequencies(data: Dataset, device: str) -> torch.Tensor:
    """The share of every piece in the English side, none of them 0."""
    counts = torch.bincount(torch.from_numpy(data.ids["target"]).to(device), minlength=data.vocabulary)
    return (counts.float() + 1) / len(data.ids["target"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path, metavar="FOLDER", help="with data.npz")
    parser.add_argument("--preset", default="mini", choices=PRESETS, help="architecture (default mini)")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    device, data = checkpoints.best_device(), Dataset(args.work / "data.npz")
    network, share = Network(preset(args.preset, data.vocabulary)).to(device), frequencies(data, device)
    lexicon = align.load_lexicon(args.work, data, device)
    start(network, embeddings(data, lexicon, share, network.shape.dim), share)
    weights = {name: value.detach() for name, value in network.p.items()}
    checkpoints.save(args.work, Checkpoint(network.shape, weights, weights))
    print(f"{checkpoints.path_in(args.work)}: {args.preset}, {data.vocabulary} pieces")


if __name__ == "__main__":
    main()
