#!/bin/sh
# SPDX-License-Identifier: ISC
# Where records go: complete files under their names, or nothing; and how the program ends when it is stopped.
. "$TOP_SRCDIR/tests/tap.sh"

DEPESCHE_PLUGIN_PATH=$TOP_BUILDDIR/tests/plugins
export DEPESCHE_PLUGIN_PATH
cd "$tap_dir" || exit 1
printf '{"stages": [{"plugin": "good"}]}\n' >mark.json
printf '{"stages": [{"plugin": "good"}, {"plugin": "hangs"}]}\n' >hang.json
printf 'Titel des Artikels\n\nDas ist der erste Satz.\n' >a.txt
printf '{"id": "1", "text": "Das ist gut."}\n{"id": "2", "text": "Das auch."}\n' >two.ndjson
mkdir deeper
cp a.txt deeper/a.txt

# try STATUS NAME COMMAND…: run the pipeline; messages in $err.
try() {
    expected=$1
    name=$2
    shift 2
    "$DEPESCHE" run -p ./mark.json "$@" >out 2>err </dev/null
    is "$?" "$expected" "$name"
    err=$(cat err)
}

# Names in the directory, hidden ones too.
names() {
    find "$1" -mindepth 1 -maxdepth 1 -printf '%f\n' | LC_ALL=C sort | tr '\n' ' '
}

try 0 "-o FILE" -f json -o record.json a.txt
is "$(cat out)" "" "prints nothing"
like "$(cat record.json)" 'Titel des Artikels' "writes the file"
chmod 640 record.json
try 0 "-o over an old file" -f text -o record.json a.txt
is "$(grep -c '"kind"' record.json)" 0 "replaces it"
is "$(stat -c %a record.json)" 640 "and keeps its permissions"
ln -s record.json link.json
try 0 "-o through a link" -f json -o link.json a.txt
[ -L link.json ] && grep -q '"kind"' record.json
ok $? "writes what the link points to"
cp record.json old
try 4 "-o when nothing can be read" -f json -o record.json missing.txt
same_file record.json old "leaves the old file"
try 1 "-o with --strict" -f json --strict -o record.json a.txt missing.txt
same_file record.json old "leaves the old file too"
is "$(names . | tr ' ' '\n' | grep -c '^\.')" 0 "no temporary file is left"

mkdir pages
try 0 "-o DIR" -f html -o pages a.txt deeper/a.txt two.ndjson
is "$(names pages)" "a-2.html a.html two.1.html two.2.html " "one file for each record, none over another"
cp a.txt two.2.txt
cp a.txt two.1x.txt
try 0 "-o DIR for a file called like a line" -f html -o lines/ two.2.txt two.ndjson two.1x.txt
is "$(names lines)" "two-2.1.html two-2.2.html two.1x.html two.2.html " "does not write over it"
try 0 "-o NEW/" -f markdown -o new/ a.txt
is "$(names new)" "a.md " "makes the directory"
try 5 "-o into nowhere" -o /nonexistent/x.json a.txt
like "$err" '/nonexistent/x.json: cannot be written' "names it"
chmod 500 new
if [ "$(id -u)" = 0 ]; then
    skip "-o DIR without permission" "root may write anywhere"
else
    try 5 "-o DIR without permission" -o new/ a.txt
fi
chmod 700 new
if [ -w /dev/full ]; then
    try 5 "-o on a full disk" -o /dev/full a.txt
    like "$err" '/dev/full: cannot be written|No space left' "says so"
    "$DEPESCHE" run -p ./mark.json a.txt >/dev/full 2>err
    is "$?" 5 "a full standard output"
    like "$(cat err)" 'No space left' "says so"
    "$DEPESCHE" --help >/dev/full 2>err
    is "$?" 5 "help on a full standard output"
else
    skip "full disks" "there is no /dev/full"
fi

# A reader that goes away ends the program quietly.
i=0
while [ $i -lt 300 ]; do
    printf '{"id": "%s", "text": "Das ist ein Satz."}\n' $i
    i=$((i + 1))
done >many.ndjson
{ "$DEPESCHE" run -p ./mark.json -f ndjson many.ndjson 2>err; echo "$?" >status; } | head -n 1 >first
is "$(wc -l <first | tr -d ' ')" 1 "the reader got its line"
like "$(cat status)" '^(141|0)$' "a closed pipe ends the program as SIGPIPE does"
is "$(cat err)" "" "without a word"

# Interrupted: no temporary file, no worker, exit 130.
for signal in INT TERM; do
    mkdir "stop$signal"
    "$DEPESCHE" run -p ./hang.json -o "stop$signal/record.json" a.txt 2>err &
    pid=$!
    while ! find "stop$signal" -name '.record*' | grep -q .; do
        kill -0 $pid 2>/dev/null || break
    done
    kill -"$signal" $pid
    wait $pid
    is "$?" 130 "SIG$signal ends it with 130"
    is "$(names "stop$signal")" "" "SIG$signal leaves no file"
done
tap_done
