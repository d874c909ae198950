/* SPDX-License-Identifier: ISC */
/*
 * How probable translations are: the search is led along each, piece by piece (forced decoding).
 */
#ifndef TRANSLATE_SCORE_H
#define TRANSLATE_SCORE_H

#include "batch.h"
#include "vocab.h"

#include <depesche/doc.h>

/* What scores; everything is borrowed. */
typedef struct scorer {
    const model *model;
    const shortlist *shortlist; /* null: none. With one, probabilities are those among its pieces and the translation's */
    const vocab *vocab;
    const batch_options *options;
    batch_space *space;
    size_t most; /* pieces of a text; longer ones get NAN */
} scorer;

/* Set the scores of pairs, see dp_doc_score. On failure none is set. */
dp_status score_pairs(const scorer *s, dp_scored *pairs, size_t count, dp_error *error);

#endif /* TRANSLATE_SCORE_H */
