#!/bin/sh
# SPDX-License-Identifier: ISC
# The session in the README is what the program prints today: "    $ command" and the indented lines behind it.
. "$TOP_SRCDIR/tests/tap.sh"
mkdir "$tap_dir/bin"
ln -s "$DEPESCHE" "$tap_dir/bin/depesche"
PATH=$tap_dir/bin:$PATH
awk -v dir="$tap_dir" '
    /^    \$ / { n++; print substr($0, 7) > (dir "/" n ".command"); want = dir "/" n ".want"; printf "" > want; next }
    /^    / && n { print substr($0, 5) > want; next }
    /^$/ && n { print "" > want; next }
    { n = n; if (n) { done = 1 } }
    done { exit }' "$TOP_SRCDIR/README.md"
cd "$TOP_SRCDIR" || exit 1
[ -e "$tap_dir/1.command" ]
ok $? "the README shows a session"
for command in "$tap_dir"/*.command; do
    sh "$command" 2>/dev/null | sed 's/ *$//' >"$tap_dir/got"
    # Empty lines at the end belong to the page, not to the output.
    sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' "${command%.command}.want" >"$tap_dir/want"
    sed -i -e :a -e '/^\n*$/{$d;N;ba' -e '}' "$tap_dir/got"
    same_file "$tap_dir/got" "$tap_dir/want" "$(head -1 "$command")"
done
tap_done
