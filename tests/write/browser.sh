#!/bin/sh
# SPDX-License-Identifier: ISC
# Reads a page in a real browser: from a bullet to its sentence and back, on a screen and on a phone.
. "$TOP_SRCDIR/tests/tap.sh"
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
if [ -z "$browser" ]; then
    skip "a page in a browser" "no chromium"
    tap_done
fi
cp "$TOP_SRCDIR/tests/write/browser.html" "$tap_dir/test.html"
"$TOP_BUILDDIR/tests/write_case" "$TOP_SRCDIR/tests/write/cases/ferry.doc" html >"$tap_dir/page.html"
timeout 120 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$tap_dir/profile" --allow-file-access-from-files \
    --window-size=1600,900 --dump-dom "file://$tap_dir/test.html" 2>"$tap_dir/log" |
    sed -n '/<pre/,/<\/pre>/p' | sed -e 's/.*<pre id="result">//' -e 's/<\/pre>.*//' >"$tap_dir/result"
if [ ! -s "$tap_dir/result" ]; then
    skip "a page in a browser" "the browser does not run here"
    tap_done
fi
while IFS= read -r line; do
    case $line in
    ok*) ok 0 "${line#* - }" ;;
    not*) ok 1 "${line#* - }" ;;
    esac
done <"$tap_dir/result"
tap_done
