#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Step 6: quantise a float32 model file to int8, with activation multipliers measured on real sentences.

Every matrix gets one multiplier, 127 / largest absolute weight. Some hundred German sentences (`--sentences`, one a
line) are translated to see how large the activations in front of each matrix become; the activation multiplier is
127 / (mean + 1.1 standard deviations) of the largest absolute values of all calls. Rare larger ones are clipped.
"""
from __future__ import annotations

import argparse
import collections
import itertools
import pathlib
from typing import Iterable, Sequence

import numpy as np

import modelfile
from forward import Translator
from modelfile import Model
from prepare import load_vocabulary, opened, source_ids

DEVIATIONS = 1.1
CHECKED = 50                # sentences translated a second time, in int8


def measured(model: Model, sources: Iterable[Sequence[int]]) -> dict[str, np.float32]:
    """Return the activation multiplier of every matrix of `model`, and of the output layer under a shortlist."""
    largest: dict[str, list[float]] = collections.defaultdict(list)
    translator = Translator(model, observer=lambda name, x: largest[name].append(float(np.abs(x).max())))
    for source in sources:
        translator.greedy(source)
    missing = [name for name in model.shape.products() if name not in largest]
    if missing:
        raise ValueError(f"no sentence reached {missing[0]}: give sentences that are not empty")
    multipliers = {name: np.float32(127 / (np.mean(values) + DEVIATIONS * np.std(values)))
                   for name, values in largest.items()}
    return multipliers | {"none": multipliers[model.shape.target_embedding]}


def quantised(model: Model, sources: Iterable[Sequence[int]]) -> Model:
    """Return the int8 model with activation multipliers. They are measured with the quantised weights."""
    result = modelfile.quantise_weights(model)
    result.activation = measured(result, sources)
    return result


def same_translations(model: Model, other: Model, sources: Sequence[Sequence[int]]) -> int:
    """Count the sources that the float32 `model` and the int8 `other` translate alike."""
    left, right = Translator(model), Translator(other, int8=True)
    return sum(left.greedy(source)[0] == right.greedy(source)[0] for source in sources)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, type=pathlib.Path, metavar="FILE", help="float32")
    parser.add_argument("--vocabulary", required=True, type=pathlib.Path, metavar="SPM")
    parser.add_argument("--sentences", required=True, metavar="FILE")
    parser.add_argument("--limit", type=int, default=300, help="sentences used (default 300)")
    parser.add_argument("--out", required=True, type=pathlib.Path, metavar="FILE")
    args = parser.parse_args()
    vocabulary = load_vocabulary(args.vocabulary)
    with opened(args.sentences) as lines:
        sources = [source_ids(vocabulary, line) for line in itertools.islice(lines, args.limit)]
    model = modelfile.read_model(args.model)
    result = quantised(model, sources)
    modelfile.write_model(args.out, result)
    checked = sources[:CHECKED]
    print(f"{args.out}: {args.out.stat().st_size} bytes; {same_translations(model, result, checked)} of {len(checked)} "
          "sentences translated the same in float32 and int8")


if __name__ == "__main__":
    main()
