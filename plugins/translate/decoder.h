/* SPDX-License-Identifier: ISC */
/*
 * The decoder: one step turns each hypothesis's last piece into a vector from which the next piece is chosen.
 */
#ifndef TRANSLATE_DECODER_H
#define TRANSLATE_DECODER_H

#include "encoder.h"

/* In place of a piece, before the first. */
#define PIECE_NONE UINT32_MAX

/* One hypothesis in a step. What a step leaves behind for the next ones is a state: decoder_state_size() floats. */
typedef struct decoder_row {
    uint32_t previous; /* last piece, or PIECE_NONE */
    size_t position;   /* number of pieces before the one to be chosen */
    const context *context;
    const float *const *past; /* states of the steps before: all `position` of them for self-attention, only the last
                                 for the SSRU; not read at position 0 */
    float *state;             /* of this step; written */
    float *weights;           /* attention over the source, context->positions floats; null: not wanted */
} decoder_row;

typedef struct decoder_space {
    layer_space layer;
    float *x; /* the result: one row of options.width floats per hypothesis */
    float *scores;
    memory self; /* for self-attention: the steps of one hypothesis */
    float *past_keys, *past_values;
} decoder_space;

/* Floats in the state of one step of one hypothesis. */
size_t decoder_state_size(const model *m);

/* Take room for steps of up to `rows` hypotheses over sentences of up to `positions` pieces, with up to `length` target
 * pieces; see pool.failed. */
decoder_space decoder_space_take(pool *p, const model *m, size_t rows, size_t positions, size_t length);

/* Do one step. `positions` holds the position vectors. */
void decode(const model *m, decoder_space space, const float *positions, const decoder_row *rows, size_t count);

#endif /* TRANSLATE_DECODER_H */
