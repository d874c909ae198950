#!/bin/sh
# SPDX-License-Identifier: ISC
# The room rules: which folder may include what.
. "$TOP_SRCDIR/tests/tap.sh"
cd "$TOP_SRCDIR" || exit 1


# only HEADER-PATTERN FILE…: the header is included by these files alone, of all in core/ and include/.
only() {
    pattern=$1
    shift
    grep -r -n -E "#[ ]*include [<\"]$pattern" core include --include='*.[ch]' | while IFS= read -r line; do
        case " $* " in
        *" ${line%%:*} "*) ;;
        *) printf '%s\n' "$line" ;;
        esac
    done
}

grep -r -n '#[ ]*include' include --include='*.h' | grep -v -E '<(depesche/[a-z]+|std[a-z]+)\.h>' >"$found"
none "public headers include the standard library and each other only"
grep -r -n -E '#[ ]*include "(\.\./|core/|plugins/|tests/)' core plugins samples --include='*.[ch]' --include='*.cc' >"$found"
none "nobody reaches into another room by a path"
only 'iconv\.h' core/charset.c >"$found"
none "iconv is known to core/charset.c alone"
only 'dlfcn\.h' core/loader.c >"$found"
none "dlopen is known to core/loader.c alone"
only 'libxml/' core/read_html.c >"$found"
none "libxml2 is known to core/read_html.c alone"
only 'utf8proc\.h' core/text.c core/unicode.c >"$found"
none "utf8proc is known to core/text.c and core/unicode.c alone"
only 'curl/' core/download.c core/model_store.c >"$found"
none "libcurl is known to the file that downloads alone"

# A plugin includes its own folder and <depesche/…>, never a header of core/ or of another plugin.
for dir in plugins/*/; do
    grep -h -E '#[ ]*include "' "$dir"*.c "$dir"*.h "$dir"*.cc 2>/dev/null |
        sed -E 's/.*"(.*)".*/\1/' | sort -u | while IFS= read -r header; do
        [ -e "$dir$header" ] || case $header in
        config.h | *.inc) ;;
        *) echo "$dir includes $header" ;;
        esac
    done
done >"$found"
none "plugins include their own folder and the public headers only"

# Below main.c and the commands nobody prints or ends the process.
grep -r -n -w -E '(printf|puts|putchar|perror|exit|_exit|abort|assert)\(|fprintf\((stderr|stdout)' core plugins \
    --include='*.c' --include='*.cc' | grep -v -E '^core/(main|arguments|command(_[a-z]+)?|log|worker|output)\.c:' >"$found"
none "only the program prints, exits or aborts"
tap_done
