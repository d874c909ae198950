/* SPDX-License-Identifier: ISC */
/*
 * Choosing the sentences of a summary.
 */
#ifndef SUMMARY_SELECTION_H
#define SUMMARY_SELECTION_H

#include "weights.h"

/* How long a summary shall be: exactly one is not 0. */
typedef struct selection_length {
    size_t sentences; /* at most */
    size_t words;     /* at most, counted between spaces; one sentence is taken however long it is */
    bool alone;       /* each sentence has to stand alone */
} selection_length;

typedef struct selection_choice {
    size_t place; /* of the sentence in the article */
    double worth; /* of the sentence on its own; higher is more important */
} selection_choice;

/* Choose sentences of an article, in reading order. `choices` has room for story->count of them; their number goes to
 * `*count`, and is 0 only for an article without sentences. The first never leans on a sentence that is left out unless
 * all do. Fills features->word_gain. DP_NO_MEMORY is the only failure. */
dp_status selection_choose(features *features, const weights *weights, selection_length length,
                           selection_choice *choices, size_t *count);

/* Fill features->word_gain, and `pair_gain` with one guess for each pair of the article. */
void selection_guess(features *features, const weights *weights, double *pair_gain);

#endif /* SUMMARY_SELECTION_H */
