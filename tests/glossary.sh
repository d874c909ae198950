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
for file in security news places institutions persons places-traditional; do
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
printf 'Haus\thouse\nHäuser\thomes\nHof\tcourt\nHöfe\tcourts\n' >forms.tsv
try 0 "a form of another entry" check forms.tsv
is "$out" 'remark: forms.tsv:2:1: "Häuser" is a form of "Haus" in line 1, too, which is "house"
forms.tsv: 4 entries, 0 problems' "is remarked where it is called otherwise"
printf 'Hof\tyard\nHaus\thouse\n' >other.tsv
try 0 "two files that differ" check forms.tsv other.tsv
like "$out" '^remark: other.tsv:1:1: "Hof" is something else in forms.tsv line 3 \("court"\), which goes before$' "are remarked"
is "$(grep -c 'goes before' out)" 1 "and where they agree, not"
seq 1 100 >numbers.tsv
try 1 "a file that is no glossary" check numbers.tsv
is "$(tail -2 out)" 'and 95 more like these: is this a glossary?
numbers.tsv: 0 entries, 100 problems' "is not told in full"
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
printf 'Haus\tHaus\tcase=any\tpos=noun\tgender=n\tinflect=no\tkeep=yes\tforbidden=home|hut\tdomain=a & b\tnote=x, "y"; <z>\n' >full.tsv
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
    is "$out" 'Haus	Haus	pos=noun	gender=n	forbidden=home|hut	domain=a & b	note=x, "y"; <z>
M;n	m, n
 #MeToo	Me Too
Leute	people' "keeps what TBX can hold"
fi
try 0 "TSV to DeepL's columns" convert full.tsv -f deepl
is "$out" 'Haus,Haus
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

# ---- Names of persons ----
printf 'Wolodymyr Selenskyjs Frau traf Lukaschenko.\n' >names.txt
"$DEPESCHE" run -p ./g.json names.txt >out
like "$(cat out)" '"english": ?"Volodymyr Zelensky".*' "Wolodymyr Selenskyj is Volodymyr Zelensky"
like "$(cat out)" '"english": ?"Alexander Lukashenko"|"english": ?"Lukashenko"' "Lukaschenko is Lukashenko"
printf 'Selenskyj\tZelenskyy\n' >own.tsv
"$DEPESCHE" run -p ./g.json --set glossary.files=own.tsv names.txt >out
like "$(cat out)" '"english": ?"Zelenskyy"' "a glossary of one's own goes before"
is "$(grep -c 'Volodymyr' out)" 0 "the full name, too"
"$DEPESCHE" run -p ./g.json --set glossary.names=places.tsv names.txt >out
is "$(grep -c 'Zelensky' out)" 0 "and on request persons are left alone"

# ---- What became of the terms ----
DEPESCHE_PLUGIN_PATH=$DEPESCHE_PLUGIN_PATH:$TOP_BUILDDIR/tests/plugins
export DEPESCHE_PLUGIN_PATH
printf 'Waffenprogramm\tweapons programme\nnationaler Sicherheitsberater\tnational security adviser\n' >desk.tsv
printf 'Sicherheitsberater\tsecurity adviser\nKrise\tcrisis\nUrteil\truling\nHof\tcourt\n' >>desk.tsv
printf 'Bundestag\tparliament\tkeep=yes\n' >keep.tsv
try 0 "keep=yes with another English" check keep.tsv
like "$out" '^remark: keep.tsv:1:1: kept as it is in German, whatever the English: parliament$' "is remarked"
printf '{"name": "said", "stages": [{"plugin": "glossary", "options": {"files": ["desk.tsv"], "names": []}},\n' >said.json
printf '{"plugin": "says"}, {"plugin": "term-report"}]}\n' >>said.json
sed 's/, {"plugin": "term-report"}//' said.json >unjudged.json

# say NAME GERMAN ENGLISH…: run the article GERMAN, translated so, into the record NAME.json.
say() {
    record=$1
    printf '%s\n' "$2" >"$record.txt"
    shift 2
    for english; do
        set -- "$@" --set "says.english=$english"
        shift
    done
    "$DEPESCHE" run -p ./said.json -f json --stable "$@" "$record.txt" >"$record.json"
}
# figures NAME: the string of the note term-figures.
figures() { sed -n 's/.*"kind": "term-figures".*"strings": {\(.*\)}}.*/\1/p' "$1.json"; }

say plural 'Der Urteile Krisen, des Waffenprogrammes Urteil. Das ist ein anderer Satz.' \
    "The rulings' crises, the weapons programme's ruling." 'This is another sentence.'
is "$(figures plural)" '"terms": "4", "applied": "4", "missed": "0", "success": "1.0000", "consistency": "1.0000"' \
    "plurals and possessives are applied"
say once 'Ein Urteil folgt einem Urteil, sagt man hier. Das ist ein anderer Satz.' 'A ruling follows, they say.' 'Another.'
is "$(figures once)" '"terms": "2", "applied": "1", "missed": "1", "success": "0.5000", "consistency": "0.5000"' \
    "each occurrence needs one of its own"
say two 'Das Waffenprogramm ruht. Ein Waffenprogramm endet. Das Waffenprogramm kostet.' \
    'The weaponry rests.' 'A weapons programme ends.' 'The Weapons Programme costs.'
is "$(figures two)" '"terms": "3", "applied": "2", "missed": "1", "success": "0.6667", "consistency": "0.6667"' \
    "a missed term lowers success and consistency"
like "$(cat two.json)" '"status": "missed", "reason": "engine lacks constraints", "note"' "the term says so, and that the engine did not ask"
"$DEPESCHE" run -p ./said.json -f json --stable --set says.constraints=true --set 'says.english=The weaponry rests.' two.txt >asked.json
like "$(cat asked.json)" '"status": "missed", "reason": "not found in the translation"' "one that asked has another reason"
like "$(cat two.json)" '"got": "weaponry", "form": "weaponry"' "with what stands there instead"
"$DEPESCHE" run -p ./said.json -f json --set term-report.case=exact --set 'says.english=The weaponry rests.' \
    --set 'says.english=A Weapons Programme ends.' --set 'says.english=Weapons programme costs.' two.txt >exact.json
like "$(figures exact)" '"applied": "1", "missed": "2"' "capitals may matter, but not that of a sentence"
say compound 'Der Waffenprogrammstreit und die Krisenrunde enden. Das ist ein anderer Satz.' \
    'The weapons programme row and the emergency talks end.' 'Another.'
is "$(figures compound)" '"terms": "2", "applied": "1", "missed": "0", "success": "1.0000"' \
    "a compound that is rendered otherwise is not missed"
# What an entry asks of its English.
printf 'Hof\tcourt\tforbidden=yard|farm\nUrteil\truling\tinflect=no\nKrise\tCrisis\tcase=exact\nTagesschau\tNews\tkeep=yes\n' >asks.tsv
printf 'Außenminister\tforeign minister\n' >>asks.tsv
sed 's/desk.tsv/asks.tsv/' said.json >asks.json
ask() {
    record=$1
    printf '%s\n' "$2" >"$record.txt"
    "$DEPESCHE" run -p ./asks.json -f json --stable --set says.english="$3" "$record.txt" >"$record.json"
}
ask forbidden 'Ein Hof war das.' 'It was a farm.'
like "$(cat forbidden.json)" '"reason": "forbidden form used: farm"' "a forbidden form is the reason"
ask allowed 'Ein Hof und sein Garten.' 'A court and its yard.'
is "$(figures allowed)" '"terms": "1", "applied": "1", "missed": "0", "success": "1.0000"' "but not where the right one stands, too"
ask fixed 'Das Urteil steht.' 'The rulings stand.'
like "$(figures fixed)" '"applied": "0"' "inflect=no asks for the form as it is"
ask letters 'Eine Krise kommt.' 'A crisis comes.'
like "$(figures letters)" '"applied": "0"' "case=exact asks for its capitals"
ask kept 'Die Tagesschau meldet das.' 'The Tagesschau reports that.'
like "$(figures kept)" '"applied": "1"' "what is kept is the German, whatever stands beside it"
ask shared 'Die Außen- und Innenminister kamen.' 'The foreign and interior ministers came.'
like "$(figures shared)" '"applied": "1"' "two terms may share their last word"
ask parted 'Die Außen- und Innenminister kamen.' 'The foreign guests and interior designers came.'
like "$(figures parted)" '"applied": "0", "missed": "0"' "but it must be there"
say none 'Das Urteil steht. Ein Hof tagt.' 'The ruling stands.' -
is "$(figures none)" '"terms": "2", "applied": "1", "missed": "0", "success": "1.0000"' \
    "a sentence without English leaves its terms open"
say longer 'Der nationale Sicherheitsberater kam. Der Sicherheitsberater auch.' \
    'The national security adviser came.' 'The security adviser did too.'
like "$(cat longer.json)" '"reason": "overlapped by a longer entry: nationaler Sicherheitsberater"' "a longer entry hides one"
"$DEPESCHE" run -p ./said.json -f markdown --set 'says.english=The weaponry rests.' two.txt >two.md
like "$(cat two.md)" 'missed: engine lacks constraints' "a page shows what was missed"
is "$(grep -c 'term-report' two.md)" 1 "and no note of the bookkeeping, but the stage"

try 0 "report" report two.json longer.json plural.json
like "$out" '^Waffenprogramm +weapons programme +4 +3 +1 +0 +0$' "counts over records"
like "$out" '^    1 x rendered "weaponry"$' "what stands instead"
like "$out" '^    1 x overlapped by a longer entry: nationaler Sicherheitsberater$' "overlapped entries"
like "$out" '^two.txt +3 +2 +1 +0 +0.6667 +0.6667$' "each document"
like "$out" '^all +9 +8 +1 +0 +0.8889 +0.8333$' "and all of them"
try 0 "report --missed" report --missed two.json longer.json
is "$(grep -c '^[A-Za-z].*adviser' out)" 0 "leaves out what went well"
cat two.json longer.json plural.json >all.json
"$DEPESCHE" glossary report --json - <all.json >out
is "$?" 0 "records one behind the other from standard input"
if command -v python3 >/dev/null; then
    python3 - out <<'END'
import json, sys
report = json.load(open(sys.argv[1], encoding="utf-8"))
assert report["total"] == {"documents": 3, "failed": 0, "hits": 9, "applied": 8, "missed": 1, "overlapped": 1,
                           "open": 0, "success": 0.8889, "consistency": 0.8333}, report["total"]
assert [d["name"] for d in report["documents"]] == ["two.txt", "longer.txt", "plural.txt"]
weapons = next(e for e in report["entries"] if e["german"] == "Waffenprogramm")
assert weapons["renderings"] == {"weapons programme": 3, "weaponry": 1}, weapons
assert weapons["reasons"] == {"engine lacks constraints": 1}, weapons
END
    ok $? "the JSON has the same figures"
else
    skip "the JSON has the same figures" "no python3"
fi
try 0 "report on an article" report -p ./unjudged.json -g desk.tsv two.txt
like "$out" '^all +3 +0 +0 +3 +- +-$' "runs it"
like "$err" 'no term was judged' "and says why nothing is known"
try 1 "report on a broken record" report two.json desk.tsv
like "$err" 'desk.tsv: it holds no records' "names it"
like "$out" '^all +3 ' "and reports on the rest"
head -c 900 two.json >cut.json
try 4 "report on a record that is cut off" report cut.json
try 4 "report on a file that is not there" report missing.json
"$DEPESCHE" glossary report - <two.txt >out 2>err
is "$?" 4 "an article on standard input"
like "$(cat err)" 'holds no records' "is refused"
try 2 "report on nothing" report
tap_done
