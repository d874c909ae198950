# SPDX-License-Identifier: ISC
"""Small SentencePiece vocabularies for tests, written without the sentencepiece library.

The file is a protocol buffer: pieces (text, score, type), the trainer's settings, of which the ids of special pieces
and the byte fallback matter, and the normalisation, which is left out here. A real vocabulary is trained with
spm_train, see README.md.
"""
from __future__ import annotations

import pathlib
import struct
from typing import Sequence

from architecture import EOS, UNK

NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6
UNIGRAM = 1
BLANK = "\u2581"            # stands for a blank in a piece
NO_ID = (1 << 64) - 1       # -1 as a varint

Piece = tuple[str, float, int]


def _varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _float(field: int, value: float) -> bytes:
    return _varint(field << 3 | 5) + struct.pack("<f", value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def small_pieces(size: int, words: Sequence[str]) -> list[Piece]:
    """Return `size` pieces: the two special ones, all bytes, the letters of the words, the words, then fillers.

    The words come with and without a blank in front; a longer piece has a better score, so it wins over its letters.
    """
    letters = sorted(set("".join(words)) | {BLANK})
    texts = letters + sorted({BLANK + word for word in words} | {word for word in words if len(word) > 1})
    pieces: list[Piece] = [("</s>", 0.0, CONTROL), ("<unk>", 0.0, UNKNOWN)]
    pieces += [(f"<0x{byte:02X}>", 0.0, BYTE) for byte in range(256)]
    pieces += [(text, -10.0 + 0.5 * min(len(text), 8), NORMAL) for text in texts]
    pieces += [(f"{BLANK}filler{number}", -30.0, NORMAL) for number in range(size - len(pieces))]
    if len(pieces) != size:
        raise ValueError(f"{len(pieces)} pieces do not fit a vocabulary of {size}")
    return pieces


def write_vocabulary(path: str | pathlib.Path, pieces: Sequence[Piece]) -> None:
    """Write a unigram vocabulary with byte fallback whose EOS and unknown piece have the ids used here."""
    model = b"".join(_bytes(1, _bytes(1, text.encode()) + _float(2, score) + _number(3, kind))
                     for text, score, kind in pieces)
    trainer = _number(3, UNIGRAM) + _number(4, len(pieces)) + _number(35, 1)
    trainer += _number(40, UNK) + _number(41, NO_ID) + _number(42, EOS) + _number(43, NO_ID)
    normaliser = _bytes(1, b"identity") + _number(3, 1) + _number(4, 1) + _number(5, 1)
    pathlib.Path(path).write_bytes(model + _bytes(2, trainer) + _bytes(3, normaliser))
