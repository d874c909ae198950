#!/bin/sh
# SPDX-License-Identifier: ISC
# What the stage finds in the articles of cases/entities, one line an entity: KIND | NAME | ENGLISH | FUNCTION = ITS ENGLISH |
# VALUE. A new article is a line of news.ndjson and its lines in news.expected.
. "$TOP_SRCDIR/tests/tap.sh"
if ! command -v python3 >/dev/null; then
    skip "entities" "no python3"
    tap_done
fi
echo '{"name":"entities","stages":[{"plugin":"entities"}]}' >"$tap_dir/entities.json"
cases="$TOP_SRCDIR/tests/cases/entities"
list() {
    python3 -c '
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    for e in json.loads(line)["entities"]:
        english = e.get("more", {}).get("function-english")
        function = e["function"] and e["function"] + (" = " + english if english else "")
        print(" | ".join(x or "-" for x in (e["kind"], e["name"], e["english"], function, e["value"])))
    print("%%")' "$1"
}
for name in articles news; do
    "$DEPESCHE" run -p "$tap_dir/entities.json" -f ndjson "$cases/$name.ndjson" >"$tap_dir/out" 2>"$tap_dir/err"
    ok $? "$name: the articles are read"
    head -3 "$tap_dir/err" | sed 's/^/# /'
    list "$tap_dir/out" >"$tap_dir/got"
    [ -z "${UPDATE:-}" ] || cp "$tap_dir/got" "$cases/$name.expected"
    same_file "$tap_dir/got" "$cases/$name.expected" "$name: the entities are those expected"
done

# Dates: each row of dates.tsv is an article of one sentence; what is found first must be what the row says, in both forms.
python3 - "$cases/dates.tsv" "$tap_dir/dates.ndjson" <<'END'
import json, sys
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for line in open(sys.argv[1], encoding="utf-8"):
        if line.strip() and not line.startswith("#"):
            date, text = line.rstrip("\n").split("\t")[:2]
            article = {"title": "Termin", "text": text} | ({"date": date} if date != "-" else {})
            out.write(json.dumps(article, ensure_ascii=False) + "\n")
END
"$DEPESCHE" run -p "$tap_dir/entities.json" -f ndjson "$tap_dir/dates.ndjson" >"$tap_dir/out" 2>"$tap_dir/err"
ok $? "dates: the sentences are read"
python3 - "$tap_dir/out" <<'END' >"$tap_dir/got"
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    record = json.loads(line)
    text, date = record["source"]["text"], record["source"]["date"] or "-"
    found = [e for e in record["entities"] if e["kind"] == "date"]
    says = [text[found[0]["start"]:found[0]["end"]], found[0]["english"], found[0]["value"] or "-"] if found else ["-"] * 3
    print(date, text.strip(), *says, sep="\t")
END
grep -v '^#' "$cases/dates.tsv" >"$tap_dir/want"
same_file "$tap_dir/got" "$tap_dir/want" "dates: each is made absolute as its row says"

# A person whom the glossary before this stage names otherwise in English is so named.
printf 'Wladimir Kosolow\tVladimir Kosolov\tpos=name\n' >"$tap_dir/persons.tsv"
echo '{"name":"named","stages":[{"plugin":"glossary","options":{"files":["'"$tap_dir"'/persons.tsv"]}},{"plugin":"entities"}]}' \
    >"$tap_dir/named.json"
echo '{"title":"Gipfel","text":"Minister Wladimir Kosolow reist nach Genf. Wladimir Anders begleitet ihn."}' >"$tap_dir/named.ndjson"
"$DEPESCHE" run -p "$tap_dir/named.json" -f ndjson "$tap_dir/named.ndjson" >"$tap_dir/out" 2>"$tap_dir/err"
ok $? "persons of a glossary: the article is read"
list "$tap_dir/out" >"$tap_dir/got"
printf '%s\n' 'person | Wladimir Kosolow | Vladimir Kosolov | Minister = minister | -' 'place | Genf | Geneva | - | -' \
    'person | Wladimir Anders | - | - | -' '%%' >"$tap_dir/want"
same_file "$tap_dir/got" "$tap_dir/want" "persons have the English of the glossary, and only those it has"

# A hostile article: a name without end, a number without end, nothing but prepositions.
python3 -c '
print("Titel\n\n" + "Anna " * 20000 + ".\n\n" + "9" * 50000 + " Euro.\n\n" + "bis zum am im " * 5000 + ".\n\n" + "Minister des " * 5000 + ".")' >"$tap_dir/hostile.txt"
"$DEPESCHE" run -p "$tap_dir/entities.json" -f json "$tap_dir/hostile.txt" >"$tap_dir/out" 2>"$tap_dir/err"
ok $? "a hostile article is read"
tap_done
