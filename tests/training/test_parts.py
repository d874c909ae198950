# SPDX-License-Identifier: ISC
import numpy as np

import modelfile
import parts
from support import FolderTest, small_model


class Parts(FolderTest):
    def setUp(self):
        super().setUp()
        for name, value in (("PART_BYTES", 30_000), ("BAND_BYTES", 9_000)):
            self.addCleanup(setattr, parts, name, getattr(parts, name))
            setattr(parts, name, value)
        self.model = small_model()

    def test_parts_are_small_and_several(self):
        names = parts.split(self.folder, self.model, {})
        self.assertGreater(len(names), 2)
        for name in names:
            with np.load(self.folder / name) as part:
                self.assertLessEqual(sum(part[key].nbytes for key in part.files), 30_000)

    def test_int8_parts_are_quantised_to_the_same_bytes(self):
        parts.split(self.folder, self.model, {"step": 7}, "int8")
        joined, progress = parts.join(self.folder)
        self.assertEqual(progress, {"step": 7})
        want, got = modelfile.quantise_weights(self.model), modelfile.quantise_weights(joined)
        for name, matrix in want.int8.items():
            np.testing.assert_array_equal(got.int8[name].values, matrix.values, name)
        np.testing.assert_array_equal(joined.weights["encoder_l1_ffn_b1"], self.model.weights["encoder_l1_ffn_b1"])

    def test_float16_parts_are_close(self):
        parts.split(self.folder, self.model, {}, "float16")
        for name, array in parts.join(self.folder)[0].weights.items():
            np.testing.assert_allclose(array, self.model.weights[name], rtol=1e-3, atol=1e-6)

    def test_a_missing_part_is_noticed(self):
        names = parts.split(self.folder, self.model, {})
        (self.folder / names[1]).unlink()
        with self.assertRaises(OSError):
            parts.join(self.folder)

    def test_a_missing_band_is_noticed(self):
        names = parts.split(self.folder, self.model, {})
        with np.load(self.folder / names[-1]) as part:
            kept = {key: part[key] for key in part.files[:-1]}
        np.savez(self.folder / names[-1], **kept)
        with self.assertRaisesRegex(ValueError, "missing|shape"):
            parts.join(self.folder)

    def test_old_parts_do_not_stay_behind(self):
        (self.folder / "weights-77.npz").write_bytes(b"")
        names = parts.split(self.folder, self.model, {})
        self.assertEqual(sorted(path.name for path in self.folder.glob("*.npz")), names)
