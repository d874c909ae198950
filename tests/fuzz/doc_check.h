/* SPDX-License-Identifier: ISC */
/*
 * What holds of every document, for fuzz targets that make one.
 */
#ifndef TESTS_FUZZ_DOC_CHECK_H
#define TESTS_FUZZ_DOC_CHECK_H

#include <depesche/depesche.h>

#include "fuzz.h"

#include <string.h>

static void check_doc(const dp_doc *doc)
{
    size_t length, covered = 0, after = 0;
    const char *source = dp_doc_source(doc, &length);
    must(dp_utf8_valid(source, length, NULL) && strlen(source) == length);
    for (size_t i = 0; i < dp_doc_block_count(doc); i++) {
        dp_block block = dp_doc_block(doc, i);
        must(block.span.begin == covered && block.span.end > covered);
        must(dp_utf8_boundary(source, length, block.span.end));
        covered = block.span.end;
    }
    must(covered == length);
    for (size_t i = 0; i < dp_doc_sentence_count(doc); i++) {
        dp_sentence sentence = dp_doc_sentence(doc, i);
        must(sentence.span.begin >= after && sentence.span.end > sentence.span.begin);
        must(dp_span_contains(dp_doc_block(doc, sentence.block).span, sentence.span));
        after = sentence.span.end;
    }
    for (int field = 0; field < DP_FIELD_COUNT; field++) {
        const char *value = dp_doc_field(doc, (dp_field)field);
        must(!value || dp_utf8_valid(value, strlen(value), NULL));
    }
}

/* Read the bytes in a format; what is refused must say why. */
static inline void check_reading(const uint8_t *data, size_t size, const char *format)
{
    dp_error error = {0};
    dp_doc *doc = dp_doc_read(data, size, &(dp_read_options){.format = format}, &error);
    must(doc ? error.status == DP_OK : error.status != DP_OK && error.text[0]);
    must(doc || error.status != DP_INVALID);
    if (doc)
        check_doc(doc);
    dp_doc_free(doc);
}

#endif /* TESTS_FUZZ_DOC_CHECK_H */
