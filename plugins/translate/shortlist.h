/* SPDX-License-Identifier: ISC */
/*
 * The lexical shortlist: which target pieces may be chosen for a sentence, from its source pieces. It makes the output
 * layer tens of times smaller. docs/model-format.md describes the file.
 */
#ifndef TRANSLATE_SHORTLIST_H
#define TRANSLATE_SHORTLIST_H

#include <depesche/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct shortlist shortlist;

/* Read and check a shortlist for vocabularies of these sizes. `shared` says that source and target have the same
 * pieces, so that a source piece may be copied. The caller frees it with shortlist_free. */
dp_status shortlist_open(const char *path, size_t sources, size_t targets, bool shared, shortlist **list,
                         dp_error *error);

/* As shortlist_open for bytes in memory, which are copied. */
dp_status shortlist_parse(const void *bytes, size_t length, const char *name, size_t sources, size_t targets,
                          bool shared, shortlist **list, dp_error *error);
void shortlist_free(shortlist *list);

/* The most pieces that a sentence of `count` source pieces can allow. */
size_t shortlist_limit(const shortlist *list, size_t count);

/* Store the pieces allowed for a sentence in `allowed`, ascending, and return their number. `allowed` has room for
 * shortlist_limit() of them, `seen` is an array of zeros, one per target piece, and is left so. */
size_t shortlist_select(const shortlist *list, const uint32_t *source, size_t count, uint8_t *seen, uint32_t *allowed);

#endif /* TRANSLATE_SHORTLIST_H */
