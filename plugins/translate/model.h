/* SPDX-License-Identifier: ISC */
/*
 * A model ready to compute: every layer's weights found in the file, checked against the expected shape, and packed.
 */
#ifndef TRANSLATE_MODEL_H
#define TRANSLATE_MODEL_H

#include "kernels.h"
#include "model_file.h"
#include "model_options.h"

#include <depesche/status.h>

/* The two pieces that every vocabulary has at these places. */
#define PIECE_END     0u
#define PIECE_UNKNOWN 1u

/* Pieces to vectors. Rows lie in the model file. */
typedef struct embedding {
    const int8_t *bytes; /* exactly one of the two is set */
    const float *floats;
    float unscale; /* with bytes: value = byte * unscale */
    size_t pieces;
} embedding;

typedef struct norm {
    const float *scale;
    const float *bias;
} norm;

/* Attention, its projection, and the norm after it. */
typedef struct attention {
    matrix query, key, value, output;
    norm norm;
} attention;

/* Two matrices with an activation between them, and the norm after them. */
typedef struct feed_forward {
    matrix inner, outer;
    norm norm;
} feed_forward;

/* The recurrent cell that stands for self-attention in small decoders, and the norm after it. */
typedef struct ssru {
    matrix candidate, gate;
    norm norm;
} ssru;

typedef struct encoder_layer {
    attention self;
    feed_forward ffn;
} encoder_layer;

typedef struct decoder_layer {
    ssru cell; /* one of the two is used, see model_options.ssru */
    attention self;
    attention context;
    feed_forward ffn;
} decoder_layer;

typedef struct model {
    model_options options;
    const kernels *kernels;
    embedding source, target;
    encoder_layer *encoder; /* options.encoder_layers of them */
    decoder_layer *decoder;
    matrix output;              /* all target pieces; packed only with `whole_output` */
    matrix output_shortlist;    /* its scales and bias, for products with some of the columns */
    const void *output_columns; /* without `whole_output`: bytes or floats, each column close together */
    size_t widest;              /* the most inputs or outputs of a matrix inside the layers */

    model_file *file;
    void *arena;
    size_t arena_size;
    size_t arena_used;
} model;

/* Open a model for computing with a set of kernels. `whole_output` packs the output layer for products with all target
 * pieces; without it every sentence needs a shortlist. The caller closes it with model_close. */
dp_status model_open(const char *path, const kernels *k, bool whole_output, model **out, dp_error *error);

/* As model_open, taking over an open file, also on failure. */
dp_status model_build(model_file *file, const kernels *k, bool whole_output, model **out, dp_error *error);
void model_close(model *model);

/* Store the vector of a piece times `factor` in out[0 … width - 1]. */
void embedding_row(const embedding *e, size_t width, uint32_t piece, float factor, float *out);

/* Width of a head. */
static inline size_t head_width(const model *m)
{
    return m->options.width / m->options.heads;
}

#endif /* TRANSLATE_MODEL_H */
