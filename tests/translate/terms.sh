#!/bin/sh
# SPDX-License-Identifier: ISC
# Glossaries in the translation, end to end with the model that comes along. The terms are nothing it would say by itself;
# beside them nothing of its English is tested.
. "$TOP_SRCDIR/tests/tap.sh"
cd "$tap_dir" || exit 1
export XDG_DATA_HOME="$tap_dir" XDG_DATA_DIRS="$tap_dir"

cat >terms.json <<'END'
{"name": "terms", "stages": [{"plugin": "glossary", "options": {"files": ["terms.tsv"], "names": []}},
 {"plugin": "translate", "options": {"term-loss": 100}}, {"plugin": "term-report"}]}
END

# translate ENTRIES GERMAN [OPTION…]: the record in record.json; the English in english.
translate() {
    printf '%b\n' "$1" >terms.tsv
    printf '%s\n' "$2" >article.txt
    shift 2
    "$DEPESCHE" run -q -p ./terms.json -f json --stable "$@" article.txt >record.json
    sed -n 's/.*"en": "\([^"]*\)", "status": "trans.*/\1/p' record.json >english
}
english() {
    ok_status=0
    grep -Eq "$1" english || ok_status=1
    ok "$ok_status" "$2"
    [ "$ok_status" = 0 ] || sed 's/^/# /' english record.json
}
statuses() { grep -o '"status": "\(applied\|missed\|found\)", "reason"' record.json | sort | uniq -c | tr -s ' \n' ' '; }

german='Die Regierung lehnt den Vorschlag ab. Zwei Regierungen stimmten zu. Die Regierungsarbeit ruht.'
translate 'Regierung\tquorumate' "$german"
english '^[^"]*[Qq]uorumate\b' "a term that the model does not know is there"
english '\bquorumates\b|Quorumates\b' "in the plural where the German is"
is "$(statuses | grep -c 'missed')" 0 "none is missed"
translate 'Regierung\tquorumate\tinflect=no' "$german"
is "$(grep -ci quorumates english)" 0 "inflect=no knows no plural"
translate 'Regierung\tQuorumATE\tcase=exact' 'Am Freitag lehnte die Regierung den Vorschlag ab.'
english '\bQuorumATE\b' "case=exact has the capitals of the glossary"
translate 'Regierung\tmagistracy\tforbidden=government|cabinet' 'Am Freitag lehnte die Regierung den Vorschlag ab.'
english 'magistracy' "a term with forbidden forms is there"
is "$(grep -ciE 'government|cabinet' english)" 0 "and they are not"
translate 'Landtag\tLandtag\tkeep=yes' 'Der Landtag stimmte am Freitag zu.'
english '\bLandtag\b' "what is not to be translated survives"
translate 'Regierung\tmagistracy\tdomain=law\tnote=as in the charter\tgender=f' "$german" --set glossary.domains=sports
is "$(statuses)" '' "an entry of another domain is not used"
translate 'Regierung\tmagistracy\tdomain=law\tnote=as in the charter\tgender=f' "$german" --set glossary.domains=law
english 'magistracy' "one of this domain is"
grep -q '"note": "as in the charter"' record.json
ok $? "and its note is for the reader"
translate 'böswillig\tgrimsome' 'Die drei Länder äußerten Bedenken über „böswillige“ Cyberaktivitäten.'
english '“grimsome”' "a term in quotation marks stands within them"
translate 'Bericht\talmanac' 'Die Regierung legte am Montag einen Bericht vor.'
english '\ban almanac' "the article in front of a term is the one that it asks for"
translate 'nationaler Sicherheitsberater\tnational lockwarden\nSicherheitsberater\tlockwarden\nCyberangriff\tnetraid' \
    'Die nationalen Sicherheitsberater sprachen über Cyber-Angriffe.'
english '[Nn]ational lockwardens?\b' "terms of several words are there"
english 'netraids?\b' "and those that are spelt otherwise"

translate 'Innenminister\tgatewarden chief\nAußenminister\toutland chief' 'Die Innen- und Außenminister stimmten am Freitag zu.'
english '[Gg]atewarden (chiefs? )?and outland chiefs?\b' "terms that share their last word"
is "$(statuses | grep -c 'missed')" 0 "are applied"

# Surnames that German transcribes, with the persons that the stage entities finds.
cat >names.json <<'END'
{"name": "names", "stages": [{"plugin": "glossary", "options": {"names": []}}, {"plugin": "entities"},
 {"plugin": "translate", "options": {"term-loss": 100}}]}
END
printf 'Der Minister Sergej Tkatschenko reiste nach Berlin. Am Abend sprach Tkatschenko mit der Regierung.\n' >names.txt
"$DEPESCHE" run -q -p ./names.json -f json names.txt >record.json
is "$(grep -c '"en": "[^"]*Tkachenko' record.json)" 2 "a name from Cyrillic is spelt the English way"
"$DEPESCHE" run -q -p ./names.json -f json --set translate.transcribe=false names.txt >record.json
is "$(grep -c '"en": "[^"]*Tkachenko' record.json)" 0 "or left to the model"

# The same term through a document and a batch.
translate 'Regierung\tmagistracy' "$german"
cp article.txt first.txt
printf 'Mit der Regierung ist das abgesprochen. Im Mai trat die Regierung zurück.\n' >second.txt
"$DEPESCHE" run -q -p ./terms.json -f ndjson first.txt second.txt | "$DEPESCHE" glossary report --json - >report.json
grep -Eq '"consistency": ?1' report.json
ok $? "one rendering through a batch"
grep -q '"magistracy": *[45]' report.json
ok $? "for all occurrences"

# The same records, terms and all, whichever articles are translated together.
for i in 1 2 3 4 5 6 7 8 9; do
    printf '{"title": "Regierung %s", "text": "%s Am %s. Mai tagte die Regierung."}\n' $i "$german" $i
done >nine.ndjson
"$DEPESCHE" run -q -p ./terms.json -f ndjson --stable --jobs 1 --batch 1 nine.ndjson >alone.ndjson
same=0
for options in '--jobs 1 --batch 16' '--jobs 1 --batch 3' '--jobs 2' '--no-isolate' '--jobs 1 --set translate.threads=2'; do
    # shellcheck disable=SC2086
    "$DEPESCHE" run -q -p ./terms.json -f ndjson --stable $options nine.ndjson | cmp -s - alone.ndjson || same=1
done
ok $same "articles that are translated together come out as one by one"
[ "$(grep -c magistracy alone.ndjson)" -eq 9 ]
ok $? "with their terms"

# What would spoil the sentence is left out.
translate 'Regierung\tquorumate' 'Am Freitag lehnte die Regierung den Vorschlag ab.' --set translate.terms=false
cp english free
grep -q '"reason": "engine lacks constraints"' record.json
ok $? "an engine that does not ask is the reason"
nonsense='Vorschlag Vorschlag Vorschlag Vorschlag Vorschlag Vorschlag Vorschlag Vorschlag Vorschlag Vorschlag'
translate "Regierung\t$nonsense" 'Am Freitag lehnte die Regierung den Vorschlag ab.' --set translate.term-loss=0
same_file english free "a term that makes the sentence worse changes nothing"
grep -q '"reason": "rejected by score' record.json
ok $? "and is missed, with the reason"

# The first article of all, with the glossaries that come along.
seed=$(ls "$SHARED"/seed/*.txt 2>/dev/null | head -1)
if [ -n "$seed" ]; then
    "$DEPESCHE" run -q -p translate -f json --stable "$seed" >record.json
    is "$(statuses | grep -c missed)" 0 "no term of the seed is missed"
    for term in DPRK 'North Korea' 'money laundering' 'national security advis' Pyongyang leaders; do
        grep -q "\"en\": \"[^\"]*$term" record.json
        ok $? "its English has $term"
    done
else
    skip "the terms of the seed" "no article"
fi
tap_done
