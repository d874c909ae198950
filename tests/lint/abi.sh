#!/bin/sh
# SPDX-License-Identifier: ISC
# The ABI is compared with the one on record. Additions are fine; anything removed or changed fails.
. "$TOP_SRCDIR/tests/tap.sh"
library=$TOP_BUILDDIR/.libs/libdepesche.so
name="nothing of the recorded ABI is gone or changed"
if ! command -v abidiff >/dev/null; then
    skip "$name" "abidiff is missing (abigail-tools)"
elif [ ! -e "$library" ] || nm -D "$library" | grep -q -E '__asan|__gcov'; then
    skip "$name" "the library is static or instrumented"
elif ! readelf -S "$library" | grep -q debug_info; then
    skip "$name" "the library has no debug information"
else
    # --no-added-syms: a new function is no break. Exit status bit 4 says that the ABI changed.
    abidiff --no-added-syms --headers-dir2 "$TOP_SRCDIR/include" --drop-private-types \
        "$TOP_SRCDIR/tests/lint/depesche.abi" "$library" >"$tap_dir/report" 2>&1
    ok $? "$name"
    head -40 "$tap_dir/report" | sed 's/^/# /'
fi
tap_done
