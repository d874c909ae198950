#!/bin/sh
# SPDX-License-Identifier: ISC
# A digest of five articles: an agency's text in three outlets, a report of the same event, and something else.
. "$TOP_SRCDIR/tests/tap.sh"
cases=$TOP_SRCDIR/tests/cases/digest
digest() {
    "$DEPESCHE" brief --digest --stable -p "$cases/pipeline.json" "$@" 2>"$tap_dir/err"
}
cd "$cases" || exit 1

for format in markdown text; do
    digest -f $format articles.ndjson | sed -e 's/depesche [0-9]*\.[0-9]*\.[0-9]*/depesche VERSION/' >"$tap_dir/got"
    [ -z "${UPDATE:-}" ] || cp "$tap_dir/got" "expected.$format"
    same_file "$tap_dir/got" "expected.$format" "a digest as $format is as expected"
done

digest -f json articles.ndjson >"$tap_dir/one.json"
ok $? "a digest as JSON"
digest -f json --jobs 3 articles.ndjson >"$tap_dir/two.json"
same_file "$tap_dir/one.json" "$tap_dir/two.json" "is the same in three processes"
like "$("$DEPESCHE" verify "$tap_dir/one.json" articles.ndjson)" "5 records.*all hold, and the source is the same" \
    "all its records hold against their source"
sed 's/1\.400 Menschen mussten/1.500 Menschen mussten/' "$tap_dir/one.json" >"$tap_dir/changed.json"
"$DEPESCHE" verify "$tap_dir/changed.json" >"$tap_dir/got"
[ $? = 1 ]
ok $? "a changed number in a record of it is found"
like "$(cat "$tap_dir/got")" "record 4" "in the record where it is"

digest -f ndjson articles.ndjson >/dev/null
[ $? = 2 ]
ok $? "a digest is no stream of records"
like "$(cat "$tap_dir/err")" "one document" "and says why"

printf '' >"$tap_dir/empty.txt"
digest -f text "$tap_dir/empty.txt" articles.ndjson >"$tap_dir/got"
[ $? = 1 ]
ok $? "an input that cannot be read shows in the exit status"
like "$(sed -n '/^Not in this digest/,$p' "$tap_dir/got")" "empty.txt: " "and in the digest"
digest -f text "$tap_dir/empty.txt" >"$tap_dir/got"
[ $? = 4 ]
ok $? "no article gives no digest"
[ ! -s "$tap_dir/got" ]
ok $? "and writes nothing"
head -1 articles.ndjson >"$tap_dir/same.ndjson"
like "$(digest -f text "$tap_dir/same.ndjson" "$tap_dir/same.ndjson")" "The same text in Tannseer Bote .shown here., Tannseer Bote .all of its text." \
    "the same file twice is one source"

if ! command -v python3 >/dev/null; then
    skip "stories and links" "no python3"
    tap_done
fi
digest -f html articles.ndjson >"$tap_dir/page.html"
python3 - "$tap_dir/one.json" "$tap_dir/page.html" <<'END' >"$tap_dir/facts"
import json, sys, xml.etree.ElementTree as tree
digest = json.load(open(sys.argv[1], encoding="utf-8"))
page = open(sys.argv[2], encoding="utf-8").read()
root = tree.fromstring(page.replace("<!DOCTYPE html>", ""))
ids = [e.get("id") for e in root.iter() if e.get("id")]
links = [e.get("href")[1:] for e in root.iter() if (e.get("href") or "").startswith("#")]
story, other = digest["stories"]
def fact(name, good):
    print("0" if good else "1", name)
fact("two stories", len(digest["stories"]) == 2)
fact("the one of four articles comes first", (story["articles"], story["outlets"], other["articles"]) == (4, 4, 1))
fact("it has two sources", [s["outlet"] for s in story["sources"]] == ["Osterwalder Anzeiger", "Heidepost"])
fact("one of them is in three outlets", [c["outlet"] for c in story["sources"][1]["copies"]] == ["Nordkurier", "Lammeringer Zeitung"])
fact("a report of its own is nobody's copy", story["sources"][0]["copies"] == [])
fact("what they share is named", "Helga Mühlenkamp" in story["shared"]["names"] and "€48 million" in story["shared"]["numbers"])
fact("every article has its record", [r["source"]["outlet"] for r in digest["records"]] ==
     ["Tannseer Bote", "Nordkurier", "Lammeringer Zeitung", "Osterwalder Anzeiger", "Heidepost"])
fact("the page is well-formed, its anchors are unique", len(ids) == len(set(ids)) > 20)
fact("every link on it leads somewhere", len(links) > 20 and set(links) <= set(ids))
fact("a copy is not shown twice", page.count("<h3>") == 3)
END
while read -r status name; do
    ok "$status" "$name"
done <"$tap_dir/facts"
[ -s "$tap_dir/facts" ]
ok $? "the digest could be read"

for python in python3 /usr/bin/python3 ""; do
    [ -z "$python" ] || "$python" -c 'import jsonschema' 2>/dev/null && break
done
if [ -z "$python" ]; then
    skip "a digest is as its schema says" "no python3 with jsonschema"
    tap_done
fi
digest -f json "$tap_dir/empty.txt" articles.ndjson >"$tap_dir/failed.json"
cat >"$tap_dir/check.py" <<'END'
import json, sys, jsonschema
record, schema, *digests = [json.load(open(path, encoding="utf-8")) for path in sys.argv[1:]]
validator = jsonschema.Draft7Validator(schema, resolver=jsonschema.RefResolver(schema["$id"], schema, {record["$id"]: record}))
for digest in digests:
    for error in validator.iter_errors(digest):
        print("/".join(map(str, error.absolute_path)), error.message[:200])
END
"$python" -W ignore "$tap_dir/check.py" "$TOP_SRCDIR/docs/record.schema.json" "$TOP_SRCDIR/docs/digest.schema.json" \
    "$tap_dir/one.json" "$tap_dir/failed.json" >"$tap_dir/got" 2>&1
[ ! -s "$tap_dir/got" ]
ok $? "digests, with and without inputs that failed, are as their schema says"
sed -n '1,5s/^/# /p' "$tap_dir/got"
tap_done
