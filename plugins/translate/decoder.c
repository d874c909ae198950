/* SPDX-License-Identifier: ISC */
/*
 * The decoder.
 */
#include "config.h"

#include "decoder.h"

#include <math.h>
#include <string.h>

/* The state holds, per layer, the SSRU's cell, or the key and the value of the step. */
static size_t state_stride(const model *m)
{
    return m->options.ssru ? m->options.width : 2 * m->options.width;
}

size_t decoder_state_size(const model *m)
{
    return m->options.decoder_layers * state_stride(m);
}

decoder_space decoder_space_take(pool *p, const model *m, size_t rows, size_t positions, size_t length)
{
    size_t longest = m->options.ssru || positions > length ? positions : length;
    decoder_space space = {
        .layer = layer_space_take(p, m, rows),
        .x = pool_take(p, rows * m->options.width, sizeof(float)),
        .scores = pool_take(p, longest, sizeof(float)),
    };
    if (!m->options.ssru) {
        space.self = memory_take(p, m, longest);
        space.past_keys = pool_take(p, longest * m->options.width, sizeof(float));
        space.past_values = pool_take(p, longest * m->options.width, sizeof(float));
    }
    return space;
}

static void embed(const model *m, const float *positions, const decoder_row *rows, size_t count, float *x)
{
    size_t d = m->options.width;
    float factor = sqrtf((float)d);
    for (size_t r = 0; r < count; r++, x += d) {
        if (rows[r].previous == PIECE_NONE)
            memset(x, 0, d * sizeof *x);
        else
            embedding_row(&m->target, d, rows[r].previous, factor, x);
        for (size_t j = 0; j < d; j++)
            x[j] += positions[rows[r].position * d + j];
    }
}

static void recur(const model *m, size_t layer, decoder_space space, const decoder_row *rows, size_t count)
{
    const ssru *cell = &m->decoder[layer].cell;
    layer_space s = space.layer;
    size_t d = m->options.width;
    affine(m->kernels, &cell->candidate, space.x, d, count, ACTIVATION_NONE, s.bytes, s.value);
    affine(m->kernels, &cell->gate, space.x, d, count, ACTIVATION_NONE, s.bytes, s.key);
    for (size_t r = 0; r < count; r++) {
        float *state = rows[r].state + layer * d;
        if (rows[r].position == 0)
            memset(state, 0, d * sizeof *state);
        const float *before = rows[r].position == 0 ? state : rows[r].past[0] + layer * d;
        m->kernels->ssru(s.key + r * d, s.value + r * d, before, state, s.mixed + r * d, d);
    }
    m->kernels->add_and_norm(space.x, s.mixed, cell->norm.scale, cell->norm.bias, count, d);
}

/* Gather the keys and values of a hypothesis's steps, this one last, and attend to them. */
static void attend_past(const model *m, size_t layer, decoder_space space, const decoder_row *row, const float *query,
                        float *out)
{
    size_t d = m->options.width, at = layer * state_stride(m), steps = row->position + 1;
    for (size_t t = 0; t < steps; t++) {
        const float *state = (t < row->position ? row->past[t] : row->state) + at;
        memcpy(space.past_keys + t * d, state, d * sizeof *state);
        memcpy(space.past_values + t * d, state + d, d * sizeof *state);
    }
    memory_fill(m, space.self, space.past_keys, space.past_values, steps);
    attend(m, space.self, steps, query, 1, space.scores, NULL, out);
}

static void self_attention(const model *m, size_t layer, decoder_space space, const decoder_row *rows, size_t count)
{
    const attention *self = &m->decoder[layer].self;
    layer_space s = space.layer;
    size_t d = m->options.width;
    affine(m->kernels, &self->query, space.x, d, count, ACTIVATION_NONE, s.bytes, s.query);
    affine(m->kernels, &self->key, space.x, d, count, ACTIVATION_NONE, s.bytes, s.key);
    affine(m->kernels, &self->value, space.x, d, count, ACTIVATION_NONE, s.bytes, s.value);
    for (size_t r = 0; r < count; r++) {
        float *state = rows[r].state + layer * state_stride(m);
        memcpy(state, s.key + r * d, d * sizeof *state);
        memcpy(state + d, s.value + r * d, d * sizeof *state);
    }
    for (size_t r = 0; r < count; r++)
        attend_past(m, layer, space, &rows[r], s.query + r * d, s.mixed + r * d);
    attention_finish(m, self, s, s.mixed, space.x, count);
}

static void context_attention(const model *m, size_t layer, decoder_space space, const decoder_row *rows, size_t count)
{
    const attention *over = &m->decoder[layer].context;
    layer_space s = space.layer;
    size_t d = m->options.width;
    bool last = layer + 1 == m->options.decoder_layers;
    affine(m->kernels, &over->query, space.x, d, count, ACTIVATION_NONE, s.bytes, s.query);
    for (size_t r = 0; r < count; r++)
        attend(m, rows[r].context->layers[layer], rows[r].context->positions, s.query + r * d, 1, space.scores,
               last ? rows[r].weights : NULL, s.mixed + r * d);
    attention_finish(m, over, s, s.mixed, space.x, count);
}

void decode(const model *m, decoder_space space, const float *positions, const decoder_row *rows, size_t count)
{
    embed(m, positions, rows, count, space.x);
    for (size_t i = 0; i < m->options.decoder_layers; i++) {
        if (m->options.ssru)
            recur(m, i, space, rows, count);
        else
            self_attention(m, i, space, rows, count);
        context_attention(m, i, space, rows, count);
        feed_forward_apply(m, &m->decoder[i].ffn, space.layer, space.x, count);
    }
}
