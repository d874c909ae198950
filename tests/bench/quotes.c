/* SPDX-License-Identifier: ISC */
/*
 * Run the quotation rules over marked articles: quotes OUTDIR FILE.json… writes one prediction a document, in the form
 * that the scorer beside the articles reads, and prints sentences a second. A record is {"id": …, "title": …, "text":
 * …}.
 */
#include "config.h"

#include <depesche/depesche.h>

#include "doc.h"
#include "notes.h"
#include "segment.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const writes[] = {"quotes", NULL};
static const dp_plugin plugin = {
    .abi_version = DP_ABI_VERSION, .struct_size = sizeof plugin, .id = "quotes", .version = "0", .writes = writes};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static const char *member(json_object *record, const char *key)
{
    json_object *value;
    return json_object_object_get_ex(record, key, &value) ? json_object_get_string(value) : NULL;
}

static dp_doc *read_doc(json_object *record, dp_error *error)
{
    const char *text = member(record, "text");
    const char *title = member(record, "title");
    if (!text)
        return NULL;
    dp_doc *doc = doc_new(text, strlen(text), error);
    if (doc && ((title && *title && doc_set_field(doc, DP_FIELD_TITLE, title, error) != DP_OK) ||
                segment_doc(doc, NULL, error) != DP_OK || doc_seal(doc, error) != DP_OK)) {
        dp_doc_free(doc);
        return NULL;
    }
    return doc;
}

static json_object *role_of(const dp_note *note, const char *name)
{
    json_object *list = json_object_new_array();
    dp_span span;
    for (size_t i = 0; dp_note_get_span(note, name, i, &span, NULL); i++) {
        json_object *pair = json_object_new_array();
        json_object_array_add(pair, json_object_new_int64((int64_t)span.begin));
        json_object_array_add(pair, json_object_new_int64((int64_t)span.end));
        json_object_array_add(list, pair);
    }
    return list;
}

static void add_role(json_object *item, const dp_note *note, const char *name)
{
    if (dp_note_span_count(note, name) == 0)
        return;
    json_object *role = json_object_new_object();
    json_object_object_add(role, "spans", role_of(note, name));
    json_object_object_add(item, name, role);
}

/* The scorer's name for thought that may have been spoken. */
static const char *medium_of(const char *medium)
{
    return strcmp(medium, "Thought") == 0 ? "ST" : medium;
}

static json_object *prediction(const dp_doc *doc, const char *id)
{
    json_object *record = json_object_new_object();
    json_object *list = json_object_new_array();
    json_object_object_add(record, "id", json_object_new_string(id));
    json_object_object_add(record, "offsets", json_object_new_string("bytes"));
    json_object_object_add(record, "quotes", list);
    const dp_note *note;
    for (size_t i = 0; (note = dp_doc_note(doc, "quotes", i)); i++) {
        json_object *item = json_object_new_object();
        dp_span hull = dp_note_span(note);
        json_object_object_add(item, "start", json_object_new_int64((int64_t)hull.begin));
        json_object_object_add(item, "end", json_object_new_int64((int64_t)hull.end));
        json_object_object_add(item, "spans", role_of(note, "quote"));
        json_object_object_add(item, "type", json_object_new_string(dp_note_get(note, "type")));
        json_object_object_add(item, "medium", json_object_new_string(medium_of(dp_note_get(note, "medium"))));
        json_object_object_add(item, "nested", json_object_new_boolean(dp_note_get(note, "nested") != NULL));
        if (dp_note_get(note, "verb"))
            json_object_object_add(item, "verb", json_object_new_string(dp_note_get(note, "verb")));
        add_role(item, note, "speaker");
        add_role(item, note, "cue");
        add_role(item, note, "frame");
        add_role(item, note, "addressee");
        json_object_array_add(list, item);
    }
    return record;
}

/* Returns the seconds spent in the rules, or a negative number. */
static double annotate(dp_doc *doc, const lexicon *words, dp_error *error)
{
    notes_options options = {.types = ~0u};
    if (doc_begin_stage(doc, &plugin, "quotes", error) != DP_OK)
        return -1;
    double begin = now();
    dp_status status = notes_write(doc, words, &options, error);
    double seconds = now() - begin;
    doc_end_stage(doc, seconds * 1000);
    return status == DP_OK ? seconds : -1;
}

static bool run_file(const char *out_dir, const char *file, const lexicon *words, double *seconds, size_t *sentences)
{
    dp_error error = {0};
    json_object *record = json_object_from_file(file);
    dp_doc *doc = record ? read_doc(record, &error) : NULL;
    double spent = doc ? annotate(doc, words, &error) : -1;
    bool good = spent >= 0;
    if (good) {
        *seconds += spent;
        *sentences += dp_doc_sentence_count(doc);
        const char *id = member(record, "id");
        char path[4096];
        snprintf(path, sizeof path, "%s/%s.json", out_dir, id ? id : "record");
        json_object *out = prediction(doc, id ? id : "record");
        good = json_object_to_file(path, out) == 0;
        json_object_put(out);
    }
    if (!good)
        fprintf(stderr, "%s: %s\n", file, error.text);
    dp_doc_free(doc);
    json_object_put(record);
    return good;
}

/* ---- Speed ---- */

/* Print the time for a text repeated `times`. */
static void time_text(const char *name, const char *text, size_t times, const lexicon *words)
{
    dp_error error = {0};
    dp_text whole = {0};
    for (size_t i = 0; i < times; i++)
        dp_text_puts(&whole, text);
    dp_doc *doc = whole.failed ? NULL : doc_new(whole.data, whole.length, &error);
    bool good = doc && doc_set_field(doc, DP_FIELD_TITLE, "x", &error) == DP_OK &&
                segment_doc(doc, NULL, &error) == DP_OK && doc_seal(doc, &error) == DP_OK;
    double seconds = good ? annotate(doc, words, &error) : -1;
    if (seconds < 0)
        printf("%-34s failed: %s\n", name, error.text);
    else
        printf("%-34s %8zu KiB %8zu sentences %8zu quotes %8.3f s %9.0f KiB/s\n", name, whole.length / 1024,
               dp_doc_sentence_count(doc), dp_doc_note_count(doc, "quotes"), seconds,
               (double)whole.length / 1024 / seconds);
    dp_doc_free(doc);
    dp_text_free(&whole);
}

static void time_hostile(const lexicon *words)
{
    static const struct {
        const char *name, *text;
        size_t times;
    } hostile[] = {
        {"opening marks", "„", 100000},
        {"closing marks", "“", 100000},
        {"marks around words", "„Wort“ ", 50000},
        {"nested marks", "„a ‚b ", 50000},
        {"no full stop", "das Amt sagte, laut Polizei sei das so, und ", 25000},
        {"no full stop, no comma", "nach Angaben der Polizei und ", 36000},
        {"second verbs", "und sagte ", 100000},
        {"relative clauses", ", der sagte, wonach die Lage ", 36000},
        {"names", "Anna Berg ", 100000},
        {"judged marks", "nannte das „dumm“ und ", 40000},
        {"brackets", "(", 200000},
        {"colons", "er sagte: ", 100000},
    };
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        time_text(hostile[i].name, hostile[i].text, hostile[i].times, words);
        time_text("  twice as much", hostile[i].text, hostile[i].times * 2, words);
    }
}

static int time_all(const char *file, const lexicon *words)
{
    json_object *record = json_object_from_file(file);
    const char *text = record ? member(record, "text") : NULL;
    dp_text article = {0};
    dp_text_puts(&article, text ? text : "");
    dp_text_puts(&article, "\n\n");
    for (size_t times = 1; text && !article.failed && times <= 100; times *= 10) {
        char name[40];
        snprintf(name, sizeof name, "one article, %zu times", times);
        time_text(name, article.data, times, words);
    }
    time_hostile(words);
    dp_text_free(&article);
    json_object_put(record);
    return text ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: %s OUTDIR FILE.json... | --speed FILE.json\n", argv[0]);
        return 2;
    }
    lexicon *words = lexicon_new();
    if (words && strcmp(argv[1], "--speed") == 0) {
        int status = time_all(argv[2], words);
        lexicon_free(words);
        return status;
    }
    double seconds = 0;
    size_t sentences = 0;
    bool good = words != NULL;
    for (int i = 2; good && i < argc; i++)
        good = run_file(argv[1], argv[i], words, &seconds, &sentences);
    printf("%zu sentences in %.3f s: %.0f a second\n", sentences, seconds,
           seconds > 0 ? (double)sentences / seconds : 0);
    lexicon_free(words);
    return good ? 0 : 1;
}
