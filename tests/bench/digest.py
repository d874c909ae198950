#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""How well a digest draws articles of one story together and keeps others apart.

    digest.py PIPELINE ARTICLES.jsonl

Articles of at least 8 sentences are cut in two by every other sentence, without their headlines: the two halves are reports of
one event that share no sentence. Halves are read as articles of their own, all in one digest. Printed are the pairs that came
back together, and the pairs of halves of different articles that were taken for one story: for the first 150 articles, on which
the bounds in core/digest_group.c were chosen, and for those behind them. Two articles of the set may well tell one story, so
some of what counts as wrong is not. Standard library only."""
import json
import os
import subprocess
import sys
import tempfile

FEWEST, CHOSEN = 8, 150


def depesche(arguments, articles):
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson", encoding="utf-8") as file:
        file.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
        file.flush()
        out = subprocess.run([os.environ.get("DEPESCHE", "./depesche"), *arguments, file.name], stdout=subprocess.PIPE, check=True,
                             encoding="utf-8").stdout
    return out


def halve(pipeline, articles):
    """Return the halves of the long articles, those of one article next to each other."""
    halves = []
    for line in depesche(["run", "-p", pipeline, "-f", "ndjson"], articles).splitlines():
        sentences = [s["de"] for s in json.loads(line)["sentences"]]
        if len(sentences) >= FEWEST:
            halves += [{"id": str(len(halves) + i), "text": "\n\n".join(sentences[i::2])} for i in (0, 1)]
    return halves


def measure(name, pipeline, articles):
    halves = halve(pipeline, articles)
    digest = json.loads(depesche(["brief", "--digest", "-p", pipeline, "-f", "json"], halves))
    right = wrong = 0
    for story in digest["stories"]:
        members = [s["record"] for s in story["sources"]] + [c["record"] for s in story["sources"] for c in s["copies"]]
        for i, a in enumerate(members):
            for b in members[i + 1:]:
                right += a // 2 == b // 2
                wrong += a // 2 != b // 2
    count = len(halves)
    print(f"{name}: {right} of {count // 2} pairs of halves found, {wrong} of {count * (count - 1) // 2 - count // 2} other "
          "pairs taken for one story")


def main():
    pipeline, path = sys.argv[1:3]
    with open(path, encoding="utf-8") as file:
        articles = [{"id": a["id"], "text": a["text"]} for a in map(json.loads, file)]
    measure(f"the first {CHOSEN} articles", pipeline, articles[:CHOSEN])
    measure(f"the {len(articles) - CHOSEN} behind them", pipeline, articles[CHOSEN:])


main()
