# SPDX-License-Identifier: ISC
import math
import re
import subprocess
import sys
import unittest

import score
from support import SHARED, needs_shared


class Tokens(unittest.TestCase):
    def test_punctuation_is_split_but_not_inside_numbers(self):
        self.assertEqual(score.tokens_13a('He paid 1,200.50 euros, "net" (2019-21).'),
                         ["He", "paid", "1,200.50", "euros", ",", '"', "net", '"', "(", "2019", "-", "21", ")", "."])

    def test_entities_become_characters(self):
        self.assertEqual(score.tokens_13a("A &amp; B &quot;"), ["A", "&", "B", '"'])


class Bleu(unittest.TestCase):
    def test_worked_by_hand(self):
        # matches 5/6, 3/5, 1/4 and none of 3 (smoothed to half a match), no brevity penalty
        self.assertAlmostEqual(score.bleu(["the cat sat on a mat"], [["the cat stood on a mat"]]),
                               100 * (5 / 6 * 3 / 5 * 1 / 4 * 0.5 / 3) ** 0.25)

    def test_short_output_is_penalised(self):
        self.assertAlmostEqual(score.bleu(["a b c d"], [["a b c d e f g h"]]), 100 * math.exp(1 - 8 / 4))

    def test_any_reference_counts(self):
        self.assertAlmostEqual(score.bleu(["a b c d"], [["x y z w"], ["a b c d"]]), 100)

    def test_nothing_in_common_is_zero(self):
        self.assertEqual(score.bleu(["a b c d"], [["e f g h"]]), 0)
        self.assertEqual(score.bleu([""], [["e f g h"]]), 0)


class Chrf(unittest.TestCase):
    def test_worked_by_hand(self):
        # "abc" against "abd": orders 1 to 3 with 2/3, 1/2, 0 on both sides
        self.assertAlmostEqual(score.chrf(["abc"], ["abd"]), 100 * (2 / 3 + 1 / 2) / 3)

    def test_blanks_do_not_count(self):
        self.assertEqual(score.chrf(["a bc"], ["ab c"]), 100)

    def test_recall_weighs_more(self):
        self.assertGreater(score.chrf(["abcdefgh"], ["abcd"]), score.chrf(["abcd"], ["abcdefgh"]))


class Peers(unittest.TestCase):
    @needs_shared("bench/mt/score.py")
    def test_same_figures_as_the_other_scorer(self):
        bench = SHARED / "bench" / "mt"
        for hypotheses in sorted((bench / "peers").glob("*.bergamot-*.en")):
            reference = bench / f"{hypotheses.name.split('.')[0]}.en"
            run = subprocess.run([sys.executable, bench / "score.py", hypotheses, reference], capture_output=True,
                                 text=True, check=True)
            want = re.findall(r"\d+\.\d+", run.stdout)
            lines, gold = score.read_lines(hypotheses), score.read_lines(reference)
            self.assertEqual([f"{score.bleu(lines, [gold]):.2f}", f"{score.chrf(lines, gold):.2f}"], want)
