#!/bin/sh
# SPDX-License-Identifier: ISC
# Every public header compiles alone, as C and as C++, without a warning.
. "$TOP_SRCDIR/tests/tap.sh"
flags="-I$TOP_SRCDIR/include -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wundef -Werror -fsyntax-only"
for header in "$TOP_SRCDIR"/include/depesche/*.h; do
    name=$(basename "$header")
    printf '#include <depesche/%s>\n#include <depesche/%s>\nint header_alone;\n' "$name" "$name" >"$tap_dir/alone.c"
    # shellcheck disable=SC2086 # a list of flags
    ${CC:-cc} -std=c11 $flags "$tap_dir/alone.c"
    ok $? "$name alone in C11"
    if command -v "${CXX:-c++}" >/dev/null; then
        # shellcheck disable=SC2086
        ${CXX:-c++} -std=c++11 -x c++ $flags "$tap_dir/alone.c"
        ok $? "$name alone in C++11"
    else
        skip "$name alone in C++11" "no C++ compiler"
    fi
done
tap_done
