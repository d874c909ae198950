/* SPDX-License-Identifier: ISC */
/*
 * One sentence on its way from German to English: prepared, cut into parts and pieces, and put together again.
 */
#ifndef TRANSLATE_SENTENCE_H
#define TRANSLATE_SENTENCE_H

#include "prepare.h"
#include "search.h"
#include "vocab.h"

#include <depesche/doc.h>

/* Bytes of the longest number that is looked after, with its end. */
#define NUMBER_ROOM 24

/* What became of a term. */
typedef enum want_state {
    WANT_OPEN,     /* not looked at, or its part was given up */
    WANT_MET,      /* the free translation has it */
    WANT_APPLIED,  /* put in */
    WANT_REJECTED, /* the translation would have become worse */
} want_state;

/* A term that the English of a part has to show. */
typedef struct wanted {
    dp_span german;      /* in the part's text */
    const char *english; /* borrowed from the document; null: `number` */
    char number[NUMBER_ROOM]; /* or a name or a part of a term that was made */
    bool inflect;        /* it may stand in the plural */
    bool exact;          /* capitals have to be as they are here */
    char amount;         /* 's', 'p', 'g': the German is in the singular or plural, or a name's genitive; 0: not known */
    const char *forbidden; /* forms that must not take its place, parted by "|"; borrowed; may be null */
    dp_span rest;        /* of a compound that the term is part of, the rest, which has to be rendered, too; else empty */
    size_t note;         /* which note of the layer terms asks for it; DP_NONE: it is a name */
    want_state state;
    bool beside; /* not where it is rendered but beside its neighbours it is tried now */
} wanted;

/* A part of a sentence that is translated by itself. */
typedef struct part {
    dp_span span;  /* in the prepared text */
    piece *pieces; /* spans in the part's text */
    uint32_t *ids; /* of the pieces, then the end mark */
    size_t count;  /* with the end mark */
    hypothesis best;
    hypothesis *others; /* the next best, when alternatives are wanted */
    size_t other_count;
    bool again;    /* it was translated a second time */
    wanted *wants; /* in the order of the German */
    size_t want_count;
} part;

/* German and English bytes that render each other. */
typedef struct aligned {
    dp_span german;  /* in the source */
    dp_span english; /* in the translation */
} aligned;

/* Another translation of a sentence, less likely than the one before. */
typedef struct alternative {
    dp_text english;
    double score;
} alternative;

typedef struct sentence {
    const char *source; /* borrowed; begins at byte `base` of the document */
    size_t length;
    size_t base;
    bool headline;

    prepared german;
    part *parts;
    size_t part_count;

    dp_translation_status status;
    dp_text english;
    dp_text notes; /* what was done to it */
    double score;  /* confidence: the agreement with a human translation to be expected, from 0 to 1 */
    aligned *alignment;
    size_t alignment_count;
    alternative *alternatives;
    size_t alternative_count;
} sentence;

typedef struct sentence_options {
    bool raw;           /* change nothing before and after */
    size_t good_length; /* pieces; longer sentences are cut at clause marks */
    size_t most_length; /* pieces; no part is longer */
    size_t results;     /* translations wanted, the best among them */
} sentence_options;

/* Prepare a sentence whose first four fields are set and the rest zero, and cut it into parts: none if there is nothing
 * to translate. The caller frees it with sentence_free, also after a failure. */
dp_status sentence_begin(sentence *s, const vocab *v, const sentence_options *options, dp_error *error);

/* Put the parts' translations (`best`, and for the alternatives `others`) together: sets what comes from `status` on.
 */
dp_status sentence_end(sentence *s, const vocab *v, const sentence_options *options, dp_error *error);
void sentence_free(sentence *s);

/* Why a part's translation is not to be trusted, or null. */
const char *part_fault(const part *p);

/* Whether a part should be translated once more: it has a fault, or stutters. */
bool part_doubtful(const part *p);

/* Hand over the translations of a part, best first, in place of those it has, unless these are the better ones. What is
 * handed over is zeroed. */
dp_status part_take(part *p, hypothesis *results, size_t count, dp_error *error);

#endif /* TRANSLATE_SENTENCE_H */
