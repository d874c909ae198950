# SPDX-License-Identifier: ISC
"""Rules that throw pairs of sentences out of a training corpus.

Each rule looks at one pair and says what is wrong with it, or nothing. The rules are meant to be cheap and to err on
the side of dropping: a bad pair teaches more wrong than a missing good one costs.
"""
from __future__ import annotations

import collections
import re
import unicodedata
from typing import Iterable, Iterator, NamedTuple

LONGEST_CHARACTERS = 1000
COPIED_WORDS = 4            # an untranslated pair of fewer words may be a name or a title
DIGIT_GROUPS = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3})*")
NOT_A_DIGIT = re.compile(r"\D")
STRAIGHT = str.maketrans({**dict.fromkeys("„“”‟«»", '"'), **dict.fromkeys("‚‘’‛‹›", "'"), "\u00ad": None})


class Pair(NamedTuple):
    domain: str
    german: str
    english: str


def normalised(text: str) -> str:
    """Return the text in NFC, with straight quotation marks, without soft hyphens, every white space as one blank.

    The engine prepares sentences like that before a model sees them.
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(STRAIGHT).split())


def fault(pair: Pair) -> str:
    """Return the name of the rule that a pair of normalised texts breaks, or an empty string."""
    sides = (pair.german, pair.english)
    if not all(sides):
        return "empty"
    if max(map(len, sides)) > LONGEST_CHARACTERS:
        return "long"
    if any(broken_characters(side) for side in sides):
        return "characters"
    if any(2 * sum(map(str.isalpha, side)) < len(side.replace(" ", "")) for side in sides):
        return "letters"
    if max(map(len, sides)) > 3 * min(map(len, sides)) + 30:
        return "ratio"
    if pair.german == pair.english and len(pair.german.split()) >= COPIED_WORDS:
        return "copied"
    return "numbers" if large_numbers(pair.german) != large_numbers(pair.english) else ""


def broken_characters(text: str) -> bool:
    """Whether a text has control, private-use or replacement characters: traces of a wrong conversion."""
    return any(c == "\ufffd" or unicodedata.category(c) in ("Cc", "Co", "Cs", "Cn") for c in text)


def large_numbers(text: str) -> collections.Counter[str]:
    """Return the numbers of three digits and more, without their grouping, which differs between the languages.

    Shorter ones are left alone: hours, written-out numbers and decimals differ in correct translations.
    """
    plain = (NOT_A_DIGIT.sub("", match) for match in DIGIT_GROUPS.findall(text))
    return collections.Counter(number for number in plain if len(number) >= 3)


def held_out_key(text: str) -> str:
    """Return what is compared with the sentences of test sets: letters and digits in lower case."""
    return "".join(filter(str.isalnum, text.casefold()))


def cleaned(pairs: Iterable[Pair], held_out: set[str], dropped: collections.Counter[str]) -> Iterator[Pair]:
    """Yield the good pairs, normalised, each once; count the others in `dropped` by rule."""
    seen: set[int] = set()
    for domain, german, english in pairs:
        pair = Pair(domain, normalised(german), normalised(english))
        reason = fault(pair)
        if not reason and held_out and not held_out.isdisjoint((held_out_key(pair.german),
                                                                held_out_key(pair.english))):
            reason = "held out"
        if not reason and hash(pair[1:]) in seen:
            reason = "repeated"
        if reason:
            dropped[reason] += 1
            continue
        seen.add(hash(pair[1:]))
        yield pair
