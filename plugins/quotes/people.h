/* SPDX-License-Identifier: ISC */
/*
 * Who is named in a document: people by their full names, and every place that names one of them again.
 */
#ifndef QUOTES_PEOPLE_H
#define QUOTES_PEOPLE_H

#include "quote.h"

typedef enum gender { GENDER_UNKNOWN, GENDER_MASCULINE, GENDER_FEMININE } gender;

typedef struct person {
    dp_span name;     /* the fullest form seen */
    dp_span function; /* "nationaler Sicherheitsberater des Weißen Hauses"; empty when none was given */
    gender gender;
    bool certain; /* a function or a known first name says that it is a person */
    size_t words; /* in the name */
    size_t next;  /* the next person with the same hash, from 1; 0: none */
} person;

typedef struct mention {
    size_t token; /* of the last word of the name */
    size_t begin; /* first token of the name */
    size_t sentence;
    size_t person; /* index */
    bool first;    /* the first person named in its sentence */
} mention;

typedef struct people {
    person *items;
    size_t count;
    size_t capacity;
    mention *mentions; /* in the order of the text */
    size_t mention_count;
    size_t mention_capacity;
    size_t *buckets;
    size_t bucket_count;
} people;

/* Find the people of a document. DP_NO_MEMORY on failure. Freed with people_free either way. */
dp_status people_read(people *out, const analysis *work);
void people_free(people *out);

/* The gender that a noun for a person has: "Sprecherin", "Minister". */
gender people_noun_gender(const analysis *work, const token *noun);

/* Index of the last mention at or before a token, plus 1; 0 when there is none. */
size_t people_last_mention(const people *all, size_t token_index);

/* The person whose name ends in the word at a token, or NOWHERE. */
size_t people_find(const people *all, const analysis *work, size_t token_index);

#endif /* QUOTES_PEOPLE_H */
