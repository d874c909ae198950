/* SPDX-License-Identifier: ISC */
/*
 * How a glossary is kept: entries with their words, found by what all forms of their first words have in common.
 */
#ifndef GLOSSARY_STORE_H
#define GLOSSARY_STORE_H

#include "glossary.h"
#include "inflect.h"

/* A word, folded: small letters, ß as ss, no hyphens and apostrophes, so that "U-Boot" and "Irak's" compare well. */
typedef struct word {
    size_t begin, length; /* in the text it was folded to */
    bool upper;           /* it begins with a capital */
    bool acronym;         /* it is all capitals, but perhaps for a final -s: inflected as a name */
    bool hyphen;          /* it has hyphens */
} word;

typedef struct stored {
    glossary_entry entry;
    size_t column;
    size_t first_word, word_count;
    inflection kind; /* of its last word if that has a capital */
    bool dropped;    /* it repeats or contradicts one before it */
    uint64_t key;
    size_t next; /* next with the same slot, plus 1 */
} stored;

/* The longest word that is searched for parts, in bytes; more would make the time grow with the square. */
#define LONGEST_COMPOUND 128

struct glossary {
    struct block *blocks; /* strings of the entries */
    stored *entries;
    size_t count, capacity;
    word *words;
    size_t word_count, word_capacity;
    dp_text folded;
    dp_text remarks;
    bool aside;      /* what is added stands aside */
    size_t comments; /* lines of the files that are comments */
    size_t *slots;   /* entry plus 1, by key */
    size_t slot_count;
    uint8_t *filter; /* which keys may be there: 16 bits an entry */
    uint64_t powers[LONGEST_COMPOUND + 1];
};

/* Make room for `need` items of `size` bytes in the array at `*items`. */
bool store_grow(void *items, size_t *capacity, size_t need, size_t size);

/* Append the folded form of the bytes of a word and say what it looks like. */
word store_fold(const char *text, dp_span span, dp_text *folded);

/* ---- Keys: a hash of the flattened stem, of parts of a word too. `sums` has room for length + 1. ---- */

void store_sums(const char *flat, size_t length, uint64_t *sums);
uint64_t store_key(const glossary *g, const uint64_t *sums, size_t begin, size_t end);
uint64_t store_pair_key(uint64_t first, uint64_t second);

/* The key of a folded word. `flat` is room that is written over. */
uint64_t store_word_key(const glossary *g, const char *form, size_t length, dp_text *flat);

/* First of the entries with a key, then the next with the same; null at the end. */
const stored *store_first(const glossary *g, uint64_t key);
const stored *store_next(const glossary *g, const stored *entry);

/* Append "file:line:column: what[: detail]" to problems. */
void store_complain(dp_text *problems, const char *file, size_t line, size_t column, const char *what,
                    const char *detail);

#endif /* GLOSSARY_STORE_H */
