/* SPDX-License-Identifier: ISC */
/*
 * The network once more, as plainly as it can be written: one sentence, one piece at a time, loops over doubles,
 * straight from the tensors of a file. What the engine computes is compared with it.
 */
#ifndef TESTS_TRANSLATE_REFERENCE_H
#define TESTS_TRANSLATE_REFERENCE_H

#include "../../plugins/translate/model_file.h"
#include "../../plugins/translate/model_options.h"

/* Score a translation: scores[i] becomes the log probability of target[i] after the ones before it. Both sides with
 * their end marks. False when a tensor is missing. */
bool reference_scores(const model_file *file, const model_options *options, const uint32_t *from, size_t from_count,
                      const uint32_t *target, size_t target_count, double *scores);

#endif /* TESTS_TRANSLATE_REFERENCE_H */
