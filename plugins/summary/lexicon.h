/* SPDX-License-Identifier: ISC */
/*
 * A lexicon numbers byte strings: equal strings get the same number, new ones the next.
 */
#ifndef SUMMARY_LEXICON_H
#define SUMMARY_LEXICON_H

#include <depesche/text.h>

typedef struct lexicon_entry {
    size_t offset; /* of the bytes, in `bytes` */
    uint32_t length;
    uint32_t hash;
} lexicon_entry;

/* Initialise with zeros, free with lexicon_free. The fields may be read. */
typedef struct lexicon {
    dp_text bytes;
    lexicon_entry *entries;
    uint32_t count;
    uint32_t capacity;
    uint32_t *slots;     /* entry plus 1 */
    uint32_t slot_count; /* a power of two, or 0 */
} lexicon;

/* What a lookup gives that finds nothing, and an addition for which memory ran out. */
#define LEXICON_NONE ((uint32_t)0xFFFFFFFFu)

void lexicon_free(lexicon *lexicon);

/* Return the number of the bytes, adding them when they are new. */
uint32_t lexicon_add(lexicon *lexicon, const void *bytes, size_t length);

/* Return the number of the bytes, or LEXICON_NONE. */
uint32_t lexicon_find(const lexicon *lexicon, const void *bytes, size_t length);

/* Add every line of a text. DP_NO_MEMORY is the only failure. */
dp_status lexicon_add_lines(lexicon *lexicon, const char *lines);

#endif /* SUMMARY_LEXICON_H */
