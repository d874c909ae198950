/* SPDX-License-Identifier: ISC */
/*
 * A table of lines "key<tab>value" or "key", looked up by key. A key may stand in several lines.
 */
#ifndef CHECK_TABLE_H
#define CHECK_TABLE_H

#include <depesche/text.h>

typedef struct table_row {
    const char *key;
    const char *value;   /* ends at `end`; empty for a line without a tab */
    const char *end;
    uint32_t key_length;
    uint32_t hash;
} table_row;

/* Initialise with zeros, free with table_free. Rows point into the lines, which must stay. */
typedef struct table {
    table_row *rows;
    uint32_t count;
    uint32_t capacity;
    uint32_t *slots;     /* row plus 1 */
    uint32_t slot_count; /* a power of two, or 0 */
} table;

void table_free(table *t);

/* Add one row. The bytes are borrowed. */
dp_status table_add(table *t, const char *key, size_t key_length, const char *value, size_t value_length);

/* Add every line of a text. */
dp_status table_add_lines(table *t, const char *lines);

/* Return the first row with the key, or the one behind `after`; null when there is none. */
const table_row *table_find(const table *t, const char *key, size_t length);
const table_row *table_next(const table *t, const table_row *after);

/* Whether the key is there. */
bool table_has(const table *t, const char *key, size_t length);

#endif /* CHECK_TABLE_H */
