#!/bin/sh
# SPDX-License-Identifier: ISC
# The first article of all, as a user would run it, and the same article in other clothes. Skipped where it is not there.
. "$TOP_SRCDIR/tests/tap.sh"

seed=$(ls "$SHARED"/seed/*.txt 2>/dev/null | head -1)
if [ -z "$seed" ] || ! command -v python3 >/dev/null; then
    skip "the seed article gives its briefing" "no article, or no python3"
    tap_done
fi

# Copies: other encodings, other line ends, HTML.
python3 - "$seed" "$tap_dir" <<'END'
import html, pathlib, sys
source = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
out = pathlib.Path(sys.argv[2])
(out / "windows.txt").write_bytes(source.encode("cp1252"))
(out / "utf16.txt").write_bytes(source.encode("utf-16"))
(out / "crlf.txt").write_bytes(source.replace("\n", "\r\n").encode())
blocks = [b for b in source.split("\n") if b.strip()]
body = "".join(f"<h2>{html.escape(b)}</h2>\n" if b.startswith("Beziehungen zwischen") else f"<p>{html.escape(b)}</p>\n"
               for b in blocks[1:])
(out / "page.html").write_text(f"<!DOCTYPE html><html lang=de><head><meta charset=utf-8><title>x</title></head>"
                               f"<body><article><h1>{html.escape(blocks[0])}</h1>\n{body}</article></body></html>",
                               encoding="utf-8")
END

"$DEPESCHE" run -p briefing -f json "$seed" >"$tap_dir/seed.json" 2>"$tap_dir/err"
ok $? "the default pipeline runs"
head -5 "$tap_dir/err" | sed 's/^/# /'

# Each line is a fact about the record, with the expression that must be true.
python3 - "$tap_dir/seed.json" "$seed" <<'END' >"$tap_dir/facts"
import json, pathlib, sys
r = json.load(open(sys.argv[1], encoding="utf-8"))
source = pathlib.Path(sys.argv[2]).read_text(encoding="utf-8")
blocks, sentences, quotes = r["blocks"], r["sentences"], r["quotes"]
body = [s for s in sentences if blocks[s["block"]]["kind"] == "paragraph"]
text = lambda x: source[x["start"]:x["end"]]
direct = [q for q in quotes if q["type"] == "Direct"]
def fact(name, good):
    print("0" if good else "1", name)
fact("the source is kept to the letter", r["source"]["text"] == source)
fact("blocks cover it without gap or overlap", "".join(map(text, blocks)) == source)
fact("the title is recognised", r["source"]["title"].startswith("Die USA, Japan und"))
fact("the standfirst is recognised", r["source"]["standfirst"].startswith("Die drei Verbündeten"))
fact("there is one heading", [text(b) for b in blocks if b["kind"] == "heading"] == ["Beziehungen zwischen Russland und Nordkorea"])
fact("the heading is no sentence", not any(text(s).startswith("Beziehungen zwischen") for s in sentences))
fact("the source id is found", r["source"]["id"] == "source-120")
fact("source tag and comment box are boilerplate, with reasons",
     [(text(b), bool(b["reason"])) for b in blocks if b["kind"] == "boilerplate"] == [("source-120", True), ("Leave a Reply", True)])
fact("15 sentences in 13 paragraphs", len(body) == 15 and sum(b["kind"] == "paragraph" for b in blocks) == 13)
fact("sentences say what stands there", all(text(s) == s["de"] for s in sentences))
fact("untranslated is not pretended", all(s["en"] is None or s["status"] != "none" for s in sentences))
fact("there are terms, and they stand where they say", len(r["terms"]) >= 20 and any(text(t) == "DVRK" for t in r["terms"]))
fact("quotes lie in the text", all(text(q).strip() for q in quotes))
fact("Sullivan speaks", any(q["speaker"] and "Sullivan" in (q["speaker"]["name"] or "") for q in direct))
fact("Akiba speaks", any(q["speaker"] and "Akiba" in (q["speaker"]["name"] or "") for q in direct))
fact("a summary was chosen", len(r["summary"]) >= 2)
fact("there is a briefing", len(r["briefing"]) >= 5)

# The briefing, whatever the model: what it is made of, not how it is worded.
items = {}
for item in r["briefing"]:
    items.setdefault(item["section"], []).append(item)
numbers = lambda section: [item["sentence"] for item in items[section]]
by_id = {s["id"]: s for s in sentences}
inside = lambda inner, outer: outer["start"] <= inner["start"] and inner["end"] <= outer["end"]
fact("its sections are in the order of the manual", list(items) == ["headline", "source", "bottom-line", "key-point", "who", "where",
     "when", "quote", "term", "caution", "coverage"])
fact("the bottom line is the sentence that says what was agreed", numbers("bottom-line") == [2])
fact("the key points are these sentences", numbers("key-point") == [1, 3, 10, 8])
fact("a key point rests on its sentence as a whole", all(inside(item, by_id[item["sentence"]]) and
     item["german"] == " ".join(by_id[item["sentence"]]["de"].split()) for item in items["bottom-line"] + items["key-point"]))
fact("who: persons before institutions of equal weight", [i["text"] for i in items["who"]][:3] ==
     ["Jake Sullivan", "Takeo Akiba", "Kim Jong Un"])
fact("functions are English where the words are known", items["who"][0]["detail"] == "national security adviser of the White House")
where = {i["german"] or i["text"]: i["text"] for i in items["where"]}
fact("where: places have their English names", where.get("Nordkorea") == "North Korea" and where.get("Pjöngjang") == "Pyongyang")
fact("when: no day is made up without a date of publication", {(i["german"], i["text"]) for i in items["when"]} == {
     ("am Samstag", "on Saturday (date not stated)"), ("am Freitag", "on Friday (date not stated)"),
     ("im August", "in August (year not stated)"), ("im vergangenen Jahr", "last year (year not stated)")})
speakers = {(i["sentence"], i["label"].split(",")[0]) for i in items["quote"]}
fact("the three who are quoted by name are heard", {(4, "Jake Sullivan"), (9, "Takeo Akiba"), (15, "Cho Tae-yong")} <= speakers)
fact("a direct quote has its German in quotation marks", any(i["german"][0] == "„" and i["german"][-1] == "“" for i in items["quote"]
     if i["sentence"] == 4))
fact("indirect speech comes without who says it", all(" said " not in i["text"] for i in items["quote"] if i["sentence"] == 15))
fact("persons have the glossary's names", any(e["name"] == "Wladimir Putin" and e["english"] == "Vladimir Putin" for e in r["entities"]))
fact("names of places are no terms", not {"North Korea", "Seoul", "Japan"} & {i["text"] for i in items["term"]})
fact("the missing date is among the cautions", any("date of publication is not stated" in i["text"] for i in items["caution"]))
fact("the glossary's forms stand in the English", "DPRK" in by_id[3]["en"] and "Pyongyang" in by_id[8]["en"])
fact("and the record says that they are applied", all(t["status"] == "applied" for t in r["terms"] if t["german"] in ("DVRK", "Pjöngjang")))
used = {n for section in ("bottom-line", "key-point", "quote") for n in numbers(section)}
fact("the coverage line counts them", f"rests on {len(used)} of the article's {len(sentences)} sentences" in items["coverage"][0]["text"])
fact("every stage is on record", {"glossary", "quotes", "summary", "briefing"} <= {p["plugin"] for p in r["pipeline"]})
END
while read -r status name; do
    ok "$status" "$name"
done <"$tap_dir/facts"
[ -s "$tap_dir/facts" ]
ok $? "the record could be read"

"$DEPESCHE" verify "$tap_dir/seed.json" "$seed" >"$tap_dir/verdict"
ok $? "every line of the briefing holds against its source"
sed -n '1,3s/^/# /p' "$tap_dir/verdict"

sentences() {
    python3 -c 'import json, sys
for s in json.load(sys.stdin)["sentences"]: print(" ".join(s["de"].split()))'
}
sentences <"$tap_dir/seed.json" >"$tap_dir/want"
for copy in windows.txt utf16.txt crlf.txt page.html; do
    "$DEPESCHE" run -p briefing -f json "$tap_dir/$copy" 2>"$tap_dir/err" | sentences >"$tap_dir/got"
    same_file "$tap_dir/got" "$tap_dir/want" "$copy gives the same sentences"
done

for format in markdown html text; do
    "$DEPESCHE" run -p briefing -f $format "$seed" >"$tap_dir/page" 2>"$tap_dir/err"
    ok $? "a briefing as $format"
    grep -q 'Sullivan' "$tap_dir/page"
    ok $? "names who speaks, as $format"
    ! grep -q '\[German' "$tap_dir/page"
    ok $? "and leaves nothing in German, as $format"
    grep -oE '[a-z]+-english: .{0,60}' "$tap_dir/page" >"$found"
    none "and shows no name of a key, as $format"
done
"$DEPESCHE" run -p briefing -f json --stable "$seed" >"$tap_dir/one" 2>/dev/null
"$DEPESCHE" run -p briefing -f json --stable --jobs 2 "$seed" >"$tap_dir/two" 2>/dev/null
same_file "$tap_dir/one" "$tap_dir/two" "two runs give the same bytes"
tap_done
