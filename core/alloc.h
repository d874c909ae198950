/* SPDX-License-Identifier: ISC */
/*
 * Checked allocation. Everything in core/ allocates through here, so that tests can make any allocation fail.
 */
#ifndef CORE_ALLOC_H
#define CORE_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* Return zeroed room for `count` things of `size` bytes, or null when memory ran out or the product overflows. Freed
 * with free(). A count of 0 gives a pointer that may be freed. */
void *alloc_zeroed(size_t count, size_t size);

/* Resize an array of things of `size` bytes to `count`. As realloc, but with the overflow checked; new room is not
 * zeroed. */
void *alloc_resize(void *old, size_t count, size_t size);

/* Make room for at least `need` things of `size` bytes in the growing array `*(T **)items` with `*capacity` places:
 * doubles. Returns false, with the array as it was, when memory ran out. */
bool alloc_grow(void *items, size_t *capacity, size_t need, size_t size);

/* Return a copy of `length` bytes with a NUL behind them, or null. */
char *alloc_copy(const char *bytes, size_t length);

/* Return a copy of a string, or null; also null for a null string. */
char *alloc_string(const char *string);

/* For tests: let the n-th allocation from now on fail (1 is the next), and all after it when `sticky`. 0 lets all
 * succeed. Returns how many allocations were made since the last call. */
size_t alloc_fail_at(size_t n, bool sticky);

#endif /* CORE_ALLOC_H */
