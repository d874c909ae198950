#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Step 3: translate test sets with the averaged weights and print BLEU and chrF.

For every NAME.de with a NAME.en beside it in `--tests`, writes NAME.hypotheses.en to the work folder. This is the
network in training precision; the figures that count are those of the int8 model as run by depesche (score.py).
"""
from __future__ import annotations

import argparse
import pathlib

import checkpoint as checkpoints
from decode import translated
from prepare import load_vocabulary
from score import bleu, chrf, read_lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True, type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--tests", required=True, type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--limit", type=int, help="only the first so many sentences of each set")
    args = parser.parse_args()
    device = checkpoints.best_device()
    network = checkpoints.averaged_network(args.work, device)
    vocabulary = load_vocabulary(args.work / "vocab.spm")
    for german in sorted(args.tests.glob("*.de")):
        source, reference = (read_lines(path)[:args.limit] for path in (german, german.with_suffix(".en")))
        hypotheses = [line or "" for line in translated(network, vocabulary, source, device)]
        out = args.work / f"{german.stem}.hypotheses.en"
        out.write_text("".join(line + "\n" for line in hypotheses), "utf-8")
        print(f"{german.stem}: BLEU {bleu(hypotheses, [reference]):.2f}  chrF {chrf(hypotheses, reference):.2f}  "
              f"{len(source)} sentences", flush=True)
        for pair in zip(source[:3], hypotheses):
            print("  de: {}\n  en: {}".format(*pair), flush=True)


if __name__ == "__main__":
    main()
