#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Optional step: let a trained teacher translate German text, to train a smaller model on it.

Reads German sentences, one a line, and writes DOMAIN <tab> German <tab> English for prepare.py. Sentences that the
teacher does not bring to an end are left out. Can be stopped and run again: it goes on where the output ends.
"""
from __future__ import annotations

import argparse
import itertools
import pathlib
import time

import checkpoint as checkpoints
from decode import translated
from prepare import load_vocabulary, opened

CHUNK = 20_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path, metavar="FOLDER", help="of the teacher")
    parser.add_argument("--german", required=True, metavar="FILE", help="plain, .gz or .xz")
    parser.add_argument("--domain", default="general")
    parser.add_argument("--out", required=True, type=pathlib.Path, metavar="FILE")
    parser.add_argument("--wall", type=float, default=float("inf"), help="seconds of this call")
    args = parser.parse_args()
    device, began = checkpoints.best_device(), time.monotonic()
    network = checkpoints.averaged_network(args.work, device)
    vocabulary = load_vocabulary(args.work / "vocab.spm")
    position = args.out.with_suffix(".position")     # how many input lines are done
    done = int(position.read_text()) if position.exists() else 0
    with opened(args.german) as lines, args.out.open("a", encoding="utf-8") as out:
        rest = itertools.islice(lines, done, None)
        while time.monotonic() - began < args.wall:
            chunk = list(itertools.islice(rest, CHUNK))
            if not chunk:
                break
            german = [" ".join(line.split()) for line in chunk]
            for source, english in zip(german, translated(network, vocabulary, german, device, rows=512)):
                if source and english:
                    out.write(f"{args.domain}\t{source}\t{english}\n")
            out.flush()
            done += len(chunk)
            position.write_text(str(done))
    print(f"{done} lines of {args.german} done", flush=True)


if __name__ == "__main__":
    main()
