/* SPDX-License-Identifier: ISC */
/*
 * Golden cases of the quotation rules. cases/quotes/NAME.txt holds short articles parted by lines of "%%";
 * NAME.expected holds, for each in turn, one line a quotation and the same "%%" lines: TYPE | SPEAKER | KIND |
 * FUNCTION | GERMAN with "-" for what is not known, a "+" behind the type of a quotation inside another, and " … "
 * between the parts of one that is interrupted; who is told is a last column. A new article needs no C. Without
 * argument all cases of the source tree are run; with the name of a text file, what is found is printed in that
 * form; with --seed, that of the seed article.
 */
#include "config.h"

#include <depesche/depesche.h>

#include "doc.h"
#include "notes.h"
#include "segment.h"
#include "tap.h"

#include <dirent.h>
#include <stdlib.h>

static const char *const writes[] = {"quotes", NULL};
static const dp_plugin plugin = {
    .abi_version = DP_ABI_VERSION, .struct_size = sizeof plugin, .id = "quotes", .version = "0", .writes = writes};

static const char *const names[] = {"pronouns",  "functions", "names", "institutions", "anonymous",
                                    "indirect",  "marks",     "wording", "addressees"};

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    dp_text text = {0};
    char bytes[4096];
    size_t count;
    while ((count = fread(bytes, 1, sizeof bytes, file)) > 0)
        dp_text_append(&text, bytes, count);
    fclose(file);
    return dp_text_take(&text);
}

static const char *value_of(const dp_note *note, const char *key)
{
    const char *value = dp_note_get(note, key);
    return value ? value : "-";
}

/* One line a quotation; its last column is the wording, or where it stands. */
static void describe(const dp_doc *doc, bool places, dp_text *out)
{
    const dp_note *note;
    for (size_t i = 0; (note = dp_doc_note(doc, "quotes", i)); i++) {
        dp_text_printf(out, "%s%s | %s | %s | %s | ", value_of(note, "type"), dp_note_get(note, "nested") ? "+" : "",
                       value_of(note, "speaker"), value_of(note, "speaker-kind"), value_of(note, "function"));
        dp_span span = dp_note_span(note);
        if (places)
            dp_text_printf(out, "%zu-%zu", span.begin, span.end);
        else
            dp_text_printf(out, "%s", value_of(note, "german"));
        if (dp_note_get_span(note, "addressee", 0, &span, NULL) && !places)
            dp_text_printf(out, " | %.*s", (int)(span.end - span.begin), dp_doc_source(doc, NULL) + span.begin);
        dp_text_printf(out, "\n");
    }
}

/* Append what is found in one article. */
static void run_article(const char *text, size_t length, const lexicon *words, dp_text *out)
{
    dp_error error = {0};
    notes_options options = {.types = ~0u};
    dp_doc *doc = doc_new(text, length, &error);
    bool good = doc && doc_set_field(doc, DP_FIELD_TITLE, "Nachrichten", &error) == DP_OK &&
                segment_doc(doc, NULL, &error) == DP_OK && doc_seal(doc, &error) == DP_OK &&
                doc_begin_stage(doc, &plugin, "quotes", &error) == DP_OK;
    if (good && notes_write(doc, words, &options, &error) == DP_OK)
        describe(doc, false, out);
    else
        dp_text_printf(out, "failed: %s\n", error.text);
    if (good)
        doc_end_stage(doc, 0);
    dp_doc_free(doc);
}

/* The next article of a file, up to a line of "%%"; null at the end. */
static const char *next_article(const char **rest, size_t *length)
{
    const char *begin = *rest;
    if (!*begin)
        return NULL;
    const char *end = strstr(begin, "%%\n");
    *length = end ? (size_t)(end - begin) : strlen(begin);
    *rest = end ? end + 3 : begin + *length;
    return begin;
}

static int print_file(const char *path, const lexicon *words)
{
    char *text = read_file(path);
    const char *rest = text ? text : "";
    const char *article;
    size_t length;
    for (size_t i = 0; (article = next_article(&rest, &length)); i++) {
        dp_text out = {0};
        run_article(article, length, words, &out);
        printf("%s%s", i ? "%%\n" : "", out.data ? out.data : "");
        dp_text_free(&out);
    }
    free(text);
    return text ? 0 : 1;
}

static void run_case(const char *name, const char *top, const lexicon *words)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/cases/quotes/%s.txt", top, name);
    char *text = read_file(path);
    snprintf(path, sizeof path, "%s/tests/cases/quotes/%s.expected", top, name);
    char *expected = read_file(path);
    if (!ok(text && expected, "%s: the case is there", name))
        goto done;
    const char *rest = text;
    const char *wanted_rest = expected;
    const char *article;
    size_t length;
    for (size_t i = 1; (article = next_article(&rest, &length)); i++) {
        dp_text out = {0};
        size_t wanted_length = 0;
        const char *wanted = next_article(&wanted_rest, &wanted_length);
        run_article(article, length, words, &out);
        const char *got = out.data ? out.data : "";
        bool same =
            (wanted || !*got) && strlen(got) == wanted_length && memcmp(got, wanted ? wanted : "", wanted_length) == 0;
        if (!ok(same, "%s, article %zu", name, i))
            printf("# got:\n%s# want:\n%.*s", got, (int)wanted_length, wanted ? wanted : "");
        dp_text_free(&out);
    }
    ok(!*wanted_rest, "%s: nothing more is expected", name);
done:
    free(text);
    free(expected);
}

/* Read the first text file of a directory, or null. */
static char *read_first(const char *dir)
{
    DIR *entries = opendir(dir);
    const struct dirent *file;
    char *text = NULL;
    while (entries && !text && (file = readdir(entries))) {
        size_t length = strlen(file->d_name);
        char path[4096];
        if (length > 4 && strcmp(file->d_name + length - 4, ".txt") == 0 &&
            snprintf(path, sizeof path, "%s/%s", dir, file->d_name) < (int)sizeof path)
            text = read_file(path);
    }
    if (entries)
        closedir(entries);
    return text;
}

/* The first article of all; cases/quotes/seed.expected has the places of its quotations, not their words. */
static void run_seed(const char *top, const lexicon *words, bool print)
{
    const char *shared = getenv("SHARED");
    char path[4096];
    snprintf(path, sizeof path, "%s/seed", shared ? shared : "../shared");
    char *text = read_first(path);
    if (!text) {
        skip("the seed article", "it is not beside the checkout");
        return;
    }
    snprintf(path, sizeof path, "%s/tests/cases/quotes/seed.expected", top);
    char *expected = read_file(path);
    dp_error error = {0};
    dp_text out = {0};
    notes_options options = {.types = ~0u};
    dp_doc *doc = dp_doc_read(text, strlen(text), NULL, &error);
    if (doc && doc_begin_stage(doc, &plugin, "quotes", &error) == DP_OK) {
        if (notes_write(doc, words, &options, &error) == DP_OK)
            describe(doc, true, &out);
        doc_end_stage(doc, 0);
    }
    if (print)
        printf("%s", out.data ? out.data : error.text);
    else
        is_string(out.data, expected, "the seed article");
    dp_doc_free(doc);
    dp_text_free(&out);
    free(text);
    free(expected);
}

int main(int argc, char **argv)
{
    lexicon *words = lexicon_new();
    if (argc > 1 && strcmp(argv[1], "--seed") == 0) {
        run_seed(".", words, true);
        lexicon_free(words);
        return 0;
    }
    if (argc > 1)
        return words ? print_file(argv[1], words) : 1;
    const char *top = getenv("TOP_SRCDIR");
    if (ok(words != NULL, "the word lists are read"))
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            run_case(names[i], top ? top : ".", words);
    if (words)
        run_seed(top ? top : ".", words, false);
    lexicon_free(words);
    return tap_done();
}
