/* SPDX-License-Identifier: ISC */
/*
 * Summaries of NDJSON records, for measuring and learning: bench_summary [options] <records >results
 *   --sentences N, --words N, --ratio R   length
 *   --weights FILE                        weights other than the built-in ones
 *   --features                            the rows of features instead of a summary
 * A result is one line: {"id", "summary", "chosen": [index …], "sentences": [text …], "dangles": [bool …]}.
 */
#include "config.h"

#include <depesche/depesche.h>

#include "doc.h"
#include "summarize.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const writes[] = {"summary", NULL};
static const dp_plugin plugin = {.id = "summary", .version = "1", .writes = writes};

static json_object *text_of(const dp_doc *doc, dp_span span)
{
    size_t length;
    const char *source = dp_doc_source(doc, &length);
    return json_object_new_string_len(source + span.begin, (int)(span.end - span.begin));
}

static json_object *row_of(const features *f, feature_set set, size_t number)
{
    double row[FEATURES_MAX];
    json_object *array = json_object_new_array();
    features_row(f, set, number, row);
    for (size_t i = 0; feature_name(set, i); i++) {
        char text[32];
        snprintf(text, sizeof text, "%.6g", row[i]);
        json_object_array_add(array, json_object_new_double_s(row[i], text));
    }
    return array;
}

static json_object *names_of(feature_set set)
{
    json_object *array = json_object_new_array();
    for (size_t i = 0; feature_name(set, i); i++)
        json_object_array_add(array, json_object_new_string(feature_name(set, i)));
    return array;
}

static json_object *word_features(const features *f)
{
    json_object *words = json_object_new_array();
    const story *a = f->story;
    for (size_t i = 0; i < a->lexicon.count; i++) {
        const lexicon_entry *entry = &a->lexicon.entries[i];
        json_object *word = json_object_new_array();
        json_object_array_add(word,
                              json_object_new_string_len(a->lexicon.bytes.data + entry->offset, (int)entry->length));
        json_object_array_add(word, json_object_new_int64((int64_t)a->word[i].count));
        json_object_array_add(word, a->word[i].count ? row_of(f, FEATURES_WORD, i) : NULL);
        json_object_array_add(words, word);
    }
    return words;
}

static json_object *pair_features(const features *f)
{
    json_object *pairs = json_object_new_array();
    const story *a = f->story;
    for (size_t i = 0; i < a->pair_lexicon.count; i++) {
        if (!a->pair[i].count)
            continue;
        json_object *pair = json_object_new_array();
        json_object_array_add(pair, json_object_new_int64(a->pair[i].left));
        json_object_array_add(pair, json_object_new_int64(a->pair[i].right));
        json_object_array_add(pair, json_object_new_int64((int64_t)a->pair[i].count));
        json_object_array_add(pair, row_of(f, FEATURES_PAIR, i));
        json_object_array_add(pairs, pair);
    }
    return pairs;
}

static json_object *sentence_features(const features *f)
{
    json_object *sentences = json_object_new_array();
    const story *a = f->story;
    for (size_t i = 0; i < a->count; i++) {
        json_object *sentence = json_object_new_array(), *words = json_object_new_array();
        for (size_t k = 0; k < a->sentences[i].word_count; k++)
            json_object_array_add(words, json_object_new_int64(a->words[a->sentences[i].word + k]));
        json_object_array_add(sentence, words);
        json_object_array_add(sentence, row_of(f, FEATURES_SENTENCE, i));
        json_object_array_add(sentences, sentence);
    }
    return sentences;
}

static void add_features(json_object *result, const summarizer *s, const dp_doc *doc)
{
    story a = {0};
    features f = {0};
    if (story_read(&a, s->german, doc) == DP_OK && features_prepare(&f, &a) == DP_OK) {
        json_object *names = json_object_new_array();
        for (feature_set set = 0; set < FEATURES_SETS; set++)
            json_object_array_add(names, names_of(set));
        json_object_object_add(result, "names", names);
        json_object_object_add(result, "words", word_features(&f));
        json_object_object_add(result, "pairs", pair_features(&f));
        json_object_object_add(result, "sentences", sentence_features(&f));
    }
    features_free(&f);
    story_free(&a);
}

static bool add_summary(json_object *result, const summarizer *s, dp_doc *doc)
{
    dp_error error = {0};
    if (doc_begin_stage(doc, &plugin, "summary", &error) != DP_OK || summarizer_run(s, doc, &error) != DP_OK) {
        fprintf(stderr, "%s\n", error.text);
        return false;
    }
    doc_end_stage(doc, 0);
    dp_text summary = {0};
    size_t length;
    const char *source = dp_doc_source(doc, &length);
    json_object *chosen = json_object_new_array(), *sentences = json_object_new_array(),
                *dangles = json_object_new_array();
    for (size_t i = 0; i < dp_doc_note_count(doc, "summary"); i++) {
        const dp_note *note = dp_doc_note(doc, "summary", i);
        dp_span span = dp_note_span(note);
        dp_text_append(&summary, source + span.begin, span.end - span.begin);
        dp_text_puts(&summary, "\n");
        json_object_array_add(chosen, json_object_new_int64(strtoll(dp_note_get(note, "sentence"), NULL, 10)));
    }
    for (size_t i = 0; i < dp_doc_sentence_count(doc); i++) {
        dp_span span = dp_doc_sentence(doc, i).span;
        json_object_array_add(sentences, text_of(doc, span));
        json_object_array_add(
            dangles, json_object_new_boolean(german_dangles(s->german, source + span.begin, span.end - span.begin)));
    }
    json_object_object_add(result, "summary", json_object_new_string(summary.data ? summary.data : ""));
    json_object_object_add(result, "chosen", chosen);
    json_object_object_add(result, "sentences", sentences);
    json_object_object_add(result, "dangles", dangles);
    dp_text_free(&summary);
    return true;
}

static bool handle(const char *line, size_t length, const summarizer *s, bool want_features)
{
    dp_error error = {0};
    dp_doc *doc = dp_doc_read(line, length, &(dp_read_options){.format = "ndjson"}, &error);
    if (!doc) {
        fprintf(stderr, "%s\n", error.text);
        return false;
    }
    json_object *result = json_object_new_object();
    json_object_object_add(result, "id", json_object_new_string(dp_doc_field(doc, DP_FIELD_SOURCE_ID)));
    bool good = true;
    if (want_features)
        add_features(result, s, doc);
    else
        good = add_summary(result, s, doc);
    puts(json_object_to_json_string_ext(result, JSON_C_TO_STRING_PLAIN));
    json_object_put(result);
    dp_doc_free(doc);
    return good;
}

static char *read_table(const char *path)
{
    FILE *file = fopen(path, "rb");
    dp_text text = {0};
    char buffer[4096];
    for (size_t got; file && (got = fread(buffer, 1, sizeof buffer, file)) > 0;)
        dp_text_append(&text, buffer, got);
    if (file)
        fclose(file);
    return dp_text_take(&text);
}

int main(int argc, char **argv)
{
    summarizer s = {.sentences = 2};
    char *table = NULL, *line = NULL;
    bool want_features = false, good = true;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "0";
        if (strcmp(argv[i], "--sentences") == 0)
            s.sentences = strtoul(value, NULL, 10);
        else if (strcmp(argv[i], "--words") == 0)
            s.words = strtoul(value, NULL, 10);
        else if (strcmp(argv[i], "--ratio") == 0)
            s.ratio = strtod(value, NULL);
        else if (strcmp(argv[i], "--weights") == 0)
            table = read_table(value);
        want_features = want_features || strcmp(argv[i], "--features") == 0;
    }
    dp_error error = {0};
    if (summarizer_open(&s, table, &error) != DP_OK) {
        fprintf(stderr, "%s\n", error.text);
        return 1;
    }
    size_t capacity = 0;
    for (ssize_t length; (length = getline(&line, &capacity, stdin)) > 0;)
        good = handle(line, (size_t)length, &s, want_features) && good;
    summarizer_close(&s);
    free(line);
    free(table);
    return good ? 0 : 1;
}
