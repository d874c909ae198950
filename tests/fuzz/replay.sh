#!/bin/sh
# SPDX-License-Identifier: ISC
# Replays every fuzz target over its corpus: tests/fuzz/corpus/NAME/ belongs to tests/fuzz_NAME.
. "$TOP_SRCDIR/tests/tap.sh"
for dir in "$TOP_SRCDIR"/tests/fuzz/corpus/*/; do
    name=$(basename "$dir")
    if [ ! -x "$TOP_BUILDDIR/tests/fuzz_$name" ]; then
        skip "fuzz_$name" "not built: what it tests is left out"
        continue
    fi
    timeout 120 "$TOP_BUILDDIR/tests/fuzz_$name" "$dir"* >"$tap_dir/out" 2>&1
    status=$?
    ok $status "fuzz_$name: $(find "$dir" -type f | wc -l) files"
    [ $status = 0 ] || tail -5 "$tap_dir/out" | sed 's/^/# /'
done
tap_done
