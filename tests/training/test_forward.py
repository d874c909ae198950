# SPDX-License-Identifier: ISC
import unittest

import numpy as np

import modelfile
import quantise
from forward import Translator
from support import SHARED, needs_shared, small_model, small_sources

ENGINE = SHARED / "engine"
KINDS = [{"decoder": decoder, **vocabulary} for decoder in ("ssru", "attention")
         for vocabulary in ({}, {"shared": False, "target_vocabulary": 80})]


def golden(name: str) -> list[list[float]]:
    """Word scores of the reference engine, by line."""
    lines = (ENGINE / "out" / name).read_text("utf-8").splitlines()
    return [[float(word) for word in line.split(" ||| ")[2].split()[1:]] for line in lines]


class Search(unittest.TestCase):
    def test_scores_of_greedy_and_of_forced_decoding_agree(self):
        for kind in KINDS:
            translator = Translator(small_model(**kind))
            for source in small_sources():
                ids, scores = translator.greedy(source)
                np.testing.assert_allclose(translator.score(source, ids), scores, atol=1e-6)

    def test_an_empty_source_has_an_empty_translation(self):
        self.assertEqual(Translator(small_model()).greedy([0]), ([], []))

    def test_length_limit_and_unknown(self):
        translator = Translator(small_model())
        for source in small_sources(20):
            ids, _ = translator.greedy(source, length_factor=1.5)
            self.assertLessEqual(len(ids), int(np.ceil(1.5 * len(source))))
            self.assertNotIn(1, ids)

    def test_only_allowed_ids_are_chosen(self):
        translator = Translator(small_model())
        for source in small_sources():
            self.assertLessEqual(set(translator.greedy(source, allowed=[0, 1, 7, 40, 41])[0]), {0, 7, 40, 41})


class Int8(unittest.TestCase):
    def test_close_to_float32(self):
        for kind in KINDS:
            sources = small_sources()
            result = quantise.quantised(small_model(**kind), sources)
            exact, rounded = Translator(result), Translator(result, int8=True)
            for source in sources:
                left, right = exact.step(exact.start(source), None), rounded.step(rounded.start(source), None)
                self.assertGreater(np.corrcoef(left, right)[0, 1], 0.97, kind)

    def test_multipliers_are_needed(self):
        with self.assertRaisesRegex(ValueError, "no activation multiplier"):
            Translator(modelfile.quantise_weights(small_model()), int8=True)

    def test_multiplier_is_127_over_mean_and_deviations(self):
        model, sources, seen = small_model(), small_sources(), []
        quantised = quantise.quantised(model, sources)
        name = "encoder_l1_ffn_W1"
        observer = lambda matrix, x: seen.append(np.abs(x).max()) if matrix == name else None
        translator = Translator(modelfile.quantise_weights(model), observer=observer)
        for source in sources:
            translator.greedy(source)
        self.assertAlmostEqual(quantised.activation[name], 127 / (np.mean(seen) + 1.1 * np.std(seen)), places=4)
        self.assertEqual(quantised.activation["none"], quantised.activation["Wemb"])


class Golden(unittest.TestCase):
    """The reference engine's scores on its toy model, every 16th line."""

    def setUp(self):
        lines = (ENGINE / "inputs.ids").read_text().splitlines()
        self.lines = [i for i in range(0, len(lines), 16) if lines[i].strip()]
        self.sources = {i: [int(word) for word in lines[i].split()] + [0] for i in self.lines}
        self.model = modelfile.read_model(ENGINE / "model" / "model.intgemm.alphas.bin")

    @needs_shared("engine/model/model.intgemm.alphas.bin")
    def test_float32_scores_within_a_ten_thousandth(self):
        translator, want = Translator(self.model), golden("f32.b1.nbest")
        for i in self.lines:
            np.testing.assert_allclose(translator.greedy(self.sources[i])[1], want[i], atol=1e-4, err_msg=f"line {i}")

    @needs_shared("engine/model/model.intgemm.alphas.bin")
    def test_int8_scores_within_a_tenth(self):
        translator, want = Translator(self.model, int8=True), golden("i8aa.b1.nbest")
        for i in self.lines[::2]:
            np.testing.assert_allclose(translator.greedy(self.sources[i])[1], want[i], atol=0.1, err_msg=f"line {i}")
