/* SPDX-License-Identifier: ISC */
/*
 * A list of chunks, each filled from its beginning; the newest is first.
 */
#include "config.h"

#include "pool.h"

#include <stdint.h>
#include <stdlib.h>

#define ALIGNMENT  ((size_t)64)
#define CHUNK_SIZE ((size_t)4 << 20)
/* A chunk larger than this is not kept for the next batch. */
#define KEPT_SIZE ((size_t)32 << 20)

struct pool_chunk {
    pool_chunk *next;
    size_t size; /* with this header */
    size_t used;
};

static pool_chunk *chunk_new(pool_chunk *next, size_t needed)
{
    if (needed > SIZE_MAX / 2)
        return NULL;
    size_t size = needed + ALIGNMENT > CHUNK_SIZE ? needed + ALIGNMENT : CHUNK_SIZE;
    pool_chunk *chunk = aligned_alloc(ALIGNMENT, size);
    if (chunk)
        *chunk = (pool_chunk){next, size, ALIGNMENT};
    return chunk;
}

void *pool_take(pool *p, size_t count, size_t size)
{
    if (size > 0 && count > (SIZE_MAX / 2) / size) {
        p->failed = true;
        return NULL;
    }
    size_t needed = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (!p->chunks || p->chunks->size - p->chunks->used < needed) {
        pool_chunk *chunk = chunk_new(p->chunks, needed);
        if (!chunk) {
            p->failed = true;
            return NULL;
        }
        p->chunks = chunk;
    }
    void *taken = (unsigned char *)p->chunks + p->chunks->used;
    p->chunks->used += needed;
    return taken;
}

void pool_reset(pool *p)
{
    pool_chunk *kept = p->chunks;
    if (kept && kept->size <= KEPT_SIZE) {
        p->chunks = kept->next;
        pool_free(p);
        *kept = (pool_chunk){NULL, kept->size, ALIGNMENT};
        p->chunks = kept;
    } else {
        pool_free(p);
    }
}

void pool_free(pool *p)
{
    while (p->chunks) {
        pool_chunk *next = p->chunks->next;
        free(p->chunks);
        p->chunks = next;
    }
    p->failed = false;
}
