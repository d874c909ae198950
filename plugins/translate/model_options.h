/* SPDX-License-Identifier: ISC */
/*
 * The options a model was trained with: which network it is. What this engine does not do is refused by name.
 */
#ifndef TRANSLATE_MODEL_OPTIONS_H
#define TRANSLATE_MODEL_OPTIONS_H

#include "kernels.h"

#include <depesche/status.h>

#include <stdbool.h>
#include <stddef.h>

typedef struct model_options {
    size_t width; /* dim-emb */
    size_t heads;
    size_t encoder_layers;
    size_t decoder_layers;
    size_t source_pieces; /* dim-vocabs */
    size_t target_pieces;
    bool ssru;             /* the decoder's recurrent cell; otherwise self-attention */
    bool shared_embedding; /* one table for source and target */
    bool tied_output;      /* the target's table is also the output layer */
    activation ffn_activation;
    bool small;         /* few layers: it needs a beam, and short sentences */
    size_t good_length; /* source pieces up to which a sentence is translated well in one go */
} model_options;

/* Read options from the YAML in a model file. `name` stands in messages. DP_INCOMPATIBLE, naming the option and its
 * value, for a network that this engine does not run; DP_BAD_INPUT for options that make no sense. */
dp_status model_options_parse(const char *yaml, const char *name, model_options *options, dp_error *error);

#endif /* TRANSLATE_MODEL_OPTIONS_H */
