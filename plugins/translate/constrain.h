/* SPDX-License-Identifier: ISC */
/*
 * Terms that a translation has to show. The search runs free first; where a term is missing, the attention tells which
 * English stands for its German, the term is put there, and the model goes on from it, or vouches for what followed.
 * What it finds clearly worse than before is not taken.
 */
#ifndef TRANSLATE_CONSTRAIN_H
#define TRANSLATE_CONSTRAIN_H

#include "batch.h"
#include "sentence.h"

typedef struct constrainer {
    const model *model;
    const shortlist *list; /* null: none */
    const vocab *vocab;
    const batch_options *options;
    batch_space *space;
    double most_loss; /* log probability per piece behind a term that the sentence may lose by it */
} constrainer;

/* Make the translated parts of some sentences show their wants, as far as that does no harm, and set the wants' states.
 * Parts whose translation is not to be trusted stay as they are, with their wants open. */
dp_status constrain(const constrainer *c, sentence *sentences, size_t count, dp_error *error);

#endif /* TRANSLATE_CONSTRAIN_H */
