#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Step 5: join exported parts to one float32 model file in Marian's format."""
from __future__ import annotations

import argparse
import pathlib

import modelfile
import parts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", required=True, type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--out", required=True, type=pathlib.Path, metavar="FILE")
    args = parser.parse_args()
    model, progress = parts.join(args.parts)
    modelfile.write_model(args.out, model)
    print(f"{args.out}: {args.out.stat().st_size} bytes, step {progress['step']:.0f}")


if __name__ == "__main__":
    main()
