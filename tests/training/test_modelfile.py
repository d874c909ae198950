# SPDX-License-Identifier: ISC
import struct
import unittest

import numpy as np

import modelfile
from architecture import Architecture, from_options, to_options
from support import SHARED, FolderTest, needs_shared, small_model, small_shape

TOY = SHARED / "engine" / "model" / "model.intgemm.alphas.bin"


class Options(unittest.TestCase):
    def test_every_shape_comes_back(self):
        for changes in ({}, {"decoder": "attention", "activation": "swish"},
                        {"shared": False, "target_vocabulary": 80}):
            shape = small_shape(**changes)
            self.assertEqual(from_options(to_options(shape)), shape)

    def test_unsupported_options_are_named(self):
        text = to_options(small_shape())
        for key, value in (("transformer-preprocess", "n"), ("type", "s2s"), ("dec-cell", "gru"),
                           ("transformer-decoder-autoreg", "average-attention")):
            lines = [f"{key}: {value}" if line.startswith(key + ":") else line for line in text.splitlines()]
            with self.assertRaisesRegex(ValueError, "option " + ("transformer-decoder" if key == "dec-cell" else key)):
                from_options("\n".join(lines))

    def test_impossible_shapes_are_refused(self):
        for changes in ({"heads": 5}, {"target_vocabulary": 80}, {"decoder": "gru"}, {"activation": "gelu"}):
            with self.assertRaises(ValueError):
                small_shape(**changes)


class Files(FolderTest):
    def written(self, model: modelfile.Model) -> modelfile.Model:
        modelfile.write_model(self.folder / "model.bin", model)
        return modelfile.read_model(self.folder / "model.bin")

    def test_float32_comes_back(self):
        for changes in ({}, {"decoder": "attention"}, {"shared": False, "target_vocabulary": 80}):
            model = small_model(**changes)
            back = self.written(model)
            self.assertEqual(back.shape, model.shape)
            for name, array in model.weights.items():
                np.testing.assert_array_equal(back.weights[name], array, name)

    def test_int8_comes_back(self):
        model = modelfile.quantise_weights(small_model())
        model.activation = {"encoder_l1_self_Wq": np.float32(12.5), "Wemb": np.float32(27.25), "none": np.float32(3)}
        back = self.written(model)
        self.assertEqual(back.int8.keys(), model.int8.keys())
        for name, matrix in model.int8.items():
            np.testing.assert_array_equal(back.int8[name].values, matrix.values, name)
            self.assertEqual(back.int8[name].multiplier, matrix.multiplier)
        for name, value in model.activation.items():
            self.assertAlmostEqual(float(back.activation[name] / value), 1, places=6)

    def test_rounding_error_is_half_a_step_at_most(self):
        model = small_model()
        quantised = modelfile.quantise_weights(model)
        for name, matrix in quantised.int8.items():
            error = np.abs(quantised.weights[name] - model.weights[name]).max()
            self.assertLess(error * matrix.multiplier, 0.5 + 1e-4, name)

    def test_layout(self):
        modelfile.write_model(self.folder / "model.bin", modelfile.quantise_weights(small_model()))
        data = (self.folder / "model.bin").read_bytes()
        items = modelfile.read_items(self.folder / "model.bin")
        names = [item.name for item in items]
        self.assertEqual(names, sorted(names[:-1]) + ["special:model.yml"])
        self.assertEqual(struct.unpack_from("<QQ", data), (1, len(items)))
        model = modelfile.read_model(self.folder / "model.bin")
        start = data.index(items[0].payload)        # items start at multiples of 256, in the order of the headers
        for item in items:
            self.assertEqual((start % 256, data[start:start + len(item.payload)]), (0, item.payload), item.name)
            start += -(-len(item.payload) // 256) * 256
            if item.name == "encoder_l1_ffn_W1":    # 64 x 128, one output's 64 weights after the other
                column = np.frombuffer(item.payload, np.int8, 64, 3 * 64)
                np.testing.assert_array_equal(column, model.int8[item.name].values[:, 3])

    def test_damaged_files_are_refused(self):
        modelfile.write_model(self.folder / "model.bin", small_model())
        data = (self.folder / "model.bin").read_bytes()
        damaged = (b"", data[:100], data[:-5000], b"\2" + data[1:], data[:16] + b"\xff" * 8 + data[24:])
        for number, content in enumerate(damaged):
            (self.folder / "bad.bin").write_bytes(content)
            with self.subTest(number), self.assertRaisesRegex(ValueError, "bad.bin"):
                modelfile.read_model(self.folder / "bad.bin")

    def test_missing_and_misshapen_parameters_are_refused(self):
        for change in (lambda w: w.pop("Wemb"), lambda w: w.update(Wemb=w["Wemb"].T), lambda w: w.update(x=w["Wemb"])):
            model = small_model()
            change(model.weights)
            with self.assertRaisesRegex(ValueError, "Wemb|x"):
                modelfile.write_model(self.folder / "model.bin", model)

    @needs_shared("engine/model/model.intgemm.alphas.bin")
    def test_toy_is_written_back_byte_for_byte(self):
        items = modelfile.read_items(TOY)
        modelfile.write_items(self.folder / "model.bin", items)
        self.assertEqual(modelfile.read_items(self.folder / "model.bin"), items)
        self.assertEqual((self.folder / "model.bin").stat().st_size, TOY.stat().st_size)
        modelfile.write_model(self.folder / "model.bin", modelfile.read_model(TOY))
        back = {item.name: item for item in modelfile.read_items(self.folder / "model.bin")}
        self.assertEqual([item.name for item in items if back[item.name] != item], ["special:model.yml"])

    @needs_shared("engine/model/model.intgemm.alphas.bin")
    def test_toy_is_quantised_to_the_same_bytes(self):
        toy = modelfile.read_model(TOY)
        again = modelfile.quantise_weights(modelfile.Model(toy.shape, toy.weights))
        self.assertEqual(again.int8.keys(), toy.int8.keys())
        for name, matrix in toy.int8.items():
            np.testing.assert_array_equal(again.int8[name].values, matrix.values, name)


class Parameters(unittest.TestCase):
    def test_published_tiny_has_140_tensors_of_17_million_bytes(self):
        shapes = Architecture(256, 1536, 8, 6, 2, 32000, 32000).parameters()
        self.assertEqual(len(shapes), 140)
        self.assertEqual(shapes["decoder_l2_rnn_Wf"], (256, 256))
        self.assertAlmostEqual(sum(rows * columns for rows, columns in shapes.values()) / 1e6, 17, delta=0.5)
