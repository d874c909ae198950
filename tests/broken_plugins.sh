#!/bin/sh
# SPDX-License-Identifier: ISC
# Plugins broken on purpose: each is refused or survived, with a message that says what is wrong.
. "$TOP_SRCDIR/tests/tap.sh"

DEPESCHE_PLUGIN_PATH=$TOP_BUILDDIR/tests/plugins
export DEPESCHE_PLUGIN_PATH
printf 'Titel des Artikels\n\nDas ist der erste Satz. Das ist der zweite.\n' >"$tap_dir/a.txt"
cp "$tap_dir/a.txt" "$tap_dir/b.txt"

# pipeline PLUGIN…: write a pipeline of these plugins.
pipeline() {
    {
        printf '{"name": "broken", "stages": ['
        separator=
        for plugin in "$@"; do
            printf '%s{"plugin": "%s"}' "$separator" "$plugin"
            separator=', '
        done
        printf ']}\n'
    } >"$tap_dir/broken.json"
}

# run OPTION…: run the pipeline on both articles; output in $out, messages in $err, exit status in $status.
run() {
    "$DEPESCHE" run -p "$tap_dir/broken.json" -f ndjson "$@" "$tap_dir/a.txt" "$tap_dir/b.txt" >"$tap_dir/out" 2>"$tap_dir/err"
    status=$?
    out=$(cat "$tap_dir/out")
    err=$(cat "$tap_dir/err")
}

# refused PLUGIN PATTERN…: the pipeline is refused before anything runs (exit 3), and the message matches each pattern.
refused() {
    plugin=$1
    shift
    pipeline "$plugin"
    run
    is "$status" 3 "$plugin: exit status"
    is "$out" "" "$plugin: no record"
    for pattern in "$@"; do
        like "$err" "$pattern" "$plugin: says '$pattern'"
    done
}

# fails PLUGIN PATTERN [OPTION…]: both records fail, in band, and the run ends with exit 1.
fails() {
    plugin=$1
    pattern=$2
    shift 2
    pipeline good "$plugin"
    run "$@"
    is "$status" 1 "$plugin: exit status"
    is "$(grep -c '"error"' "$tap_dir/out")" 2 "$plugin: a record with an error for each article"
    like "$err" "$plugin" "$plugin: the message names the stage"
    like "$err" "$pattern" "$plugin: says '$pattern'"
    like "$err" 'b\.txt' "$plugin: the run went on to the second article"
}

refused too-new 'too-new\.so' 'ABI 8' 'ABI 1'
refused too-old 'too-old\.so' 'ABI 0'
refused short-struct '24 bytes' 'sizeof\(dp_plugin\)'
refused no-process "no 'process'"
refused other-id "'another-id'" 'another-id\.so'
refused bad-option "'count'" 'many'
refused bad-layer "'sentences'"
refused missing-layer "stage 1 'missing-layer'" "'horoscopes'"
refused no-descriptor 'dp_plugin_descriptor'
refused unresolved 'unresolved_function_of_a_later_version'
refused fails-open 'the weights are on the other disk'
refused crashes-open 'crashed \(SIGSEGV\)|ended the process' 'opened' 'depesche check'
refused never-made 'never-made' 'depesche why'

fails fails-process 'it is Monday'
fails fails-silently 'failed'
fails undeclared-layer "'quotes'.*'writes'"
fails bad-utf8 'UTF-8'
fails bad-span 'outside the source'
fails crashes 'crashed \(SIGSEGV\)|runtime error'
fails exits 'exit'
fails hangs 'second' --timeout 1
if nm -D "$TOP_BUILDDIR/.libs/libdepesche.so" 2>/dev/null | grep -q __asan; then
    skip "eats-memory: memory is limited" "the sanitizers need the address space for themselves"
else
    fails eats-memory 'memory|room' --memory 512
fi

pipeline good
run
is "$status" 0 "good: exit status"
is "$(grep -c '"marks"' "$tap_dir/out")" 2 "good: both records have its notes"

# Several articles at once: the sixth of nine does its worst, and only its record is lost, with the right words.
for word in Absturz Ende Schlaf Fehler Ruhe; do
    for i in 1 2 3 4 5 6 7 8 9; do
        [ $i = 6 ] && say=$word || say=Haus
        printf '{"title": "Nummer %s", "text": "Hier steht ein %s. Das ist alles."}\n' $i "$say"
    done >"$tap_dir/nine.ndjson"
    pipeline together good
    for batch in 1 16; do
        "$DEPESCHE" run -p "$tap_dir/broken.json" -f ndjson --stable --jobs 1 --timeout 1 --batch $batch "$tap_dir/nine.ndjson" \
            >"$tap_dir/$batch" 2>"$tap_dir/err.$batch"
    done
    same_file "$tap_dir/16" "$tap_dir/1" "together: $word, the same records one by one and several at once"
    same_file "$tap_dir/err.16" "$tap_dir/err.1" "together: $word, and the same messages"
    [ $word = Ruhe ] && lost=0 || lost=1
    is "$(grep -c '"error"' "$tap_dir/16")" $lost "together: $word, one record is lost at most"
    [ $lost = 0 ] || like "$(grep "stage 1 'together'" "$tap_dir/err.16")" 'nine.ndjson:6' "together: $word, the guilty one is named"
done
printf '{"text": "Haus."}\n{"text": "Haus."}\n{"text": "Haus und Stumm."}\n' >"$tap_dir/three.ndjson"
"$DEPESCHE" run -p "$tap_dir/broken.json" -f ndjson --jobs 1 "$tap_dir/three.ndjson" >"$tap_dir/out" 2>"$tap_dir/err"
is "$(grep -c '"error"' "$tap_dir/out")" 1 "together: a document that fails among others without a word fails alone"
like "$(cat "$tap_dir/err")" 'three.ndjson:3.*does not say more' "together: and the host says so"
sed 's/Stumm/Ruhe/' "$tap_dir/three.ndjson" | "$DEPESCHE" run -p "$tap_dir/broken.json" -f ndjson --jobs 1 - >"$tap_dir/slow"
is "$(grep -c '"marks"' "$tap_dir/slow")" 3 "together: lines of a pipe, which are not waited for, are read, too"

pipeline old-struct
run
is "$status" 0 "old-struct: a plugin that ends before process_many runs"
is "$(grep -c '"marks"' "$tap_dir/out")" 2 "old-struct: on every article"

pipeline prints
run
is "$status" 0 "prints: the records are written"
is "$(grep -c chatter "$tap_dir/out")" 0 "prints: its chatter is kept out of them"
like "$err" 'chatter' "prints: and goes to standard error"
run --no-isolate
is "$(grep -c chatter "$tap_dir/out")" 0 "prints: also in the same process"

# The checker finds what a run would not show at once.
"$DEPESCHE" check "$TOP_BUILDDIR/tests/plugins/.libs/good.so" >"$tap_dir/out" 2>&1
ok $? "check: the good plugin passes"
"$DEPESCHE" check "$TOP_BUILDDIR/tests/plugins/.libs/all-options.so" >"$tap_dir/out" 2>&1
ok $? "check: so does one with every kind of option, behind the plugin that writes what it reads"
like "$(cat "$tap_dir/out")" '0 failed, 0 skipped' "check: nothing was skipped"
"$DEPESCHE" check "$TOP_BUILDDIR/tests/plugins/.libs/together.so" >"$tap_dir/out" 2>&1
ok $? "check: so does one that takes several articles at once"
"$DEPESCHE" check "$TOP_BUILDDIR/tests/plugins/.libs/missing-layer.so" >"$tap_dir/out" 2>&1
ok $? "check: that nobody writes a layer is no fault of its reader"
like "$(cat "$tap_dir/out")" "skipped.*'horoscopes'" "check: but what could not be tried is named"
"$DEPESCHE" check --timeout=1 "$TOP_BUILDDIR/tests/plugins/.libs/hangs.so" >"$tap_dir/out" 2>&1
is "$?" 1 "check: a plugin that hangs is found out"
like "$(cat "$tap_dir/out")" 'longer than 1 second' "check: and the time is named"
for plugin in random prints leaves-files crashes crashes-open exits bad-utf8 undeclared-layer fails-silently no-process unlike; do
    "$DEPESCHE" check "$TOP_BUILDDIR/tests/plugins/.libs/$plugin.so" >"$tap_dir/out" 2>&1
    [ $? != 0 ]
    ok $? "check: $plugin is found out"
done
tap_done
