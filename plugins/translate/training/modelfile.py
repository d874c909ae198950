# SPDX-License-Identifier: ISC
"""Read and write model files in Marian's binary format, with float32 or int8 (intgemm8) matrices.

Layout, little-endian: version 1 and the number of items as uint64; per item its name length, type, number of
dimensions and data length as uint64; the names; the dimensions as int32; the length of a padding and the padding,
which brings the data to a multiple of 256 bytes; the data of each item, rounded up to 256 but for the last item, which
is the model's options as YAML text.
"""
from __future__ import annotations

import dataclasses
import pathlib
import struct

import numpy as np

from architecture import Architecture, from_options, is_embedding, is_matrix, to_options

INT8, FLOAT32, INTGEMM8 = 0x0101, 0x0404, 0x4101
OPTIONS_ITEM = "special:model.yml"
ACTIVATION_SUFFIX = "_QuantMultA"
ALIGNMENT = 256


@dataclasses.dataclass(frozen=True)
class Item:
    """One entry of a file. The payload has no padding."""

    name: str
    kind: int
    shape: tuple[int, ...]
    payload: bytes


@dataclasses.dataclass(frozen=True)
class Int8Matrix:
    """A quantised matrix: weight = values / multiplier. The values have the shape of the matrix, input width first."""

    values: np.ndarray
    multiplier: np.float32

    def dequantised(self) -> np.ndarray:
        return self.values.astype(np.float32) * np.float32(1 / self.multiplier)


@dataclasses.dataclass
class Model:
    """A whole model. `weights` has every parameter in float32; a quantised model's matrices are in `int8` as well.

    `activation` maps the name of a matrix to the multiplier of the activations that meet it; the output layer has a
    second entry, "none", which Marian uses under a shortlist.
    """

    shape: Architecture
    weights: dict[str, np.ndarray]
    int8: dict[str, Int8Matrix] = dataclasses.field(default_factory=dict)
    activation: dict[str, np.float32] = dataclasses.field(default_factory=dict)

    def check(self) -> None:
        """Raise ValueError unless exactly the parameters of the architecture are there, in their shapes."""
        expected = self.shape.parameters()
        missing, extra = sorted(expected.keys() - self.weights), sorted(self.weights.keys() - expected.keys())
        if missing or extra:
            raise ValueError(f"model: missing {missing}, not expected {extra}")
        for name, shape in expected.items():
            if self.weights[name].shape != shape:
                raise ValueError(f"model: {name} has shape {self.weights[name].shape}, expected {shape}")


# ---- the container ----

def _payload_size(kind: int, shape: tuple[int, ...]) -> int:
    count = int(np.prod(shape, dtype=np.int64))
    return {INT8: count, FLOAT32: 4 * count, INTGEMM8: count + 4}[kind]


def _round_up(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT


def read_items(path: str | pathlib.Path) -> list[Item]:
    """Return the items of a model file in its order; ValueError if it is not such a file or is cut short."""
    data = pathlib.Path(path).read_bytes()
    try:
        return _parse_items(data)
    except (struct.error, IndexError, KeyError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: not a Marian binary model file, or damaged ({error})") from error


def _parse_items(data: bytes) -> list[Item]:
    version, count = struct.unpack_from("<QQ", data, 0)
    if version != 1:
        raise KeyError(f"version {version}")
    headers = [struct.unpack_from("<4Q", data, 16 + 32 * i) for i in range(count)]
    position = 16 + 32 * count
    names, shapes, items = [], [], []
    for length, *_ in headers:
        names.append(data[position:position + length - 1].decode("utf-8"))
        position += length
    for _, _, dimensions, _ in headers:
        shapes.append(struct.unpack_from(f"<{dimensions}i", data, position))
        position += 4 * dimensions
    padding, = struct.unpack_from("<Q", data, position)
    position += 8 + padding
    for name, shape, (_, kind, _, length) in zip(names, shapes, headers):
        size = _payload_size(kind, shape)
        if size > length or position + length > len(data):
            raise IndexError(f"item {name}")
        items.append(Item(name, kind, shape, data[position:position + size]))
        position += length
    return items


def write_items(path: str | pathlib.Path, items: list[Item]) -> None:
    """Write items in Marian's order: by name, the options last."""
    items = sorted(items, key=lambda item: (item.name == OPTIONS_ITEM, item.name.encode()))
    names = [item.name.encode() + b"\0" for item in items]
    lengths = [len(item.payload) if item.name == OPTIONS_ITEM else _round_up(len(item.payload)) for item in items]
    head = struct.pack("<QQ", 1, len(items))
    for item, name, length in zip(items, names, lengths):
        head += struct.pack("<4Q", len(name), item.kind, len(item.shape), length)
    head += b"".join(names)
    head += b"".join(struct.pack(f"<{len(item.shape)}i", *item.shape) for item in items)
    padding = ALIGNMENT - (len(head) + 8) % ALIGNMENT   # 1 to 256, never 0
    with open(path, "wb") as out:
        out.write(head + struct.pack("<Q", padding) + bytes(padding))
        for item, length in zip(items, lengths):
            out.write(item.payload + bytes(length - len(item.payload)))


# ---- items and models ----

def float_item(name: str, array: np.ndarray) -> Item:
    return Item(name, FLOAT32, array.shape, np.ascontiguousarray(array, "<f4").tobytes())


def int8_item(name: str, matrix: Int8Matrix) -> Item:
    """Embeddings lie row by row; any other matrix transposed, so that the weights of one output are neighbours."""
    values = matrix.values if is_embedding(name) else matrix.values.T
    payload = np.ascontiguousarray(values, np.int8).tobytes() + struct.pack("<f", matrix.multiplier)
    return Item(name, INTGEMM8, matrix.values.shape, payload)


def activation_item(name: str, value: np.float32) -> Item:
    """An activation multiplier. Marian takes one whose name has "Wemb" in it for an embedding and packs it as such."""
    name += ACTIVATION_SUFFIX
    if is_embedding(name):
        return int8_item(name, Int8Matrix(np.full((1, 1), 127, np.int8), np.float32(127) / np.float32(value)))
    return float_item(name, np.full((1, 1), value, np.float32))


def _parse_int8(item: Item) -> Int8Matrix:
    rows, columns = item.shape
    values = np.frombuffer(item.payload, np.int8, rows * columns)
    multiplier = np.frombuffer(item.payload, "<f4", 1, rows * columns)[0]
    values = values.reshape(rows, columns) if is_embedding(item.name) else values.reshape(columns, rows).T
    return Int8Matrix(values, multiplier)


def read_model(path: str | pathlib.Path) -> Model:
    """Return a model with its weights in float32; ValueError names what is wrong or not supported."""
    items = read_items(path)
    texts = [item for item in items if item.name == OPTIONS_ITEM]
    if not texts:
        raise ValueError(f"{path}: no {OPTIONS_ITEM} in the file")
    shape = from_options(texts[0].payload.split(b"\0")[0].decode("utf-8"))
    model = Model(shape, {})
    for item in items:
        if item.name == OPTIONS_ITEM:
            continue
        if item.kind == INTGEMM8:
            matrix = _parse_int8(item)
            array = matrix.dequantised()
            if not item.name.endswith(ACTIVATION_SUFFIX):
                model.int8[item.name] = matrix
        else:
            array = np.frombuffer(item.payload, "<f4").reshape(item.shape)
        if item.name.endswith(ACTIVATION_SUFFIX):
            model.activation[item.name[:-len(ACTIVATION_SUFFIX)]] = np.float32(array.reshape(-1)[0])
        else:
            model.weights[item.name] = array
    model.check()
    return model


def write_model(path: str | pathlib.Path, model: Model) -> None:
    """Write a model: matrices as int8 where `model.int8` has them, everything else as float32."""
    model.check()
    items = [int8_item(name, model.int8[name]) if name in model.int8 else float_item(name, array)
             for name, array in model.weights.items()]
    items += [activation_item(name, value) for name, value in model.activation.items()]
    text = to_options(model.shape).encode() + b"\0"
    items.append(Item(OPTIONS_ITEM, INT8, (len(text),), text))
    write_items(path, items)


def quantise_matrix(array: np.ndarray) -> Int8Matrix:
    """Round to 8 bits with one multiplier, 127 / largest absolute weight."""
    largest = np.float32(np.abs(array).max()) or np.float32(1)
    multiplier = np.float32(127) / largest
    return Int8Matrix(np.clip(np.rint(array * multiplier), -127, 127).astype(np.int8), multiplier)


def quantise_weights(model: Model) -> Model:
    """Return the model with every matrix in int8 and without activation multipliers."""
    int8 = {name: quantise_matrix(array) for name, array in model.weights.items() if is_matrix(name)}
    weights = {name: int8[name].dequantised() if name in int8 else array for name, array in model.weights.items()}
    return Model(model.shape, weights, int8)
