# SPDX-License-Identifier: ISC
import itertools
import subprocess
import sys
import unittest

import numpy as np

import dataset
import parts
from architecture import PRESETS, preset
from forward import Translator
from modelfile import Model, quantise_weights
from support import FolderTest, small_shape, small_sources

try:
    import torch
except ImportError:
    raise unittest.SkipTest("torch is not installed")

import checkpoint
from network import PADDING, Network, scan

RECIPE = checkpoint.__file__.rsplit("/", 1)[0]


def padded(rows):
    width = max(map(len, rows))
    return torch.tensor([row + [PADDING] * (width - len(row)) for row in rows])


def places(rows):
    lengths = np.array([len(row) for row in rows])
    return torch.from_numpy(dataset.target_positions(lengths, lengths.max()))


class AgainstNumpy(unittest.TestCase):
    def test_same_scores_and_translations(self):
        torch.manual_seed(3)
        for decoder, activation, sizes in itertools.product(
                ("ssru", "attention"), ("relu", "swish"), ({}, {"shared": False, "target_vocabulary": 80})):
            shape = small_shape(decoder=decoder, activation=activation, **sizes)
            network = Network(shape).eval()
            for value in network.p.values():
                if len(value) == 1:
                    value.data.uniform_(-0.5, 1.5)
            translator = Translator(Model(shape, network.weights()))
            sources, targets = small_sources(5, 1), small_sources(5, 2, 80)
            loss = network.loss(padded(sources), padded(targets), places(targets), 0.0)
            scores = sum(sum(translator.score(*pair)) for pair in zip(sources, targets))
            self.assertAlmostEqual(float(loss), -scores / sum(map(len, targets)), places=4)
            for source, row in zip(sources, network.greedy(padded(sources), 12)):
                want, _ = translator.greedy(source, length_factor=12 / len(source))
                self.assertEqual(row, [token for token in want if token])

    def test_scan_is_the_recurrence(self):
        forget, update = torch.rand(2, 13, 4), torch.rand(2, 13, 4)
        state, steps = torch.zeros(2, 4), []
        for t in range(13):
            state = forget[:, t] * state + update[:, t]
            steps.append(state)
        torch.testing.assert_close(scan(forget, update), torch.stack(steps, 1))


class Rounded(unittest.TestCase):
    def test_counts_as_the_int8_model_does(self):
        network = Network(small_shape()).eval()
        sides = padded(small_sources(4, 1)), padded(small_sources(4, 2)), places(small_sources(4, 2))
        exact = network.loss(*sides, 0.0)
        network.rounded = True
        rounded = network.loss(*sides, 0.0)
        other = Network(network.shape).eval()
        checkpoint.set_weights(other, {name: torch.from_numpy(value) for name, value in
                                       quantise_weights(Model(network.shape, network.weights())).weights.items()})
        self.assertAlmostEqual(float(rounded), float(other.loss(*sides, 0.0)), places=5)
        self.assertGreater(abs(float(rounded - exact)), 1e-5)

    def test_gradients_pass(self):
        network = Network(small_shape())
        network.rounded = True
        rows = small_sources(4, 2)
        network.loss(padded(rows), padded(rows), places(rows), 0.0).backward()
        for name, value in network.p.items():
            if not name.endswith("_bk"):        # softmax does not see these biases
                self.assertGreater(float(value.grad.abs().max()), 0, name)


class Training(FolderTest):
    """The real commands on a toy corpus: every target is its source, reversed."""

    def setUp(self):
        super().setUp()
        rng = np.random.default_rng(1)
        self.rows = [rng.integers(2, 40, rng.integers(2, 7)).tolist() for _ in range(12)]
        dataset.save(self.folder / "data.npz", 40, [0] * 12, self.rows, [row[::-1] for row in self.rows])

    def run_step(self, *words):
        run = subprocess.run([sys.executable, *map(str, words)], cwd=RECIPE, capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        return run.stdout

    def train(self, steps, *more):
        self.run_step("train.py", "--work", self.folder, "--preset", "micro", "--steps", steps, "--rate", "4e-3",
                      "--warmup", 20, "--dropout", 0, "--smoothing", 0, "--tokens", 200, "--threads", 1, "--guide", 0, *more)

    def test_learns_the_corpus_and_exports_what_it_learned(self):
        self.train(150)
        self.run_step("export.py", "--work", self.folder, "--out", self.folder / "parts")
        model, progress = parts.join(self.folder / "parts")
        self.assertEqual(progress["step"], 150)
        translator = Translator(model)
        right = sum(translator.greedy(row + [0])[0] == row[::-1] + [0] for row in self.rows)
        self.assertGreaterEqual(right, 11)

    def test_goes_on_where_it_stopped(self):
        self.train(20)
        before = checkpoint.load(self.folder)
        self.train(25)
        after = checkpoint.load(self.folder)
        self.assertEqual((before.step, after.step), (20, 25))
        self.assertGreater(after.seconds, before.seconds)

    def test_restores_a_lost_work_folder_from_parts(self):
        self.train(20)
        self.run_step("export.py", "--work", self.folder, "--out", self.folder / "parts", "--storage", "float16")
        checkpoint.path_in(self.folder).unlink()
        self.run_step("restore.py", "--parts", self.folder / "parts", "--work", self.folder)
        self.assertEqual(checkpoint.load(self.folder).step, 20)
        self.train(22)
        self.assertEqual(checkpoint.load(self.folder).step, 22)

    def test_presets_make_networks(self):
        for name in PRESETS:
            shape = preset(name, 40)
            self.assertEqual(shape.source_vocabulary, 40)
