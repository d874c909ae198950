/* SPDX-License-Identifier: ISC */
/*
 * A digest: many articles in one document. Copies of one text (of an agency, say) are drawn together as one source, and
 * sources that tell the same story stand together. digest_article.c reads what is compared, digest_group.c compares,
 * write_digest.c writes.
 */
#ifndef CORE_DIGEST_H
#define CORE_DIGEST_H

#include <depesche/depesche.h>

#include "arena.h"

#include <json-c/json.h>

/* What an article has in common with others of its story. */
typedef enum feature_kind { FEATURE_NAME, FEATURE_NUMBER, FEATURE_WORD } feature_kind;

typedef struct digest_feature {
    uint64_t key;      /* equal in articles that share it */
    feature_kind kind;
    const char *label; /* to show */
    double weight;     /* set by digest_group */
} digest_feature;

typedef struct digest_article {
    const char *name;     /* of the file */
    const char *headline;
    bool untranslated;    /* the headline is German */
    const char *outlet;   /* null: not stated */
    const char *date;     /* as in the record; may be null */
    long day;             /* of that date, counted from some day on; 0: not known */
    const char *sha256;   /* of the file; "" when not known */
    const char *record;   /* JSON */
    const char *section;  /* what the writer made of it */

    digest_feature *features; /* sorted by key, each once; freed by digest_free_article */
    size_t feature_count, feature_capacity;
    uint64_t *shingles;       /* runs of words, likewise */
    size_t shingle_count, shingle_capacity;

    /* Set by digest_group. */
    double weight;        /* of all its features */
    size_t source;        /* the article that stands for this one: itself, or the one it is a copy of */
    size_t story;         /* the first source of its story */
    double overlap;       /* share of its runs of words that are in its source */
} digest_article;

/* Fill an article from its record. Strings live in `memory`. False when memory ran out. */
bool digest_read_article(arena *memory, json_object *record, digest_article *article);
void digest_free_article(digest_article *article);

/* Compare two keys or runs, for qsort. */
int digest_compare_keys(const void *a, const void *b);

/* Find copies and stories. False when memory ran out. */
bool digest_group(digest_article *articles, size_t count);

/* ---- For writing ---- */

typedef struct digest_failure {
    const char *name, *message;
} digest_failure;

struct dp_digest {
    arena memory;
    digest_article *articles; /* in the order they were added */
    size_t count, capacity;
    digest_failure *failures;
    size_t failure_count, failure_capacity;
};

/* Write grouped articles. */
dp_status digest_write(const dp_digest *digest, const char *format, const dp_write_options *options, dp_text *out,
                       dp_error *error);

#endif /* CORE_DIGEST_H */
