# SPDX-License-Identifier: ISC
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

    def pool(self, *weights):
        return self.data.pool(np.random.default_rng(1), 200, np.array(weights))

    def test_rows_come_back_with_eos(self):
        for side in dataset.SIDES:
            self.assertEqual(self.data.row(side, 17).tolist(), self.rows[side][17] + [0])

    def test_padded_size_is_bounded(self):
        for rows in self.pool(1.0, 1.0, 1.0):
            widest = max(self.data.lengths[side][rows].max() for side in dataset.SIDES)
            self.assertTrue(len(rows) == 1 or len(rows) * widest <= 200)

    def test_a_pass_has_every_row_once(self):
        self.assertEqual(sorted(np.concatenate(self.pool(1.0, 1.0, 1.0)).tolist()), list(range(300)))

    def test_domains_are_drawn_by_weight(self):
        counts = np.bincount(self.data.domain[self.data.draw(np.random.default_rng(1), np.array([2.0, 0.5, 0.0]))],
                             minlength=3)
        self.assertEqual((counts[0], counts[2]), (200, 0))
        self.assertTrue(30 <= counts[1] <= 70, counts[1])

    def test_all_weights_zero_is_an_error(self):
        with self.assertRaisesRegex(ValueError, "weight above 0"):
            self.pool(0.0, 0.0, 0.0)

    def test_the_listed_domains_can_be_read(self):
        self.assertIn("general", dataset.domain_weights())

    def test_joined_rows_are_two_whole_pairs_of_a_domain(self):
        joined = self.data.joined(np.random.default_rng(1), 0.5)
        pairs = {tuple(tuple(rows[i]) for rows in self.rows.values()): self.domains[i] for i in range(300)}
        longer = [i for i in range(300) if joined.lengths["source"][i] > self.data.lengths["source"][i]]
        self.assertTrue(60 <= len(longer) <= 190, len(longer))
        for row in longer[:20]:
            sides = [joined.row(side, row).tolist() for side in dataset.SIDES]
            self.assertEqual([side[-1] for side in sides], [0, 0])
            firsts = [len(self.rows[side][row]) for side in dataset.SIDES]
            self.assertEqual([side[:first] for side, first in zip(sides, firsts)],
                             [self.rows[side][row] for side in dataset.SIDES])
            rest = tuple(tuple(side[first:-1]) for side, first in zip(sides, firsts))
            self.assertEqual(pairs[rest], self.domains[row])
        for row in set(range(300)) - set(longer):
            self.assertEqual(joined.row("target", row).tolist(), self.data.row("target", row).tolist())
        self.assertEqual(self.data.row("source", longer[0]).tolist(), self.rows["source"][longer[0]] + [0])

    def test_lists_of_words_are_not_joined(self):
        self.data.domain[:] = list(dataset.domain_weights()).index("terms")
        joined = self.data.joined(np.random.default_rng(1), 1.0)
        self.assertEqual(joined.lengths["source"].tolist(), self.data.lengths["source"].tolist())
