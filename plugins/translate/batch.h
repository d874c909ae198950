/* SPDX-License-Identifier: ISC */
/*
 * Many sentences at once: sorted by length, cut into batches, shared among threads. The results are the same for every
 * batch size and number of threads.
 */
#ifndef TRANSLATE_BATCH_H
#define TRANSLATE_BATCH_H

#include "search.h"

typedef struct batch_options {
    search_options search;
    size_t threads; /* at least 1 */
    size_t pieces;  /* source pieces in a batch; a single sentence may have more */
} batch_options;

/* What is kept from call to call, one per thread. */
typedef struct batch_space {
    search_space *threads;
    size_t count;
} batch_space;

/* Make room for so many threads; free with batch_space_free. */
dp_status batch_space_open(batch_space *space, size_t threads, dp_error *error);
void batch_space_free(batch_space *space);

/* Translate jobs as search_batch does; see there. On failure no job has results. */
dp_status translate_all(const model *m, const shortlist *list, const batch_options *options, batch_space *space,
                        search_job *jobs, size_t count, dp_error *error);

#endif /* TRANSLATE_BATCH_H */
