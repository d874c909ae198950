# SPDX-License-Identifier: ISC
import collections
import pathlib
import re
import unittest

import cleaning
from cleaning import Pair, cleaned, fault, held_out_key, normalised

GOOD = ("Die Regierung sagte am Montag zu.", "The government agreed on Monday.")


def fault_of(german: str, english: str) -> str:
    return fault(Pair("news", german, english))


class Faults(unittest.TestCase):
    def test_good_pairs_pass(self):
        for pair in (GOOD, ("Tom Jones", "Tom Jones"), ("Um 15 Uhr kamen 1.200 Gäste.", "At 3 pm, 1,200 guests came."),
                     ("Es kostet 2,5 Milliarden.", "It costs 2.5 billion.")):
            self.assertEqual(fault_of(*pair), "", pair)

    def test_each_rule(self):
        cases = {"empty": ("", "x"), "long": ("x" * 1001, "x" * 1001), "characters": ("Stra\ufffde", "street"),
                 "letters": ("=== 12 ---", "a few words"), "ratio": ("Ja", "Yes, " + "and so on " * 9),
                 "copied": ("This is not German text", "This is not German text"),
                 "numbers": ("Im Jahr 1998 kam er.", "He came in 1989.")}
        for rule, pair in cases.items():
            self.assertEqual(fault_of(*pair), rule, pair)


class Corpus(unittest.TestCase):
    def run_on(self, pairs, held_out=frozenset()):
        dropped = collections.Counter()
        return list(cleaned((Pair("news", *pair) for pair in pairs), set(held_out), dropped)), dropped

    def test_white_space_and_composition_are_normalised(self):
        kept, _ = self.run_on([("Scho\u0308n\u00a0 hier ", "Nice\there")])
        self.assertEqual(kept, [Pair("news", "Sch\u00f6n hier", "Nice here")])

    def test_quotation_marks_become_straight_and_soft_hyphens_go(self):
        kept, _ = self.run_on([("Er sagt: „Ver\u00adträge!“ und »geht’s«.",
                                "He says: “Trea\u00adties!” and ‘it’s fine’.")])
        self.assertEqual(kept, [Pair("news", "Er sagt: \"Verträge!\" und \"geht's\".",
                                     "He says: \"Treaties!\" and 'it's fine'.")])

    def test_the_engine_makes_the_same_marks_straight(self):
        source = (pathlib.Path(cleaning.__file__).parent.parent / "prepare.c").read_text("utf-8")
        marks = re.findall(r"\{0x([0-9A-F]{4}), '\\?(.)'\}", source)
        self.assertGreater(len(marks), 8)
        for code, straight in marks:
            self.assertEqual(normalised(chr(int(code, 16))), straight, code)

    def test_repeated_pairs_are_kept_once(self):
        kept, dropped = self.run_on([GOOD, GOOD])
        self.assertEqual((len(kept), dropped), (1, {"repeated": 1}))

    def test_held_out_sentences_are_dropped_whatever_their_punctuation(self):
        for side in GOOD:
            kept, dropped = self.run_on([GOOD], {held_out_key(side.upper().replace(".", " !"))})
            self.assertEqual((kept, dropped), ([], {"held out": 1}))
