#!/bin/sh
# SPDX-License-Identifier: ISC
# The model that is part of depesche: whole, found without being asked for, and of use. What exactly it says is not tested.
. "$TOP_SRCDIR/tests/tap.sh"
place=$TOP_SRCDIR/plugins/translate/model
(cd "$place" && sha256sum --quiet -c SHA256SUMS)
ok $? "its files are those of SHA256SUMS"
"$DEPESCHE" model verify model >/dev/null 2>"$tap_dir/err"
ok $? "and those of the list of models: $(cat "$tap_dir/err")"
[ "$(du -sb "$place" | cut -f1)" -lt 45000000 ]
ok $? "they are small"

# A user's own models are none of this test's business.
export XDG_DATA_HOME="$tap_dir" XDG_DATA_DIRS="$tap_dir"
printf 'Die Regierung hat am Freitag 250 Millionen Euro versprochen.\nDie Präsidentin reiste nach Berlin.\n' >"$tap_dir/lines"
"$DEPESCHE" translate --lines -f ndjson "$tap_dir/lines" >"$tap_dir/out"
[ "$(grep -c '"status":"translated","engine":"depesche-base"' "$tap_dir/out")" = 2 ]
ok $? "it translates by default"
grep -qi '"en":"[^"]*government[^"]*250 million[^"]*"' "$tap_dir/out" && grep -qi '"en":"[^"]*president[^"]*Berlin' "$tap_dir/out"
ok $? "words, numbers and names come out in English"
sed 's/^/# /' "$tap_dir/out"

cat >"$tap_dir/article.txt" <<'END'
Krise in Xanthor

Der Minister Bert Oldewurtel reiste nach Pjöngjang. Er sprach dort mit 14 von 60 Firmen über 18.500 Stellen. Am Ende
dankte Oldewurtel den Firmen. Ministerin Ursula von der Recke schwieg. Am Abend reiste von der Recke ab.
END
"$DEPESCHE" run -q -p briefing -f json "$tap_dir/article.txt" >"$tap_dir/record"
for word in Oldewurtel Pyongyang 14 60 18,500 'Ursula von der Recke'; do
    grep -q "\"en\": \"[^\"]*\b$word\b" "$tap_dir/record"
    ok $? "$word is in the English"
done

[ "$(grep -c '"en": "[^"]*von der Recke' "$tap_dir/record")" = 2 ]
ok $? "the small words of a surname stay, with and without the first name"

"$DEPESCHE" brief -q "$TOP_SRCDIR/samples/news/hafen.txt" >"$tap_dir/briefing"
head -1 "$tap_dir/briefing" | grep -q '^# [A-Z]' && ! head -1 "$tap_dir/briefing" | grep -q German
ok $? "the headline of a briefing is English: $(head -1 "$tap_dir/briefing")"
head -6 "$tap_dir/briefing" | grep -q 'machine translation (depesche-base'
ok $? "which is said to be a machine's"
"$DEPESCHE" run -q -f json "$TOP_SRCDIR/samples/news/bundestag.txt" >"$tap_dir/record"
"$DEPESCHE" verify "$tap_dir/record" "$TOP_SRCDIR/samples/news/bundestag.txt" >/dev/null
ok $? "and the record holds"

# Another engine's translation is judged with the help of this one.
cat >"$tap_dir/judged.json" <<END
{"name": "judged", "stages": [{"plugin": "translate"},
  {"plugin": "$TOP_BUILDDIR/tests/plugins/.libs/says.so", "name": "says", "options": {"english": ["ENGLISH"]}},
  {"plugin": "check"}]}
END
echo "Auf dem Podium saß auch der Fahrer Lutz Feller aus Emden." >"$tap_dir/podium.txt"
sed 's/ENGLISH/The driver Lutz Feller from Emden was on the podium, too./' "$tap_dir/judged.json" >"$tap_dir/right.json"
sed 's/ENGLISH/The driver Lutz from Emden was on the podium, too./' "$tap_dir/judged.json" >"$tap_dir/wrong.json"
sed 's/{"plugin": "translate"},//' "$tap_dir/wrong.json" >"$tap_dir/alone.json"
sed 's/"check"/"check", "options": {"ask": false}/' "$tap_dir/wrong.json" >"$tap_dir/unasked.json"
for name in right wrong alone unasked; do
    "$DEPESCHE" run -q -p "$tap_dir/$name.json" -f ndjson "$tap_dir/podium.txt" >"$tap_dir/record"
    found_names=$(grep -c '"code":"name"' "$tap_dir/record")
    [ $name = wrong ] && want=1 || want=0
    is "$found_names" $want "a surname that looks like a common noun, $name: $want findings"
done
tap_done
