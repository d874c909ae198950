#!/bin/sh
# SPDX-License-Identifier: ISC
# The commands as a user types them: what they print, what they refuse, and with which exit status.
. "$TOP_SRCDIR/tests/tap.sh"

DEPESCHE_PLUGIN_PATH=$TOP_BUILDDIR/tests/plugins
DEPESCHE_PIPELINE_PATH=$tap_dir/pipelines
XDG_CONFIG_HOME=/nonexistent XDG_DATA_DIRS=/nonexistent
export DEPESCHE_PLUGIN_PATH DEPESCHE_PIPELINE_PATH XDG_CONFIG_HOME XDG_DATA_DIRS
mkdir "$tap_dir/pipelines"
printf '{"name": "mark", "description": "Marks sentences", "stages": [{"plugin": "good"}]}\n' >"$tap_dir/pipelines/mark.json"
cp "$tap_dir/pipelines/mark.json" "$tap_dir/pipelines/briefing.json"
printf 'Titel des Artikels\n\nDas ist der erste Satz. Das ist der zweite.\n' >"$tap_dir/a.txt"
printf '{"id": "1", "text": "Das ist gut."}\n\n{"id": "2", "text": "Das auch."}' >"$tap_dir/two.ndjson"
printf '{"id": "1", "text": "Das ist gut."}\n{"id": 3\n{"id": "2", "text": "Das auch."}\n' >"$tap_dir/one-bad.ndjson"
cd "$tap_dir" || exit 1

# try STATUS NAME COMMAND…: run the program; output in $out, messages in $err.
try() {
    expected=$1
    name=$2
    shift 2
    "$DEPESCHE" "$@" >out 2>err </dev/null
    is "$?" "$expected" "$name"
    out=$(cat out)
    err=$(cat err)
}

# ---- The program itself ----
try 0 "--version" --version
like "$out" '^depesche [0-9]+\.[0-9]+\.[0-9]+$' "says the version"
try 0 "--help" --help
for command in brief run list inspect why pipeline new check; do
    like "$out" "^  $command " "--help lists $command"
done
for command in brief run list inspect why pipeline new check; do
    try 0 "$command --help" "$command" --help
    like "$out" "^Usage: depesche $command" "has a usage line"
    like "$out" '^Examples:$' "and examples"
done
try 0 "help COMMAND" help run
like "$out" '^Usage: depesche run' "is COMMAND --help"
try 2 "no command"
like "$err" 'depesche --help' "points to the help"
try 2 "an unknown command" breif
like "$err" "did you mean 'brief'" "is corrected"
try 2 "a hopeless command" frobnicate
like "$err" "there is no command 'frobnicate'" "is named"
try 2 "an unknown option" run --fromat=json a.txt
like "$err" "did you mean '--format'" "is corrected"
try 2 "an unknown letter" run -z a.txt
like "$err" "there is no option '-z'" "is named"
try 2 "an option without its value" run a.txt --format
like "$err" "'--format' needs a value" "is named"

# ---- run and brief ----
try 0 "brief" brief a.txt
like "$out" 'Titel des Artikels' "shows the article"
is "$err" "" "and says nothing else"
try 0 "run by name" run -p mark a.txt
like "$out" '"kind": "marks"' "writes the record as JSON"
like "$out" '"pipeline_name": "mark"' "which names the pipeline"
try 0 "run by file" run -p ./pipelines/mark.json -f ndjson a.txt
is "$(wc -l <out | tr -d ' ')" 1 "NDJSON is one line for a document"
for format in json ndjson markdown html text; do
    try 0 "-f $format" run -p mark -f "$format" a.txt
    [ -s out ]
    ok $? "writes something"
done
try 2 "an unknown format" run -f markdwon a.txt
like "$err" "did you mean 'markdown'" "is corrected"
try 2 "an unknown input format" run --input-format=pdf a.txt
like "$err" "no input format 'pdf'" "is named"
try 2 "no file" run -p mark
like "$err" 'standard input' "says how to read standard input"
try 2 "--jobs 0" run --jobs=0 a.txt
like "$err" 'from 1 to 64' "gives the bounds"
try 2 "--timeout nonsense" run --timeout=soon a.txt
try 2 "--order" run --order=fr-en a.txt
try 2 "--set without form" run -p mark --set=x a.txt
like "$err" 'STAGE.OPTION=VALUE' "shows the form"
try 3 "--set of an option that there is not" run -p mark --set=good.size=3 a.txt
like "$err" "has no option 'size'" "names it"
try 2 "--dump-after" run -p mark --dump-after=god a.txt
like "$err" "did you mean 'good'" "corrects the stage"
try 3 "a pipeline that there is not" run -p makr a.txt
like "$err" "did you mean 'mark'" "is corrected"
try 4 "a missing file" run -p mark missing.txt
like "$err" 'missing.txt' "is named"
try 4 "a directory" run -p mark pipelines
: >empty.txt
try 4 "an empty file" run -p mark empty.txt
try 1 "one missing file of two" run -p mark missing.txt a.txt
like "$out" 'Titel des Artikels' "the other is done"
like "$err" '1 of 2 inputs failed' "and they are counted"
try 1 "--strict" run -p mark --strict missing.txt a.txt
is "$out" "" "stops at the first"
try 2 "--from with a charset that there is not" run -p mark --from=klingon a.txt
printf 'Gr\374\337e\n\nDas ist sch\366n.\n' >latin.txt
try 0 "--from" run -p mark --from=iso-8859-1 latin.txt
like "$out" 'schön' "decodes"
"$DEPESCHE" run -p mark - <a.txt >out 2>err
is "$?" 0 "standard input"
like "$(cat out)" 'Titel des Artikels' "is read"
try 0 "--stats" run -p mark --stats a.txt
like "$err" '^good +[0-9.]+ +[0-9.]+ +[0-9.]+$' "prints a line for each stage"
try 0 "--stable" run -p mark --stable a.txt
cp out first
try 0 "--stable again" run -p mark --stable a.txt
same_file out first "equal runs give equal bytes"
try 0 "--verbose" run -v -p mark a.txt
like "$err" 'a.txt: done' "says what is done"
try 1 "--quiet" run -q -p mark missing.txt a.txt
like "$err" 'missing.txt' "still shows errors"
is "$(grep -c 'inputs failed' err)" 0 "but nothing less"

# ---- Several documents ----
try 0 "NDJSON in" run -p mark -f ndjson two.ndjson
is "$(wc -l <out | tr -d ' ')" 2 "a line for each line"
try 1 "a bad line" run -p mark -f ndjson one-bad.ndjson
is "$(wc -l <out | tr -d ' ')" 3 "still a line for each"
like "$(sed -n 2p out)" '^\{"error":\{"status":"bad input","message":.*"name":"one-bad.ndjson:2"' "with the error in its place"
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    printf '{"id": "%s", "text": "Das ist Nummer %s."}\n' $i $i
done >many.ndjson
try 0 "one worker" run -p mark -f ndjson --stable --jobs=1 many.ndjson
cp out first
try 0 "four workers" run -p mark -f ndjson --stable --jobs=4 many.ndjson
same_file out first "give the same output in the same order"
try 0 "no worker" run -p mark -f ndjson --stable --no-isolate many.ndjson
same_file out first "gives it too"

# ---- The other commands ----
try 0 "list" list
like "$out" '^  good +1\.0\.0 ' "lists plugins"
like "$out" '^  too-new .*refused' "also those that are refused"
like "$out" '^  mark +Marks sentences' "and pipelines"
try 2 "list takes nothing" list good
try 0 "inspect" inspect good
like "$out" '^writes +marks, places$' "shows layers"
like "$out" '^file +/.*good\.so$' "and the file"
try 0 "inspect options" inspect all-options
like "$out" '^  count \(integer, 1 to 9; default: 3\)$' "shows types, bounds and defaults"
like "$out" '^  choice \(choice: a,b; default: a\)$' "shows choices"
try 3 "inspect a refused one" inspect too-new
like "$err" 'ABI 8' "says why"
try 2 "inspect nothing" inspect
try 0 "why" why good
like "$out" 'used +/.*good\.so' "shows the file"
try 3 "why not" why too-new
like "$out" 'refused .*ABI 8.*ABI 1 to 1' "gives both versions"
try 3 "why not there" why nowhere
like "$out" 'not at +/.*nowhere\.so' "shows where it looked"
like "$out" 'DEPESCHE_PLUGIN_PATH' "and what to do"
mkdir shadow
cp "$TOP_BUILDDIR/tests/plugins/.libs/good.so" shadow/
try 0 "--plugin-path" why good --plugin-path="$tap_dir/shadow"
like "$out" "used +$tap_dir/shadow/good.so" "goes first"
like "$out" 'shadowed +/.*tests/plugins/.libs/good.so' "and shadows"
try 0 "pipeline show" pipeline show mark
like "$out" '1\. good' "lists stages"
like "$out" 'writes marks' "with layers"
printf '{"stages": [{"plugin": "good", "name": "g"}, {"plugin": "all-options", "optional": true,
    "options": {"words": ["p", "q"]}}, {"plugin": "nowhere", "optional": true}]}\n' >pipelines/long.json
try 0 "pipeline show of a longer one" pipeline show long --set=all-options.count=4
like "$out" '1\. g \(plugin good\)$' "shows which plugin"
like "$out" '2\. all-options, optional$' "shows what is optional"
like "$out" 'words = p, q$' "shows given values"
like "$out" 'count = 4$' "also those of --set"
like "$out" 'share = 0.5 \(default\)$' "and defaults"
like "$out" "there is no plugin 'nowhere'" "and what is missing"
try 0 "pipeline check" pipeline check mark
like "$out" '^mark: 1 stage, no fault found' "finds none"
printf '{"stages": [{"plugin": "missing-layer"}]}\n' >pipelines/bad.json
try 3 "pipeline check of a bad one" pipeline check bad
like "$err" "bad.json: stage 1 'missing-layer' needs the layer 'horoscopes'" "says where and what"
try 2 "pipeline without what" pipeline mark

# ---- new ----
try 0 "new" new my-plugin
for file in my-plugin.c my-plugin.json Makefile test.sh README.md article.txt; do
    [ -s "my-plugin/$file" ]
    ok $? "writes $file"
done
is "$(grep -r -c '@NAME@' my-plugin | grep -v ':0')" "" "with the name filled in"
try 5 "new over an old one" new my-plugin
try 2 "new with a bad name" new My_Plugin
try 2 "check of nothing" check
try 1 "check of no file" check ./nowhere.so
like "$out" 'FAILED +loads.*nowhere\.so' "says so"
if nm -D "$TOP_BUILDDIR/.libs/libdepesche.so" 2>/dev/null | grep -q -E '__asan|__gcov'; then
    skip "it builds with one call of cc" "the host is instrumented"
    skip "and its test passes" "the host is instrumented"
else
    (cd my-plugin && ${CC:-cc} -std=c11 -Wall -Wextra -Werror -shared -fPIC -o my-plugin.so my-plugin.c \
        -I"$TOP_SRCDIR/include" -L"$TOP_BUILDDIR/.libs" -ldepesche) >build 2>&1
    ok $? "it builds with one call of cc"
    mkdir bin
    ln -s "$DEPESCHE" bin/depesche
    (cd my-plugin && PATH="$tap_dir/bin:$PATH" sh test.sh) >build 2>&1
    ok $? "and its test passes"
    sed 's/^/# /' build
fi
tap_done
