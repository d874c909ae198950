/* SPDX-License-Identifier: ISC */
/*
 * Where a model's files are: by path, by id in the data directories, or the best that is installed.
 *
 * An installed model is a directory translate/ID in a data directory, which holds model*.bin, vocab*.spm and, for
 * models that come with one, lex*.bin. translate/models.tsv lists the known ids, best first.
 */
#ifndef TRANSLATE_MODEL_PLACE_H
#define TRANSLATE_MODEL_PLACE_H

#include <depesche/plugin.h>

/* Paths owned by the place; freed by model_place_free. */
typedef struct model_place {
    char *id; /* name of the directory, or of the model file */
    char *model;
    char *vocab;
    char *shortlist; /* null: there is none */
} model_place;

/* Find the files from the options "model", "vocab" and "shortlist". DP_UNAVAILABLE, saying how to get a model, when
 * none is named and none installed. */
dp_status model_place_find(const dp_options *options, model_place *place, dp_error *error);
void model_place_free(model_place *place);

#endif /* TRANSLATE_MODEL_PLACE_H */
