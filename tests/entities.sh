#!/bin/sh
# SPDX-License-Identifier: ISC
# What the stage finds in the articles of cases/entities, one line an entity: KIND | NAME | ENGLISH | FUNCTION | VALUE. A new
# article is a line of articles.ndjson and its lines in articles.expected.
. "$TOP_SRCDIR/tests/tap.sh"
if ! command -v python3 >/dev/null; then
    skip "entities" "no python3"
    tap_done
fi
echo '{"name":"entities","stages":[{"plugin":"entities"}]}' >"$tap_dir/entities.json"
cases="$TOP_SRCDIR/tests/cases/entities"
"$DEPESCHE" run -p "$tap_dir/entities.json" -f ndjson "$cases/articles.ndjson" >"$tap_dir/out" 2>"$tap_dir/err"
ok $? "the articles are read"
head -3 "$tap_dir/err" | sed 's/^/# /'
python3 -c '
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    for e in json.loads(line)["entities"]:
        print(" | ".join(e[k] or "-" for k in ("kind", "name", "english", "function", "value")))
    print("%%")' "$tap_dir/out" >"$tap_dir/got"
same_file "$tap_dir/got" "$cases/articles.expected" "the entities are those expected"

# A hostile article: a name without end, a number without end, nothing but prepositions.
python3 -c '
print("Titel\n\n" + "Anna " * 20000 + ".\n\n" + "9" * 50000 + " Euro.\n\n" + "bis zum am im " * 5000 + ".\n\n" + "Minister des " * 5000 + ".")' >"$tap_dir/hostile.txt"
"$DEPESCHE" run -p "$tap_dir/entities.json" -f json "$tap_dir/hostile.txt" >"$tap_dir/out" 2>"$tap_dir/err"
ok $? "a hostile article is read"
tap_done
