#!/bin/sh
# SPDX-License-Identifier: ISC
# "depesche model" against a server of our own on this machine.
. "$TOP_SRCDIR/tests/tap.sh"
command -v python3 >/dev/null || { echo "1..0 # SKIP no python3"; exit 0; }
grep -q '^#define HAVE_CURL' "$TOP_BUILDDIR/config.h" || { echo "1..0 # SKIP built without libcurl"; exit 0; }
files=$tap_dir/files
export XDG_DATA_HOME="$tap_dir/home"
export DEPESCHE_DATA_PATH="$tap_dir/data"
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
mkdir -p "$files" "$tap_dir/data/translate"
"$TOP_BUILDDIR/tests/translate/make_test_model" "$files" || exit 1
mkfifo "$tap_dir/port"
python3 "$TOP_SRCDIR/tests/translate/model_server.py" "$files" >"$tap_dir/port" 2>/dev/null &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$tap_dir"' EXIT
read -r port <"$tap_dir/port"

list=$tap_dir/data/translate/models.tsv
for way in good whole cut slow wrong long moved missing; do
    for file in model.test.bin vocab.test.spm lex.test.bin; do
        printf '%s\tA test\tISC\t%s\t%s\t%s\thttp://127.0.0.1:%s/%s/%s\n' "$way" "$file" "$(wc -c <"$files/$file")" \
            "$(sha256sum "$files/$file" | cut -d' ' -f1)" "$port" "$way" "$file"
    done
done >"$list"
model() {
    "$DEPESCHE" model "$@" >"$tap_dir/out" 2>"$tap_dir/err"
}
place=$XDG_DATA_HOME/depesche/translate
complete() {
    for file in model.test.bin vocab.test.spm lex.test.bin; do
        cmp -s "$files/$file" "$place/$1/$file" || return 1
    done
}

model list
like "$(cat "$tap_dir/out")" '^good +not installed .* ISC' "the list says what is not installed"
model get good && complete good
ok $? "a model is fetched"
[ "$(cat "$tap_dir/out")" = "$place/good" ]
ok $? "and its directory named"
model list
like "$(cat "$tap_dir/out")" '^good +installed' "then it is installed"
before=$(wc -l <"$files/log")
model get good && [ "$(wc -l <"$files/log")" -eq "$before" ]
ok $? "it is not fetched twice"
model verify good
ok $? "it verifies"
"$DEPESCHE" translate -m good --lines "$TOP_SRCDIR/tests/translate/model.sh" >/dev/null 2>&1
ok $? "it translates"
printf 'x' | dd of="$place/good/lex.test.bin" bs=1 seek=100 conv=notrunc 2>/dev/null
model verify good
[ $? = 1 ] && grep -q 'SHA-256' "$tap_dir/err"
ok $? "a changed byte does not"
model get good && complete good
ok $? "and is repaired"

model get cut
[ $? = 1 ] && [ ! -e "$place/cut/model.test.bin" ] && [ -s "$place/cut/model.test.bin.part" ]
ok $? "a broken connection leaves a part and no file"
model list
like "$(cat "$tap_dir/out")" '^cut +partly there' "the list says so"
model get cut
model get cut
model get cut && complete cut && grep -q 'GET /cut/model.test.bin bytes=' "$files/log"
ok $? "later calls go on from there"

mkdir -p "$place/whole" && head -c 1000 "$files/model.test.bin" >"$place/whole/model.test.bin.part"
model get whole && complete whole
ok $? "a server that cannot go on sends all again"
mkdir -p "$place/moved" && head -c 1000 /dev/zero >"$place/moved/model.test.bin.part"
model get moved && complete moved
ok $? "a part that was something else is thrown away; a redirection is followed"
model get slow && complete slow
ok $? "a slow server is waited for"
model get wrong
[ $? = 1 ] && [ -z "$(ls "$place/wrong")" ] && grep -q 'SHA-256' "$tap_dir/err"
ok $? "wrong bytes are refused and not kept"
model get long
[ $? = 1 ] && [ -z "$(ls "$place/long")" ] && grep -q 'more than' "$tap_dir/err"
ok $? "so are too many"
model get missing
[ $? = 1 ] && grep -q '404' "$tap_dir/err"
ok $? "a file that is not there is said to be so"
model get unheard-of
[ $? = 2 ] && grep -q "there is no model 'unheard-of'" "$tap_dir/err"
ok $? "a model that is not in the list is refused"
model path good && [ "$(cat "$tap_dir/out")" = "$place/good" ]
ok $? "path tells the directory"
http_proxy=http://127.0.0.1:1 "$DEPESCHE" model get missing 2>"$tap_dir/err"
like "$(cat "$tap_dir/err")" 'onnect' "the proxy variables are honoured"
kill $server
model get missing
[ $? = 1 ]
ok $? "without a server it fails"
model get --from "$files/model.test.bin" missing
[ $? = 1 ] && grep -q 'vocab.test.spm is still missing; its address is http' "$tap_dir/err"
ok $? "one file is taken from the disk, the others are named with their addresses"
model get --from "$files" missing && complete missing
ok $? "all are taken from a directory"
mkdir "$tap_dir/changed" && for file in "$files"/*.test.*; do tr a b <"$file" >"$tap_dir/changed/${file##*/}"; done
rm -r "$place/missing"
model get --from "$tap_dir/changed" missing
[ $? = 1 ] && grep -q 'SHA-256' "$tap_dir/err" && [ -z "$(ls "$place/missing")" ]
ok $? "others than those in the list are refused"
DEPESCHE_DATA_PATH="$TOP_SRCDIR/plugins" "$DEPESCHE" model list >"$tap_dir/out"
like "$(cat "$tap_dir/out")" '^firefox-base-memory .* 37.3 MB' "the list that is shipped can be read"
tap_done
