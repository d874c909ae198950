/* SPDX-License-Identifier: ISC */
/*
 * What is known of a word, a word pair and a sentence that helps to guess whether a summary would hold it. Each is a
 * row of numbers; a model is one weight for each of them.
 */
#ifndef SUMMARY_FEATURE_H
#define SUMMARY_FEATURE_H

#include "story.h"

typedef enum feature_set { FEATURES_WORD, FEATURES_PAIR, FEATURES_SENTENCE, FEATURES_SETS } feature_set;

/* More than any set has. */
#define FEATURES_MAX 40

/* Name of feature `index` of a set, as in data/weights.tsv; null past the last. */
const char *feature_name(feature_set set, size_t index);

/* Facts about the whole article that features need. Initialise with zeros, free with features_free. */
typedef struct features {
    const story *story;
    double *centrality;  /* LexRank of each sentence, 1 on average */
    double *word_gain;   /* a guess for each word, from 0 to 1, that pairs build on; filled by the caller */
    size_t title_recall; /* place of "title-recall" in a sentence's row */
    size_t widest_stem;  /* most sentences one stem stands in */
} features;

dp_status features_prepare(features *features, const story *story);
void features_free(features *features);

/* Write the features of word, pair or sentence `number` to `row`. Pairs need word_gain. */
void features_row(const features *features, feature_set set, size_t number, double *row);

#endif /* SUMMARY_FEATURE_H */
