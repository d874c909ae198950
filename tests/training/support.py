# SPDX-License-Identifier: ISC
"""What several test modules need: small models, and the measuring data beside the checkout, if it is there."""
from __future__ import annotations

import os
import pathlib
import tempfile
import unittest

import numpy as np

import make_tiny_models
from architecture import Architecture
from modelfile import Model

SHARED = pathlib.Path(os.environ.get("SHARED", pathlib.Path(__file__).resolve().parents[3] / "shared"))


def needs_shared(*names: str):
    """Skip a test unless files exist in the folder of measuring data."""
    missing = [name for name in names if not (SHARED / name).exists()]
    return unittest.skipIf(missing, "measuring data is not here")


def small_shape(**changes) -> Architecture:
    sizes = dict(dim=64, ffn=128, heads=4, encoder_depth=1, decoder_depth=2, source_vocabulary=96, target_vocabulary=96)
    return Architecture(**(sizes | changes))


def small_model(seed: int = 1, gain: float = 1.0, **changes) -> Model:
    return make_tiny_models.random_model(small_shape(**changes), np.random.default_rng(seed), gain)


def small_sources(count: int = 6, seed: int = 2, vocabulary: int = 96) -> list[list[int]]:
    rng = np.random.default_rng(seed)
    return [make_tiny_models.random_source(rng, vocabulary) for _ in range(count)]


class FolderTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
