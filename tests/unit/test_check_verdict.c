/* SPDX-License-Identifier: ISC */
/*
 * The check plugin on documents: its notes, the verdict with its reasons, and the speakers that other stages found.
 */
#include "config.h"

#include "doc.h"
#include "options.h"
#include "tap.h"

#include <depesche/depesche.h>
#include <depesche/plugin.h>

extern const dp_plugin dp_plugin_descriptor;

static const char *const written[] = {"translation", "quotes", NULL};
static const dp_plugin translator = {.abi_version = 1, .id = "t", .version = "1", .writes = written};

/* A document with a sentence in each line of `german`, translated by the lines of `english`; one that is "?" is given up. */
static dp_doc *make(const char *german, const char *const *english)
{
    dp_error error = {0};
    size_t length = strlen(german), count = 0;
    dp_doc *doc = doc_new(german, length, &error);
    doc_add_block(doc, DP_BLOCK_PARAGRAPH, (dp_span){0, length}, NULL, &error);
    for (size_t begin = 0; begin < length; count++) {
        const char *end = strchr(german + begin, '\n');
        size_t stop = end ? (size_t)(end - german) : length;
        doc_add_sentence(doc, 0, (dp_span){begin, stop}, &error);
        begin = stop + 1;
    }
    doc_seal(doc, &error);
    doc_begin_stage(doc, &translator, "t", &error);
    for (size_t i = 0; i < count && english; i++) {
        bool translated = *english[i] != '?';
        dp_translation t = {
            .status = translated ? DP_TRANSLATED : DP_GIVEN_UP, .text = english[i], .score = -1, .engine = "m"};
        ok(dp_doc_set_translation(doc, i, &t, &error) == DP_OK, "sentence %zu has its English %s", i, error.text);
    }
    return doc;
}

static void add_speaker(dp_doc *doc, dp_span quote, dp_span speaker, const char *kind)
{
    dp_error error = {0};
    dp_note *note = dp_doc_add_note(doc, "quotes", quote, -1, &error);
    ok(note && dp_note_set(note, "speaker-kind", kind, &error) == DP_OK &&
           dp_note_add_span(note, "speaker", speaker, &error) == DP_OK,
       "a quotation of a %s", kind);
}

static void check(dp_doc *doc)
{
    const dp_plugin *plugin = &dp_plugin_descriptor;
    dp_error error = {0};
    void *state = NULL;
    dp_options *options = options_new(plugin, NULL, 0, (options_places){0}, &error);
    ok(options && plugin->open(options, &state, &error) == DP_OK && doc_begin_stage(doc, plugin, "check", &error) == DP_OK &&
           plugin->process(state, doc, &error) == DP_OK,
       "the document is checked %s", error.text);
    options_free(options);
    plugin->close(state);
}

/* The note of that code, or null. */
static const dp_note *note_of(const dp_doc *doc, const char *code)
{
    for (size_t i = 0; i < dp_doc_note_count(doc, "checks"); i++)
        if (strcmp(dp_note_get(dp_doc_note(doc, "checks", i), "code"), code) == 0)
            return dp_doc_note(doc, "checks", i);
    return NULL;
}

static void test_reasons(void)
{
    static const char *const english[] = {"In 1998 came 13 boats.", "That was good.", "The talks will continue", "?"};
    dp_doc *doc = make("Im Jahr 1998 kamen 12 Boote.\nDas war gut.\nDie Verhandlungen gehen morgen weiter.\nNa ja.", english);
    check(doc);
    const dp_note *verdict = note_of(doc, "verdict"), *number = note_of(doc, "number");
    is_string(verdict ? dp_note_get(verdict, "message") : NULL,
              "Of 3 translated sentences, 1 passed every check; 1 has an error; 1 has a doubtful place; 1 could not be "
              "translated. Found: number 1, truncated 1.",
              "the verdict says how many sentences passed and why the others did not");
    is_string(verdict ? dp_note_get(verdict, "severity") : NULL, "note", "it is no finding itself");
    ok(verdict && dp_note_score(verdict) > 0.374 && dp_note_score(verdict) < 0.376,
       "its confidence is the share of sound sentences, a doubtful one half");
    is_string(number ? dp_note_get(number, "sentence") : NULL, "0", "a finding names its sentence");
    ok(number && dp_note_span(number).begin == 19 && dp_note_span(number).end == 21, "and its place in the German");
    dp_doc_free(doc);
}

static void test_nothing(void)
{
    static const char *const english[] = {"That was good."};
    dp_doc *doc = make("Das war gut.", NULL);
    check(doc);
    is_int((long)dp_doc_note_count(doc, "checks"), 0, "where nothing is translated there is no verdict");
    dp_doc_free(doc);
    doc = make("Das war gut.", english);
    check(doc);
    const dp_note *verdict = note_of(doc, "verdict");
    is_string(verdict ? dp_note_get(verdict, "message") : NULL, "Of 1 translated sentence, 1 passed every check.",
              "a sound article is said to be sound");
    ok(verdict && dp_note_score(verdict) == 1, "with full confidence");
    dp_doc_free(doc);
}

static void test_speakers(void)
{
    static const char *const swapped[] = {"She said that was good.", "That was good, said the minister."};
    static const char *const right[] = {"He said that was good.", "That was good, Scholz said."};
    const char *german = "Das sei gut, sagte er.\nDas war gut, sagte Scholz.";
    for (int i = 0; i < 2; i++) {
        dp_doc *doc = make(german, i ? right : swapped);
        add_speaker(doc, (dp_span){0, 11}, (dp_span){19, 21}, "pronoun");
        add_speaker(doc, (dp_span){23, 34}, (dp_span){42, 48}, "name");
        check(doc);
        const dp_note *verdict = note_of(doc, "verdict");
        ok((note_of(doc, "speaker") != NULL) == (i == 0), "what he says is %s", i ? "his" : "not hers");
        ok(verdict && (strstr(dp_note_get(verdict, "message"), "2 passed") != NULL) == (i == 1),
           "a speaker who is %s", i ? "kept is in order" : "lost is found");
        dp_doc_free(doc);
    }
}

int main(void)
{
    test_reasons();
    test_nothing();
    test_speakers();
    return tap_done();
}
