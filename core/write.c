/* SPDX-License-Identifier: ISC */
/*
 * Choosing a writer by the name of its format, and what the writers share.
 */
#include "config.h"

#include "write.h"

#include "alloc.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    write_function *write;
} formats[] = {
    {"json", write_json}, {"ndjson", write_ndjson}, {"markdown", write_markdown}, {"html", write_html}, {"text", write_text},
};

#define FORMAT_COUNT (sizeof formats / sizeof *formats)

const char *dp_write_format(size_t index)
{
    return index < FORMAT_COUNT ? formats[index].name : NULL;
}

dp_write_options write_known_options(const dp_write_options *given)
{
    dp_write_options known = {0};
    if (given) {
        size_t size = given->struct_size > 0 && given->struct_size < sizeof known ? given->struct_size : sizeof known;
        memcpy(&known, given, size);
    }
    return known;
}

static dp_status run_writer(write_function *write, const dp_doc *doc, const dp_write_options *options, dp_text *out,
                            dp_error *error)
{
    size_t before = out->length;
    dp_status status = write(doc, options, out, error);
    if (status == DP_OK && out->failed)
        status = dp_error_set(error, DP_NO_MEMORY, "out of memory while writing the record");
    if (status != DP_OK)
        dp_text_cut(out, before);
    return status;
}

dp_status dp_write(const dp_doc *doc, const char *format, const dp_write_options *options, dp_text *out, dp_error *error)
{
    const dp_write_options known = write_known_options(options);
    if (known.order && strcmp(known.order, "en-de") != 0 && strcmp(known.order, "de-en") != 0)
        return dp_error_set(error, DP_BAD_OPTION, "'%s' is no order of languages: it is en-de or de-en", known.order);
    for (size_t i = 0; format && i < FORMAT_COUNT; i++)
        if (strcmp(format, formats[i].name) == 0)
            return run_writer(formats[i].write, doc, &known, out, error);
    return dp_error_set(error, DP_BAD_OPTION, "'%s' is no output format: there are json, ndjson, markdown, html and text",
                        format ? format : "");
}

/* ---- What the writers share ---- */

size_t *write_sentence_numbers(const dp_doc *doc)
{
    size_t count = dp_doc_sentence_count(doc);
    size_t *numbers = alloc_zeroed(count, sizeof *numbers);
    size_t number = 0;
    for (size_t i = 0; numbers && i < count; i++)
        if (!dp_doc_sentence(doc, i).headline)
            numbers[i] = ++number;
    return numbers;
}

bool write_note_number(const dp_note *note, const char *key, size_t *number)
{
    const char *value = dp_note_get(note, key);
    size_t digits = value ? strspn(value, "0123456789") : 0;
    if (digits == 0 || digits > 18 || value[digits] != '\0')
        return false;
    size_t sum = 0;
    for (size_t i = 0; i < digits; i++)
        sum = sum * 10 + (size_t)(value[i] - '0');
    *number = sum;
    return true;
}

bool write_note_sentence(const dp_doc *doc, const dp_note *note, size_t *index)
{
    if (write_note_number(note, "sentence", index))
        return *index < dp_doc_sentence_count(doc);
    dp_span span = dp_note_span(note);
    *index = span.begin < span.end ? dp_doc_sentence_at(doc, span.begin) : DP_NONE;
    return *index != DP_NONE;
}

bool write_next_span(const dp_note *note, const char *name, size_t *at, dp_span *span)
{
    const char *found;
    while (dp_note_get_span(note, NULL, *at, span, &found)) {
        ++*at;
        if (strcmp(found, name) == 0)
            return true;
    }
    return false;
}

bool write_is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x061C || code == 0x200E || code == 0x200F ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}
