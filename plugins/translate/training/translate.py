#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Check: translate lines of standard input with a model file, greedily, in numpy. Slow; the engine in C is the product.

With `--scores` the log probability of each piece follows, separated by a tab.
"""
from __future__ import annotations

import argparse
import pathlib
import sys

import modelfile
from architecture import EOS
from forward import Translator
from prepare import load_vocabulary, source_ids
from shortlist import allowed_ids, read_shortlist


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, type=pathlib.Path, metavar="FILE")
    parser.add_argument("--vocabulary", required=True, type=pathlib.Path, metavar="SPM")
    parser.add_argument("--shortlist", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--int8", action="store_true", help="the engine's int8 arithmetic (needs multipliers)")
    parser.add_argument("--scores", action="store_true")
    args = parser.parse_args()
    model, vocabulary = modelfile.read_model(args.model), load_vocabulary(args.vocabulary)
    translator = Translator(model, int8=args.int8)
    first, lists = read_shortlist(args.shortlist) if args.shortlist else (0, [])
    for line in sys.stdin:
        source = source_ids(vocabulary, line)
        allowed = allowed_ids(first, lists, source, model.shape.shared, model.shape.target_vocabulary) \
            if args.shortlist else None
        ids, scores = translator.greedy(source, allowed)
        text = vocabulary.decode([token for token in ids if token != EOS])
        print(text + ("\t" + " ".join(f"{score:.4f}" for score in scores) if args.scores else ""), flush=True)


if __name__ == "__main__":
    main()
