/* SPDX-License-Identifier: ISC */
/*
 * Open addressing with linear probing, at most half full.
 */
#include "table.h"

#include <stdlib.h>
#include <string.h>

static size_t hash(const char *key, size_t length)
{
    uint64_t value = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)key[i]) * 1099511628211u;
    return (size_t)(value ^ (value >> 29));
}

static size_t probe(const table *all, const char *key, size_t length)
{
    size_t at = hash(key, length) & (all->slot_count - 1);
    while (all->slots[at].length &&
           (all->slots[at].length != length || memcmp(all->keys.data + all->slots[at].key, key, length) != 0))
        at = (at + 1) & (all->slot_count - 1);
    return at;
}

static bool grow(table *all)
{
    table larger = {.slot_count = all->slot_count ? all->slot_count * 2 : 1024, .keys = all->keys};
    larger.slots = calloc(larger.slot_count, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < all->slot_count; i++)
        if (all->slots[i].length)
            larger.slots[probe(&larger, all->keys.data + all->slots[i].key, all->slots[i].length)] = all->slots[i];
    free(all->slots);
    all->slots = larger.slots;
    all->slot_count = larger.slot_count;
    return true;
}

uint64_t *table_put(table *all, const char *key, size_t length)
{
    if (all->failed || length == 0)
        return NULL;
    if (all->used * 2 >= all->slot_count && !grow(all)) {
        all->failed = true;
        return NULL;
    }
    table_slot *slot = &all->slots[probe(all, key, length)];
    if (slot->length)
        return &slot->value;
    *slot = (table_slot){.key = all->keys.length, .length = length};
    if (dp_text_append(&all->keys, key, length) != DP_OK) {
        *slot = (table_slot){0};
        all->failed = true;
        return NULL;
    }
    all->used++;
    return &slot->value;
}

const uint64_t *table_get(const table *all, const char *key, size_t length)
{
    if (length == 0 || !all->slot_count)
        return NULL;
    const table_slot *slot = &all->slots[probe(all, key, length)];
    return slot->length ? &slot->value : NULL;
}

void table_free(table *all)
{
    free(all->slots);
    dp_text_free(&all->keys);
    *all = (table){0};
}
