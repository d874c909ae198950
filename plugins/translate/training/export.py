#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Step 4: take the averaged weights out of the work folder, as parts under 16 MB (see parts.py)."""
from __future__ import annotations

import argparse
import pathlib

import checkpoint as checkpoints
import parts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True, type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--out", required=True, type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--storage", default="int8", choices=parts.STORAGES)
    args = parser.parse_args()
    state = checkpoints.load(args.work)
    names = parts.split(args.out, state.averaged_model(), {"step": state.step, "seconds": state.seconds}, args.storage)
    size = sum((args.out / name).stat().st_size for name in names)
    print(f"{args.out}: {len(names)} parts, {size} bytes, step {state.step}")


if __name__ == "__main__":
    main()
