#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Make small random models of every supported kind, to test the engine in C without a real model.

make_tiny_models.py OUT [--seed N] writes one folder per kind, named DECODER-NUMBERS-VOCABULARY:

    ssru, attention          the decoder; the latter with the swish activation
    float32, int8, alphas    float32; int8; int8 with activation multipliers
    shared, separate         one vocabulary for both languages, or two

with model.bin, vocab.spm (or source.spm and target.spm), shortlist.s2t.bin and golden.tsv. The latter has what the
numpy forward pass makes of random sentences: "full" or "shortlist", source ids, ids chosen greedily, their log
probabilities. The int8 kinds are computed in float32 on the rounded weights if
they have no multipliers. The same seed gives the same files on the same numpy.
"""
from __future__ import annotations

import argparse
import itertools
import pathlib

import numpy as np

import modelfile
from architecture import EOS, UNK, Architecture, is_embedding
from forward import Translator
from modelfile import Model
from quantise import quantised
from shortlist import allowed_ids, write_shortlist
from vocabulary import small_pieces, write_vocabulary

DECODERS = {"ssru": "relu", "attention": "swish"}
NUMBERS = ("float32", "int8", "alphas")
VOCABULARIES = {"shared": (384, 384), "separate": (384, 376)}
FIRST, BEST = 16, 24
SENTENCES = 12
GAIN = 5.0                  # large enough that the previous token alone does not decide the next
SHARPNESS = 2.0             # of queries and keys, so that attention prefers some tokens

GERMAN_WORDS = "der die das und ist nicht ein eine Haus Regierung sagte Montag in auf mit zu 2024 . , „ “".split()
ENGLISH_WORDS = "the and is not a house government said Monday in on with to 2024 . , \" '".split()


def random_model(shape: Architecture, rng: np.random.Generator, gain: float = GAIN) -> Model:
    """Return a float32 model with random weights, livelier than fresh ones, and EOS likely enough to be reached."""
    weights = {}
    for name, size in shape.parameters().items():
        if is_embedding(name):
            array = rng.normal(0, shape.dim ** -0.5, size)
        elif size[0] > 1:
            sharpness = SHARPNESS if name.endswith(("_Wq", "_Wk")) else 1
            array = rng.uniform(-1, 1, size) * gain * sharpness * np.sqrt(6 / sum(size))
        else:
            array = rng.uniform(-0.2, 0.2, size) + (1 if name.endswith("_ln_scale") else 0)
        weights[name] = array.astype(np.float32)
    model = Model(shape, weights)
    balance(model, rng)
    return model


def balance(model: Model, rng: np.random.Generator) -> None:
    """Set the output biases so that over random sentences all tokens are alike likely, and EOS a little more.

    Without this the same few tokens would win at nearly every step.
    """
    translator, logits, shape = Translator(model), [], model.shape
    model.weights["decoder_ff_logit_out_b"][:] = 0
    for _ in range(SENTENCES):
        state = translator.start(random_source(rng, shape.source_vocabulary))
        logits += [translator.step(state, token) for token in random_source(rng, shape.target_vocabulary)]
    model.weights["decoder_ff_logit_out_b"][0] = -np.mean(logits, axis=0)
    model.weights["decoder_ff_logit_out_b"][0, EOS] += 0.5 * np.std(logits)


def random_source(rng: np.random.Generator, vocabulary: int) -> list[int]:
    return rng.integers(UNK + 1, vocabulary, rng.integers(1, 24)).tolist() + [EOS]


def random_lists(rng: np.random.Generator, shape: Architecture) -> list[np.ndarray]:
    return [rng.choice(shape.target_vocabulary, rng.integers(0, BEST + 1), replace=False)
            for _ in range(shape.source_vocabulary)]


def in_numbers(model: Model, numbers: str, sources: list[list[int]]) -> Model:
    """Return the model in float32, in int8, or in int8 with multipliers measured on the sources."""
    if numbers == "float32":
        return model
    return modelfile.quantise_weights(model) if numbers == "int8" else quantised(model, sources)


def write_vocabularies(folder: pathlib.Path, shape: Architecture) -> None:
    if shape.shared:
        words = GERMAN_WORDS + ENGLISH_WORDS
        write_vocabulary(folder / "vocab.spm", small_pieces(shape.source_vocabulary, words))
    else:
        write_vocabulary(folder / "source.spm", small_pieces(shape.source_vocabulary, GERMAN_WORDS))
        write_vocabulary(folder / "target.spm", small_pieces(shape.target_vocabulary, ENGLISH_WORDS))


def golden_lines(model: Model, sources: list[list[int]], lists: list[np.ndarray]) -> list[str]:
    translator, lines = Translator(model, int8=bool(model.activation)), []
    for kind, source in itertools.product(("full", "shortlist"), sources):
        allowed = None
        if kind == "shortlist":
            allowed = allowed_ids(FIRST, lists, source, model.shape.shared, model.shape.target_vocabulary)
        ids, scores = translator.greedy(source, allowed)
        columns = (source, ids, (f"{score:.6f}" for score in scores))
        lines.append("\t".join([kind] + [" ".join(map(str, column)) for column in columns]) + "\n")
    return lines


def make(out: pathlib.Path, seed: int) -> list[pathlib.Path]:
    """Write all kinds below `out` and return their folders."""
    folders = []
    for number, (decoder, vocabulary) in enumerate(itertools.product(DECODERS, VOCABULARIES)):
        rng = np.random.default_rng((seed, number))
        source_size, target_size = VOCABULARIES[vocabulary]
        shape = Architecture(dim=64, ffn=128, heads=4, encoder_depth=2, decoder_depth=2, source_vocabulary=source_size,
                             target_vocabulary=target_size, decoder=decoder, activation=DECODERS[decoder],
                             shared=vocabulary == "shared")
        model, lists = random_model(shape, rng), random_lists(rng, shape)
        sources = [random_source(rng, source_size) for _ in range(SENTENCES)]
        for numbers in NUMBERS:
            folder = out / f"{decoder}-{numbers}-{vocabulary}"
            folder.mkdir(parents=True, exist_ok=True)
            made = in_numbers(model, numbers, sources)
            modelfile.write_model(folder / "model.bin", made)
            write_vocabularies(folder, shape)
            write_shortlist(folder / "shortlist.s2t.bin", FIRST, BEST, lists)
            (folder / "golden.tsv").write_text("".join(golden_lines(made, sources, lists)), "utf-8")
            folders.append(folder)
    return folders


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for folder in make(args.out, args.seed):
        print(folder)


if __name__ == "__main__":
    main()
