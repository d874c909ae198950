/* SPDX-License-Identifier: ISC */
/*
 * The summary plugin: cases in plain files, lengths, and input meant to hurt. A case is tests/cases/summary/NAME.txt,
 * an article, and NAME.expected: comments, a line with the length ("sentences 2", "words 80", "sentences 2 alone"), and
 * how each chosen sentence begins, in order.
 */
#include "config.h"

#include <depesche/depesche.h>

#include "doc.h"
#include "german.h"
#include "summarize.h"
#include "tap.h"

#include <glob.h>
#include <stdlib.h>

static const char *const writes[] = {"summary", NULL};
static const dp_plugin plugin = {.id = "summary", .version = "1", .writes = writes};

static dp_doc *summarize(summarizer *s, const char *text, size_t length)
{
    dp_error error = {0};
    dp_doc *doc = dp_doc_read(text, length, &(dp_read_options){.format = "text"}, &error);
    if (!doc || doc_begin_stage(doc, &plugin, "summary", &error) != DP_OK || summarizer_run(s, doc, &error) != DP_OK)
        printf("# %s\n", error.text);
    if (doc)
        doc_end_stage(doc, 0);
    return doc;
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    dp_text text = {0};
    char buffer[4096];
    for (size_t got; file && (got = fread(buffer, 1, sizeof buffer, file)) > 0;)
        dp_text_append(&text, buffer, got);
    if (file)
        fclose(file);
    *length = text.length;
    return dp_text_take(&text);
}

/* ---- Cases ---- */

/* Compare the chosen sentences with the lines behind the one that gives the length. */
static bool agrees(const dp_doc *doc, const char *expected)
{
    size_t length, chosen = 0;
    const char *source = dp_doc_source(doc, &length);
    bool same = true;
    for (const char *line = expected, *end; (end = strchr(line, '\n')); line = end + 1) {
        const dp_note *note = dp_doc_note(doc, "summary", chosen++);
        dp_span span = note ? dp_note_span(note) : (dp_span){0, 0};
        size_t size = (size_t)(end - line);
        if (!note || span.end - span.begin < size || memcmp(source + span.begin, line, size) != 0) {
            printf("# sentence %zu is \"%.*s\", not \"%.*s\"\n", chosen, (int)(span.end - span.begin),
                   source + span.begin, (int)size, line);
            same = false;
        }
    }
    return same && dp_doc_note_count(doc, "summary") == chosen;
}

static void check_case(const char *path)
{
    size_t length, ignored;
    char *article = read_file(path, &length), name[512];
    snprintf(name, sizeof name, "%.*s.expected", (int)(strlen(path) - 4), path);
    char *expected = read_file(name, &ignored), *line = expected;
    while (*line == '#')
        line = strchr(line, '\n') + 1;
    summarizer s = {0};
    size_t *limit = strncmp(line, "words ", 6) == 0 ? &s.words : &s.sentences;
    *limit = strtoul(strchr(line, ' '), NULL, 10);
    s.alone = strncmp(strchr(line, '\n') - 5, "alone", 5) == 0;
    dp_doc *doc = summarizer_open(&s, NULL, NULL) == DP_OK ? summarize(&s, article, length) : NULL;
    ok(doc && agrees(doc, strchr(line, '\n') + 1), "case %s", strrchr(path, '/') + 1);
    dp_doc_free(doc);
    summarizer_close(&s);
    free(article);
    free(expected);
}

static void test_cases(void)
{
    const char *top = getenv("TOP_SRCDIR");
    char pattern[512];
    glob_t found = {0};
    snprintf(pattern, sizeof pattern, "%s/tests/cases/summary/*.txt", top ? top : ".");
    ok(glob(pattern, 0, NULL, &found) == 0, "there are cases");
    for (size_t i = 0; i < found.gl_pathc; i++)
        check_case(found.gl_pathv[i]);
    globfree(&found);
}

/* ---- Notes ---- */

static void test_notes(void)
{
    static const char text[] = "Die Stadt baut ein Theater. Das Theater bekommt einen Garten. Der Garten ist offen. "
                               "Im Garten stehen Bänke. Die Stadt zahlt das Theater.\n";
    summarizer s = {.sentences = 3};
    summarizer_open(&s, NULL, NULL);
    dp_doc *doc = summarize(&s, text, strlen(text));
    size_t seen = 0, before = 0;
    bool ordered = true, scored = true;
    for (size_t i = 0; i < dp_doc_note_count(doc, "summary"); i++) {
        const dp_note *note = dp_doc_note(doc, "summary", i);
        seen |= (size_t)1 << strtoul(dp_note_get(note, "rank"), NULL, 10);
        ordered = ordered && dp_note_span(note).begin >= before;
        before = dp_note_span(note).end;
        scored = scored && dp_note_score(note) >= 0 && dp_note_score(note) <= 1;
    }
    is_int(dp_doc_note_count(doc, "summary"), 3, "as many sentences as asked for");
    is_int(seen, 2 + 4 + 8, "ranks are 1, 2 and 3");
    ok(ordered, "notes stand in reading order");
    ok(scored, "scores are from 0 to 1");
    dp_doc_free(doc);
    s.sentences = 100;
    doc = summarize(&s, text, strlen(text));
    is_int(dp_doc_note_count(doc, "summary"), 5, "a limit above the article's length takes all of it");
    dp_doc_free(doc);
    s.ratio = 0.25;
    doc = summarize(&s, text, strlen(text));
    is_int(dp_doc_note_count(doc, "summary"), 1, "a quarter of 22 words is one sentence");
    dp_doc_free(doc);
    summarizer_close(&s);
}

static void test_weights(void)
{
    weights w;
    dp_error error = {0};
    is_int(weights_read(&w, "short\tword\tone\t-0.5\n", "short", &error), DP_OK, "a weight is read");
    ok(w.value[FEATURES_WORD][0] < -0.49 && w.value[FEATURES_WORD][0] > -0.51, "with its sign and fraction");
    is_int(weights_read(&w, "# a\nshort\tword\tones\t1\n", "short", &error), DP_BAD_INPUT,
           "an unknown feature is refused");
    ok(strstr(error.text, "line 2"), "with its line");
    is_int(weights_read(&w, "short\tword\tone\tnan\n", "short", &error), DP_BAD_INPUT,
           "a number that is none is refused");
    is_int(weights_read(&w, "short\tword\tone\n", "short", &error), DP_BAD_INPUT, "a line cut short is refused");
}

/* ---- Hostile input ---- */

static void try_repeated(const char *unit, size_t count, size_t least, const char *name)
{
    dp_text text = {0};
    for (size_t i = 0; i < count; i++)
        dp_text_puts(&text, unit);
    summarizer s = {.sentences = 5};
    summarizer_open(&s, NULL, NULL);
    dp_doc *doc = summarize(&s, text.data, text.length);
    size_t chosen = doc ? dp_doc_note_count(doc, "summary") : 0;
    ok(chosen >= least && chosen <= 5, "%s: %zu sentences chosen", name, chosen);
    dp_doc_free(doc);
    summarizer_close(&s);
    dp_text_free(&text);
}

static void test_hostile(void)
{
    try_repeated("Wort ", 200000, 1, "one sentence of a million bytes");
    try_repeated("Er kam. ", 60000, 1, "sixty thousand equal sentences that lean on others");
    try_repeated("x", 1000000, 1, "one word of a million letters");
    try_repeated("„", 300000, 0, "quotation marks only");
    try_repeated("1.\n\n", 100000, 1, "a hundred thousand paragraphs of one number");
    try_repeated("\xcc\x88", 200000, 1, "combining marks only");
}

static void test_filler(void)
{
    static const char *const none[] = {"Emden, 26. November (Eigene Zeilen).", "Der Landrat am Montag", "Foto: Anna Berg."};
    static const char *const some[] = {"Berlin schweigt.", "Am Montag war Anna Berg in Emden.", "Nein, sagte er."};
    for (size_t i = 0; i < 3; i++) {
        ok(german_is_filler(none[i], strlen(none[i])), "no sentence: %s", none[i]);
        ok(!german_is_filler(some[i], strlen(some[i])), "a sentence: %s", some[i]);
    }
}

int main(void)
{
    test_filler();
    test_cases();
    test_notes();
    test_weights();
    test_hostile();
    return tap_done();
}
