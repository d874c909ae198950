/* SPDX-License-Identifier: ISC */
/*
 * Finds terms in the sentences of tests/cases/glossary/matches.tsv one by one, measures precision and recall over those
 * of sentences.tsv, and reads right and wrong glossaries.
 */
#include "../../plugins/glossary/glossary.h"

#include "tap.h"

#include <stdlib.h>

typedef struct listing {
    const char *text;
    dp_text out;
} listing;

static dp_status list_match(void *context, const glossary_match *match)
{
    static const char *const names[] = {"exact", "case", "spelling", "inflected", "derived", "compound", "elliptic"};
    listing *l = context;
    if (match->within)
        return DP_OK;
    return dp_text_printf(&l->out, "%s%.*s=%s/%s", l->out.length ? "; " : "",
                          (int)(match->span.end - match->span.begin), l->text + match->span.begin,
                          match->entry->english, names[match->kind]);
}

static void check_line(const glossary *g, const char *sentence, const char *want)
{
    listing l = {.text = sentence};
    glossary_find(g, sentence, strlen(sentence), list_match, &l);
    is_string(l.out.data ? l.out.data : "-", want, sentence);
    dp_text_free(&l.out);
}

static bool read_source_file(const char *name, dp_text *text)
{
    dp_text path = {0};
    const char *top = getenv("TOP_SRCDIR");
    dp_text_printf(&path, "%s/%s", top ? top : ".", name);
    FILE *file = path.data ? fopen(path.data, "rb") : NULL;
    char buffer[4096];
    for (size_t got; file && (got = fread(buffer, 1, sizeof buffer, file)) > 0;)
        dp_text_append(text, buffer, got);
    if (file)
        fclose(file);
    dp_text_free(&path);
    return text->length > 0;
}

static void test_cases(void)
{
    dp_text terms = {0}, cases = {0}, problems = {0};
    glossary *g = glossary_new();
    if (ok(read_source_file("tests/cases/glossary/terms.tsv", &terms) &&
               read_source_file("tests/cases/glossary/matches.tsv", &cases),
           "the cases are there")) {
        glossary_add_file(g, terms.data, terms.length, "terms.tsv", &problems);
        glossary_finish(g, &problems);
        is_string(problems.data, NULL, "the terms have no problems");
        char *line = cases.data;
        for (char *end; line && (end = strchr(line, '\n')); line = end + 1) {
            *end = '\0';
            char *tab = strchr(line, '\t');
            if (*line == '#' || !tab)
                continue;
            *tab = '\0';
            check_line(g, line, tab + 1);
        }
    }
    glossary_free(g);
    dp_text_free(&terms);
    dp_text_free(&cases);
    dp_text_free(&problems);
}

/* ---- Precision and recall ---- */

typedef struct tally {
    const char *text;
    char *want; /* "form=English; form~English" with a "~" for terms in compounds */
    size_t wanted, found, right;
    dp_text wrong;
} tally;

/* Take the first "form=English" that agrees out of what is wanted. */
static dp_status count_match(void *context, const glossary_match *match)
{
    tally *t = context;
    if (match->within)
        return DP_OK;
    dp_text item = {0};
    int length = (int)(match->span.end - match->span.begin);
    dp_text_printf(&item, "%.*s%s%s;", length, t->text + match->span.begin, match->kind >= MATCH_COMPOUND ? "~" : "=",
                   match->entry->english);
    char *at = strstr(t->want, item.data);
    t->found++;
    if (at) {
        t->right++;
        memset(at, '.', item.length);
    } else
        dp_text_printf(&t->wrong, "# not asked for: %s in: %s\n", item.data, t->text);
    dp_text_free(&item);
    return DP_OK;
}

static void count_line(const glossary *g, char *line, tally *t)
{
    char *tab = strchr(line, '\t');
    if (*line == '#' || !tab)
        return;
    *tab = '\0';
    dp_text want = {0};
    dp_text_printf(&want, "%s;", tab + 1);
    for (const char *at = want.data; strcmp(want.data, "-;") != 0 && (at = strchr(at, ';')); at++)
        t->wanted++;
    t->text = line;
    t->want = want.data;
    glossary_find(g, line, strlen(line), count_match, t);
    if (strpbrk(want.data, "=~"))
        dp_text_printf(&t->wrong, "# missed: %s in: %s\n", want.data, line);
    dp_text_free(&want);
}

/* Precision and recall over a file of sentences. The floors keep what was reached. */
static void measure_sentences(const char *file, double least_precision, double least_recall)
{
    dp_text terms = {0}, cases = {0}, problems = {0};
    glossary *g = glossary_new();
    tally t = {0};
    if (ok(read_source_file("samples/glossaries/security.tsv", &terms) &&
               read_source_file(file, &cases),
           "the sample glossary and %s are there", file)) {
        glossary_add_file(g, terms.data, terms.length, "security.tsv", &problems);
        glossary_finish(g, &problems);
        is_string(problems.data, NULL, "the sample glossary has no problems");
        for (char *line = cases.data, *end; (end = strchr(line, '\n')); line = end + 1) {
            *end = '\0';
            count_line(g, line, &t);
        }
        double precision = 100.0 * (double)t.right / (double)t.found,
               recall = 100.0 * (double)t.right / (double)t.wanted;
        printf("%s# %s: precision %.1f %% (%zu of %zu), recall %.1f %% (%zu of %zu)\n",
               t.wrong.data ? t.wrong.data : "", file, precision, t.right, t.found, recall, t.right, t.wanted);
        ok(precision >= least_precision, "at least %.0f %% of what is found is right", least_precision);
        ok(recall >= least_recall, "at least %.0f %% of the terms are found", least_recall);
    }
    glossary_free(g);
    dp_text_free(&terms);
    dp_text_free(&cases);
    dp_text_free(&problems);
    dp_text_free(&t.wrong);
}

/* ---- Reading ---- */

static glossary *read_glossary(const char *text, const char *file, dp_text *problems)
{
    glossary *g = glossary_new();
    is_int(glossary_add_file(g, text, strlen(text), file, problems), DP_OK, "reading does not fail");
    is_int(glossary_finish(g, problems), DP_OK, "nor does indexing");
    return g;
}

static void test_tsv(void)
{
    dp_text problems = {0};
    glossary *g = read_glossary("# comment\n\nRat\nHaus\thouse\tcase=big\n\xC3\xA4h\t\xFF\n\tx\nBaum\ttree\r\n!\tbang\n"
                                "Haus\thouse\nBaum\tbeam",
                                "g.tsv", &problems);
    is_string(glossary_get(g, 1)->english, "tree", "without the carriage return");
    is_int(glossary_get(g, 1)->line, 7, "an entry knows its line");
    is_string(problems.data,
              "g.tsv:3:1: an entry is German, a tab, English\n"
              "g.tsv:4:12: unknown option (known: case=usual|exact|any, inflect=yes|no, keep=yes|no, "
              "pos=noun|name|adjective, gender=m|f|n|pl, domain=TEXT, forbidden=FORM|FORM, note=TEXT): case=big\n"
              "g.tsv:5:4: not UTF-8; this line is left out\n"
              "g.tsv:6:1: an entry is German, a tab, English\n"
              "g.tsv:8:1: the German holds no word: !\n"
              "g.tsv:9:1: \"Haus\" is already there, in line 4; this line is left out\n"
              "g.tsv:10:1: \"Baum\" is something else in line 7 (\"tree\"); this line is left out\n",
              "each problem names file, line and column");
    check_line(g, "Ein Haus mit Baum.", "Haus=house/exact; Baum=tree/exact");
    glossary_free(g);
    glossary_free(NULL);
    dp_text_free(&problems);
}

static void test_options(void)
{
    dp_text problems = {0}, out = {0};
    const char *line = "Kanzleramt\tChancellery\tcase=exact\tpos=noun\tgender=n\tinflect=no\t"
                       "forbidden=Chancellor Office|Kanzleramt\tdomain=politics\tnote=in Berlin\n";
    glossary *g = read_glossary(line, "g.tsv", &problems);
    glossary_write(glossary_get(g, 0), &out);
    is_string(out.data, line, "an entry is written as it was read");
    check_line(g, "Das Kanzleramt, des Kanzleramts, KANZLERAMT.", "Kanzleramt=Chancellery/exact");
    glossary_free(g);
    dp_text_free(&problems);
    dp_text_free(&out);
}

static void test_csv(void)
{
    dp_text problems = {0};
    glossary *g = read_glossary("\xEF\xBB\xBFGerman,English\n\"Staats- und Regierungschefs\",\"leaders, heads\"\n"
                                "Rat,\"the \"\"council\"\"\",de,en\nHof,\"court\" x\nTor,gate\nLos,\"open\nEnde,end\n",
                                "g.csv", &problems);
    is_int(glossary_count(g), 4, "the heading is no entry");
    is_string(glossary_get(g, 0)->english, "leaders, heads", "a quoted comma is text");
    is_string(glossary_get(g, 1)->english, "the \"council\"", "doubled quotes are one; languages are passed over");
    is_string(problems.data,
              "g.csv:4:13: text follows the closing quotation mark: x\ng.csv:6:5: the quotation mark is not closed\n",
              "problems with quotes name their place");
    glossary_free(g);
    dp_text_free(&problems);
    g = read_glossary("Rat;council\nHof;court, yard\n", "g.csv", &problems);
    is_string(glossary_get(g, 1)->english, "court, yard", "semicolons part fields where they come first");
    glossary_free(g);
}

static void test_tbx(void)
{
    dp_text problems = {0};
    glossary *g = read_glossary(
        "<martif type='TBX-Basic'><text><body>\n<termEntry><descrip type='subjectField'>law</descrip>\n"
        "<langSet xml:lang='de'><tig>\n<term>Haftbefehl</term><termNote "
        "type='partOfSpeech'>noun</termNote></tig></langSet>"
        "<langSet xml:lang='en'><tig><term>warrant for arrest</term>"
        "<termNote type='administrativeStatus'>deprecatedTerm-admn-sts</termNote></tig>"
        "<tig><term>arrest warrant</term></tig></langSet></termEntry>\n"
        "<conceptEntry><langSec "
        "xml:lang='de'><termSec><term>Zoll</term></termSec></langSec></conceptEntry></body></text></martif>",
        "g.tbx", &problems);
    if (!glossary_get(g, 0)) {
        skip("TBX", "built without libxml2");
    } else {
        is_string(glossary_get(g, 0)->english, "arrest warrant", "a deprecated term is not used");
        is_string(glossary_get(g, 0)->forbidden, "warrant for arrest", "but forbidden");
        is_string(glossary_get(g, 0)->domain, "law", "the subject field is the domain");
        is_int(glossary_get(g, 0)->line, 4, "an entry knows its line");
        is_string(problems.data, "g.tbx:5:1: the concept has no English term\n",
                  "a concept in one language is a problem");
        check_line(g, "Zwei Haftbefehle.", "Haftbefehle=arrest warrant/inflected");
    }
    glossary_free(g);
    dp_text_free(&problems);
    g = read_glossary("<martif><text>", "g.xml", &problems);
    ok(problems.length > 0 && glossary_count(g) == 0, "a broken document is a problem");
    glossary_free(g);
    dp_text_free(&problems);
}

/* What depesche brings along is without problems. */
static void test_samples(void)
{
    static const char *const files[] = {"samples/glossaries/institutions.tsv", "samples/glossaries/places.tsv",
                                        "samples/glossaries/places-traditional.tsv"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        dp_text text = {0}, problems = {0};
        if (ok(read_source_file(files[i], &text), "%s is there", files[i])) {
            glossary *g = read_glossary(text.data, files[i], &problems);
            is_string(problems.data, NULL, "and has no problems");
            glossary_free(g);
        }
        dp_text_free(&text);
        dp_text_free(&problems);
    }
}

static void test_precedence(void)
{
    dp_text problems = {0};
    glossary *g = glossary_new();
    glossary_add_file(g, "Kiew\tKiev\n", 10, "mine.tsv", &problems);
    glossary_add_file(g, "Kiew\tKyiv\nKiewer Rus\tKyivan Rus\n", 31, "places.tsv", &problems);
    glossary_finish(g, &problems);
    check_line(g, "Kiew und die Kiewer Rus", "Kiew=Kiev/exact; Kiewer Rus=Kyivan Rus/exact");
    is_string(problems.data, NULL, "a file may say something else than one before it");
    glossary_free(g);
}

int main(void)
{
    test_cases();
    measure_sentences("tests/cases/glossary/sentences.tsv", 99, 97);
    measure_sentences("tests/cases/glossary/heldout.tsv", 99, 97);
    measure_sentences("tests/cases/glossary/heldout-2.tsv", 99, 97);
    test_tsv();
    test_options();
    test_csv();
    test_tbx();
    test_samples();
    test_precedence();
    return tap_done();
}
