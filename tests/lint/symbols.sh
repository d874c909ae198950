#!/bin/sh
# SPDX-License-Identifier: ISC
# libdepesche exports dp_* and nothing else; a plugin its descriptor and nothing else.
. "$TOP_SRCDIR/tests/tap.sh"

exported() {
    nm -D --defined-only "$1" | awk '{print $NF}' | grep -v -E '^(_init|_fini|_edata|_end|__bss_start|__odr_asan.*|__asan_.*|__sancov.*|__gcov.*|mangle_path)$'
}

library=$TOP_BUILDDIR/.libs/libdepesche.so
if [ -e "$library" ]; then
    is "$(exported "$library" | grep -v '^dp_')" "" "libdepesche exports dp_* only"
    # Every function that the headers declare is there, and every one that is there is declared.
    grep -h -o -E '\bdp_[a-z0-9_]+\(' "$TOP_SRCDIR"/include/depesche/*.h | tr -d '(' | sort -u >"$tap_dir/mentioned"
    exported "$library" | sort -u >"$tap_dir/exported"
    is "$(comm -13 "$tap_dir/mentioned" "$tap_dir/exported")" "" "every exported function is declared"
    grep -h -E '^DP_API' "$TOP_SRCDIR"/include/depesche/*.h | grep -o -E '\bdp_[a-z0-9_]+\(' | tr -d '(' | sort -u >"$tap_dir/declared"
    is "$(comm -23 "$tap_dir/declared" "$tap_dir/exported")" "" "every declared function is exported"
else
    skip "exports of libdepesche" "not built as a shared library"
fi
for plugin in "$TOP_BUILDDIR"/plugins/.libs/*.so; do
    [ -e "$plugin" ] || continue
    is "$(exported "$plugin")" dp_plugin_descriptor "$(basename "$plugin") exports its descriptor only"
done
tap_done
