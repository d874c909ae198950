#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""check.py SCHEMA PREFIX: what holds for every record, in PREFIX.json, .ndjson, .md, .html and .txt. Prints what does not."""
import json
import re
import sys
import unicodedata
import xml.etree.ElementTree

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


HIDDEN = re.compile("[\\s\\x00-\\x1f\\x7f-\\x9f\\u00ad\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060\\u2066-\\u2069\\ufeff]+")


def bare(text):
    """What of a text can be compared whatever the layout: no white space, nothing that is not shown."""
    return HIDDEN.sub("", unicodedata.normalize("NFC", text))


def strings(record):
    """Every string of the record that a person should find, with the place it comes from."""
    keys = {
        "briefing": ("text", "german", "label", "detail"),
        "quotes": ("german", "english"),
        "terms": ("german", "english", "glossary", "reason", "note"),
        "entities": ("name", "english", "function", "value"),
        "checks": ("message",),
        "warnings": ("message",),
        "sentences": ("de", "en"),
        "pipeline": ("plugin", "version"),
    }
    for layer, names in keys.items():
        for number, note in enumerate(record[layer], 1):
            for name in names:
                if note[name] and not (layer == "sentences" and name == "en" and note["status"] == "copied"):
                    yield f"{layer} {number} {name}", note[name]
    for number, quote in enumerate(record["quotes"], 1):
        speaker = quote["speaker"] or {}
        for name in ("name", "function"):
            if speaker.get(name):
                yield f"quotes {number} speaker {name}", speaker[name]
    for number, note in enumerate(record["notes"], 1):
        for key, value in note.get("strings", {}).items():
            yield f"notes {number} {key}", value
    for layer in ("terms", "quotes", "summary", "entities", "checks", "briefing"):
        for number, note in enumerate(record[layer], 1):
            for key, value in note.get("more", {}).items():
                yield f"{layer} {number} {key}", value
    for block in record["blocks"]:
        if block.get("reason") and block["kind"] == "boilerplate":
            yield "boilerplate", block["reason"]
    for name in ("id", "name", "sha256", "encoding", "declared_encoding", "title", "date", "outlet", "author", "url"):
        if record["source"][name]:
            yield f"source {name}", record["source"][name]


def check_facts(record, prefix):
    page = xml.etree.ElementTree.parse(prefix + ".html")
    shown = {"html": "".join(page.getroot().itertext())}
    with open(prefix + ".txt", encoding="utf-8") as file:
        shown["text"] = file.read()
    with open(prefix + ".md", encoding="utf-8") as file:
        shown["markdown"] = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", file.read())
    shown = {name: bare(text) for name, text in shown.items()}
    for what, text in strings(record):
        for name, whole in shown.items():
            if bare(text) not in whole:
                yield f"{name} lacks {what}: {text!r}"
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    if len(ids) != len(set(ids)):
        yield "html: an id stands twice"
    links = [element.get("href") for element in page.iter() if element.get("href")]
    yield from (f"html: {link} leads nowhere" for link in links if link[:1] != "#" or link[1:] not in ids)
    for sentence in record["sentences"]:
        if f"s{sentence['id']}" not in ids:
            yield f"html: sentence {sentence['id']} has no place"


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
    yield from check_facts(record, prefix)


for problem in check(sys.argv[1], sys.argv[2]):
    print(problem)
