# SPDX-License-Identifier: ISC
"""Links of a lexicon, a start made of it, guided alignment, and training in several processes."""
import subprocess
import sys
import unittest

import numpy as np

import dataset
from support import FolderTest

try:
    import torch
except ImportError:
    raise unittest.SkipTest("torch is not installed")

import align
import checkpoint

RECIPE = align.__file__.rsplit("/", 1)[0]
VOCABULARY, WORDS = 400, 100    # German word w is rendered by w + WORDS


class Language(FolderTest):
    """A language of which each word has one translation, and whose sentences are turned round in translation."""

    def setUp(self):
        super().setUp()
        rng = np.random.default_rng(1)
        source = [rng.integers(10, 10 + WORDS, rng.integers(3, 9)).tolist() for _ in range(600)]
        target = [[word + WORDS for word in row[::-1]] for row in source]
        dataset.save(self.folder / "data.npz", VOCABULARY, [0] * 600, source, target)
        self.data = dataset.Dataset(self.folder / "data.npz")

    def run_step(self, program, *words):
        run = subprocess.run([sys.executable, f"{RECIPE}/{program}", "--work", self.folder, *map(str, words)],
                             capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout

    def looks_right(self, network, row):
        """The share of English tokens whose attention rests on the German token they translate."""
        source, target = (torch.from_numpy(self.data.row(side, row).astype(np.int64))[None] for side in dataset.SIDES)
        network.loss(source, target, torch.arange(target.size(1)), 0.0)
        count = source.size(1) - 1
        return (network.alignment[0, :count].argmax(1) == torch.arange(count).flip(0)).float().mean().item()

    def links(self, source, target):
        lexicon = align.load_lexicon(self.folder, self.data, "cpu")
        return lexicon.links(torch.tensor(source), torch.tensor(target)).tolist()

    def test_links_follow_the_lexicon_not_the_order(self):
        links = self.links([[10, 20, 30, 0, -1], [40, 50, 0, -1, -1]],
                           [[30 + WORDS, 20 + WORDS, 10 + WORDS, 0], [50 + WORDS, 40 + WORDS, 0, -1]])
        self.assertEqual(links[0], [2, 1, 0, 3])
        self.assertEqual(links[1][:3], [1, 0, 2])

    def test_links_of_a_repeated_word_keep_the_order(self):
        links = self.links([[10, 20, 10, 30, 0]], [[word + WORDS for word in (10, 20, 10, 30)] + [0]])
        self.assertEqual(links, [[0, 1, 2, 3, 4]])

    def test_a_stored_lexicon_makes_the_same_links(self):
        sides = [self.data.row(side, 5).astype(int)[None].tolist() for side in dataset.SIDES]
        counted = align.count_lexicon(self.data, "cpu")
        want = counted.links(*map(torch.tensor, sides)).tolist()
        self.links(*sides)
        self.assertTrue((self.folder / "lexicon.npz").exists())
        self.assertEqual(self.links(*sides), want)

    def test_translations_start_with_like_embeddings(self):
        self.run_step("start.py", "--preset", "micro")
        state = checkpoint.load(self.folder)
        table = state.weights["Wemb"].numpy()
        like = table[10:10 + WORDS] @ table[10 + WORDS:10 + 2 * WORDS].T
        self.assertGreater((like.argmax(1) == np.arange(WORDS)).mean(), 0.9)
        self.assertEqual(state.step, 0)

    def test_guided_training_goes_on_from_a_start_in_two_processes(self):
        self.run_step("start.py", "--preset", "micro")
        out = self.run_step("train.py", "--steps", 150, "--rate", "3e-3", "--warmup", 10, "--dropout", 0,
                            "--guide", 0.5, "--joined", 0, "--tokens", 300, "--threads", 1, "--processes", 2,
                            "--longest", 8, "--constant", 30)
        self.assertIn("from step 0", out)
        network = checkpoint.averaged_network(self.folder, "cpu")
        self.assertGreater(np.mean([self.looks_right(network, row) for row in range(50)]), 0.8)
        self.assertEqual(checkpoint.load(self.folder).step, 150)

    def test_long_pairs_are_left_out(self):
        self.data.keep(5)
        self.assertLess(len(self.data), 600)
        self.assertTrue(all(len(self.data.row("source", i)) <= 5 for i in range(len(self.data))))
        self.assertEqual(self.data.row("target", 0)[0], self.data.row("source", 0)[-2] + WORDS)
