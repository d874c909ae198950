/* SPDX-License-Identifier: ISC */
/*
 * A hash table with open addressing; rows of the same key lie in the order they were added.
 */
#include "table.h"

#include <stdlib.h>
#include <string.h>

#define MAX_ROWS ((uint32_t)1 << 26)

void table_free(table *t)
{
    free(t->rows);
    free(t->slots);
    memset(t, 0, sizeof *t);
}

static uint32_t hash(const char *bytes, size_t length)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        h = (h ^ (unsigned char)bytes[i]) * 1099511628211u;
    return (uint32_t)(h ^ h >> 32);
}

static void put(table *t, uint32_t row)
{
    uint32_t mask = t->slot_count - 1, slot = t->rows[row].hash & mask;
    while (t->slots[slot])
        slot = (slot + 1) & mask;
    t->slots[slot] = row + 1;
}

static bool grow(table *t)
{
    uint32_t count = t->slot_count ? t->slot_count * 2 : 64;
    if (count > MAX_ROWS)
        return false;
    uint32_t *slots = calloc(count, sizeof *slots);
    table_row *rows = realloc(t->rows, count / 2 * sizeof *rows);
    if (rows)
        t->rows = rows;
    if (!slots || !rows) {
        free(slots);
        return false;
    }
    free(t->slots);
    t->slots = slots;
    t->slot_count = count;
    t->capacity = count / 2;
    for (uint32_t i = 0; i < t->count; i++)
        put(t, i);
    return true;
}

dp_status table_add(table *t, const char *key, size_t key_length, const char *value, size_t value_length)
{
    if (key_length > UINT32_MAX || (t->count == t->capacity && !grow(t)))
        return DP_NO_MEMORY;
    t->rows[t->count] = (table_row){.key = key,
                                    .value = value,
                                    .end = value + value_length,
                                    .key_length = (uint32_t)key_length,
                                    .hash = hash(key, key_length)};
    put(t, t->count++);
    return DP_OK;
}

dp_status table_add_lines(table *t, const char *lines)
{
    dp_status status = DP_OK;
    for (const char *end; status == DP_OK && (end = strchr(lines, '\n')); lines = end + 1) {
        const char *tab = memchr(lines, '\t', (size_t)(end - lines));
        const char *stop = tab ? tab : end, *value = tab ? tab + 1 : end;
        status = table_add(t, lines, (size_t)(stop - lines), value, (size_t)(end - value));
    }
    return status;
}

static const table_row *find_from(const table *t, uint32_t slot, const char *key, size_t length, uint32_t code)
{
    uint32_t mask = t->slot_count - 1;
    for (; t->slots[slot & mask]; slot++) {
        const table_row *row = &t->rows[t->slots[slot & mask] - 1];
        if (row->hash == code && row->key_length == length && memcmp(row->key, key, length) == 0)
            return row;
    }
    return NULL;
}

const table_row *table_find(const table *t, const char *key, size_t length)
{
    if (!t->slot_count || length == 0)
        return NULL;
    uint32_t code = hash(key, length);
    return find_from(t, code & (t->slot_count - 1), key, length, code);
}

const table_row *table_next(const table *t, const table_row *after)
{
    uint32_t mask = t->slot_count - 1, slot = after->hash & mask;
    while (t->slots[slot] != (uint32_t)(after - t->rows) + 1)
        slot = (slot + 1) & mask;
    return find_from(t, slot + 1, after->key, after->key_length, after->hash);
}

bool table_has(const table *t, const char *key, size_t length)
{
    return table_find(t, key, length) != NULL;
}
