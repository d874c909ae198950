#!/bin/sh
# SPDX-License-Identifier: ISC
# depesche glossary as a user types it, charsets of glossaries, and the glossaries that depesche brings along.
. "$TOP_SRCDIR/tests/tap.sh"
samples=$TOP_SRCDIR/samples/glossaries
cd "$tap_dir" || exit 1

# try STATUS NAME ARGUMENT…: depesche glossary; output in $out, messages in $err.
try() {
    expected=$1
    name=$2
    shift 2
    "$DEPESCHE" glossary "$@" >out 2>err
    is "$?" "$expected" "$name"
    out=$(cat out)
    err=$(cat err)
}

# ---- What comes along ----
for file in security places institutions places-traditional; do
    try 0 "$file.tsv is without problems" check "$samples/$file.tsv"
    like "$out" "/$file.tsv: [0-9]+ entries, 0 problems" "and says how much it holds"
done
entries() { grep -c "^[^#]*	" "$samples/$1.tsv"; }
[ "$(entries security)" -ge 300 ]
ok $? "at least 300 terms of security and foreign policy"
[ "$(entries places)" -ge 400 ]
ok $? "at least 400 places"
[ "$(entries institutions)" -ge 200 ]
ok $? "at least 200 institutions"

# ---- check ----
printf 'Haus\thouse\nRat\tcouncil\tcase=big\nHaus\thouse\nHaus\thome\nHof\nTor\tgate\tforbidden=goal|gate\n' >bad.tsv
try 1 "a glossary with faults" check bad.tsv
is "$out" 'bad.tsv:2:13: unknown option (known: case=usual|exact|any, inflect=yes|no, keep=yes|no, pos=noun|name|adjective, gender=m|f|n|pl, domain=TEXT, forbidden=FORM|FORM, note=TEXT): case=big
bad.tsv:5:1: an entry is German, a tab, English
bad.tsv:6:1: the English is among the forbidden forms: gate
bad.tsv:3:1: "Haus" is already there, in line 1; this line is left out
bad.tsv:4:1: "Haus" is something else in line 1 ("house"); this line is left out
bad.tsv: 3 entries, 5 problems' "each fault has its place, and the rest is used"
printf 'Haus\thouse\n' >good.tsv
try 1 "one of two with faults" check good.tsv bad.tsv
like "$out" '^good.tsv: 1 entry, 0 problems$' "the other is without"
try 4 "a glossary that is not there" check missing.tsv
like "$err" "missing.tsv" "is named"
try 2 "check of nothing" check
try 2 "an action that there is not" chekc good.tsv
printf 'Haus\thouse\n' >security.tsv
try 0 "a file here goes before one of depesche's" check security.tsv
like "$out" '^security.tsv: 1 entry' "of the same name"
rm security.tsv

# ---- convert ----
printf 'Haus\thouse\tcase=any\tpos=noun\tgender=n\tinflect=no\tkeep=yes\tforbidden=home|hut\tdomain=a & b\tnote=x, "y"; <z>\n' >full.tsv
printf 'M;n\tm, n\n #MeToo\tMe Too\nLeute\tpeople\tgender=pl\n' >>full.tsv
try 0 "TSV to CSV" convert full.tsv -o full.csv
is "$err" "" "loses nothing"
try 0 "and back" convert full.csv -o back.tsv
same_file back.tsv full.tsv "gives the same"
try 0 "TSV to TBX" convert full.tsv -o full.tbx
for lost in case inflect=no keep=yes gender=pl; do
    like "$err" "cannot hold '$lost'" "says that it loses $lost"
done
is "$(wc -l <err | tr -d ' ')" 4 "and nothing else"
if "$DEPESCHE" glossary check full.tbx | grep -q 'without libxml2'; then
    skip "TBX" "built without libxml2"
else
    try 0 "TBX to TSV" convert full.tbx -f tsv
    is "$out" 'Haus	house	pos=noun	gender=n	forbidden=home|hut	domain=a & b	note=x, "y"; <z>
M;n	m, n
 #MeToo	Me Too
Leute	people' "keeps what TBX can hold"
fi
try 0 "TSV to DeepL's columns" convert full.tsv -f deepl
is "$out" 'Haus,house
"M;n","m, n"
"#MeToo",Me Too
Leute,people' "writes German and English"
like "$err" "cannot hold 'domain', which 1 entry has; the first is \"Haus\" in line 1" "and says what is lost"
printf 'Haus,house,de,en\nagreement,Abkommen,en,de\n' >deepl.csv
try 0 "DeepL's columns with languages" convert deepl.csv -f tsv
is "$out" 'Haus	house
Abkommen	agreement' "in both directions"
printf 'English,German\nagreement,Abkommen\n"council, the",Rat\n' >english.csv
try 0 "a heading" convert english.csv -f tsv
is "$out" 'Abkommen	agreement
Rat	council, the' "tells which language comes first"
printf 'Deutsch,German\nRat,council,case=exact\n' >deutsch.csv
try 0 "a first entry that looks like a heading" convert deutsch.csv -f tsv
is "$out" 'Deutsch	German
Rat	council	case=exact' "is none, and options stand behind the columns"
printf '# terms\nHaus\thouse\n' >comments.tsv
try 0 "comments" convert comments.tsv -f csv
like "$err" '1 comment line is left out' "are said to be lost"
try 1 "a glossary with faults" convert bad.tsv -o rest.tsv
is "$(wc -l <rest.tsv | tr -d ' ')" 3 "gives the rest"
try 2 "no format" convert good.tsv
try 2 "two glossaries" convert good.tsv bad.tsv -f csv
try 5 "an output that cannot be written" convert good.tsv -o nowhere/x.csv

# ---- Charsets ----
printf 'Häfen\tports – all\nRückführung\treturn\n' >utf8.tsv
for charset in UTF-16 UTF-16LE WINDOWS-1252; do
    iconv -f UTF-8 -t $charset utf8.tsv >other.tsv
    [ $charset = UTF-16LE ] && { printf '\377\376'; cat other.tsv; } >marked && mv marked other.tsv
    try 0 "a glossary in $charset" convert other.tsv -o read.tsv
    same_file read.tsv utf8.tsv "is read"
    like "$err" 'not UTF-8; read as' "and said to be so"
done

# ---- Names of places ----
printf '{"name": "g", "stages": [{"plugin": "glossary"}]}' >g.json
printf 'Kiew meldet sich.\n' >kiew.txt
"$DEPESCHE" run -p ./g.json kiew.txt >out
like "$(cat out)" '"english": ?"Kyiv"' "Kiew is Kyiv"
"$DEPESCHE" run -p ./g.json --set glossary.place-names=traditional kiew.txt >out
like "$(cat out)" '"english": ?"Kiev"' "and Kiev on request"
tap_done
