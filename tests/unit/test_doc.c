/* SPDX-License-Identifier: ISC */
#include <depesche/depesche.h>

#include "alloc.h"
#include "doc.h"
#include "sha256.h"
#include "tap.h"

static const char source[] = "Titel\n\nDas ist gut. \xC3\x84hnlich schlecht.";
static const char *const writes[] = {"terms", "translation", NULL};
static const dp_plugin plugin = {.abi_version = 1, .id = "p", .version = "1", .writes = writes};

static dp_doc *build(dp_error *error)
{
    dp_doc *doc = doc_new(source, strlen(source), error);
    if (doc && doc_add_block(doc, DP_BLOCK_TITLE, (dp_span){0, 5}, NULL, error) == DP_OK &&
        doc_add_block(doc, DP_BLOCK_SPACE, (dp_span){5, 7}, NULL, error) == DP_OK &&
        doc_add_block(doc, DP_BLOCK_PARAGRAPH, (dp_span){7, 38}, NULL, error) == DP_OK &&
        doc_add_sentence(doc, 0, (dp_span){0, 5}, error) == DP_OK &&
        doc_add_sentence(doc, 2, (dp_span){7, 19}, error) == DP_OK &&
        doc_add_sentence(doc, 2, (dp_span){20, 38}, error) == DP_OK && doc_seal(doc, error) == DP_OK)
        return doc;
    dp_doc_free(doc);
    return NULL;
}

static void test_building(void)
{
    dp_error error = {0};
    ok(!doc_new("a\0b", 3, &error) && error.status == DP_INVALID, "a source with NUL is refused");
    ok(!doc_new("\xFF", 1, &error), "a source that is not UTF-8 is refused");
    dp_doc *doc = doc_new(source, strlen(source), &error);
    is_int(doc_add_block(doc, DP_BLOCK_PARAGRAPH, (dp_span){1, 3}, NULL, &error), DP_INVALID, "a gap between blocks is refused");
    is_int(doc_add_block(doc, DP_BLOCK_BOILERPLATE, (dp_span){0, 5}, NULL, &error), DP_INVALID, "boilerplate needs a reason");
    is_int(doc_add_block(doc, DP_BLOCK_TITLE, (dp_span){0, 21}, NULL, &error), DP_INVALID, "a block may not cut a sequence");
    is_int(doc_seal(doc, &error), DP_INVALID, "blocks must cover the source");
    is_int(doc_begin_stage(doc, &plugin, "s", &error), DP_INVALID, "no stage runs on an incomplete document");
    dp_doc_free(doc);
    doc = build(&error);
    ok(doc != NULL, "a document is built");
    is_string(dp_doc_field(doc, DP_FIELD_TITLE), "Titel", "the title comes from its block");
    ok(dp_doc_field_in_source(doc, DP_FIELD_TITLE), "and stands in the source");
    ok(dp_doc_sentence(doc, 0).headline && !dp_doc_sentence(doc, 1).headline, "headlines are told apart");
    is_int(dp_doc_sentence_at(doc, 8), 1, "the sentence at a byte");
    is_int(dp_doc_sentence_at(doc, 19), DP_NONE, "no sentence between two");
    is_int(doc_code_point(doc, 38), 37, "bytes to code points");
    is_int(doc_add_block(doc, DP_BLOCK_SPACE, (dp_span){38, 38}, NULL, &error), DP_INVALID, "a sealed document takes no block");
    dp_doc_free(doc);
    dp_doc_free(NULL);
}

static void test_translation(void)
{
    dp_error error = {0};
    dp_doc *doc = build(&error);
    dp_translation english = {.status = DP_TRANSLATED, .text = "That is good.", .score = 0.5, .engine = "m"};
    is_int(dp_doc_set_translation(doc, 1, &english, &error), DP_INVALID, "nobody may write while no stage runs");
    doc_begin_stage(doc, &plugin, "s", &error);
    is_int(dp_doc_set_translation(doc, 1, &english, &error), DP_OK, "a stage may translate");
    is_int(dp_doc_set_translation(doc, 9, &english, &error), DP_INVALID, "but no sentence that is not there");
    english.text = "";
    is_int(dp_doc_set_translation(doc, 1, &english, &error), DP_INVALID, "nor with an empty text");
    is_string(dp_doc_translation(doc, 1).text, "That is good.", "a refused call changes nothing");
    is_int(dp_doc_align(doc, 1, (dp_span){7, 10}, (dp_span){0, 4}, &error), DP_OK, "words are aligned");
    is_int(dp_doc_align(doc, 1, (dp_span){20, 23}, (dp_span){0, 4}, &error), DP_INVALID, "only inside the sentence");
    is_int(dp_doc_align(doc, 1, (dp_span){7, 10}, (dp_span){0, 40}, &error), DP_INVALID, "and inside the translation");
    dp_span german, other;
    ok(dp_doc_alignment(doc, 1, 0, &german, &other) && german.end == 10 && !dp_doc_alignment(doc, 1, 1, &german, &other),
       "alignments come back");
    other = (dp_span){1, 1};
    ok(dp_doc_aligned(doc, 1, (dp_span){7, 10}, &other) == 1 && other.begin == 0 && other.end == 4,
       "and say what renders a part");
    ok(dp_doc_aligned(doc, 1, (dp_span){11, 14}, &other) == 0 && other.end == 4, "or that nothing does");
    is_int(dp_doc_translation(doc, 2).status, DP_TRANSLATION_NONE, "untranslated is untranslated");
    dp_doc_free(doc);
}

/* "Das ist gut." with the words of "one two three four": one is astray. */
static void test_aligned(void)
{
    dp_error error = {0};
    dp_doc *doc = build(&error);
    dp_translation english = {.status = DP_TRANSLATED, .text = "one two three four", .score = -1};
    static const dp_span words[] = {{0, 3}, {4, 7}, {8, 13}, {14, 18}};
    static const dp_span sources[] = {{15, 18}, {7, 10}, {7, 10}, {15, 18}};
    dp_span found = {0, 0};
    doc_begin_stage(doc, &plugin, "s", &error);
    dp_doc_set_translation(doc, 1, &english, &error);
    for (size_t i = 4; i-- > 0;)
        dp_doc_align(doc, 1, sources[i], words[i], &error);
    double score = dp_doc_aligned(doc, 1, (dp_span){7, 14}, &found);
    ok(score == 1 && found.begin == 4 && found.end == 13, "a part is rendered by what is aligned with it");
    score = dp_doc_aligned(doc, 1, (dp_span){15, 18}, &found);
    ok(score > 0.6 && score < 0.7 && found.begin == 0 && found.end == 3, "a word astray does not widen the stretch, %f", score);
    dp_doc_free(doc);
}

static void test_notes(void)
{
    dp_error error = {0};
    dp_doc *doc = build(&error);
    doc_begin_stage(doc, &plugin, "s", &error);
    ok(!dp_doc_add_note(doc, "quotes", (dp_span){0, 1}, 0, &error), "an undeclared layer is refused");
    ok(strstr(error.text, "'p'") && strstr(error.text, "'quotes'"), "naming plugin and layer");
    ok(!dp_doc_add_note(doc, "terms", (dp_span){0, 99}, 0, &error), "a span outside is refused");
    ok(!dp_doc_add_note(doc, "terms", (dp_span){21, 22}, 0, &error), "a span that cuts a sequence is refused");
    dp_note *note = dp_doc_add_note(doc, "terms", (dp_span){7, 10}, 0.5, &error);
    ok(note != NULL, "a declared layer is written");
    dp_note_set(note, "english", "this", &error);
    dp_note_set(note, "english", "that", &error);
    is_string(dp_note_get(note, "english"), "that", "a second value replaces the first");
    is_int(dp_note_set(note, "english", "\xC3", &error), DP_INVALID, "a value that is not UTF-8 is refused");
    is_int(dp_note_set(note, "No Key", "x", &error), DP_INVALID, "a bad key is refused");
    is_int(dp_note_add_span(note, "speaker", (dp_span){7, 8}, &error), DP_OK, "further spans");
    dp_doc_warn(doc, (dp_span){0, 0}, &error, "careful with %d", 7);
    is_string(dp_note_get(dp_doc_note(doc, "warning", 0), "message"), "careful with 7", "warnings are notes");
    doc_end_stage(doc, 1);
    is_int(dp_note_set(note, "english", "late", &error), DP_INVALID, "a note is closed with its stage");
    is_string(dp_note_plugin(note), "p", "the writer is recorded");
    is_int(dp_doc_note_count(doc, NULL), 2, "all notes are counted");
    is_int(dp_doc_note_count(doc, "quotes"), 0, "an empty layer");
    dp_doc_free(doc);
}

/* Every allocation fails in turn; nothing may crash or leak, and success comes in the end. */
static void test_no_memory(void)
{
    size_t n = 1;
    for (bool done = false; !done && n < 1000; n++) {
        dp_error error = {0};
        alloc_fail_at(n, false);
        dp_doc *doc = build(&error);
        done = doc && doc_begin_stage(doc, &plugin, "s", &error) == DP_OK;
        dp_note *note = done ? dp_doc_add_note(doc, "terms", (dp_span){0, 5}, 1, &error) : NULL;
        done = note && dp_note_set(note, "english", "title", &error) == DP_OK &&
               dp_note_setf(note, "n", &error, "%d", 1) == DP_OK &&
               dp_note_add_span(note, "speaker", (dp_span){0, 1}, &error) == DP_OK;
        if (!done && error.status != DP_NO_MEMORY)
            break;
        dp_doc_free(doc);
    }
    alloc_fail_at(0, false);
    ok(n > 10 && n < 1000, "every failing allocation is reported (%zu)", n);
}

static void test_sha256(void)
{
    char hex[65];
    sha256_hex("abc", 3, hex);
    is_string(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "FIPS 180 example");
    char zeros[200] = {0};
    sha256 hash;
    sha256_init(&hash);
    for (size_t i = 0; i < 200; i += 50)
        sha256_update(&hash, zeros + i, 50);
    sha256_final(&hash, hex);
    char whole[65];
    sha256_hex(zeros, 200, whole);
    is_string(hex, whole, "in pieces as in one");
}

int main(void)
{
    test_building();
    test_translation();
    test_aligned();
    test_notes();
    test_no_memory();
    test_sha256();
    return tap_done();
}
