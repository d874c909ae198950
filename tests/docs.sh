#!/bin/sh
# SPDX-License-Identifier: ISC
# Follows docs/writing-a-plugin.md word by word: writes its files, runs its commands, looks for what it says comes out.
# Before installation, pkg-config is pointed at the build tree.
. "$TOP_SRCDIR/tests/tap.sh"

document=$TOP_SRCDIR/docs/writing-a-plugin.md
if [ -z "${PREFIX:-}" ]; then
    mkdir "$tap_dir/pc"
    cat >"$tap_dir/pc/depesche.pc" <<END
Name: depesche
Description: the build tree
Version: 0
Cflags: -I$TOP_SRCDIR/include
Libs: -L$TOP_BUILDDIR/.libs -ldepesche
END
    PKG_CONFIG_PATH=$tap_dir/pc
    export PKG_CONFIG_PATH
fi
if ! command -v pkg-config >/dev/null || ! command -v cc >/dev/null; then
    skip "the guide can be followed" "pkg-config or cc is missing"
    tap_done
fi
if nm -D "$TOP_BUILDDIR/.libs/libdepesche.so" 2>/dev/null | grep -q -E '__asan|__gcov'; then
    skip "the guide can be followed" "plugins built without instrumentation do not fit an instrumented host"
    tap_done
fi

# Take the code blocks apart: "```LANGUAGE file=NAME" is a file, "run" a command, "output contains" what it must print.
mkdir "$tap_dir/work" "$tap_dir/bin"
awk -v dir="$tap_dir/work" '
    /^```/ && inside { inside = 0; close(out); next }
    /^```/ {
        inside = 1; out = "/dev/null"
        if ($2 ~ /^file=/) out = dir "/" substr($2, 6)
        else if ($2 == "run") out = sprintf("%s/step%02d.run", dir, ++step)
        else if ($1 == "```output") out = sprintf("%s/step%02d.contains", dir, step)
        next
    }
    inside { print > out }' "$document"

# `depesche` in the guide is the one under test.
ln -s "$DEPESCHE" "$tap_dir/bin/depesche"
PATH=$tap_dir/bin:$PATH
cd "$tap_dir/work" || exit 1
for step in step*.run; do
    sh -e "$step" >"$step.out" 2>&1
    status=$?
    ok "$status" "$(head -1 "$step")"
    [ "$status" = 0 ] || sed 's/^/# /' "$step.out" | head -20
    [ -e "${step%.run}.contains" ] || continue
    while IFS= read -r line; do
        grep -q -F -e "$line" "$step.out"
        ok $? "it prints: $line"
    done <"${step%.run}.contains"
done
tap_done
