/* SPDX-License-Identifier: ISC */
/*
 * A hash table from short byte strings to numbers, filled once and then only read.
 */
#ifndef ENTITIES_TABLE_H
#define ENTITIES_TABLE_H

#include <depesche/text.h>

typedef struct table_slot {
    size_t key, length; /* in `keys`; a length of 0 is a free slot */
    uint64_t value;
} table_slot;

/* Initialise with zeros. Once an allocation fails, `failed` stays true and nothing more is put in. */
typedef struct table {
    table_slot *slots;
    size_t slot_count, used;
    dp_text keys;
    bool failed;
} table;

/* Return where the value of a key is kept, 0 at first; null for an empty key or when memory ran out. Valid until the next
 * call. */
uint64_t *table_put(table *all, const char *key, size_t length);

/* The value of a key, or null when it is not there. */
const uint64_t *table_get(const table *all, const char *key, size_t length);

void table_free(table *all);

#endif /* ENTITIES_TABLE_H */
