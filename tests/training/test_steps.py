# SPDX-License-Identifier: ISC
"""The steps of the recipe as a user runs them, on a corpus of eight sentences."""
import gzip
import lzma
import pathlib
import subprocess
import sys
import unittest

import modelfile
import vocabulary
from dataset import Dataset
from support import FolderTest

try:
    import sentencepiece
except ImportError:
    raise unittest.SkipTest("sentencepiece is not installed")
try:
    import torch
except ImportError:
    torch = None

RECIPE = pathlib.Path(modelfile.__file__).parent
PAIRS = [("Das Haus ist rot .", "The house is red ."),
         ("Die Regierung sagte nein .", "The government said no ."),
         ("Der Mann kam am Montag .", "The man came on Monday ."),
         ("Am Montag kam die Regierung .", "On Monday the government came ."),
         ("Das Haus ist nicht rot .", "The house is not red ."),
         ("Der Mann sagte nein .", "The man said no ."),
         ("Das ist der Mann .", "This is the man ."),
         ("Die Regierung ist rot .", "The government is red .")]
GERMAN, ENGLISH = ([pair[side] for pair in PAIRS] for side in (0, 1))


class Steps(FolderTest):
    def setUp(self):
        super().setUp()
        self.work = self.folder / "work"
        words = sorted(set(" ".join(GERMAN + ENGLISH).split()))
        vocabulary.write_vocabulary(self.folder / "vocab.spm", vocabulary.small_pieces(400, words))

    def write(self, name: str, lines: list[str]) -> pathlib.Path:
        path = self.folder / name
        opener = {".gz": gzip.open, ".xz": lzma.open}.get(path.suffix, open)
        with opener(path, "wt", encoding="utf-8") as out:
            out.writelines(line + "\n" for line in lines)
        return path

    def run_step(self, program: str, *words, text: str = "", good: bool = True) -> str:
        run = subprocess.run([sys.executable, RECIPE / program, *map(str, words)], input=text, capture_output=True,
                             text=True)
        self.assertEqual(run.returncode == 0, good, run.stdout + run.stderr)
        return run.stdout if good else run.stderr

    def prepare(self, *words, **more) -> str:
        return self.run_step("prepare.py", "--vocabulary", self.folder / "vocab.spm", "--work", self.work, *words,
                             **more)


class Prepare(Steps):
    def test_corpus_and_pairs_of_files_compressed_or_not(self):
        corpus = self.write("a.tsv.xz", [f"news\t{de}\t{en}" for de, en in PAIRS[:3]])
        german, english = self.write("b.de", GERMAN[3:]), self.write("b.en.gz", ENGLISH[3:])
        self.prepare("--corpus", corpus, "--pair", "somewhere", german, english)
        data = Dataset(self.work / "data.npz")
        self.assertEqual(data.domain.tolist(), [0] * 3 + [1] * 5)       # news, then an unlisted domain as general
        processor = sentencepiece.SentencePieceProcessor(model_file=str(self.work / "vocab.spm"))
        self.assertEqual(processor.decode(data.row("target", 4)[:-1].tolist()), ENGLISH[4])

    def test_held_out_sentences_and_faults_are_counted(self):
        corpus = self.write("a.tsv", [f"news\t{de}\t{en}" for de, en in PAIRS] + ["news\t\tnothing"])
        out = self.prepare("--corpus", corpus, "--held-out", self.write("test.de", GERMAN[:2]))
        self.assertIn("6 pairs kept", out)
        self.assertIn("2 held out", out)
        self.assertIn("1 empty", out)

    def test_bad_input_is_named(self):
        corpus = self.write("a.tsv", ["news\tHaus\thouse", "news\tHaus"])
        self.assertIn("a.tsv:2: 2 fields", self.prepare("--corpus", corpus, good=False))
        pair = self.write("b.de", GERMAN), self.write("b.en", ENGLISH[:5])
        self.assertIn("one ends at line 6", self.prepare("--pair", "news", *pair, good=False))
        self.assertIn("no pair is left", self.prepare(good=False))


@unittest.skipUnless(torch, "torch is not installed")
class Whole(Steps):
    def test_from_corpus_to_translation(self):
        self.prepare("--pair", "news", self.write("test.de", GERMAN), self.write("test.en", ENGLISH))
        self.run_step("train.py", "--work", self.work, "--preset", "micro", "--steps", 150, "--rate", "4e-3",
                      "--warmup", 20, "--dropout", 0, "--smoothing", 0, "--tokens", 200, "--threads", 1, "--guide", 0)
        self.assertIn("BLEU 100.00", self.run_step("evaluate.py", "--work", self.work, "--tests", self.folder))
        self.assertEqual((self.work / "test.hypotheses.en").read_text(), "\n".join(ENGLISH) + "\n")

        parts, float32, int8 = self.folder / "parts", self.folder / "f32.bin", self.folder / "int8.bin"
        self.run_step("export.py", "--work", self.work, "--out", parts)
        self.run_step("join.py", "--parts", parts, "--out", float32)
        words = ["--vocabulary", self.folder / "vocab.spm"]
        self.run_step("quantise.py", "--model", float32, *words, "--sentences", self.folder / "test.de", "--out", int8)
        self.run_step("shortlist.py", "--work", self.work, "--out", self.folder / "lex.bin")
        for more in (["--model", float32], ["--model", int8, "--int8", "--shortlist", self.folder / "lex.bin"]):
            out = self.run_step("translate.py", *more, *words, text="\n".join(GERMAN))
            self.assertEqual(out.splitlines(), ENGLISH)

        distilled = self.folder / "distilled.tsv"
        for _ in range(2):      # the second time there is nothing left to do
            self.run_step("distil.py", "--work", self.work, "--german", self.folder / "test.de", "--out", distilled)
        self.assertEqual(distilled.read_text().splitlines(),
                         [f"general\t{de}\t{en}" for de, en in PAIRS])
