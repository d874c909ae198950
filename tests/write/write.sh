#!/bin/sh
# SPDX-License-Identifier: ISC
# Writes every description in tests/write/cases in every format and compares with what is expected there.
set -u
. "$TOP_SRCDIR/tests/tap.sh"
cases=$TOP_SRCDIR/tests/write/cases
write_case=$TOP_BUILDDIR/tests/write_case
made=$tap_dir/made
mkdir "$made"

suffix_of() {
    case $1 in
    markdown) echo md ;;
    text) echo txt ;;
    *) echo "$1" ;;
    esac
}

for doc in "$cases"/*.doc; do
    name=$(basename "$doc" .doc)
    options=$(sed -n 's/^# options: //p' "$doc")
    for format in json ndjson markdown html text; do
        file=$name.$(suffix_of "$format")
        # shellcheck disable=SC2086 # a list of words
        "$write_case" "$doc" "$format" $options >"$made/written"
        ok $? "$name is written as $format"
        # What changes with a release or with the looks is not what these cases are about.
        sed -e 's/depesche [0-9]*\.[0-9]*\.[0-9]*/depesche VERSION/' -e '/^<style>$/,/^<\/style>$/d' "$made/written" >"$made/$file"
        [ "$format" = ndjson ] && continue
        [ -z "${UPDATE:-}" ] || cp "$made/$file" "$cases/$file"
        same_file "$made/$file" "$cases/$file" "$name as $format is as expected"
    done
done

printf 'paragraph Ein Satz.\nseal\nbriefing sections=who,nowhere\n' >"$tap_dir/bad.doc"
like "$("$write_case" "$tap_dir/bad.doc" json 2>&1)" "'nowhere' is no section .*bottom-line" "an unknown section is refused with a list"
printf 'paragraph Ein Satz.\nseal\nbriefing sections=who,when,who\n' >"$tap_dir/bad.doc"
like "$("$write_case" "$tap_dir/bad.doc" json 2>&1)" "'who' is named twice" "a section named twice is refused"

# Every allocation of every writer fails in turn.
for name in ferry harbour hostile empty; do
    "$write_case" "$cases/$name.doc" --fail-each >"$found"
    ok $? "$name: every failing allocation is reported"
    grep '^not ok' "$found" | sed 's/^/# /'
done

for python in python3 /usr/bin/python3 ""; do
    [ -z "$python" ] || "$python" -c 'import jsonschema' 2>/dev/null && break
done
for doc in "$cases"/*.doc; do
    name=$(basename "$doc" .doc)
    if [ -z "$python" ]; then
        skip "$name holds what holds for every record" "no python3 with jsonschema"
        continue
    fi
    "$python" "$TOP_SRCDIR/tests/write/check.py" "$TOP_SRCDIR/docs/record.schema.json" "$made/$name" >"$found" 2>&1
    none "$name holds what holds for every record"
done
tap_done
