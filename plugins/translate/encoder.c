/* SPDX-License-Identifier: ISC */
/*
 * The encoder. The pieces of several sentences go through the matrices together; only attention looks at one sentence
 * at a time.
 */
#include "config.h"

#include "encoder.h"

#include <math.h>

/* Sentences are encoded in groups of about so many pieces: enough to keep the matrix products busy, few enough for the
 * rows to stay in the cache. */
#define GROUP_PIECES ((size_t)192)

/* Number of sentences, from the first on, that make a group: at least one. Stores their pieces. */
static size_t group_size(const source *sentences, size_t count, size_t *pieces)
{
    size_t size = 1;
    *pieces = sentences[0].count;
    while (size < count && *pieces + sentences[size].count <= GROUP_PIECES)
        *pieces += sentences[size++].count;
    return size;
}

encoder_space encoder_space_take(pool *p, const model *m, const source *sentences, size_t count)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++)
        if (sentences[i].count > longest)
            longest = sentences[i].count;
    size_t rows = longest > GROUP_PIECES ? longest : GROUP_PIECES;
    return (encoder_space){
        .layer = layer_space_take(p, m, rows),
        .x = pool_take(p, rows * m->options.width, sizeof(float)),
        .scores = pool_take(p, longest * longest, sizeof(float)),
        .self = memory_take(p, m, longest),
    };
}

context context_take(pool *p, const model *m, size_t positions)
{
    context c = {positions, pool_take(p, m->options.decoder_layers, sizeof(memory))};
    for (size_t i = 0; c.layers && i < m->options.decoder_layers; i++)
        c.layers[i] = memory_take(p, m, positions);
    return c;
}

static void embed(const model *m, const float *positions, const source *sentences, size_t count, float *x)
{
    size_t d = m->options.width;
    float factor = sqrtf((float)d);
    for (size_t i = 0; i < count; i++)
        for (size_t t = 0; t < sentences[i].count; t++, x += d) {
            embedding_row(&m->source, d, sentences[i].pieces[t], factor, x);
            for (size_t j = 0; j < d; j++)
                x[j] += positions[t * d + j];
        }
}

static void project(const model *m, const attention *layer, const float *x, size_t rows, layer_space space)
{
    size_t d = m->options.width;
    affine(m->kernels, &layer->key, x, d, rows, ACTIVATION_NONE, space.bytes, space.key);
    affine(m->kernels, &layer->value, x, d, rows, ACTIVATION_NONE, space.bytes, space.value);
}

static void self_attention(const model *m, const attention *layer, encoder_space space, const source *sentences,
                           size_t count, size_t rows)
{
    size_t d = m->options.width, row = 0;
    layer_space s = space.layer;
    affine(m->kernels, &layer->query, space.x, d, rows, ACTIVATION_NONE, s.bytes, s.query);
    project(m, layer, space.x, rows, s);
    for (size_t i = 0; i < count; row += sentences[i++].count) {
        memory_fill(m, space.self, s.key + row * d, s.value + row * d, sentences[i].count);
        attend(m, space.self, sentences[i].count, s.query + row * d, sentences[i].count, space.scores, NULL,
               s.mixed + row * d);
    }
    attention_finish(m, layer, s, s.mixed, space.x, rows);
}

static void encode_group(const model *m, encoder_space space, const float *positions, const source *sentences,
                         size_t count, size_t rows, context *contexts)
{
    size_t d = m->options.width;
    embed(m, positions, sentences, count, space.x);
    for (size_t i = 0; i < m->options.encoder_layers; i++) {
        self_attention(m, &m->encoder[i].self, space, sentences, count, rows);
        feed_forward_apply(m, &m->encoder[i].ffn, space.layer, space.x, rows);
    }
    for (size_t i = 0; i < m->options.decoder_layers; i++) {
        project(m, &m->decoder[i].context, space.x, rows, space.layer);
        size_t row = 0;
        for (size_t j = 0; j < count; row += sentences[j++].count)
            memory_fill(m, contexts[j].layers[i], space.layer.key + row * d, space.layer.value + row * d,
                        sentences[j].count);
    }
}

void encode(const model *m, encoder_space space, const float *positions, const source *sentences, size_t count,
            context *contexts)
{
    size_t pieces;
    for (size_t done = 0, size; done < count; done += size) {
        size = group_size(sentences + done, count - done, &pieces);
        encode_group(m, space, positions, sentences + done, size, pieces, contexts + done);
    }
}
