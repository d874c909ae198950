/* SPDX-License-Identifier: ISC */
/*
 * The search for the best translation of each sentence of a batch: greedy, or a beam.
 *
 * A sentence's result depends on nothing but the sentence, the model and the options: not on what else is in the batch.
 */
#ifndef TRANSLATE_SEARCH_H
#define TRANSLATE_SEARCH_H

#include "decoder.h"
#include "output.h"
#include "shortlist.h"

/* What is asked of the translation of one sentence. All zeros: nothing. Borrowed from the caller. */
typedef struct search_rules {
    const uint32_t *forbidden; /* pieces never to be chosen */
    size_t forbidden_count;
    const uint32_t *prefix; /* pieces that the translation begins with, shortlisted or not; the rest is searched for */
    size_t prefix_count;    /* a prefix that ends with the end mark is only scored */
} search_rules;

typedef struct search_options {
    size_t beam;          /* 1: greedy */
    size_t results;       /* translations wanted per sentence; at most `beam` */
    double length_factor; /* at most so many target pieces per source piece, the end marks counted */
    bool allow_unknown;   /* let the unknown piece be chosen */
    bool block_loops;     /* never choose a piece that would make the translation stutter, see pieces_stutter */
    bool alignment;       /* keep the attention of each target piece */
} search_options;

/* A translation. Freed by hypothesis_free. */
typedef struct hypothesis {
    uint32_t *pieces; /* with the end mark if it was chosen */
    float *scores;    /* log probability of each piece */
    float *weights;   /* per piece, a row of the source's length: attention; null if not asked for */
    size_t count;
    bool ended;        /* with an end mark, not at the limit */
    double total;      /* sum of the scores */
    double normalised; /* total per piece; what hypotheses are compared by */
} hypothesis;

/* A sentence to be translated, and its translations, best first. */
typedef struct search_job {
    source source; /* with the end mark */
    search_rules rules;
    hypothesis *results; /* room for search_options.results; what is not found has no pieces */
} search_job;

/* What a thread keeps from batch to batch. Initialise with zeros; free with search_space_free. */
typedef struct search_space {
    pool pool;
    float *positions;
    size_t position_count;
    uint8_t *seen; /* see shortlist_select */
} search_space;

void search_space_free(search_space *space);

/* Translate a batch. `list` is null for a model opened with its whole output, and needed for one without. Pieces lie
 * within the vocabularies, each source ends with the end mark. DP_NO_MEMORY leaves no results. */
dp_status search_batch(const model *m, const shortlist *list, const search_options *options, search_space *space,
                       search_job *jobs, size_t count, dp_error *error);

void hypothesis_free(hypothesis *h);

/* Whether the same few pieces come over and over again: that is no translation. */
bool pieces_loop(const uint32_t *pieces, size_t count);

/* Whether some pieces come twice in a row, which may be meant, but rarely is. */
bool pieces_stutter(const uint32_t *pieces, size_t count);

#endif /* TRANSLATE_SEARCH_H */
