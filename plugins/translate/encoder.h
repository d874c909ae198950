/* SPDX-License-Identifier: ISC */
/*
 * The encoder: source pieces to what the decoder attends to.
 */
#ifndef TRANSLATE_ENCODER_H
#define TRANSLATE_ENCODER_H

#include "layers.h"

/* A sentence as pieces, the end mark among them. Borrowed from the caller. */
typedef struct source {
    const uint32_t *pieces;
    size_t count;
} source;

/* An encoded sentence: a memory per decoder layer. */
typedef struct context {
    size_t positions; /* pieces of the source */
    memory *layers;
} context;

/* Room for encoding some sentences together. */
typedef struct encoder_space {
    layer_space layer;
    float *x;
    float *scores;
    memory self; /* for the longest of the sentences */
} encoder_space;

/* Take room from a pool for these sentences; see pool.failed. */
encoder_space encoder_space_take(pool *p, const model *m, const source *sentences, size_t count);
context context_take(pool *p, const model *m, size_t positions);

/* Encode sentences. `positions` holds as many position vectors as the longest has pieces. contexts[i] was taken for
 * sentences[i].count positions. */
void encode(const model *m, encoder_space space, const float *positions, const source *sentences, size_t count,
            context *contexts);

#endif /* TRANSLATE_ENCODER_H */
