#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""check.py SCHEMA PREFIX: what holds for every record, in PREFIX.json, .ndjson, .md, .html and .txt. Prints what does not."""
import json
import sys

import jsonschema


def places(value):
    """Every object of the record that has a place."""
    if isinstance(value, dict):
        if "start" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from places(inner)


def check_positions(record):
    text = record["source"]["text"]
    if record["source"]["length"] != len(text):
        yield "source.length is not the number of code points"
    at = 0
    for block in record["blocks"]:
        if block["start"] != at:
            yield f"the blocks have a gap at {at}"
        at = block["end"]
    if at != len(text):
        yield "the blocks do not cover the text"
    for place in places(record):
        if place["start"] is not None and not 0 <= place["start"] <= place["end"] <= len(text):
            yield f"a place outside the text: {place}"
    for number, sentence in enumerate(record["sentences"], 1):
        if sentence["id"] != number or text[sentence["start"]:sentence["end"]] != sentence["de"]:
            yield f"sentence {number} is not the text of its place"
        for a, b, c, d in sentence.get("alignment", []):
            if not (sentence["start"] <= a <= b <= sentence["end"] and 0 <= c <= d <= len(sentence["en"])):
                yield f"sentence {number} is aligned outside of itself"
    for layer in ("summary", "checks", "briefing", "quotes"):
        for note in record[layer]:
            if note["sentence"] is not None and not 1 <= note["sentence"] <= len(record["sentences"]):
                yield f"{layer}: there is no sentence {note['sentence']}"


def check(schema_path, prefix):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    with open(prefix + ".json", encoding="utf-8") as file:
        record = json.load(file)
    with open(prefix + ".ndjson", encoding="utf-8") as file:
        lines = file.read().split("\n")
    if len(lines) != 2 or lines[1] or json.loads(lines[0]) != record:
        yield "NDJSON is not the same record on one line"
    for error in jsonschema.Draft7Validator(schema).iter_errors(record):
        yield f"schema: {'/'.join(map(str, error.absolute_path))}: {error.message}"
    yield from check_positions(record)


for problem in check(sys.argv[1], sys.argv[2]):
    print(problem)
