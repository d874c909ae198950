#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Terms in translations with and without a glossary, as the WMT terminology tasks measure them.

terms.py DEPESCHE MODEL PAIRS CORPUS [SEED] draws, from the sentence pairs of PAIRS (*.de with *.en beside it):
proper: 500 pairs of a German word or phrase and its English out of the dictionary part of CORPUS that stand in a
        sentence and its reference, nouns and names first;
random: 500 words of any kind with the word of the reference that goes with them most (by how often the two stand
        together in CORPUS, and the other way round).
Each sentence is translated without a glossary and with one that holds nothing but its own terms. Success: the English
stands in the translation as whole words, proper terms also in the plural; capitals do not matter. chrF is that of the
scorer beside the pairs, over the same sentences.

With --shipped in place of CORPUS all sentences are translated with the glossaries that come with depesche, and without:
how many of their terms are there, and the chrF of all sentences and of those that they change.
"""
import collections
import importlib.util
import json
import lzma
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

DRAWN = 500
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LEARNED_LINES = 60000


def load_pairs(folder):
    for german in sorted(pathlib.Path(folder).glob("*.de")):
        left = german.read_text(encoding="utf-8").splitlines()
        right = german.with_suffix(".en").read_text(encoding="utf-8").splitlines()
        yield from zip(left, right)


def has(text, term, plural=False):
    ending = "(?:s|es)?" if plural else ""
    return re.search(r"(?<!\w)" + re.escape(term.lower()) + ending + r"(?!\w)", text.lower()) is not None


def corpus_lines(path, domains):
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            domain, german, english = line.rstrip("\n").split("\t")
            if domain in domains:
                yield german, english


def draw_proper(pairs, corpus, chance):
    """(sentence, German, English): dictionary pairs that stand in a sentence and its reference."""
    lexicon = collections.defaultdict(set)
    for german, english in corpus_lines(corpus, ("terms",)):
        if len(german) > 2 and len(english) > 2 and german.count(" ") < 3:
            lexicon[german].add(english)
    found = []
    for number, (german, english) in enumerate(pairs):
        words = list(WORD.finditer(german))
        for size in (1, 2, 3):
            for i in range(len(words) - size + 1):
                text = german[words[i].start():words[i + size - 1].end()]
                found += [(number, text, e) for e in sorted(lexicon.get(text, ())) if has(english, e)]
    chance.shuffle(found)
    found.sort(key=lambda drawn: not drawn[1][0].isupper())
    return spread(found)


def spread(found):
    """The first DRAWN that do not overlap each other in a sentence."""
    taken, used = [], collections.defaultdict(list)
    for number, german, english in found:
        if not any(has(other, german) or has(german, other) for other in used[number]):
            used[number].append(german)
            taken.append((number, german, english))
    return taken[:DRAWN]


def draw_random(pairs, corpus, chance):
    """(sentence, German, English): words with the word of the reference they are most tied to, both ways."""
    left, right, both = collections.Counter(), collections.Counter(), collections.Counter()
    wanted = {w for p in pairs for side in p for w in WORD.findall(side)}
    lines = list(corpus_lines(corpus, ("news",)))
    chance.shuffle(lines)
    for german, english in pairs + lines[:LEARNED_LINES]:
        german = wanted.intersection(WORD.findall(german))
        english = wanted.intersection(WORD.findall(english))
        left.update(german)
        right.update(english)
        both.update((g, e) for g in german for e in english)

    def tie(g, e):
        return both[g, e] ** 2 / (left[g] * right[e])

    found = []
    for number, (german, english) in enumerate(pairs):
        german, english = WORD.findall(german), WORD.findall(english)
        for g in sorted(set(german)):
            e = max(english, key=lambda word: tie(g, word), default=None)
            if e and len(g) > 1 and both[g, e] > 2 and tie(g, e) > 0.1 and max(german, key=lambda w: tie(w, e)) == g \
                    and german.count(g) == 1:
                found.append((number, g, e))
    chance.shuffle(found)
    return spread(found)


class Runner:
    def __init__(self, depesche, model, folder):
        self.depesche, self.model, self.folder = depesche, model, pathlib.Path(folder)
        stages = [{"plugin": "glossary", "options": {"names": []}}, {"plugin": "translate"}]
        (self.folder / "terms.json").write_text(json.dumps({"name": "terms", "stages": stages}))

    def translate(self, sentence, terms):
        glossary, text = self.folder / "terms.tsv", self.folder / "text.ndjson"
        glossary.write_text("".join(f"{g}\t{e}\tcase=any\n" for g, e in terms), encoding="utf-8")
        text.write_text(json.dumps({"text": sentence}) + "\n", encoding="utf-8")
        done = subprocess.run(
            [self.depesche, "run", "-q", "-j", "1", "-p", str(self.folder / "terms.json"), "-f", "ndjson",
             f"--set=glossary.files={glossary}", f"--set=translate.model={self.model}", "--set=translate.threads=1",
             *os.environ.get("TERMS_OPTIONS", "").split(), str(text)],
            capture_output=True, encoding="utf-8", check=True)
        record = json.loads(done.stdout)
        blocks = [s.get("en") or "" for s in record["sentences"]]
        return " ".join(blocks).strip(), len(record.get("terms", []))


def measure(name, drawn, pairs, runner, chrf, log):
    terms = collections.defaultdict(list)
    for number, german, english in drawn:
        terms[number].append((german, english))
    outputs, found = {}, 0
    for number, mine in sorted(terms.items()):
        without, _ = runner.translate(pairs[number][0], [])
        with_terms, seen = runner.translate(pairs[number][0], mine)
        outputs[number] = (without, with_terms)
        found += min(seen, len(mine))
    plural = name == "proper"
    rates = [sum(has(outputs[n][i], e, plural) for n, _, e in drawn) for i in (0, 1)]
    scores = [chrf([outputs[n][i] for n in sorted(terms)], [pairs[n][1] for n in sorted(terms)]) for i in (0, 1)]
    print(f"{name}: {len(drawn)} terms in {len(terms)} sentences, {found} found in the German; in the translation "
          f"{100 * rates[0] / len(drawn):.1f} % without the glossary, {100 * rates[1] / len(drawn):.1f} % with; "
          f"chrF {scores[0]:.2f} and {scores[1]:.2f}", flush=True)
    for n, g, e in drawn:
        if log and not has(outputs[n][1], e, plural):
            print(f"missed\t{g}\t{e}\t{pairs[n][0]}\t{outputs[n][0]}\t{outputs[n][1]}", file=log)


def measure_shipped(pairs, runner, chrf):
    stages = [{"plugin": "glossary"}, {"plugin": "translate"}, {"plugin": "term-report"}]
    (runner.folder / "terms.json").write_text(json.dumps({"name": "terms", "stages": stages}))
    (runner.folder / "text.ndjson").write_text("".join(json.dumps({"text": german}) + "\n" for german, _ in pairs))
    runs = []
    for terms in ("false", "true"):
        done = subprocess.run(
            [runner.depesche, "run", "-q", "-p", str(runner.folder / "terms.json"), "-f", "ndjson",
             f"--set=translate.terms={terms}", f"--set=translate.model={runner.model}",
             str(runner.folder / "text.ndjson")],
            capture_output=True, encoding="utf-8", check=True)
        runs.append([json.loads(line) for line in done.stdout.splitlines()])
    outputs = [[" ".join(s["en"] or "" for s in r["sentences"]) for r in run] for run in runs]
    changed = [i for i in range(len(pairs)) if outputs[0][i] != outputs[1][i]]
    for name, chosen in (("all", range(len(pairs))), ("changed", changed)):
        scores = [chrf([o[i] for i in chosen], [pairs[i][1] for i in chosen]) for o in outputs]
        print(f"shipped glossaries, {name}: {len(chosen)} sentences, chrF {scores[0]:.2f} without and {scores[1]:.2f} with")
    for name, run in (("without", runs[0]), ("with", runs[1])):
        counts = collections.Counter(t["status"] for r in run for t in r.get("terms", []))
        print(f"terms {name}: {counts['applied']} applied, {counts['missed']} missed, {counts['found']} left open")


def main():
    depesche, model, folder, corpus = sys.argv[1:5]
    chance = random.Random(int(sys.argv[5]) if len(sys.argv) > 5 else 1)
    spec = importlib.util.spec_from_file_location("score", pathlib.Path(folder) / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    pairs = [p for p in load_pairs(folder)]
    log = open(os.environ["TERMS_LOG"], "w", encoding="utf-8") if "TERMS_LOG" in os.environ else None
    with tempfile.TemporaryDirectory() as scratch:
        runner = Runner(depesche, model, scratch)
        if corpus == "--shipped":
            measure_shipped(pairs, runner, score.chrf)
            return
        for name, draw in (("proper", draw_proper), ("random", draw_random)):
            measure(name, draw(pairs, corpus, chance), pairs, runner, score.chrf, log)


if __name__ == "__main__":
    main()
