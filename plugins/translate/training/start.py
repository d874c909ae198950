#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Before step 2, where little time can be had: a start that knows which words translate each other.

Writes checkpoint.pt for train.py to go on from. German and English pieces that translate each other, or stand in the
same company, begin with like embeddings: these are the first eigenvectors of the association of both kinds. The
attention to the German passes on what it looks at, other sub-layers begin small, and the output begins with the
frequencies of the pieces. So the network begins as a word-for-word translator, and training is spent on the rest.
"""
from __future__ import annotations

import argparse
import pathlib

import numpy as np
import scipy.sparse as sparse
import scipy.sparse.linalg
import torch

import align
import checkpoint as checkpoints
from architecture import PRESETS, Architecture, preset
from checkpoint import Checkpoint
from dataset import SIDES, Dataset
from network import Network

LEAST_PROBABILITY = 0.02    # of a translation that counts
WINDOW = 3                  # tokens that keep company
COUNTED_TOKENS = 6_000_000  # of a side
LEAST_COUNT = 3
WINDOW_WEIGHT, SELF_WEIGHT = 0.3, 3.0
SHARPNESS = 0.35            # power of the eigenvalues
SMALL = 0.3                 # what the last matrices of sub-layers are scaled with
PASSED_ON, NOISE = 1.2, 0.02
FREQUENCY_WEIGHT = 0.7


def translations(data: Dataset, lexicon: tuple[np.ndarray, np.ndarray]) -> sparse.csr_matrix:
    """The association log P(English | German) / P(English) of pieces, where it is positive."""
    keys, probability = lexicon
    german, english = np.divmod(keys, data.vocabulary)
    kept = (german < data.vocabulary) & (probability > LEAST_PROBABILITY)
    share = np.bincount(data.ids["target"], minlength=data.vocabulary) / len(data.ids["target"])
    value = np.log(probability[kept] / (share[english[kept]] + 1e-6))
    size = (data.vocabulary, data.vocabulary)
    return sparse.csr_matrix((np.maximum(value, 0.0), (german[kept], english[kept])), shape=size)


def company(data: Dataset, side: str) -> sparse.csr_matrix:
    """The association of pieces of one side that stand near each other, where it is positive."""
    ids, size = data.ids[side][:COUNTED_TOKENS].astype(np.int64), (data.vocabulary, data.vocabulary)
    counts = sparse.csr_matrix(size, dtype=np.float32)
    for offset in range(1, WINDOW + 1):
        ones = np.ones(max(len(ids) - offset, 0), np.float32)
        counts = counts + sparse.csr_matrix((ones, (ids[:-offset], ids[offset:])), shape=size)
    counts = (counts + counts.T).tocoo()
    total, sums = counts.data.sum(), np.asarray(counts.sum(1)).ravel()
    value = np.log(counts.data * total / (sums[counts.row] * sums[counts.col] ** 0.75 * total ** 0.25))
    kept = (value > 0) & (counts.data > LEAST_COUNT)
    return sparse.csr_matrix((value[kept], (counts.row[kept], counts.col[kept])), shape=size)


def embeddings(data: Dataset, lexicon: tuple[np.ndarray, np.ndarray], dim: int, seed: int) -> np.ndarray:
    """A row of norm 1 per piece."""
    rng = np.random.default_rng(seed)
    both = translations(data, lexicon)
    near = both + both.T + SELF_WEIGHT * sparse.identity(data.vocabulary)
    for side in SIDES:
        near = near + WINDOW_WEIGHT * company(data, side)
    values, vectors = scipy.sparse.linalg.eigsh(near, k=dim, which="LA", tol=1e-2, v0=rng.random(data.vocabulary))
    rows = vectors * np.maximum(values, 0.0) ** SHARPNESS
    rows = rows @ np.linalg.qr(rng.normal(size=(dim, dim)))[0]
    return (rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6)).astype(np.float32)


@torch.no_grad()
def start(shape: Architecture, table: np.ndarray, share: np.ndarray, seed: int) -> Network:
    torch.manual_seed(seed)
    network = Network(shape)
    network.p[shape.target_embedding].copy_(torch.from_numpy(table))
    for name, value in network.p.items():
        if name.endswith(("_Wo", "_W2")):
            value.mul_(SMALL)
    for layer in range(1, shape.decoder_depth + 1):
        for part in ("Wv", "Wo"):
            value = network.p[f"decoder_l{layer}_context_{part}"]
            value.copy_(PASSED_ON * torch.eye(shape.dim) + NOISE * torch.randn(shape.dim, shape.dim))
    network.p["decoder_ff_logit_out_b"].copy_(FREQUENCY_WEIGHT * torch.from_numpy(np.log(share))[None])
    return network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path, metavar="FOLDER", help="with data.npz")
    parser.add_argument("--preset", default="mini", choices=PRESETS, help="architecture (default mini)")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    data = Dataset(args.work / "data.npz")
    shape = preset(args.preset, data.vocabulary)
    table = embeddings(data, align.load_lexicon(args.work, data), shape.dim, args.seed)
    counts = np.bincount(data.ids["target"], minlength=data.vocabulary)
    network = start(shape, table, ((counts + 1) / len(data.ids["target"])).astype(np.float32), args.seed)
    weights = {name: value.detach().clone() for name, value in network.p.items()}
    checkpoints.save(args.work, Checkpoint(shape, weights, {name: value.clone() for name, value in weights.items()}))
    print(f"{checkpoints.path_in(args.work)}: {args.preset}, {data.vocabulary} pieces")


if __name__ == "__main__":
    main()
