# SPDX-License-Identifier: ISC
import itertools

import numpy as np

import dataset
from support import FolderTest


class Batches(FolderTest):
    def setUp(self):
        super().setUp()
        rng = np.random.default_rng(3)
        self.rows = {side: [rng.integers(2, 90, rng.integers(1, 40)).tolist() for _ in range(300)]
                     for side in dataset.SIDES}
        self.domains = [i % 3 for i in range(300)]
        dataset.save(self.folder / "data.npz", 90, self.domains, *self.rows.values())
        self.data = dataset.Dataset(self.folder / "data.npz")

    def first(self, count, weights, tokens=200):
        batches = self.data.batches(np.random.default_rng(1), tokens, lambda: np.array(weights))
        return list(itertools.islice(batches, count))

    def test_rows_come_back_with_eos(self):
        for side in dataset.SIDES:
            self.assertEqual(self.data.row(side, 17).tolist(), self.rows[side][17] + [0])

    def test_padded_size_is_bounded(self):
        for rows in self.first(100, [1.0, 1.0, 1.0]):
            widest = max(self.data.lengths[side][rows].max() for side in dataset.SIDES)
            self.assertTrue(len(rows) == 1 or len(rows) * widest <= 200)

    def test_a_pass_has_every_row_once(self):
        taken, wanted = [], set(range(300))
        for rows in self.data.batches(np.random.default_rng(1), 200, lambda: np.array([1.0, 1.0, 1.0])):
            taken += rows.tolist()
            if len(taken) >= 300:
                break
        self.assertEqual((len(taken), set(taken)), (300, wanted))

    def test_domains_are_drawn_by_weight(self):
        counts = np.bincount(self.data.domain[self.data.draw(np.random.default_rng(1), np.array([2.0, 0.5, 0.0]))],
                             minlength=3)
        self.assertEqual((counts[0], counts[2]), (200, 0))
        self.assertTrue(30 <= counts[1] <= 70, counts[1])

    def test_all_weights_zero_is_an_error(self):
        with self.assertRaisesRegex(ValueError, "weight above 0"):
            self.first(1, [0.0, 0.0, 0.0])

    def test_the_listed_domains_can_be_read(self):
        self.assertIn("general", dataset.domain_weights())
