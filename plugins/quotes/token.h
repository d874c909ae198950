/* SPDX-License-Identifier: ISC */
/*
 * The words and marks of the sentences of a document, with what the lexicon says about each.
 */
#ifndef QUOTES_TOKEN_H
#define QUOTES_TOKEN_H

#include <depesche/doc.h>

#include "lexicon.h"

typedef enum token_kind {
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_PUNCT,
    TOKEN_MARK, /* a quotation mark that may open or close */
    TOKEN_QUOTE /* in a view only: a whole quotation */
} token_kind;

typedef struct token {
    dp_span span;
    word_class classes;
    reading readings[READINGS_MAX];
    uint16_t reading_count;
    uint16_t forms; /* of all readings */
    uint32_t code;  /* of punctuation and marks: the character */
    uint32_t pair;  /* number of the pair of marks this mark or quotation belongs to, from 1; 0: none */
    uint8_t kind;
    bool capital;   /* begins with a capital letter */
    bool initial;   /* first word of a sentence or of a quotation: a capital letter means nothing */
    bool truncated; /* "Staats-" */
} token;

/* Tokens [begin, end) of a sentence. */
typedef struct sentence {
    size_t begin;
    size_t end;
    size_t block;
    bool headline;
} sentence;

typedef struct tokens {
    token *items;
    size_t count;
    size_t capacity;
    sentence *sentences;
    size_t sentence_count;
} tokens;

/* Cut all sentences of a document into tokens. DP_NO_MEMORY on failure. Freed with tokens_free either way. */
dp_status tokens_read(tokens *out, const dp_doc *doc, const lexicon *words);
void tokens_free(tokens *out);

/* The reading of a token as a form of a verb that has all `forms` bits; null when it has none. */
const reading *token_reading(const token *word, unsigned forms);

/* Whether a token is an address: "hafenblatt.de". */
bool token_address(const token *word, const char *source);

/* Whether the source bytes of a token are this lower-case ASCII or UTF-8 word, capital first letter allowed. */
bool token_is(const token *word, const char *source, const char *text);

static inline bool token_has(const token *word, word_class classes)
{
    return (word->classes & classes) != 0;
}

static inline bool token_is_punct(const token *word, uint32_t code)
{
    return word->kind == TOKEN_PUNCT && word->code == code;
}

#endif /* QUOTES_TOKEN_H */
