/* SPDX-License-Identifier: ISC */
/*
 * The shared layers of the network.
 */
#include "config.h"

#include "layers.h"

#include <math.h>

/* Rows of the feed-forward layer done at a time, so that its wide inner rows stay in the cache. */
#define INNER_ROWS ((size_t)96)

layer_space layer_space_take(pool *p, const model *m, size_t rows)
{
    size_t d = m->options.width, inner_rows = rows < INNER_ROWS ? rows : INNER_ROWS;
    size_t narrow = rows * padded_inputs(d), wide = inner_rows * padded_inputs(m->widest);
    return (layer_space){
        .bytes = {pool_take(p, narrow > wide ? narrow : wide, 1), pool_take(p, rows, sizeof(float)),
                  pool_take(p, rows, sizeof(float))},
        .inner = pool_take(p, inner_rows * m->widest, sizeof(float)),
        .query = pool_take(p, rows * d, sizeof(float)),
        .key = pool_take(p, rows * d, sizeof(float)),
        .value = pool_take(p, rows * d, sizeof(float)),
        .mixed = pool_take(p, rows * d, sizeof(float)),
    };
}

memory memory_take(pool *p, const model *m, size_t positions)
{
    size_t e = head_width(m);
    return (memory){
        pool_take(p, m->options.heads * packed_floats(e, positions), sizeof(float)),
        pool_take(p, m->options.heads * packed_floats(positions, e), sizeof(float)),
    };
}

/* Sines of falling frequency in the first half, their cosines in the second. */
void fill_positions(float *positions, size_t width, size_t count)
{
    size_t half = width / 2;
    float step = -logf(10000.0f) / ((float)half - 1.0f);
    for (size_t i = 0; i < half; i++) {
        float rate = expf((float)i * step);
        for (size_t t = 0; t < count; t++) {
            positions[t * width + i] = sinf((float)t * rate);
            positions[t * width + half + i] = cosf((float)t * rate);
        }
    }
}

void memory_fill(const model *m, memory to, const float *keys, const float *values, size_t positions)
{
    size_t d = m->options.width, e = head_width(m);
    for (size_t h = 0; h < m->options.heads; h++) {
        pack_float_columns(keys + h * e, d, NULL, e, positions, to.keys + h * packed_floats(e, positions));
        pack_float_rows(values + h * e, d, positions, e, to.values + h * packed_floats(positions, e));
    }
}

static void copy_floats(float *to, const float *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] = from[i];
}

void attend(const model *m, memory from, size_t positions, const float *query, size_t rows, float *scores,
            float *weights, float *out)
{
    const kernels *k = m->kernels;
    size_t d = m->options.width, e = head_width(m);
    float factor = 1.0f / sqrtf((float)e);
    for (size_t h = 0; h < m->options.heads; h++) {
        matrix keys = {.inputs = e, .outputs = positions, .floats = from.keys + h * packed_floats(e, positions)};
        matrix values = {.inputs = positions, .outputs = e, .floats = from.values + h * packed_floats(positions, e)};
        k->multiply_float(&keys, query + h * e, d, rows, 0, positions, ACTIVATION_NONE, scores, positions);
        for (size_t r = 0; r < rows; r++)
            k->softmax(scores + r * positions, positions, factor);
        if (h == 0 && weights)
            copy_floats(weights, scores, rows * positions);
        k->multiply_float(&values, scores, positions, rows, 0, e, ACTIVATION_NONE, out + h * e, d);
    }
}

void attention_finish(const model *m, const attention *layer, layer_space space, const float *mixed, float *x,
                      size_t rows)
{
    size_t d = m->options.width;
    affine(m->kernels, &layer->output, mixed, d, rows, ACTIVATION_NONE, space.bytes, space.query);
    m->kernels->add_and_norm(x, space.query, layer->norm.scale, layer->norm.bias, rows, d);
}

void feed_forward_apply(const model *m, const feed_forward *layer, layer_space space, float *x, size_t rows)
{
    size_t d = m->options.width;
    for (size_t done = 0; done < rows; done += INNER_ROWS, x += INNER_ROWS * d) {
        size_t some = rows - done < INNER_ROWS ? rows - done : INNER_ROWS;
        affine(m->kernels, &layer->inner, x, d, some, m->options.ffn_activation, space.bytes, space.inner);
        affine(m->kernels, &layer->outer, space.inner, layer->outer.inputs, some, ACTIVATION_NONE, space.bytes,
               space.query);
        m->kernels->add_and_norm(x, space.query, layer->norm.scale, layer->norm.bias, some, d);
    }
}
