/* SPDX-License-Identifier: ISC */
/*
 * Memory for the work on one batch: taken piece by piece before the computing starts, given back all at once.
 */
#ifndef TRANSLATE_POOL_H
#define TRANSLATE_POOL_H

#include <stdbool.h>
#include <stddef.h>

typedef struct pool_chunk pool_chunk;

/* Initialise with zeros; free with pool_free. */
typedef struct pool {
    pool_chunk *chunks;
    bool failed; /* an allocation failed since the last reset; the caller may check once at the end */
} pool;

/* Room for `count` elements of `size` bytes, aligned to 64 bytes, not initialised; null when there is no memory. Valid
 * until the pool is reset or freed. */
void *pool_take(pool *p, size_t count, size_t size);

/* Give everything back at once. Memory is kept for the next batch, up to a limit. */
void pool_reset(pool *p);
void pool_free(pool *p);

#endif /* TRANSLATE_POOL_H */
