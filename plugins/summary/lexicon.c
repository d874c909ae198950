/* SPDX-License-Identifier: ISC */
/*
 * A hash table with open addressing over strings kept in one buffer.
 */
#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

/* More strings than any article we accept has; keeps every number below LEXICON_NONE. */
#define MAX_ENTRIES ((uint32_t)1 << 28)

void lexicon_free(lexicon *l)
{
    dp_text_free(&l->bytes);
    free(l->entries);
    free(l->slots);
    memset(l, 0, sizeof *l);
}

static uint32_t hash(const unsigned char *bytes, size_t length)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < length; i++)
        h = (h ^ bytes[i]) * 1099511628211u;
    return (uint32_t)(h ^ h >> 32);
}

/* The slot where the bytes are, or the empty one where they belong. */
static uint32_t find_slot(const lexicon *l, const void *bytes, size_t length, uint32_t code)
{
    uint32_t mask = l->slot_count - 1, slot = code & mask;
    for (; l->slots[slot]; slot = (slot + 1) & mask) {
        const lexicon_entry *entry = &l->entries[l->slots[slot] - 1];
        if (entry->hash == code && entry->length == length &&
            (length == 0 || memcmp(l->bytes.data + entry->offset, bytes, length) == 0))
            break;
    }
    return slot;
}

static bool grow(lexicon *l)
{
    uint32_t count = l->slot_count ? l->slot_count * 2 : 256;
    if (count > MAX_ENTRIES)
        return false;
    uint32_t *slots = calloc(count, sizeof *slots);
    lexicon_entry *entries = realloc(l->entries, count / 2 * sizeof *entries);
    if (entries)
        l->entries = entries;
    if (!slots || !entries) {
        free(slots);
        return false;
    }
    free(l->slots);
    l->slots = slots;
    l->slot_count = count;
    l->capacity = count / 2;
    for (uint32_t i = 0; i < l->count; i++) {
        uint32_t slot = entries[i].hash & (count - 1);
        while (slots[slot])
            slot = (slot + 1) & (count - 1);
        slots[slot] = i + 1;
    }
    return true;
}

uint32_t lexicon_add(lexicon *l, const void *bytes, size_t length)
{
    if (length > UINT32_MAX || (l->count == l->capacity && !grow(l)))
        return LEXICON_NONE;
    uint32_t code = hash(bytes, length), slot = find_slot(l, bytes, length, code);
    if (l->slots[slot])
        return l->slots[slot] - 1;
    lexicon_entry entry = {.offset = l->bytes.length, .length = (uint32_t)length, .hash = code};
    if (dp_text_append(&l->bytes, bytes, length) != DP_OK)
        return LEXICON_NONE;
    l->entries[l->count] = entry;
    l->slots[slot] = ++l->count;
    return l->count - 1;
}

uint32_t lexicon_find(const lexicon *l, const void *bytes, size_t length)
{
    if (!l->slot_count)
        return LEXICON_NONE;
    uint32_t slot = find_slot(l, bytes, length, hash(bytes, length));
    return l->slots[slot] ? l->slots[slot] - 1 : LEXICON_NONE;
}

dp_status lexicon_add_lines(lexicon *l, const char *lines)
{
    for (const char *end; (end = strchr(lines, '\n')); lines = end + 1)
        if (lexicon_add(l, lines, (size_t)(end - lines)) == LEXICON_NONE)
            return DP_NO_MEMORY;
    return DP_OK;
}
