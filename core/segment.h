/* SPDX-License-Identifier: ISC */
/*
 * Segmentation: finds the blocks of a source (title, standfirst, headings, paragraphs, boilerplate) and the sentences
 * in them.
 */
#ifndef CORE_SEGMENT_H
#define CORE_SEGMENT_H

#include "doc.h"

typedef enum segment_hint_kind {
    SEGMENT_TITLE,
    SEGMENT_STANDFIRST,
    SEGMENT_HEADING,
    SEGMENT_PARAGRAPH,
    SEGMENT_BOILERPLATE
} segment_hint_kind;

/* What a reader knows about a stretch of the source from its mark-up. */
typedef struct segment_hint {
    segment_hint_kind kind;
    dp_span span;
    const char *reason; /* of boilerplate; borrowed, may be null otherwise */
} segment_hint;

typedef struct segment_options {
    bool keep_boilerplate;     /* boilerplate becomes paragraphs */
    bool markdown;             /* "# " headings, underlined headings, rules */
    const segment_hint *hints; /* in order, not overlapping; null: blocks come from blank lines and line lengths */
    size_t hint_count;
} segment_options;

/* Add blocks that cover the source of `doc`, and their sentences, to a document that has none yet. Sets the fields that
 * boilerplate tells (source id, author, outlet, date) where they have no value. `options` may be null. The caller seals
 * the document. DP_INVALID for hints that are out of order or outside the source; DP_NO_MEMORY. Time is linear. */
dp_status segment_doc(dp_doc *doc, const segment_options *options, dp_error *error);

#endif /* CORE_SEGMENT_H */
