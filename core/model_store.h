/* SPDX-License-Identifier: ISC */
/*
 * Translation models on disk: which are known, which are installed, and how they come here. They are listed in the data
 * file translate/models.tsv and installed in translate/ID of a data directory.
 */
#ifndef CORE_MODEL_STORE_H
#define CORE_MODEL_STORE_H

#include "download.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file of a model. Strings belong to the store. */
typedef struct model_file_entry {
    const char *id; /* of the model; the files of one follow one another */
    const char *about;
    const char *licence;
    const char *file;
    uint64_t bytes;
    const char *sha256;
    const char *url;
} model_file_entry;

typedef struct model_store model_store;

/* Read the list of known models. Null on failure. Freed with model_store_free. */
model_store *model_store_open(dp_error *error);
void model_store_free(model_store *store);

/* Entry `index` in the order of the list, or null past the end. */
const model_file_entry *model_store_entry(const model_store *store, size_t index);

/* The directory a model is installed in, or the one it would be installed in; the caller frees it. Null when memory ran
 * out. */
char *model_store_directory(const model_store *store, const char *id);

typedef enum model_state { MODEL_ABSENT = 0, MODEL_PARTIAL, MODEL_INSTALLED } model_state;

/* How much of a model is there, judged by the sizes of its files. */
model_state model_store_state(const model_store *store, const char *id);

/* Compare size and hash of an installed file with the list. */
dp_status model_store_verify(const model_store *store, const model_file_entry *entry, dp_error *error);

/* Fetch a file if it is not installed, or, if `from` is not null, copy that file. It gets its name only after size and
 * hash have been compared; what came of it before a connection broke is kept and gone on from. */
dp_status model_store_get(const model_store *store, const model_file_entry *entry, const char *from,
                          download_progress *progress, dp_error *error);

#endif /* CORE_MODEL_STORE_H */
