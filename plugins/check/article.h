/* SPDX-License-Identifier: ISC */
/*
 * How the words of an article that may be names fare in its sentences: one that the other sentences keep is a name, and one that
 * they have not either was translated.
 */
#ifndef CHECK_ARTICLE_H
#define CHECK_ARTICLE_H

#include <depesche/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pair;
struct token;

typedef struct sighting {
    uint64_t word;      /* hash of its form */
    size_t sentence;
    bool kept;          /* has a capitalised counterpart; otherwise none */
} sighting;

/* Initialise with zeros, free with article_free. */
typedef struct article {
    sighting *items;    /* by word once sealed */
    size_t count, capacity;
} article;

void article_free(article *all);

/* Note the words of a sentence, read with pair_read. DP_NO_MEMORY on failure. */
dp_status article_add(article *all, const struct pair *p, size_t sentence);

/* Call after the last sentence, before article_count. */
void article_seal(article *all);

/* How often a word has a capitalised counterpart in other sentences than this, and how often none. Of a word that stands very
 * often, the first times count. */
void article_count(const article *all, const struct token *word, size_t except, size_t *kept, size_t *lost);

#endif /* CHECK_ARTICLE_H */
