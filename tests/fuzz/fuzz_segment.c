/* SPDX-License-Identifier: ISC */
/*
 * Blocks and sentences of any text. The first byte chooses options; with hints, the second says how many, and each
 * takes three bytes: its kind, the distance from the last, its length.
 */
#include "doc.h"
#include "segment.h"

#include "doc_check.h"

#define MOST_HINTS 16

/* Move to the next boundary of a code point. */
static size_t boundary(const char *text, size_t length, size_t position)
{
    while (position < length && !dp_utf8_boundary(text, length, position))
        position++;
    return position < length ? position : length;
}

static size_t make_hints(const uint8_t *data, size_t count, const char *text, size_t length, segment_hint *hints)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++, data += 3) {
        size_t begin = boundary(text, length, at + data[1]), end = boundary(text, length, begin + data[2]);
        hints[i] = (segment_hint){.kind = (segment_hint_kind)(data[0] % 5), .span = {begin, end}, .reason = NULL};
        at = end;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    segment_options options = {.keep_boilerplate = data[0] & 1, .markdown = data[0] & 2};
    segment_hint hints[MOST_HINTS];
    size_t count = data[0] & 4 ? data[1] % MOST_HINTS : 0;
    size_t used = 2 + 3 * count;
    if (size < used)
        return 0;
    const char *text = (const char *)data + used;
    size_t length = size - used;
    dp_error error = {0};
    dp_doc *doc = doc_new(text, length, &error);
    if (!doc)
        return 0; /* no text; test_doc has that */
    options.hints = hints;
    options.hint_count = make_hints(data + 2, count, text, length, hints);
    must(segment_doc(doc, &options, &error) == DP_OK);
    must(doc_seal(doc, &error) == DP_OK);
    check_doc(doc);
    dp_doc_free(doc);
    return 0;
}
