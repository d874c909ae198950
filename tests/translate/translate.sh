#!/bin/sh
# SPDX-License-Identifier: ISC
# The command "translate" and the plugin behind it, with a small random model: what the words mean does not matter here.
. "$TOP_SRCDIR/tests/tap.sh"
model=$tap_dir/model
mkdir "$model" && "$TOP_BUILDDIR/tests/translate/make_test_model" "$model" || exit 1
lines=$tap_dir/lines.de
{
    printf 'Der Bundestag hat am Freitag beschlossen, dass es so nicht weitergeht.\n\n'
    printf '  \t \n1234 - 5678\n\360\237\230\200\nEILMELDUNG AUS BERLIN UND BONN\n\344\270\255\346\226\207\n'
    printf 'kaputt \377\376 und \001 Steuerzeichen\nNUL \000 hier\n'
    printf '\342\200\236Ja\342\200\234, sagte sie.\nletzte Zeile ohne Ende'
} >"$lines"
translate() {
    "$DEPESCHE" translate -m "$model" "$@"
}

translate --lines "$lines" >"$tap_dir/out" 2>"$tap_dir/err"
ok $? "lines are translated"
[ "$(wc -l <"$tap_dir/out")" -eq 11 ]
ok $? "exactly one line comes out for each"
[ -z "$(sed -n '2p;3p' "$tap_dir/out" | tr -d '\n')" ]
ok $? "blank lines stay blank"
[ "$(sed -n 4p "$tap_dir/out")" = "1234 - 5678" ]
ok $? "a line without letters is copied"
iconv -f UTF-8 -t UTF-8 "$tap_dir/out" >/dev/null
ok $? "the output is UTF-8"

same=0
for options in '--threads 1' '--threads 3' '--set translate.batch=1' '--set translate.batch=7 --threads 2' \
    '--set translate.kernels=scalar'; do
    # shellcheck disable=SC2086
    translate --lines $options "$lines" 2>/dev/null | cmp -s - "$tap_dir/out" || same=1
done
ok $same "threads, batches and instruction sets change nothing"
GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2 "$DEPESCHE" translate -m "$model" --lines \
    --set translate.kernels=scalar "$lines" 2>/dev/null | cmp -s - "$tap_dir/out"
ok $? "nor does a processor without fused products (where the C library allows to leave them out)"

translate --lines -f ndjson "$lines" >"$tap_dir/json"
grep -q '"de":"1234 - 5678","en":"1234 - 5678","status":"copied","engine":null' "$tap_dir/json"
ok $? "ndjson says that a line was copied"
grep -q 'EILMELDUNG.*all in capitals' "$tap_dir/json"
ok $? "and that one was all in capitals"
translate --lines -f side-by-side "$lines" | grep -q "^1234 - 5678	1234 - 5678$"
ok $? "German and English stand side by side"
translate --lines --scores "$lines" | grep -q "^[-0-9.]*	."
ok $? "scores stand before the line"
translate --raw --beam 3 --no-shortlist "$lines" >"$tap_dir/raw"
[ "$(wc -l <"$tap_dir/raw")" -eq 11 ]
ok $? "raw lines with a beam and without a shortlist"

translate --raw --nbest 3 "$lines" >"$tap_dir/nbest"
awk -F '\t' '{count[$1]++} END {exit count[1] != 3 || count[11] != 3 || count[2] != 0}' "$tap_dir/nbest"
ok $? "three translations of each line, none of a blank one"
awk -F '\t' '$1 == line && ($2 > score || $3 == text) {bad = 1} {line = $1; score = $2; text = $3} END {exit bad}' \
    "$tap_dir/nbest"
ok $? "they differ, the best comes first"
translate --raw --beam 3 "$lines" | sed '2,3d' >"$tap_dir/out"
awk -F '\t' '$1 != line {print $3} {line = $1}' "$tap_dir/nbest" | cmp -s - "$tap_dir/out"
ok $? "and is what a beam of that width finds"
translate --raw --nbest 3 -f ndjson "$lines" | sed -n 1p |
    grep -q '"score":0[.0-9]*,"alternatives":\[{"en":"[^"]*","score":0[.0-9]*},{"en":"[^"]*","score":0[.0-9]*}\]}$'
ok $? "ndjson holds the two others"
[ "$(translate --lines --nbest 3 "$lines" | sed -n 's/^4	-	//p')" = "1234 - 5678" ]
ok $? "a line without letters has one"

# A model that says the same word for ever; without it, the end; and one that never comes to an end.
german='Die Ministerin sagte am Freitag, das Gesetz sei fertig.'
make_leaning() {
    mkdir "$1" && "$TOP_BUILDDIR/tests/translate/make_test_model" "$@"
}
make_leaning "$tap_dir/loop" 104=60 0=30 && make_leaning "$tap_dir/endless" 104=60 105=30 0=-60
echo "$german" | "$DEPESCHE" translate -m "$tap_dir/loop" --no-shortlist --raw - | grep -q 'aa0 aa0 aa0 aa0'
ok $? "a model that loops, left to itself"
echo "$german" | "$DEPESCHE" translate -m "$tap_dir/loop" --no-shortlist --set translate.good-length=100 --lines \
    -f ndjson - >"$tap_dir/out"
grep -q '"en":"Aa0 aa0 aa0","status":"translated".*"reason":"translated again without repetitions"' "$tap_dir/out"
ok $? "a loop is translated once more without its repetitions, and that is noted"
parted=$(echo "$german" | "$DEPESCHE" translate -m "$tap_dir/loop" --no-shortlist --lines -)
is "$parted" "Aa0 aa0 aa0 aa0 aa0 aa0" "a small model gets a long sentence in parts"
echo "$german" | "$DEPESCHE" translate -m "$tap_dir/endless" --no-shortlist --lines -f ndjson - >"$tap_dir/out"
grep -qF "\"de\":\"$german\",\"en\":\"$german\",\"status\":\"given up\"" "$tap_dir/out"
ok $? "if that does not help, the German stays, marked as given up"
grep -q '"reason":"[^"]*the model came to no end","score":null' "$tap_dir/out"
ok $? "with the reason"

# 100,000 pieces in one line, and as many letters without a space.
awk 'BEGIN {for (i = 0; i < 20000; i++) printf "ja, sagt er "; print ""}' >"$tap_dir/long"
awk 'BEGIN {for (i = 0; i < 20000; i++) printf "a"; print ""}' >>"$tap_dir/long"
timeout 120 "$DEPESCHE" translate -m "$model" --lines "$tap_dir/long" >"$tap_dir/out"
ok $? "a line of 100,000 pieces ends"
[ "$(wc -l <"$tap_dir/out")" -eq 2 ]
ok $? "as one line"

printf 'Guten Tag.\nAuf Wiedersehen.\n' | translate --interactive >"$tap_dir/out"
[ "$(wc -l <"$tap_dir/out")" -eq 2 ]
ok $? "lines are translated as they come"
printf 'Kurze Schlagzeile\n\nDas ist ein Satz. Das ist noch einer.\n' >"$tap_dir/article"
translate -f ndjson "$tap_dir/article" >"$tap_dir/out"
[ "$(wc -l <"$tap_dir/out")" -eq 3 ]
ok $? "an article is translated sentence by sentence"

DEPESCHE_DATA_PATH=$tap_dir XDG_DATA_HOME=$tap_dir XDG_DATA_DIRS=$tap_dir "$DEPESCHE" translate --lines "$lines" 2>"$tap_dir/err"
[ $? = 3 ] && grep -q 'depesche model get' "$tap_dir/err"
ok $? "without a model it says how to get one"
"$DEPESCHE" translate -m no-such "$lines" 2>"$tap_dir/err"
[ $? = 3 ] && grep -q "'no-such' is not installed" "$tap_dir/err"
ok $? "and so it does for one that is not installed"
"$DEPESCHE" translate -m "$model/vocab.test.spm" "$lines" 2>"$tap_dir/err"
[ $? = 3 ] && grep -q 'not a model file' "$tap_dir/err"
ok $? "a file that is no model is refused"
mkdir -p "$tap_dir/data/translate/model"
cp "$model"/* "$tap_dir/data/translate/model/"
[ "$(DEPESCHE_DATA_PATH="$tap_dir/data" "$DEPESCHE" translate --lines "$lines" | wc -l)" -eq 11 ]
ok $? "an installed model is found"
# What kills the process in which a model translates costs one record: here, a signal as a bad access sends it. The worker
# is at the second article as soon as the first record is out, and stays there for long.
printf 'Der Bundestag hat am Freitag beschlossen, dass es so nicht weitergeht.\n' >"$tap_dir/a.txt"
cp "$tap_dir/a.txt" "$tap_dir/c.txt"
many() {
    awk -v n="$1" 'BEGIN {for (i = 0; i < n; i++) print "Der Bundestag hat am Freitag beschlossen, und sagt ja."}' >"$tap_dir/b.txt"
}
echo '{"name": "one", "stages": [{"plugin": "translate"}]}' >"$tap_dir/one.json"
mkfifo "$tap_dir/records"
# killed OPTION…: kill the worker once, while it is at the second article or at the second and third together.
killed() {
    "$DEPESCHE" run -p "$tap_dir/one.json" --set "translate.model=$model" --set translate.beam=32 \
        --set translate.raw=true --set translate.length-factor=10 --jobs 1 --timeout 60 -f ndjson "$@" \
        "$tap_dir/a.txt" "$tap_dir/b.txt" "$tap_dir/c.txt" >"$tap_dir/records" 2>"$tap_dir/err" &
    program=$!
    {
        read -r record && printf '%s\n' "$record" >"$tap_dir/out"
        kill -s SEGV "$(sed -n "s/^\([0-9]*\) (.*) . $program .*/\1/p" /proc/[0-9]*/stat 2>/dev/null)"
        cat >>"$tap_dir/out"
    } <"$tap_dir/records"
    wait "$program"
}
many 20
killed
[ $? = 0 ] && [ "$(wc -l <"$tap_dir/out")" -eq 3 ] && ! grep -q '"error"' "$tap_dir/out"
ok $? "what only kills the process that two articles share costs none of them"
many 1000
killed --batch 1
[ $? = 1 ] && [ "$(wc -l <"$tap_dir/out")" -eq 3 ] &&
    sed -n 2p "$tap_dir/out" | grep -Eq "stage 1 'translate' (crashed \(SIGSEGV\)|ended the process)"
ok $? "a crash while it translates costs one record"
[ "$(sed -n 's/.*"sentences"/"sentences"/; s/"pipeline".*//; 1p' "$tap_dir/out")" = \
    "$(sed -n 's/.*"sentences"/"sentences"/; s/"pipeline".*//; 3p' "$tap_dir/out")" ]
ok $? "the next process opens the model again and translates the same"

translate --format nothing "$lines" 2>/dev/null
[ $? = 2 ]
ok $? "an unknown format is a mistake of usage"
tap_done
