# SPDX-License-Identifier: ISC
import unittest
from unittest import mock

import make_tiny_models
import modelfile
from support import FolderTest

try:
    import sentencepiece
except ImportError:
    sentencepiece = None


class TinyModels(FolderTest):
    def test_every_kind_is_made_and_can_be_read(self):
        folders = make_tiny_models.make(self.folder, 1)
        self.assertEqual(len({folder.name for folder in folders}), 12)
        for folder in folders:
            model = modelfile.read_model(folder / "model.bin")
            self.assertEqual((model.shape.decoder, bool(model.int8), bool(model.activation), model.shape.shared),
                             (folder.name.split("-")[0], "float32" not in folder.name, "alphas" in folder.name,
                              "shared" in folder.name))
            golden = [line.split("\t") for line in (folder / "golden.tsv").read_text().splitlines()]
            self.assertEqual({len(row) for row in golden}, {4})
            self.assertGreater(len({token for row in golden for token in row[2].split()}), 20, folder.name)
            self.assertIn("0", {row[2].split()[-1] for row in golden}, folder.name)

    def test_the_seed_decides(self):
        with mock.patch.object(make_tiny_models, "SENTENCES", 2):
            for folder, seed in (("a", 5), ("b", 5), ("c", 6)):
                make_tiny_models.make(self.folder / folder, seed)
        files = [self.folder / folder / "ssru-alphas-shared" / "model.bin" for folder in "abc"]
        self.assertEqual(files[0].read_bytes(), files[1].read_bytes())
        self.assertNotEqual(files[0].read_bytes(), files[2].read_bytes())

    @unittest.skipUnless(sentencepiece, "sentencepiece is not installed")
    def test_vocabularies_can_be_used(self):
        make_tiny_models.make(self.folder, 1)
        vocabulary = sentencepiece.SentencePieceProcessor(
            model_file=str(self.folder / "ssru-int8-shared" / "vocab.spm"))
        self.assertEqual((vocabulary.eos_id(), vocabulary.unk_id(), len(vocabulary)), (0, 1, 384))
        text = "Haus und Regierung, nicht \u2603."
        pieces = vocabulary.encode(text, out_type=str)
        self.assertIn("\u2581Regierung", pieces)
        self.assertIn("<0x98>", pieces)
        self.assertEqual(vocabulary.decode(vocabulary.encode(text)), text)
