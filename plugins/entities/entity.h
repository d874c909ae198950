/* SPDX-License-Identifier: ISC */
/*
 * What the files of this plugin share: the words of a document, and what was found in it.
 */
#ifndef ENTITIES_ENTITY_H
#define ENTITIES_ENTITY_H

#include <depesche/doc.h>

#include "calendar.h"
#include "lexicon.h"

/* A word, or one other character that is no white space. */
typedef struct token {
    dp_span span;
    uint32_t code;        /* of a character; 0 for a word */
    unsigned classes;
    bool capital, caps;   /* begins with a capital letter; is all capitals */
    bool number;          /* begins with a digit */
    bool initial;         /* first word of a sentence or quotation */
    bool quoted;          /* inside quotation marks */
    bool office;          /* says what a person is */
    bool place;           /* begins the name of a place or institution */
    bool taken;           /* part of something found */
} token;

/* Tokens [begin, end). */
typedef struct sentence {
    size_t begin, end;
    bool headline;
} sentence;

typedef enum entity_kind {
    ENTITY_PERSON,
    ENTITY_ORGANISATION,
    ENTITY_PLACE,
    ENTITY_DATE,
    ENTITY_FIGURE,
    ENTITY_GLOSS
} entity_kind;

/* Strings are offsets into `text` of the scan, 0 for none. */
typedef struct entity {
    entity_kind kind;
    dp_span span, function_span; /* the latter may be empty */
    size_t name, english, function, function_english, value, unit;
    double score;
} entity;

/* A document at work. */
typedef struct scan {
    const lexicon *words;
    const char *source;
    token *tokens;
    sentence *sentences;
    entity *entities;
    size_t token_count, sentence_count, entity_count;
    size_t token_capacity, entity_capacity;
    bool *glossed;        /* by number of the phrase: explained already */
    dp_text text;
    calendar_date today;  /* of the article; year 0 when not known */
    bool failed;          /* memory ran out */
} scan;

/* ---- scan.c ---- */

/* Cut a document into tokens; false when memory ran out. Freed with scan_free either way. */
bool scan_read(scan *all, const dp_doc *doc, const lexicon *words);
void scan_free(scan *all);

/* Write a token in lower case; 0 when it is no word or too long. */
size_t scan_fold(const scan *all, size_t at, char out[WORD_SIZE]);

/* Whether a token is this word, capital first letter allowed, or this character. */
bool scan_is(const scan *all, size_t at, const char *word);
bool scan_is_mark(const scan *all, size_t at, uint32_t code);

/* Add what was found at tokens [begin, end); null when memory ran out. */
entity *scan_add(scan *all, entity_kind kind, size_t begin, size_t end);

/* Keep a text and return its offset; frees the buffer. 0 for an empty text. */
size_t scan_keep(scan *all, dp_text *text);
size_t scan_keep_span(scan *all, dp_span span);
size_t scan_keep_slice(scan *all, slice text);

/* The term of a kind that begins at a token, the longest first; null for none. `end` gets the token behind it. */
const phrase *scan_phrase(const scan *all, size_t at, size_t limit, phrase_kind kind, size_t *end);

/* ---- One file each ---- */

void find_dates(scan *all);
void find_figures(scan *all);
void find_people(scan *all);
void find_names(scan *all);   /* organisations and places */
void find_glosses(scan *all);
void find_dateline(scan *all, const dp_doc *doc); /* behind find_names: places that only the dateline tells */

/* ---- function.c ---- */

/* Where a function ends that begins with adjectives or the office at `at`: what it is an office of is part of it. `at` when
 * there is none. `office_at` gets the token of the office. */
size_t function_end(const scan *all, size_t at, size_t limit, size_t *office_at);

/* The English of the function at tokens [begin, end), appended; false, with nothing appended, when a part of it is not known. */
bool function_english(const scan *all, size_t begin, size_t end, dp_text *out);

/* The German of it in the nominative, appended. */
void function_german(const scan *all, size_t begin, size_t end, dp_text *out);

#endif /* ENTITIES_ENTITY_H */
