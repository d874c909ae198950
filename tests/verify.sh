#!/bin/sh
# SPDX-License-Identifier: ISC
# A record that holds is passed; each kind of lie in it is found and named.
. "$TOP_SRCDIR/tests/tap.sh"

if ! command -v python3 >/dev/null; then
    skip "records are verified" "no python3"
    tap_done
fi
article=$TOP_SRCDIR/samples/news/hafen.txt
good=$tap_dir/good.json
"$DEPESCHE" run -p briefing -f json -q -o "$good" "$article"
"$DEPESCHE" verify "$good" "$article" >"$tap_dir/out"
ok $? "a record as written holds, with its source"
head -5 "$tap_dir/out" | sed 's/^/# /'
"$DEPESCHE" run -p briefing -f ndjson -q "$article" "$TOP_SRCDIR/samples/news/urteil.txt" | "$DEPESCHE" verify -q - >/dev/null
ok $? "so does a stream of records"

# A file that fills the buffer it is read into: nothing behind its end may be looked at.
for size in 65536 131072 262144; do
    python3 - "$good" "$tap_dir/padded.json" $size <<'END'
import sys
text = open(sys.argv[1], "rb").read()
open(sys.argv[2], "wb").write(text + b" " * (int(sys.argv[3]) - len(text)))
END
    "$DEPESCHE" verify -q "$tap_dir/padded.json" "$article" >"$tap_dir/out" 2>&1
    ok $? "so does one followed by blanks, $size bytes in all"
done

# lie NAME STATEMENT WANTED: change the record r by the statement; verify must fail and say WANTED.
lie() {
    python3 - "$good" "$tap_dir/lie.json" "$2" <<'END'
import json, sys
r = json.load(open(sys.argv[1], encoding="utf-8"))
exec(sys.argv[3])
json.dump(r, open(sys.argv[2], "w", encoding="utf-8"), ensure_ascii=False)
END
    "$DEPESCHE" verify "$tap_dir/lie.json" >"$tap_dir/out" 2>&1
    [ $? = 1 ] && grep -q "$3" "$tap_dir/out"
    ok $? "found: $1"
    sed -n '1,3s/^/# /p' "$tap_dir/out"
}

lie "a place moved by one" 'r["sentences"][1]["start"] += 1' '^.*: sentence 2 at .*German is not what stands there'
lie "a word of a sentence changed" 'r["sentences"][0]["de"] += "x"' 'sentence 1 at'
lie "another hash" 'r["sentences"][2]["hash"] = "0" * 16' 'sentence 3 at .*hash'
lie "a word of a bullet changed" \
    'b = [b for b in r["briefing"] if b["section"] == "key-point"][0]; b["text"] = b["text"].replace(" ", " no ", 1)' 'key-point'
lie "a quote with other words" 'r["quotes"][0]["german"] = "Das habe ich nie gesagt."' 'quote 1 at .*German does not stand there'
lie "a sentence that does not exist" 'r["summary"][0]["sentence"] = 999' 'summary 1 at .*does not exist'
lie "a sentence left out" 'del r["sentences"][4]' 'sentence'
lie "a text cut short" 'r["source"]["text"] = r["source"]["text"][:-5]' 'length'
lie "places that are no numbers" 'r["sentences"][0]["start"] = "0"' 'sentence 1'

cp "$article" "$tap_dir/other.txt"
echo "Noch ein Satz." >>"$tap_dir/other.txt"
"$DEPESCHE" verify "$good" "$tap_dir/other.txt" >"$tap_dir/out" 2>&1
[ $? = 1 ] && grep -q 'SHA-256' "$tap_dir/out"
ok $? "found: another source"

# Not records at all.
printf '{"format": "something else"}' >"$tap_dir/bad.json"
"$DEPESCHE" verify "$tap_dir/bad.json" >"$tap_dir/out" 2>&1
[ $? != 0 ] && grep -q 'no record of depesche' "$tap_dir/out"
ok $? "another kind of JSON is refused with a reason"
python3 -c 'print("[" * 200000)' >"$tap_dir/deep.json"
"$DEPESCHE" verify "$tap_dir/deep.json" >"$tap_dir/out" 2>&1
status=$?
[ $status -gt 0 ] && [ $status -lt 100 ]
ok $? "deep nesting is refused"
head -c 3000 "$good" >"$tap_dir/cut.json"
"$DEPESCHE" verify "$tap_dir/cut.json" >"$tap_dir/out" 2>&1
status=$?
[ $status -gt 0 ] && [ $status -lt 100 ]
ok $? "half a record is refused"
tap_done
