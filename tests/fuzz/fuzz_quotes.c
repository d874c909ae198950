/* SPDX-License-Identifier: ISC */
/*
 * Quotations of any text: every span lies in the source, every part in the hull, every score in its range.
 */
#include "doc.h"

#include "doc_check.h"

#include "notes.h"

static const char *const writes[] = {"quotes", NULL};
static const dp_plugin plugin = {
    .abi_version = DP_ABI_VERSION, .struct_size = sizeof plugin, .id = "quotes", .version = "0", .writes = writes};

static void check_note(const dp_doc *doc, const dp_note *note)
{
    size_t length;
    dp_doc_source(doc, &length);
    dp_span hull = dp_note_span(note);
    dp_span part;
    must(hull.begin < hull.end && hull.end <= length);
    must(dp_note_span_count(note, "quote") > 0);
    for (size_t i = 0; dp_note_get_span(note, "quote", i, &part, NULL); i++)
        must(part.begin < part.end && dp_span_contains(hull, part));
    must(dp_note_score(note) >= 0 && dp_note_score(note) <= 1);
    must(dp_note_get(note, "german"));
    must(!dp_note_get(note, "speaker") || dp_note_get(note, "speaker-kind"));
}

static void check_quotes(dp_doc *doc, const lexicon *words)
{
    dp_error error = {0};
    const notes_options options = {.types = ~0u};
    const dp_note *note;
    must(doc_begin_stage(doc, &plugin, "quotes", &error) == DP_OK);
    must(notes_write(doc, words, &options, &error) == DP_OK);
    doc_end_stage(doc, 0);
    for (size_t i = 0; (note = dp_doc_note(doc, "quotes", i)); i++)
        check_note(doc, note);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static lexicon *words;
    if (!words)
        words = lexicon_new();
    must(words);
    dp_read_options options = {.format = "text"};
    dp_doc *doc = dp_doc_read(data, size, &options, NULL);
    if (doc)
        check_quotes(doc, words);
    dp_doc_free(doc);
    return 0;
}
