/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "arena.h"

#include "alloc.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE ((size_t)16 * 1024)

struct arena_chunk {
    arena_chunk *older;
    size_t used;
    size_t size;
    alignas(max_align_t) char bytes[];
};

/* Put a new chunk in front. Large pieces get a chunk of their own behind it, so that the open chunk stays in use. */
static arena_chunk *add_chunk(arena *memory, size_t size)
{
    size_t room = size > CHUNK_SIZE / 4 ? size : CHUNK_SIZE;
    if (room > SIZE_MAX - sizeof(arena_chunk))
        return NULL;
    arena_chunk *chunk = alloc_zeroed(1, sizeof *chunk + room);
    if (!chunk)
        return NULL;
    chunk->size = room;
    if (room == size && memory->chunks) {
        chunk->older = memory->chunks->older;
        memory->chunks->older = chunk;
    } else {
        chunk->older = memory->chunks;
        memory->chunks = chunk;
    }
    return chunk;
}

void *arena_alloc(arena *memory, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX - align)
        return NULL;
    size = (size + align - 1) / align * align;
    arena_chunk *chunk = memory->chunks;
    if (!chunk || chunk->size - chunk->used < size)
        chunk = add_chunk(memory, size);
    if (!chunk)
        return NULL;
    void *room = chunk->bytes + chunk->used;
    chunk->used += size;
    return room;
}

char *arena_copy(arena *memory, const char *bytes, size_t length)
{
    char *copy = length < SIZE_MAX ? arena_alloc(memory, length + 1) : NULL;
    if (copy && length)
        memcpy(copy, bytes, length);
    return copy;
}

char *arena_string(arena *memory, const char *string)
{
    return string ? arena_copy(memory, string, strlen(string)) : NULL;
}

void arena_free(arena *memory)
{
    while (memory->chunks) {
        arena_chunk *older = memory->chunks->older;
        free(memory->chunks);
        memory->chunks = older;
    }
}
