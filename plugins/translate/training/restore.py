#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""When the work folder is lost: make a checkpoint from exported parts, so that train.py goes on from there."""
from __future__ import annotations

import argparse
import pathlib

import torch

import checkpoint as checkpoints
import parts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", required=True, type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--work", required=True, type=pathlib.Path, metavar="FOLDER")
    args = parser.parse_args()
    model, progress = parts.join(args.parts)
    weights = {name: torch.from_numpy(array) for name, array in model.weights.items()}
    average = {name: value.clone() for name, value in weights.items()}
    checkpoints.save(args.work, checkpoints.Checkpoint(model.shape, weights, average, int(progress["step"]),
                                                       float(progress["seconds"])))
    print(f"{args.work}: restored at step {progress['step']:.0f} after {progress['seconds']:.0f} s")


if __name__ == "__main__":
    main()
