/* SPDX-License-Identifier: ISC */
/*
 * The weights of the models, and how a selection is made: numbers by name, learned by learn.py and kept in
 * data/weights.tsv.
 */
#ifndef SUMMARY_WEIGHTS_H
#define SUMMARY_WEIGHTS_H

#include "feature.h"

/* How sentences are put together. */
typedef struct selection_weights {
    double decay; /* worth of a word's second occurrence in a summary, by that of its first */
    double pair_decay;
    double pairs;     /* worth of a word pair, by that of a word */
    double sentence;  /* worth of the sentence model's value */
    double allowance; /* words added to a summary's length before its worth is divided by it: higher makes longer
                         sentences win; only where sentences are counted */
    double lead; /* added to the value of the first sentence and the standfirst when they say half of the headline, less
                    when they say less of it; news articles that have lost their lead do not profit */
} selection_weights;

typedef struct weights {
    double value[FEATURES_SETS][FEATURES_MAX];
    selection_weights selection;
} weights;

/* Read the lines of `table` that are for `length` ("short", "long"): length, model, feature, weight, separated by tabs.
 * `table` null: the built-in one. DP_BAD_INPUT with the line number for an unknown name or a bad number. */
dp_status weights_read(weights *weights, const char *table, const char *length, dp_error *error);

/* Sum of weight times feature. */
double weights_apply(const weights *weights, feature_set set, const double *row);

#endif /* SUMMARY_WEIGHTS_H */
