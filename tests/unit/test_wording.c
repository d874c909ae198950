/* SPDX-License-Identifier: ISC */
/*
 * The English wording of a quotation: what of the translation of its sentence renders it.
 */
#include "config.h"

#include <depesche/depesche.h>

#include "doc.h"
#include "tap.h"
#include "wording.h"

#include <string.h>

static const char *const written[] = {"translation", NULL};
static const dp_plugin translator = {.abi_version = 1, .id = "t", .version = "1", .writes = written};

/* A document of one translated sentence, in which the German before `quote_end` is aligned with the English before
 * `english_end`, and the rest with the rest. */
static dp_doc *make(const char *german, size_t quote_end, const char *english, size_t english_end)
{
    dp_error error = {0};
    size_t length = strlen(german);
    dp_doc *doc = doc_new(german, length, &error);
    doc_add_block(doc, DP_BLOCK_PARAGRAPH, (dp_span){0, length}, NULL, &error);
    doc_add_sentence(doc, 0, (dp_span){0, length}, &error);
    doc_seal(doc, &error);
    doc_begin_stage(doc, &translator, "t", &error);
    dp_translation t = {.status = DP_TRANSLATED, .text = english, .score = -1, .engine = "m"};
    ok(dp_doc_set_translation(doc, 0, &t, &error) == DP_OK &&
           dp_doc_align(doc, 0, (dp_span){0, quote_end}, (dp_span){0, english_end}, &error) == DP_OK &&
           dp_doc_align(doc, 0, (dp_span){quote_end, length}, (dp_span){english_end, strlen(english)}, &error) == DP_OK,
       "a translated sentence %s", error.text);
    return doc;
}

static void expect(const char *german, const char *behind, const char *english, const char *aligned, const char *want)
{
    size_t quote_end = (size_t)(strstr(german, behind) - german);
    dp_doc *doc = make(german, quote_end, english, (size_t)(strstr(english, aligned) - english) + strlen(aligned));
    quote item = {.type = QUOTE_INDIRECT};
    spans_add(&item.text, (dp_span){0, quote_end});
    dp_text out = {0};
    bool exact = false;
    bool found = wording_english(doc, &item, &out, &exact);
    ok(found && exact && strcmp(out.data, want) == 0, "%s", found ? out.data : "nothing");
    dp_text_free(&out);
    dp_doc_free(doc);
}

/* The English of who speaks, in the German before `behind`; null when nothing may be said. */
static void expect_speaker(const char *german, const char *behind, const char *english, const char *aligned, const char *want)
{
    size_t speaker_end = (size_t)(strstr(german, behind) - german);
    dp_doc *doc = make(german, speaker_end, english, (size_t)(strstr(english, aligned) - english) + strlen(aligned));
    dp_text out = {0};
    bool found = wording_speaker(doc, (dp_span){0, speaker_end}, &out);
    ok(found == (want != NULL) && (found ? strcmp(out.data, want) == 0 : out.length == 0), "who speaks: %s",
       found ? out.data : "nothing");
    dp_text_free(&out);
    dp_doc_free(doc);
}

/* Aligned with words at both ends of the English: nobody can tell which of them speaks. */
static void test_torn_speaker(void)
{
    dp_doc *doc = make("Er sprach von einem Irrtum.", 2, "He spoke of a mistake of his.", 2);
    dp_error error = {0};
    dp_text out = {0};
    ok(dp_doc_align(doc, 0, (dp_span){0, 2}, (dp_span){25, 28}, &error) == DP_OK, "aligned twice %s", error.text);
    ok(!wording_speaker(doc, (dp_span){0, 2}, &out) && out.length == 0, "a speaker torn apart is none");
    dp_text_free(&out);
    dp_doc_free(doc);
}

int main(void)
{
    expect("Die Leute „haben ein Ziel“, sagte er am Montag.", ", sagte", "People “have a goal,” he said on Monday.",
           "he said", "People “have a goal,”");
    expect("Die Leute haben ein Ziel, sagte er am „Montag“.", ", sagte", "People have a goal, he said on “Monday”.",
           "a goal", "People have a goal");
    expect("Die Leute „haben ein Ziel“, sagte er am Montag.", ", sagte", "People “have a goal,” he said on Monday.",
           "a goal", "People “have a goal,”");
    expect("Das war kein guter Tag“, sagte er.", ", sagte", "That was no good day,” he said.", "good day",
           "That was no good day,”");
    expect_speaker("Den Bewohnern zufolge brannte das Dach.", " zufolge", "According to residents the roof was on fire.",
                   "residents", "residents");
    expect_speaker("Die Anwältin der Reederei sprach von einem Irrtum.", " sprach",
                   "The shipping company's lawyer spoke of a mistake.", "lawyer", "The shipping company's lawyer");
    test_torn_speaker();
    return tap_done();
}
