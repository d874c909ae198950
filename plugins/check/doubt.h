/* SPDX-License-Identifier: ISC */
/*
 * Words of which it is not sure that the English has them, and what an engine says of them: if the English accounts for a word,
 * it is much less probable a translation of the sentence without it; if the word was lost, it is as probable or more so. This is
 * the contrastive conditioning of Vamvas and Sennrich ("As Little as Possible, as Much as Necessary: Detecting Over- and
 * Undertranslations with Contrastive Conditioning", ACL 2022), for single words.
 */
#ifndef CHECK_DOUBT_H
#define CHECK_DOUBT_H

#include "pair.h"

#include <depesche/doc.h>

struct doubt {
    size_t sentence;
    dp_span span; /* in the German of the sentence */
    double gain;  /* natural logarithm of how much more probable the English is with the word than without; NAN: not known */
    size_t whole, without, english; /* where the texts that are asked about begin in the pool: the German, the German without the
                                       word, the English */
};

/* Initialise with zeros, free with doubts_free. */
typedef struct doubts {
    doubt *items; /* in the order of sentences and words */
    size_t count, capacity;
    dp_text pool; /* texts, each with a NUL behind it; words of a sentence share its two */
} doubts;

/* Add the doubtful words of a sentence; sentences come in order. The pair has its context. DP_NO_MEMORY is the only failure. */
dp_status doubts_add(doubts *all, const pair *p, size_t sentence);

/* Sets the scores of pairs as dp_doc_score does. */
typedef dp_status (*doubt_engine)(void *engine, dp_scored *pairs, size_t count, dp_error *error);

/* Ask for the gain of each word. After DP_UNAVAILABLE none is known. */
dp_status doubts_ask(doubts *all, doubt_engine ask, void *engine, dp_error *error);

/* The doubts of a sentence, and their number. */
const doubt *doubts_in(const doubts *all, size_t sentence, size_t *count);

/* What an engine said of a German word of a pair; null if it was not asked, or could not say. */
const doubt *find_doubt(const pair *p, const token *word);

/* Forget all and keep the room. */
void doubts_clear(doubts *all);
void doubts_free(doubts *all);

#endif /* CHECK_DOUBT_H */
