# SPDX-License-Identifier: ISC
"""A model's weights as a folder of files small enough to be carried one by one, and back.

`meta.json` tells the architecture and the state of training; the `weights-NN.npz` beside it hold bands of rows of the
parameters under keys `name@first row`. Matrices are stored in one of two ways. As int8 with the multiplier under
`name%multiplier` they are half the size, and quantise.py gets the very same bytes again; as float16 they are finer, for
more training after a loss of the work folder.
"""
from __future__ import annotations

import dataclasses
import json
import pathlib

import numpy as np

from architecture import Architecture, is_matrix
from modelfile import Model, quantise_matrix

STORAGES = ("int8", "float16")
PART_BYTES = 15_000_000
BAND_BYTES = 5_000_000


def _bands(name: str, array: np.ndarray, storage: str) -> list[tuple[str, np.ndarray]]:
    """Cut a parameter into bands of rows, stored as asked."""
    bands = []
    if is_matrix(name) and storage == "int8":
        matrix = quantise_matrix(array)
        array = matrix.values
        bands.append((f"{name}%multiplier", np.array(matrix.multiplier)))
    else:
        array = array.astype(np.float16 if is_matrix(name) else np.float32)
    height = max(1, BAND_BYTES // (array.shape[1] * array.itemsize))
    return bands + [(f"{name}@{first}", array[first:first + height]) for first in range(0, len(array), height)]


def split(folder: pathlib.Path, model: Model, progress: dict[str, float], storage: str = "int8") -> list[str]:
    """Write the parts of a model and return their file names; `progress` goes into meta.json and comes back."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("weights-*.npz"):
        old.unlink()
    groups: list[dict[str, np.ndarray]] = [{}]
    for name, array in model.weights.items():
        for key, band in _bands(name, array, storage):
            if groups[-1] and sum(kept.nbytes for kept in groups[-1].values()) + band.nbytes > PART_BYTES:
                groups.append({})
            groups[-1][key] = band
    names = [f"weights-{number:02d}.npz" for number in range(len(groups))]
    for name, group in zip(names, groups):
        np.savez(folder / name, **group)   # type: ignore
    meta = {"architecture": dataclasses.asdict(model.shape), "progress": progress, "parts": names}
    (folder / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", "utf-8")
    return names


def join(folder: pathlib.Path) -> tuple[Model, dict[str, float]]:
    """Return the model of a folder of parts, and its progress; ValueError if a parameter or a band is missing."""
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    shape = Architecture(**meta["architecture"])
    bands: dict[str, dict[int, np.ndarray]] = {}
    multipliers: dict[str, np.float32] = {}
    for name in meta["parts"]:
        with np.load(folder / name) as part:
            for key in part.files:
                parameter, at, first = key.rpartition("@")
                if at:
                    bands.setdefault(parameter, {})[int(first)] = part[key]
                else:
                    multipliers[key.removesuffix("%multiplier")] = np.float32(part[key])
    weights = {name: np.concatenate([rows[first] for first in sorted(rows)]).astype(np.float32)
               for name, rows in bands.items()}
    for name, multiplier in multipliers.items():
        weights[name] *= np.float32(1 / multiplier)
    model = Model(shape, weights)
    model.check()
    return model, meta["progress"]
