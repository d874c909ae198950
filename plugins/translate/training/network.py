# SPDX-License-Identifier: ISC
"""The model as a torch module, for training and for fast batched translation on a GPU.

Its parameters carry the names and shapes of the model file. forward.py is the same mathematics in numpy; the tests
compare the two.
"""
from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F

from architecture import EOS, UNK, Architecture, is_embedding, is_matrix

PADDING = -1        # in batches of ids: nothing here
MASKED = -1e9
LONGEST = 1024      # positions of a sentence
FUSED = hasattr(F, "scaled_dot_product_attention")      # since torch 2


class Network(torch.nn.Module):
    """Batched forward pass. Sources are ids with EOS, padded with PADDING on the right.

    While `rounded`, every matrix counts as the int8 model will have it; the gradients are those of the exact values.
    """

    def __init__(self, shape: Architecture, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape, self.dropout = shape, dropout
        self.watched = f"decoder_l{shape.decoder_depth}_context"    # its first head is read as alignment
        self.p = torch.nn.ParameterDict({name: torch.nn.Parameter(initial(name, size, shape.dim))
                                         for name, size in shape.parameters().items()})
        self.register_buffer("positions", positions(LONGEST, shape.dim), persistent=False)
        self.rounded = False

    def weights(self) -> dict[str, np.ndarray]:
        return {name: value.detach().float().cpu().numpy() for name, value in self.p.items()}

    # ---- layers ----

    def drop(self, x: torch.Tensor) -> torch.Tensor:
        return F.dropout(x, self.dropout, self.training) if self.dropout else x

    def weight(self, name: str) -> torch.Tensor:
        value = self.p[name]
        return value + (as_int8(value.detach()) - value.detach()) if self.rounded and is_matrix(name) else value

    def affine(self, x: torch.Tensor, weight: str, bias: str) -> torch.Tensor:
        return F.linear(x, self.weight(weight).t(), self.p[bias][0])    # one operation, where "@" and "+" are two

    def normalised(self, x: torch.Tensor, residual: torch.Tensor, name: str) -> torch.Tensor:
        """Dropout, residual, layer norm: the 'dan' that follows every sub-layer. In float32 under autocast too."""
        summed = residual.float() + self.drop(x).float()
        return F.layer_norm(summed, (self.shape.dim,), self.p[f"{name}_ln_scale"][0].float(),
                            self.p[f"{name}_ln_bias"][0].float(), eps=1e-6)

    def split(self, x: torch.Tensor) -> torch.Tensor:
        return x.view(x.size(0), x.size(1), self.shape.heads, -1).transpose(1, 2)

    def keys_values(self, name: str, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return (self.split(self.affine(x, f"{name}_Wk", f"{name}_bk")),
                self.split(self.affine(x, f"{name}_Wv", f"{name}_bv")))

    def attend(self, name: str, x: torch.Tensor, keys: torch.Tensor, values: torch.Tensor,
               mask: torch.Tensor) -> torch.Tensor:
        """Attention of x over keys and values; the mask is added to the scores."""
        queries = self.split(self.affine(x, f"{name}_Wq", f"{name}_bq"))
        if name == self.watched:
            self.alignment = attention_scores(queries[:, :1], keys[:, :1], mask)[:, 0]
        joined = attention(queries, keys, values, mask).transpose(1, 2).reshape(x.shape)
        return self.normalised(self.affine(joined, f"{name}_Wo", f"{name}_bo"), x, f"{name}_Wo")

    def feed_forward(self, name: str, x: torch.Tensor) -> torch.Tensor:
        hidden = self.affine(x, f"{name}_W1", f"{name}_b1")
        hidden = torch.relu(hidden) if self.shape.activation == "relu" else F.silu(hidden)
        return self.normalised(self.affine(self.drop(hidden), f"{name}_W2", f"{name}_b2"), x, f"{name}_ffn")

    def embed(self, table: str, ids: torch.Tensor, start: int) -> torch.Tensor:
        """Embeddings and positions from `start` on. PADDING, also the decoder's first input, becomes zero."""
        x = F.embedding(ids.clamp(min=0), self.weight(table)).float() * math.sqrt(self.shape.dim)
        x = x * (ids >= 0).unsqueeze(-1)
        return self.drop(x + self.positions[start:start + ids.size(1)])

    # ---- encoder and decoder ----

    def encode(self, source: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the encoder's output and the mask of its padding."""
        mask = torch.zeros(source.shape, device=source.device).masked_fill(source < 0, MASKED)[:, None, None, :]
        x = self.embed(self.shape.source_embedding, source, 0)
        for layer in range(1, self.shape.encoder_depth + 1):
            name = f"encoder_l{layer}_self"
            x = self.attend(name, x, *self.keys_values(name, x), mask)
            x = self.feed_forward(f"encoder_l{layer}_ffn", x)
        return x, mask

    def context(self, memory: torch.Tensor) -> list[tuple[torch.Tensor, torch.Tensor]]:
        layers = range(1, self.shape.decoder_depth + 1)
        return [self.keys_values(f"decoder_l{layer}_context", memory) for layer in layers]

    def decode(self, memory: torch.Tensor, mask: torch.Tensor, previous: torch.Tensor) -> torch.Tensor:
        """Return the decoder's output at every position, given the right previous tokens (teacher forcing)."""
        length = previous.size(1)
        causal = torch.full((length, length), MASKED, device=previous.device).triu(1)
        x = self.embed(self.shape.target_embedding, previous, 0)
        for layer, context in enumerate(self.context(memory), 1):
            name = f"decoder_l{layer}"
            if self.shape.decoder == "ssru":
                candidate, forget = self.gates(name, x)
                x = self.normalised(torch.relu(scan(forget, (1 - forget) * candidate)), x, f"{name}_rnn_ffn")
            else:
                x = self.attend(f"{name}_self", x, *self.keys_values(f"{name}_self", x), causal)
            x = self.attend(f"{name}_context", x, *context, mask)
            x = self.feed_forward(f"{name}_ffn", x)
        return x

    def gates(self, name: str, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        candidate = (x @ self.weight(f"{name}_rnn_W")).float()
        return candidate, torch.sigmoid(self.affine(x, f"{name}_rnn_Wf", f"{name}_rnn_bf").float())

    def logits(self, x: torch.Tensor) -> torch.Tensor:
        return F.linear(x, self.weight(self.shape.target_embedding), self.p["decoder_ff_logit_out_b"][0])

    def loss(self, source: torch.Tensor, target: torch.Tensor, places: torch.Tensor,
             smoothing: float) -> torch.Tensor:
        """Return the mean cross entropy per target token; `places` are theirs in `target` read row by row."""
        previous = F.pad(target, (1, 0), value=PADDING)[:, :-1].clone()
        previous[:, 1:].clamp_(min=EOS)
        x = self.decode(*self.encode(source), previous)
        logits = self.logits(x.reshape(-1, x.size(-1)).index_select(0, places))
        return F.cross_entropy(logits.float(), target.reshape(-1).index_select(0, places), label_smoothing=smoothing)

    def alignment_loss(self, places: torch.Tensor, links: torch.Tensor) -> torch.Tensor:
        """Return the cross entropy of the attention that is read as alignment, in the last call of loss."""
        scores = self.alignment.reshape(-1, self.alignment.size(-1)).index_select(0, places)
        return F.cross_entropy(scores, links.reshape(-1).index_select(0, places))

    # ---- search ----

    @torch.no_grad()
    def greedy(self, source: torch.Tensor, limit: int) -> list[list[int]]:
        """Return the greedy translation of every row, without EOS, of at most `limit` tokens."""
        memory, mask = self.encode(source)
        context = self.context(memory)
        state: list = [None] * len(context)
        previous = torch.full((source.size(0), 1), PADDING, device=source.device)
        done = torch.zeros(source.size(0), dtype=torch.bool, device=source.device)
        columns = []
        for position in range(limit):
            x = self.embed(self.shape.target_embedding, previous, position)
            for layer, pair in enumerate(context):
                x = self.step(layer, x, state)
                x = self.attend(f"decoder_l{layer + 1}_context", x, *pair, mask)
                x = self.feed_forward(f"decoder_l{layer + 1}_ffn", x)
            scores = self.logits(x)[:, -1].float()
            scores[:, UNK] = MASKED
            token = scores.argmax(-1).masked_fill(done, EOS)
            columns.append(token)
            done = done | (token == EOS)
            if bool(done.all()):
                break
            previous = token[:, None]
        rows = torch.stack(columns, 1).tolist()
        return [row[:row.index(EOS)] if EOS in row else row for row in rows]

    def step(self, layer: int, x: torch.Tensor, state: list) -> torch.Tensor:
        """The first sub-layer of a decoder layer for one new position; `state[layer]` moves on."""
        name = f"decoder_l{layer + 1}"
        if self.shape.decoder == "ssru":
            candidate, forget = self.gates(name, x)
            cell = (1 - forget) * candidate
            if state[layer] is not None:
                cell = cell + forget * state[layer]
            state[layer] = cell
            return self.normalised(torch.relu(cell), x, f"{name}_rnn_ffn")
        now = self.keys_values(f"{name}_self", x)
        if state[layer] is not None:
            now = tuple(torch.cat(pair, 2) for pair in zip(state[layer], now))
        state[layer] = now
        return self.attend(f"{name}_self", x, *now, torch.zeros((1, 1), device=x.device))


def initial(name: str, size: tuple[int, int], dim: int) -> torch.Tensor:
    """Initial values: normal embeddings, Glorot-uniform matrices, norms that do nothing, zero biases."""
    if is_embedding(name):
        return torch.randn(size) * dim ** -0.5
    if size[0] > 1:
        return torch.empty(size).uniform_(-1, 1) * math.sqrt(6 / sum(size))
    return torch.ones(size) if name.endswith("_ln_scale") else torch.zeros(size)


def positions(count: int, dim: int) -> torch.Tensor:
    half = dim // 2
    rates = torch.exp(torch.arange(half) * (-math.log(10000.0) / (half - 1)))
    angles = torch.arange(count)[:, None] * rates
    return torch.cat([torch.sin(angles), torch.cos(angles)], 1)


def as_int8(matrix: torch.Tensor) -> torch.Tensor:
    """Return a matrix as it comes back from int8: modelfile.quantise_matrix on the device, without waiting for it."""
    multiplier = 127 / matrix.abs().max().clamp(min=1e-30)
    return torch.round(matrix * multiplier) / multiplier


def attention_scores(queries: torch.Tensor, keys: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    return (queries @ keys.transpose(2, 3) / math.sqrt(queries.size(-1))).float() + mask


def attention(queries: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return what queries take from the values; the mask is added to the scores."""
    if FUSED:
        return F.scaled_dot_product_attention(queries, keys, values, attn_mask=mask.to(queries.dtype))
    return torch.softmax(attention_scores(queries, keys, mask), -1).to(values.dtype) @ values


def scan(forget: torch.Tensor, update: torch.Tensor) -> torch.Tensor:
    """Solve c[t] = forget[t] * c[t-1] + update[t] along dimension 1, doubling the reach of each position per step."""
    reach = 1
    while reach < update.size(1):
        kept, carried = update[:, :reach], update[:, reach:] + forget[:, reach:] * update[:, :-reach]
        forget = torch.cat([forget[:, :reach], forget[:, reach:] * forget[:, :-reach]], 1)
        update = torch.cat([kept, carried], 1)
        reach *= 2
    return update
