#!/bin/sh
# SPDX-License-Identifier: ISC
# What bash offers after TAB.
. "$TOP_SRCDIR/tests/tap.sh"
if ! command -v bash >/dev/null; then
    skip "completion" "bash is missing"
    tap_done
fi
DEPESCHE_PLUGIN_PATH=$TOP_BUILDDIR/tests/plugins
export DEPESCHE_PLUGIN_PATH
mkdir "$tap_dir/bin"
ln -s "$DEPESCHE" "$tap_dir/bin/depesche"
PATH=$tap_dir/bin:$PATH
: >"$tap_dir/article.txt"
cd "$tap_dir" || exit 1

# offers WORD…: what completion makes of a command line, of which the last word is being typed.
offers() {
    bash -c '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _depesche; printf "%s " "${COMPREPLY[@]}"' \
        "$TOP_SRCDIR/docs/depesche.bash-completion" depesche "$@"
}
is "$(offers in)" "inspect " "commands"
is "$(offers run --keep)" "--keep-boilerplate " "options of a command"
is "$(offers list --keep)" " " "not those of another"
is "$(offers run -p quo)" "quotes " "pipelines"
is "$(offers why too-)" "too-new too-old " "plugins"
is "$(offers run --format ma)" "markdown " "formats"
is "$(offers brief art)" "article.txt " "files"
is "$(offers glossary c)" "check convert " "what to do with a glossary"
is "$(offers glossary convert -f de)" "deepl " "formats of a glossary"
is "$(offers pipeline ch)" "check " "what to do with a pipeline"
tap_done
