#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""How good the translations of a model are, beside sentences that people translated.

quality.py lengths FOLDER [ARGUMENT...]     for several good lengths: BLEU and chrF of each test set
quality.py confidence FOLDER [ARGUMENT...]  how the confidence goes together with the chrF of a sentence, and which
                                            two constants would fit it to these sets

FOLDER holds NAME.de, NAME.en and score.py; the arguments go to `depesche translate` ("-m DIRECTORY")."""
import importlib.util
import json
import math
import os
import re
import subprocess
import sys

SETS = ("flores-dev", "wmt21")
LENGTHS = (500, 100, 60, 40, 32, 28, 24, 20, 16, 12)
BINS = 10


def load_scorer(folder):
    spec = importlib.util.spec_from_file_location("score", os.path.join(folder, "score.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def translate(path, arguments):
    """Return the records of the lines of a file."""
    command = [os.environ.get("DEPESCHE", "./depesche"), "translate", "--lines", "-f", "ndjson", *arguments, path]
    out = subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    return [json.loads(line) for line in out.splitlines() if line]


def reference(folder, name):
    with open(os.path.join(folder, name + ".en"), encoding="utf-8") as file:
        return file.read().rstrip("\n").split("\n")


def lengths(scorer, folder, arguments):
    print("good-length  " + "  ".join(f"{name:>10} BLEU   chrF  given up" for name in SETS))
    for length in LENGTHS:
        row = f"{length:11}"
        for name in SETS:
            records = translate(os.path.join(folder, name + ".de"),
                                [*arguments, "--set", f"translate.good-length={length}"])
            english, human = [record["en"] for record in records], reference(folder, name)
            given_up = sum(record["status"] == "given up" for record in records)
            row += f"  {scorer.bleu(english, [human]):15.2f} {scorer.chrf(english, human):6.2f} {given_up:9}"
        print(row)


def mean(numbers):
    return sum(numbers) / len(numbers)


def line_through(x, y):
    """Return the correlation, and offset and slope of the line of least squares."""
    mx, my = mean(x), mean(y)
    xx, yy = sum((a - mx) ** 2 for a in x), sum((b - my) ** 2 for b in y)
    xy = sum((a - mx) * (b - my) for a, b in zip(x, y))
    return xy / math.sqrt(xx * yy), my - xy / xx * mx, xy / xx


def ranks(numbers):
    order = sorted(range(len(numbers)), key=numbers.__getitem__)
    place = [0] * len(numbers)
    for rank, index in enumerate(order):
        place[index] = rank
    return place


def fitted_constants():
    """Return the two constants that turn probabilities into confidence, as the plugin has them."""
    with open(os.path.join(os.path.dirname(__file__), "../../plugins/translate/sentence.c"), encoding="utf-8") as file:
        return [float(number) for number in re.findall(r"#define AGREEMENT_AT_[01] +(\S+)", file.read())]


def confidence(scorer, folder, arguments):
    every = []
    for name in SETS:
        records = translate(os.path.join(folder, name + ".de"), arguments)
        rows = [(record["score"], scorer.chrf([record["en"]], [human]) / 100)
                for record, human in zip(records, reference(folder, name)) if record["score"] is not None]
        rows.sort()
        every += rows
        x, y = [row[0] for row in rows], [row[1] for row in rows]
        correlation, offset, slope = line_through(x, y)
        print(f"{name}: {len(rows)} sentences, correlation {correlation:.2f}, of the ranks "
              f"{line_through(ranks(x), ranks(y))[0]:.2f}; best line: {offset:.3f} + {slope:.3f} x confidence; "
              f"mean error {mean([abs(a - b) for a, b in rows]):.3f}")
        print("confidence      mean   chrF  sentences")
        for i in range(BINS):
            part = rows[len(rows) * i // BINS:len(rows) * (i + 1) // BINS]
            print(f"{part[0][0]:.2f} to {part[-1][0]:.2f}   {mean([row[0] for row in part]):.3f}  "
                  f"{mean([row[1] for row in part]):.3f}  {len(part):9}")
    _, offset, slope = line_through([row[0] for row in every], [row[1] for row in every])
    at_0, at_1 = (offset + slope * constant for constant in fitted_constants())
    print(f"all sets together want AGREEMENT_AT_0 {at_0:.2f} and AGREEMENT_AT_1 {at_1:.2f} (plugins/translate/sentence.c)")


def main():
    actions = {"lengths": lengths, "confidence": confidence}
    if len(sys.argv) < 3 or sys.argv[1] not in actions:
        sys.exit(__doc__)
    actions[sys.argv[1]](load_scorer(sys.argv[2]), sys.argv[2], sys.argv[3:])


main()
