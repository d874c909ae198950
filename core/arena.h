/* SPDX-License-Identifier: ISC */
/*
 * Memory that is given back all at once: everything a document holds lives in one arena, so getters can lend pointers
 * that stay valid until the document goes.
 */
#ifndef CORE_ARENA_H
#define CORE_ARENA_H

#include <stddef.h>

typedef struct arena_chunk arena_chunk;

/* Initialise with zeros. */
typedef struct arena {
    arena_chunk *chunks; /* newest first */
} arena;

/* Return zeroed, maximally aligned room, or null when memory ran out. */
void *arena_alloc(arena *memory, size_t size);

/* Return a copy of `length` bytes with a NUL behind them, or null. */
char *arena_copy(arena *memory, const char *bytes, size_t length);

/* Return a copy of a string, or null; also null for a null string. */
char *arena_string(arena *memory, const char *string);

/* Give everything back; the arena is then empty and usable again. */
void arena_free(arena *memory);

#endif /* CORE_ARENA_H */
