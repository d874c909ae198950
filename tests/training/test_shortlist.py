# SPDX-License-Identifier: ISC
import numpy as np

import dataset
import shortlist
from support import SHARED, FolderTest, needs_shared


class Files(FolderTest):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "lex.s2t.bin"

    def test_checksum_worked_by_hand(self):
        self.assertEqual(shortlist.checksum([]), 0)
        self.assertEqual(shortlist.checksum([0]), 0x9E3779B9)
        second = 0x9E3779B9 ^ (1 + 0x9E3779B9 + (0x9E3779B9 << 6) + (0x9E3779B9 >> 2))
        self.assertEqual(shortlist.checksum([0, 1]), second)
        self.assertLess(shortlist.checksum([2 ** 64 - 1] * 9), 2 ** 64)

    def test_lists_come_back_sorted(self):
        lists = [np.array(ids, int) for ids in ([9, 3], [], [5], [1, 2, 0])]
        shortlist.write_shortlist(self.path, 2, 3, lists)
        first, back = shortlist.read_shortlist(self.path)
        self.assertEqual((first, [ids.tolist() for ids in back]), (2, [[3, 9], [], [5], [0, 1, 2]]))
        self.assertEqual(self.path.stat().st_size, 48 + 8 * 5 + 4 * 6)

    def test_too_long_a_list_is_refused(self):
        with self.assertRaisesRegex(ValueError, "longer than 1"):
            shortlist.write_shortlist(self.path, 2, 1, [np.array([1, 2])])

    def test_damage_is_noticed(self):
        shortlist.write_shortlist(self.path, 2, 2, [np.array([3, 4]), np.array([1, 5])])
        data = bytearray(self.path.read_bytes())
        for position in (0, 8, 16, len(data) - 5):
            bad = data.copy()
            bad[position] ^= 1
            self.path.write_bytes(bad)
            with self.assertRaisesRegex(ValueError, "damaged"):
                shortlist.read_shortlist(self.path)
        for length in (0, 40, len(data) - 4):
            self.path.write_bytes(data[:length])
            with self.assertRaises(ValueError):
                shortlist.read_shortlist(self.path)

    def test_allowed_ids_fill_up_to_a_multiple_of_eight(self):
        lists = [np.array([20]), np.array([], int), np.array([30, 31])]
        self.assertEqual(shortlist.allowed_ids(2, lists, [2, 0], False, 100), [0, 1, 2, 3, 4, 20, 30, 31])
        self.assertEqual(shortlist.allowed_ids(2, lists, [2, 0], True, 100), [0, 1, 2, 3, 4, 20, 30, 31])
        self.assertEqual(len(shortlist.allowed_ids(2, lists, [2, 0], False, 4)), 7)   # nothing left to add

    @needs_shared("engine/model/lex.50.50.s2t.bin")
    def test_reference_file_is_written_back_byte_for_byte(self):
        reference = SHARED / "engine" / "model" / "lex.50.50.s2t.bin"
        shortlist.write_shortlist(self.path, 50, 50, shortlist.read_shortlist(reference)[1])
        self.assertEqual(self.path.read_bytes(), reference.read_bytes())


class Model1(FolderTest):
    """German piece n is always translated by n + 50, in random order, with a frequent piece 40 in between."""

    def setUp(self):
        super().setUp()
        rng = np.random.default_rng(5)
        source = [rng.choice(np.arange(2, 30), 6, replace=False).tolist() for _ in range(200)]
        target = [rng.permutation([token + 50 for token in row] + [40]).tolist() for row in source]
        dataset.save(self.folder / "data.npz", 90, [0] * 200, source, target)
        self.data = dataset.Dataset(self.folder / "data.npz")

    def test_finds_the_translations(self):
        keys, probability = shortlist.translation_table(self.data, np.arange(200))
        table = dict(zip(keys.tolist(), probability))
        for token in range(2, 30):
            likely = max((table.get(token * 90 + english, 0.0), english) for english in range(90))
            self.assertEqual(likely[1], token + 50)
        totals = np.bincount(keys // 90, probability)
        np.testing.assert_allclose(totals[totals > 0], 1)

    def test_chunks_do_not_change_the_result(self):
        whole = shortlist.translation_table(self.data, np.arange(200))[1]
        shortlist.CHUNK, before = 37, shortlist.CHUNK
        self.addCleanup(setattr, shortlist, "CHUNK", before)
        np.testing.assert_allclose(shortlist.translation_table(self.data, np.arange(200))[1], whole)

    def test_lists_are_short_and_eos_has_the_frequent_pieces(self):
        lists = shortlist.best_lists(self.data, np.arange(200), 4)
        self.assertEqual(max(map(len, lists)), 4)
        self.assertTrue(all(token + 50 in lists[token] for token in range(2, 30)))
        self.assertLessEqual({0, 40}, set(lists[0].tolist()))
