/* SPDX-License-Identifier: ISC */
/*
 * Writes model files for tests: random ones of any shape from a seed, and float32 copies of int8 ones.
 */
#ifndef TESTS_TRANSLATE_MODEL_MAKER_H
#define TESTS_TRANSLATE_MODEL_MAKER_H

#include "../../plugins/translate/model_file.h"

#include <depesche/text.h>

#define MOST_LEANINGS 4

/* A target piece that a model likes to choose, or not to. */
typedef struct leaning {
    size_t piece;
    float bias;
} leaning;

/* What a random model looks like. */
typedef struct model_shape {
    const char *name;
    size_t width, heads, inner, encoder_layers, decoder_layers, source_pieces, target_pieces;
    bool ssru;          /* otherwise self-attention */
    bool swish;         /* otherwise relu */
    bool int8;          /* otherwise float32 */
    bool multipliers;   /* with int8: activation multipliers */
    bool shared;        /* tied-embeddings-all; otherwise tables of their own */
    bool tied;          /* the output layer is the target's table */
    size_t good_length; /* what it says of itself; 0: nothing */
    leaning leanings[MOST_LEANINGS];
    size_t leaning_count;
} model_shape;

/* A model file in memory; free `bytes` with free(). Null bytes when there was no memory. */
typedef struct made_model {
    void *bytes;
    size_t length;
} made_model;

made_model make_model(const model_shape *shape, unsigned seed);

/* The shape of a published architecture, "tiny", "base-memory" or "base", in int8 with multipliers and a vocabulary of
 * so many pieces; false for any other name. */
bool shape_named(const char *name, size_t pieces, model_shape *shape);

/* The same model with every int8 matrix as float32 and no multipliers. */
made_model make_float_copy(const model_file *file);

/* A shortlist for `sources` and `targets` pieces, with up to `best` random target pieces per source piece. */
made_model make_shortlist(size_t sources, size_t targets, size_t first, size_t best, unsigned seed);

/* A SentencePiece vocabulary: the end mark, the unknown piece, every printable ASCII character, the German letters
 * beyond them, and some words, the last of them an escape sequence, up to `pieces` in all. `rules`, if not null, is put
 * in as its table of character rules.
 */
made_model make_vocab(size_t pieces, const void *rules, size_t rules_length);

/* The next of a sequence of pseudo-random numbers below `limit`. */
uint32_t random_below(uint32_t *state, uint32_t limit);

#endif /* TESTS_TRANSLATE_MODEL_MAKER_H */
