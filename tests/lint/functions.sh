#!/bin/sh
# SPDX-License-Identifier: ISC
# No function over 80 lines, no file over 1,000.
. "$TOP_SRCDIR/tests/tap.sh"
cd "$TOP_SRCDIR" || exit 1
find core plugins include tests samples -name '*.c' -o -name '*.h' -o -name '*.cc' | sort >"$tap_dir/files"
# shellcheck disable=SC2046 # file names of ours hold no spaces
is "$(wc -l $(cat "$tap_dir/files") | awk '$2 != "total" && $1 > 1000 {print $2, $1}')" "" "no file over 1,000 lines"
# shellcheck disable=SC2046
awk -f tests/lint/functions.awk $(grep '\.c' "$tap_dir/files") >"$tap_dir/lengths"
is "$(awk '$1 > 80' "$tap_dir/lengths")" "" "no function over 80 lines"
grep -v ' tests/' "$tap_dir/lengths" | sort -n | awk '{n[NR] = $1} END {
    printf "# %d functions: median %d lines, 90th percentile %d, longest %d\n", NR, n[int((NR + 1) / 2)], n[int(NR * 0.9)], n[NR]}'
tap_done
