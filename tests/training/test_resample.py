# SPDX-License-Identifier: ISC
"""Segmentations that are sampled anew, and training that takes them."""
import subprocess
import sys
import types
import unittest

import numpy as np

import dataset
import vocabulary
from support import FolderTest

try:
    import sentencepiece
    import torch
except ImportError:
    raise unittest.SkipTest("sentencepiece or torch is not installed")

from corpus import Corpus

RECIPE = dataset.__file__.rsplit("/", 1)[0]
WORDS = "Haus Hausbau Regierung Montag nein Mann kam sagte rot".split()
SENTENCES = [" ".join(np.random.default_rng(i).choice(WORDS, 5)) for i in range(100)]


class Rounds(FolderTest):
    def setUp(self):
        super().setUp()
        pieces = [(text, score / 10, kind) for text, score, kind in vocabulary.small_pieces(320, WORDS)]
        vocabulary.write_vocabulary(self.folder / "vocab.spm", pieces)
        self.vocabulary = sentencepiece.SentencePieceProcessor(model_file=str(self.folder / "vocab.spm"))
        ids = self.vocabulary.encode(SENTENCES)
        dataset.save(self.folder / "data.npz", 320, [0] * len(ids), ids, ids)
        self.plain = dataset.Dataset(self.folder / "data.npz")
        self.cooling = False

    def run_step(self, program, *words):
        run = subprocess.run([sys.executable, f"{RECIPE}/{program}", "--work", self.folder, *map(str, words)],
                             capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def corpus(self):
        args = types.SimpleNamespace(work=self.folder, joined=0.0, longest=None, resample=1, tokens=500)
        corpus = Corpus(args, self.plain, "cpu", np.random.default_rng(1))
        corpus.sampler = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        self.addCleanup(corpus.sampler.stdin.close)
        self.addCleanup(corpus.stop)
        return corpus

    def test_half_of_the_rows_are_split_anew_and_all_keep_their_text(self):
        self.run_step("resample.py", "--rounds", 1)
        data = self.plain.resampled(dataset.round_path(self.folder))
        rows = [data.row("source", i).tolist() for i in range(len(data))]
        self.assertEqual([self.vocabulary.decode(row[:-1]) for row in rows], SENTENCES)
        changed = sum(row != self.plain.row("source", i).tolist() for i, row in enumerate(rows))
        self.assertTrue(20 <= changed <= 75, changed)
        self.assertEqual(data.row("target", 7).tolist(), self.plain.row("target", 7).tolist())

    def test_a_round_is_taken_once_and_the_plain_data_when_the_rate_falls(self):
        self.run_step("resample.py", "--rounds", 1)
        corpus, schedule = self.corpus(), types.SimpleNamespace(cooling=lambda: self.cooling)
        corpus.renew(schedule)
        self.assertFalse(dataset.round_path(self.folder).exists())
        self.assertNotEqual(corpus.data.ids["source"].tolist(), self.plain.ids["source"].tolist())
        batch = corpus.rows.batch("source", np.array([3]))[0].tolist()
        self.assertEqual(self.vocabulary.decode(batch[:-1]), SENTENCES[3])
        self.cooling = True
        corpus.renew(schedule)
        self.assertEqual(corpus.data.ids["source"].tolist(), self.plain.ids["source"].tolist())
        self.assertIsNone(corpus.sampler)

    def test_training_starts_the_sampling_and_ends_it(self):
        self.run_step("train.py", "--preset", "micro", "--steps", 30, "--tokens", 400, "--threads", 1, "--resample", 1)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                         ["checkpoint.pt", "data.npz", "lexicon.npz", "vocab.spm"])
