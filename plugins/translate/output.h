/* SPDX-License-Identifier: ISC */
/*
 * The output layer: from the decoder's vector to the best next pieces and their log probabilities.
 *
 * The scores of all pieces are never stored at once: they are computed some columns at a time, and of each part only
 * the sum of exponentials and the best pieces are kept.
 */
#ifndef TRANSLATE_OUTPUT_H
#define TRANSLATE_OUTPUT_H

#include "model.h"
#include "pool.h"
#include "shortlist.h"

/* The pieces that may be chosen for one sentence: all, or a shortlist. */
typedef struct output_pieces {
    matrix matrix;       /* the model's output layer or the columns chosen from it */
    const uint32_t *ids; /* piece of each column, ascending; null: the column's number */
} output_pieces;

/* A piece and its log probability. */
typedef struct candidate {
    uint32_t piece;
    float score;
} candidate;

/* What is asked of the output layer for one row, and its answer. */
typedef struct output_row {
    const uint32_t *suppressed; /* pieces that may not be chosen; they count in the probabilities of the others */
    size_t suppressed_count;
    uint32_t forced; /* the only piece that may be chosen, or PIECE_NONE */
    candidate *best; /* answer: room for as many as asked for, best first */
    size_t count;    /* answer: fewer than asked for if there are no more */

    float maximum; /* so far */
    float sum;     /* so far, of exp(score - maximum) */
} output_row;

typedef struct output_space {
    quantised_rows bytes;
    float *scores;
} output_space;

/* Take room from a pool for up to `rows` rows; see pool.failed. */
output_space output_space_take(pool *p, const model *m, size_t rows);

/* All pieces of a model that was opened with its whole output. */
output_pieces output_all(const model *m);

/* The pieces shortlisted for a sentence's source pieces, and some that are needed whatever the shortlist says, with
 * memory from the pool. `seen` is as in shortlist_select. */
output_pieces output_select(pool *p, const model *m, const shortlist *list, const uint32_t *from, size_t count,
                            const uint32_t *needed, size_t needed_count, uint8_t *seen);

/* Find the `most` best pieces for each of some rows of decoder output `x`. */
void output_choose(const model *m, const output_pieces *pieces, output_space space, const float *x, output_row *rows,
                   size_t count, size_t most);

#endif /* TRANSLATE_OUTPUT_H */
