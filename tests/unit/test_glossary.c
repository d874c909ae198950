/* SPDX-License-Identifier: ISC */
/*
 * Finds terms in the sentences of tests/cases/glossary/matches.tsv, and reads wrong glossaries.
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
    static const char *const names[] = {"exact", "case", "inflected", "compound"};
    listing *l = context;
    return dp_text_printf(&l->out, "%s%.*s=%s/%s", l->out.length ? "; " : "", (int)(match->span.end - match->span.begin),
                          l->text + match->span.begin, match->entry->english, names[match->kind]);
}

static void check_line(const glossary *g, const char *sentence, const char *want)
{
    listing l = {.text = sentence};
    glossary_find(g, sentence, strlen(sentence), list_match, &l);
    is_string(l.out.data ? l.out.data : "-", want, sentence);
    dp_text_free(&l.out);
}

static bool read_case_file(const char *name, dp_text *text)
{
    dp_text path = {0};
    const char *top = getenv("TOP_SRCDIR");
    dp_text_printf(&path, "%s/tests/cases/glossary/%s", top ? top : ".", name);
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
    if (ok(read_case_file("terms.tsv", &terms) && read_case_file("matches.tsv", &cases), "the cases are there")) {
        glossary_add_tsv(g, terms.data, terms.length, "terms.tsv", &problems);
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

static void test_problems(void)
{
    const char *text = "# comment\n\nRat\nHaus\thouse\tcase=big\n\xC3\xA4h\t\xFF\n\tx\nBaum\ttree\r\n!\tbang";
    glossary *g = glossary_new();
    dp_text problems = {0};
    is_int(glossary_add_tsv(g, text, strlen(text), "g.tsv", &problems), DP_OK, "a bad file does not fail the rest");
    is_int(glossary_count(g), 2, "the good entries are there");
    is_string(glossary_get(g, 1)->english, "tree", "without the carriage return");
    is_int(glossary_get(g, 1)->line, 7, "an entry knows its line");
    is_string(problems.data,
              "g.tsv:3:1: an entry is German, a tab, English\n"
              "g.tsv:4:12: unknown option (known: case=any|exact, inflect=yes|no, keep=yes|no, "
              "pos=noun|name|adjective, note=TEXT): case=big\n"
              "g.tsv:5:5: not UTF-8; convert the file first\n"
              "g.tsv:6:1: an entry is German, a tab, English\n"
              "g.tsv:8:1: the German holds no word\n",
              "each problem names file, line and column");
    check_line(g, "Ein Haus im Wald.", "Haus=house/exact");
    glossary_free(g);
    glossary_free(NULL);
    dp_text_free(&problems);
}

int main(void)
{
    test_cases();
    test_problems();
    return tap_done();
}
