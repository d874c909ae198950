/* SPDX-License-Identifier: ISC */
/*
 * The briefing stage, between its files: briefing.c has the options and the order of sections, sections.c what stands in
 * each, caution.c what the reader is warned of, wording.c finds the English for a piece of German.
 */
#ifndef BRIEFING_H
#define BRIEFING_H

#include <depesche/plugin.h>

/* A section that can be written; the numbers index a table in briefing.c. */
typedef enum section {
    SECTION_HEADLINE,
    SECTION_SOURCE,
    SECTION_BOTTOM_LINE,
    SECTION_KEY_POINT,
    SECTION_WHO,
    SECTION_WHERE,
    SECTION_WHEN,
    SECTION_QUOTE,
    SECTION_FIGURE,
    SECTION_TERM,
    SECTION_CAUTION,
    SECTION_COVERAGE,
    SECTION_COUNT
} section;

/* What the options say. */
typedef struct briefing_plan {
    section sections[SECTION_COUNT]; /* in the order in which they are written */
    size_t section_count;
    size_t bottom_lines;  /* sentences of the bottom line */
    size_t length;        /* key points */
    size_t items;         /* at most so many names, dates, figures, terms and quotes each */
} briefing_plan;

/* A briefing being written. After a first failure, `status` stays and further items are not written. */
typedef struct briefing {
    const briefing_plan *plan;
    dp_doc *doc;
    dp_error *error;
    dp_status status;
    const char *source;
    bool *used;           /* sentences that the bottom line, key points or quotes rest on */
    bool *named;          /* while terms are written: a name begins at this byte */
    size_t *chosen;       /* sentences for bottom line and key points, the most important first */
    size_t chosen_count;
    const dp_note **quotes; /* those to show, in the order of the text */
    size_t quote_count;
    const char *engine;   /* that made the first translation; may be null */
    size_t prose;         /* sentences that are no headlines */
    size_t english;       /* of those, how many are in English */
} briefing;

/* ---- briefing.c ---- */

/* Add an item; null after a failure. */
dp_note *briefing_add(briefing *b, section where, dp_span span);

/* Set a string of an item, or add a further source; a null item or value is left alone. */
void briefing_set(briefing *b, dp_note *item, const char *key, const char *value);
void briefing_set_text(briefing *b, dp_note *item, const char *key, dp_text *value); /* frees the value */
void briefing_set_number(briefing *b, dp_note *item, const char *key, size_t number);
void briefing_add_source(briefing *b, dp_note *item, dp_span span);

/* Note that memory ran out. */
void briefing_no_memory(briefing *b);

/* ---- sections.c ---- */

/* Choose the sentences and quotes to show, before anything is written. */
void briefing_choose(briefing *b);

void briefing_headline(briefing *b);
void briefing_source(briefing *b);
void briefing_bottom_line(briefing *b);
void briefing_key_points(briefing *b);
void briefing_who(briefing *b);
void briefing_where(briefing *b);
void briefing_when(briefing *b);
void briefing_quotes(briefing *b);
void briefing_figures(briefing *b);
void briefing_terms(briefing *b);
void briefing_coverage(briefing *b);

/* ---- caution.c ---- */

void briefing_cautions(briefing *b);

/* ---- wording.c ---- */

/* Append the source text of a span, flattened. */
void wording_german(const briefing *b, dp_span span, dp_text *out);

/* Return the English of a sentence, or null when it has none. Borrowed from the document. */
const char *wording_sentence(const dp_doc *doc, size_t sentence);

/* Append the English of a source span: whole translations for whole sentences, for parts what is aligned with them. False,
 * with nothing appended, when it cannot be told what the English of just this span is. */
bool wording_english(const briefing *b, dp_span span, dp_text *out);

/* Append the German and the English of all sentences that a span touches. False, with nothing appended, when one of them is
 * not translated. */
bool wording_whole(const briefing *b, dp_span span, dp_text *german, dp_text *english);

#endif /* BRIEFING_H */
