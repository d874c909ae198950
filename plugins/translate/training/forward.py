# SPDX-License-Identifier: ISC
"""The forward pass in numpy: slow, short, and the yardstick for exported models and for the engine in C.

`Translator` computes in float32, or in the int8 arithmetic of the engine (unsigned activations, exact integer sums)
where the model has activation multipliers. An observer sees the activations in front of every matrix; that is how
quantise.py measures them.
"""
from __future__ import annotations

import math
from typing import Callable, Sequence

import numpy as np

from architecture import EOS, UNK
from modelfile import Model, quantise_matrix

Observer = Callable[[str, np.ndarray], None]

LAYER_NORM_EPSILON = np.float32(1e-6)


class DecoderState:
    """What a decoder keeps between steps: SSRU cells or self-attention keys and values, one entry a layer."""

    def __init__(self, context: list[tuple[np.ndarray, np.ndarray]], dim: int) -> None:
        self.context = context
        self.cells = [np.zeros((1, dim), np.float32) for _ in context]
        self.past = [(np.zeros((0, dim), np.float32), np.zeros((0, dim), np.float32)) for _ in context]
        self.position = 0


class Translator:
    """Translates sentences of token ids, one at a time. Every source ends with EOS."""

    def __init__(self, model: Model, int8: bool = False, observer: Observer | None = None) -> None:
        self.model, self.shape, self.weights = model, model.shape, model.weights
        self.observer = observer
        self.matrices: dict[str, tuple[np.ndarray, np.float32]] = {}   # int8 as float64: BLAS sums them exactly
        if int8:
            self._prepare_int8()

    def _prepare_int8(self) -> None:
        missing = [name for name in self.shape.products() if name not in self.model.activation]
        if missing:
            raise ValueError(f"no activation multiplier for {missing[0]}")
        for name in self.shape.products():
            if name == self.shape.target_embedding:   # turned to float on loading, then quantised again
                matrix = quantise_matrix(self.weights[name])
                values = matrix.values.T
            else:
                matrix = self.model.int8[name]
                values = matrix.values
            self.matrices[name] = (values.astype(np.float64), matrix.multiplier)

    # ---- products and layers ----

    def product(self, x: np.ndarray, name: str, bias: str | None = None) -> np.ndarray:
        """x times a matrix, plus a bias; the output layer's matrix is the target embedding, transposed."""
        if self.observer:
            self.observer(name, x)
        offset = self.weights[bias][0] if bias else np.float32(0)
        if self.matrices:
            return self._product_int8(x, name, offset)
        matrix = self.weights[name]
        return x @ (matrix.T if name == self.shape.target_embedding else matrix) + offset

    def _product_int8(self, x: np.ndarray, name: str, offset: np.ndarray | np.float32) -> np.ndarray:
        one = np.float32(1)
        values, multiplier = self.matrices[name]
        alpha = self.model.activation[name]
        shifted = np.clip(np.rint(x * alpha), -127, 127) + 127
        sums = (shifted.astype(np.float64) @ values).astype(np.float32)
        unshift = (np.float32(127) / alpha) * (np.float32(127) / multiplier) / np.float32(127)
        offset = offset - values.sum(0).astype(np.float32) * unshift
        return sums * (one / (alpha * multiplier)) + offset

    def normalised(self, x: np.ndarray, name: str) -> np.ndarray:
        mean = x.mean(-1, keepdims=True)
        variance = np.square(x - mean).mean(-1, keepdims=True)
        scaled = (x - mean) / np.sqrt(variance + LAYER_NORM_EPSILON)
        return self.weights[f"{name}_ln_scale"] * scaled + self.weights[f"{name}_ln_bias"]

    def split(self, x: np.ndarray) -> np.ndarray:
        return x.reshape(len(x), self.shape.heads, -1).transpose(1, 0, 2)

    def attend(self, name: str, x: np.ndarray, keys: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Multi-head attention of the rows of x over keys and values, residual and norm included."""
        queries = self.split(self.product(x, f"{name}_Wq", f"{name}_bq"))
        scores = queries @ self.split(keys).transpose(0, 2, 1)
        weights = softmax(scores / np.float32(math.sqrt(queries.shape[-1])))
        joined = (weights @ self.split(values)).transpose(1, 0, 2).reshape(x.shape)
        return self.normalised(self.product(joined, f"{name}_Wo", f"{name}_bo") + x, f"{name}_Wo")

    def keys_values(self, name: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.product(x, f"{name}_Wk", f"{name}_bk"), self.product(x, f"{name}_Wv", f"{name}_bv")

    def feed_forward(self, name: str, x: np.ndarray) -> np.ndarray:
        hidden = self.product(x, f"{name}_W1", f"{name}_b1")
        hidden = np.maximum(hidden, 0) if self.shape.activation == "relu" else hidden * sigmoid(hidden)
        return self.normalised(self.product(hidden, f"{name}_W2", f"{name}_b2") + x, f"{name}_ffn")

    def embed(self, table: str, ids: Sequence[int]) -> np.ndarray:
        return self.weights[table][list(ids)] * np.float32(math.sqrt(self.shape.dim))

    # ---- encoder and decoder ----

    def encode(self, source: Sequence[int]) -> np.ndarray:
        x = self.embed(self.shape.source_embedding, source) + positions(0, len(source), self.shape.dim)
        for layer in range(1, self.shape.encoder_depth + 1):
            name = f"encoder_l{layer}_self"
            x = self.attend(name, x, *self.keys_values(name, x))
            x = self.feed_forward(f"encoder_l{layer}_ffn", x)
        return x

    def start(self, source: Sequence[int]) -> DecoderState:
        memory = self.encode(source)
        layers = range(1, self.shape.decoder_depth + 1)
        return DecoderState([self.keys_values(f"decoder_l{n}_context", memory) for n in layers], self.shape.dim)

    def step(self, state: DecoderState, previous: int | None) -> np.ndarray:
        """Return the logits after the token `previous`, None at the start; the state moves one position on."""
        x = positions(state.position, 1, self.shape.dim)
        if previous is not None:
            x = x + self.embed(self.shape.target_embedding, [previous])
        for layer, context in enumerate(state.context):
            name = f"decoder_l{layer + 1}"
            x = self._ssru(name, x, state, layer) if self.shape.decoder == "ssru" else \
                self._self_attention(name, x, state, layer)
            x = self.attend(f"{name}_context", x, *context)
            x = self.feed_forward(f"{name}_ffn", x)
        state.position += 1
        return self.product(x, self.shape.target_embedding, "decoder_ff_logit_out_b")[0]

    def _ssru(self, name: str, x: np.ndarray, state: DecoderState, layer: int) -> np.ndarray:
        forget = sigmoid(self.product(x, f"{name}_rnn_Wf", f"{name}_rnn_bf"))
        cell = forget * state.cells[layer] + (1 - forget) * self.product(x, f"{name}_rnn_W")
        state.cells[layer] = cell
        return self.normalised(np.maximum(cell, 0) + x, f"{name}_rnn_ffn")

    def _self_attention(self, name: str, x: np.ndarray, state: DecoderState, layer: int) -> np.ndarray:
        now = self.keys_values(f"{name}_self", x)
        keys, values = (np.concatenate(pair) for pair in zip(state.past[layer], now))
        state.past[layer] = (keys, values)
        return self.attend(f"{name}_self", x, keys, values)

    # ---- search ----

    def score(self, source: Sequence[int], target: Sequence[int]) -> list[float]:
        """Return the log probability of each token of a given target, which ends with EOS."""
        state, scores, previous = self.start(source), [], None
        for token in target:
            scores.append(float(log_softmax(self.step(state, previous))[token]))
            previous = token
        return scores

    def greedy(self, source: Sequence[int], allowed: Sequence[int] | None = None,
               length_factor: float = 2.0) -> tuple[list[int], list[float]]:
        """Return the most probable next token again and again, with its log probability, until EOS or the limit.

        The limit is `length_factor` times the source length, both with EOS. `allowed` restricts the choice to a
        shortlist of ids. An empty source (EOS alone) has an empty translation.
        """
        if list(source) == [EOS]:
            return [], []
        state, ids, scores = self.start(source), [], []
        previous: int | None = None
        while previous != EOS and len(ids) < length_factor * len(source):
            logits = self.step(state, previous)
            if allowed is not None:
                mask = np.full_like(logits, -np.inf)
                mask[list(allowed)] = 0
                logits = logits + mask
            scored = log_softmax(logits)
            scored[UNK] = -np.inf
            previous = int(scored.argmax())
            ids.append(previous)
            scores.append(float(scored[previous]))
        return ids, scores


def positions(start: int, count: int, dim: int) -> np.ndarray:
    """Sinusoidal position embeddings: sines in the first half of a row, cosines in the second."""
    half = dim // 2
    rates = np.exp(np.arange(half, dtype=np.float32) * -np.float32(math.log(10000.0) / (half - 1)))
    angles = np.arange(start, start + count, dtype=np.float32)[:, None] * rates
    return np.concatenate([np.sin(angles), np.cos(angles)], 1).astype(np.float32)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def softmax(x: np.ndarray) -> np.ndarray:
    exponents = np.exp(x - x.max(-1, keepdims=True))
    return exponents / exponents.sum(-1, keepdims=True)


def log_softmax(x: np.ndarray) -> np.ndarray:
    shifted = x - x.max()
    return shifted - np.log(np.exp(shifted).sum())
