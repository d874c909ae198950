#!/bin/sh
# SPDX-License-Identifier: ISC
# What can be checked of the house style without judgement.
. "$TOP_SRCDIR/tests/tap.sh"
cd "$TOP_SRCDIR" || exit 1


sources() {
    find core plugins include tests samples \( -name '*.c' -o -name '*.h' -o -name '*.cc' \) -print
}

sources | xargs grep -L 'SPDX-License-Identifier: ISC' >"$found"
none "every source file names its licence"
sources | xargs grep -n -w -E 'strtok|atoi|atol|atof|strcpy|strcat|sprintf|vsprintf|gets|setlocale|alloca|tmpnam|mktemp' |
    grep -v -E ':[0-9]+: *(/?\*|//)' >"$found"
none "no unbounded or locale-bound functions"
sources | xargs grep -n '<ctype\.h>' >"$found"
none "no <ctype.h> on UTF-8"
sources | xargs grep -n -P '\t' >"$found"
none "no tabs in C"
sources | xargs grep -n -E ' +$' >"$found"
none "no trailing blanks"
# A character is not a byte: comments may hold German.
sources | xargs awk 'length($0) > 130 {print FILENAME ":" FNR}' >"$found"
none "no line far over 120 columns"
find core plugins include tests -name '*.c' -exec grep -L '#include' {} + >"$found"
none "no empty source files"
tap_done
