# SPDX-License-Identifier: ISC
# shellcheck shell=sh
# The Test Anything Protocol for tests in shell. Source it, call ok/is/like/skip, end with tap_done.
tap_count=0
tap_failed=0
tap_dir=$(mktemp -d "${TMPDIR:-/tmp}/depesche-test.XXXXXX")
trap 'rm -rf "$tap_dir"' EXIT

# ok STATUS NAME: STATUS is an exit status, 0 is good: `some command; ok $? "it works"`.
ok() {
    tap_count=$((tap_count + 1))
    if [ "$1" = 0 ]; then
        echo "ok $tap_count - $2"
    else
        tap_failed=$((tap_failed + 1))
        echo "not ok $tap_count - $2"
    fi
}

# is GOT WANT NAME: the strings are equal.
is() {
    [ "$1" = "$2" ]
    ok $? "$3"
    [ "$1" = "$2" ] || { printf '%s\n' "$1" | sed 's/^/#   got: /'; printf '%s\n' "$2" | sed 's/^/#  want: /'; }
}

# like TEXT PATTERN NAME: the extended regular expression matches somewhere in the text.
like() {
    printf '%s\n' "$1" | grep -E -q -e "$2"
    ok $? "$3"
    printf '%s\n' "$1" | grep -E -q -e "$2" || printf '%s\n' "$1" | sed 's/^/#   got: /' | head -20
}

# same_file GOT WANT NAME: the files are equal; shows the first differences.
same_file() {
    diff -u "$2" "$1" >"$tap_dir/diff" 2>&1
    ok $? "$3"
    [ ! -s "$tap_dir/diff" ] || head -40 "$tap_dir/diff" | sed 's/^/# /'
}

# none NAME: the file $found is empty; its lines are what should not be. `some search >"$found"; none "nothing is wrong"`.
found=$tap_dir/found
none() {
    [ ! -s "$found" ]
    ok $? "$1"
    head -10 "$found" | sed 's/^/#   /'
}

# skip NAME REASON
skip() {
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1 # SKIP $2"
}

tap_done() {
    echo "1..$tap_count"
    [ "$tap_failed" = 0 ]
    exit $?
}
