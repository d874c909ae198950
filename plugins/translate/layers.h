/* SPDX-License-Identifier: ISC */
/*
 * The layers that encoder and decoder share: embedding with positions, attention, feed-forward.
 *
 * Each works on rows of floats that lie close together, one row per piece, and leaves its result in place.
 */
#ifndef TRANSLATE_LAYERS_H
#define TRANSLATE_LAYERS_H

#include "model.h"
#include "pool.h"

/* Room for intermediate results of up to `rows` rows. */
typedef struct layer_space {
    quantised_rows bytes;
    float *inner; /* feed-forward, some rows at a time */
    float *query, *key, *value, *mixed;
} layer_space;

/* Keys and values of one attention layer and one sentence, packed head by head, so that attention is a product of the
 * queries with the keys, a softmax, and a product with the values. */
typedef struct memory {
    float *keys;
    float *values;
} memory;

/* Take room from a pool; see pool.failed. */
layer_space layer_space_take(pool *p, const model *m, size_t rows);
memory memory_take(pool *p, const model *m, size_t positions);

/* Store the position vectors 0 … count - 1, each `width` floats. */
void fill_positions(float *positions, size_t width, size_t count);

/* Pack the keys and values of a sentence's rows. */
void memory_fill(const model *m, memory to, const float *keys, const float *values, size_t positions);

/* Attention of query rows over a memory: out[row] is the mixture of the values. `scores` has room for rows * positions
 * floats. The weights of the first head go to `weights`, rows of `positions` floats, if it is not null. */
void attend(const model *m, memory from, size_t positions, const float *query, size_t rows, float *scores,
            float *weights, float *out);

/* x = norm(x + the layer's projection of `mixed`). */
void attention_finish(const model *m, const attention *layer, layer_space space, const float *mixed, float *x,
                      size_t rows);

/* x = norm(x + feed_forward(x)). */
void feed_forward_apply(const model *m, const feed_forward *layer, layer_space space, float *x, size_t rows);

#endif /* TRANSLATE_LAYERS_H */
