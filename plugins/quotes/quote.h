/* SPDX-License-Identifier: ISC */
/*
 * A quotation as it is found, before it becomes a note, and the state that the rules of one document share.
 */
#ifndef QUOTES_QUOTE_H
#define QUOTES_QUOTE_H

#include "clause.h"
#include "marks.h"

typedef enum quote_type {
    QUOTE_DIRECT,
    QUOTE_INDIRECT,
    QUOTE_FREE_FOLLOWING, /* IndirectFreeIndirect: Konjunktiv without a frame */
    QUOTE_FREE,           /* FreeIndirect: soll, sollen */
    QUOTE_REPORTED,
    QUOTE_TYPE_COUNT
} quote_type;

#define SPANS_MAX 4

/* Stretches of the source in order. */
typedef struct spans {
    dp_span items[SPANS_MAX];
    size_t count;
} spans;

typedef enum quote_medium { MEDIUM_SPEECH, MEDIUM_WRITING, MEDIUM_THOUGHT } quote_medium;

typedef enum speaker_kind {
    SPEAKER_NONE, /* unattributed */
    SPEAKER_NAME,
    SPEAKER_PRONOUN,
    SPEAKER_FUNCTION,
    SPEAKER_GROUP,
    SPEAKER_INSTITUTION,
    SPEAKER_ANONYMOUS
} speaker_kind;

typedef struct quote {
    quote_type type;
    quote_medium medium;
    spans text;
    spans speaker;
    spans cue;
    spans frame;
    spans addressee;
    spans citing; /* who cites the speaker: "Ein Sender zitierte sie" */
    unsigned verb;   /* number of the verb of speech; VERB_NONE when a noun or a phrase says it */
    size_t sentence; /* that it begins in */
    double score;    /* that it is a quotation, and whole */
    double speaker_score;
    bool nested;
    bool pronoun; /* the speaker span is a pronoun */
    bool inherited; /* who speaks is who spoke before; a frame may yet say otherwise */
    speaker_kind kind;
    size_t name;     /* offset into the names of the analysis of who speaks, NUL-terminated; 0: unattributed */
    size_t function; /* offset of the speaker's function; 0: not known */
    dp_span function_span; /* where it was given */
} quote;

typedef struct quotes {
    quote *items;
    size_t count;
    size_t capacity;
} quotes;

/* What is known while a document is worked through. */
typedef struct analysis {
    const lexicon *words;
    const dp_doc *doc;
    const char *source;
    size_t length;
    tokens tokens;
    mark_pairs marks;
    quotes found;
    token *view; /* of the current sentence */
    size_t view_capacity;
    chunks chunks;
    dp_span *subjects; /* of the main clause of each sentence; empty when none was found */
    dp_text names;     /* NUL-terminated strings one after the other; the first is empty */
} analysis;

/* Find all quotations of a document, in the order of their beginnings. Freed with analysis_free either way. */
dp_status analysis_run(analysis *work, const dp_doc *doc, const lexicon *words);
void analysis_free(analysis *work);

/* Add a stretch, merged with the last when they touch or no room is left. An empty one is nothing. */
void spans_add(spans *list, dp_span span);

/* The hull; empty at 0 when there is none. */
dp_span spans_hull(const spans *list);

/* Add a quotation and return it; null when memory ran out. Valid until the next one is added. */
quote *quotes_add(quotes *list, quote item);

#endif /* QUOTES_QUOTE_H */
