/* SPDX-License-Identifier: ISC */
/*
 * What the readers of the formats make of decoded input, on the way to a document: the text that becomes its source,
 * fields, hints where the markup told what a stretch is, and warnings. Plain storage; read.c builds the document.
 */
#ifndef CORE_ARTICLE_H
#define CORE_ARTICLE_H

#include "segment.h"

typedef struct article {
    dp_text source; /* the decoded input; a reader may replace it by what it finds there */
    char *fields[DP_FIELD_COUNT];
    segment_hint *hints; /* reasons are static strings or from article_reason */
    size_t hint_count, hint_capacity;
    char **reasons;
    size_t reason_count, reason_capacity;
    char **warnings;
    size_t warning_count, warning_capacity;
    bool markdown;
    bool failed; /* an allocation failed; what follows does nothing */
} article;

void article_free(article *story);

/* Set a field to the text with white space folded (dp_text_flatten), unless it is set already or the text has nothing but
 * white space. U+0000 and bytes that are not UTF-8 become U+FFFD. Copies. */
void article_field(article *story, dp_field field, const char *text, size_t length);

/* As article_field for DP_FIELD_DATE: understands ISO 8601 dates and times, "9.12.2023" and "9. Dezember 2023", and keeps
 * the day. Warns about anything else. */
void article_date(article *story, const char *text, size_t length);

/* Add a hint behind those that are there; empty spans are left out. */
void article_hint(article *story, segment_hint_kind kind, dp_span span, const char *reason);

/* Keep a copy of a reason that came from a table and return it, the same for the same text. Null when memory ran out. For
 * few different reasons. */
const char *article_reason(article *story, const char *text, size_t length);

/* Add a warning for the reader of the record. */
void article_warn(article *story, const char *format, ...) DP_PRINTF(2, 3);

/* Return the span without white space at its ends. */
dp_span article_trim(const article *story, dp_span span);

/* Whether two texts are the same but for white space. */
bool article_same_text(article *story, const char *a, size_t a_length, const char *b, size_t b_length);

#endif /* CORE_ARTICLE_H */
