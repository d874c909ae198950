/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The one piece of state of the library: a test's request to fail. Never set outside tests. */
static size_t fail_count;
static size_t fail_number;
static bool fail_sticky;

static bool fails_now(void)
{
    fail_count++;
    return fail_number > 0 && (fail_count == fail_number || (fail_sticky && fail_count > fail_number));
}

size_t alloc_fail_at(size_t n, bool sticky)
{
    size_t made = fail_count;
    fail_count = 0;
    fail_number = n;
    fail_sticky = sticky;
    return made;
}

void *alloc_zeroed(size_t count, size_t size)
{
    if (fails_now())
        return NULL;
    return calloc(count ? count : 1, size);
}

void *alloc_resize(void *old, size_t count, size_t size)
{
    if (fails_now() || (size > 0 && count > SIZE_MAX / size))
        return NULL;
    size_t bytes = count * size;
    return realloc(old, bytes ? bytes : 1);
}

bool alloc_grow(void *items, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return true;
    size_t wanted = *capacity > SIZE_MAX / 2 ? need : *capacity * 2;
    if (wanted < need)
        wanted = need;
    if (wanted < 8)
        wanted = 8;
    void *old; /* `items` points to a pointer of any type, hence the copies */
    memcpy(&old, items, sizeof old);
    void *grown = alloc_resize(old, wanted, size);
    if (!grown)
        return false;
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}

char *alloc_copy(const char *bytes, size_t length)
{
    if (length == SIZE_MAX)
        return NULL;
    char *copy = alloc_resize(NULL, length + 1, 1);
    if (!copy)
        return NULL;
    if (length)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *alloc_string(const char *string)
{
    return string ? alloc_copy(string, strlen(string)) : NULL;
}
