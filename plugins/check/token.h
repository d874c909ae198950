/* SPDX-License-Identifier: ISC */
/*
 * A text as words, numerals and signs, with the forms in which they are compared.
 */
#ifndef CHECK_TOKEN_H
#define CHECK_TOKEN_H

#include "table.h"

typedef enum token_kind {
    TOKEN_WORD,    /* letters, apostrophes between them included: "Müllers", "don't"; initials: "U.S" */
    TOKEN_NUMERAL, /* digits with separators between them: "1.234,5", "15:30", "3.10.1990" */
    TOKEN_SIGN     /* % and signs of currencies */
} token_kind;

/* What stands before a token. */
typedef enum token_gap {
    GAP_NONE,      /* nothing: it is glued to the token before */
    GAP_HYPHEN,    /* a single hyphen */
    GAP_SPACE,     /* white space */
    GAP_MARKS      /* anything else */
} token_gap;

typedef struct token {
    dp_span span;       /* in the text */
    token_kind kind;
    token_gap gap;
    bool upper;         /* begins with a capital letter */
    bool capitals;      /* has capital letters only, and at least two */
    bool start;         /* may be capitalised because of its place: first of a sentence, or behind a colon or mark */
    bool ended;         /* a full stop follows directly */
    const char *fold;   /* folded, apostrophes as ', initials without full stops; NUL-terminated */
    const char *sound;  /* letters as names are compared; NUL-terminated */
    uint32_t fold_length;
    uint32_t sound_length;
} token;

/* The tokens of a text. Initialise with zeros, free with tokens_free. */
typedef struct tokens {
    const char *text;   /* borrowed */
    size_t length;
    token *items;
    size_t count;
    size_t capacity;
    dp_text pool;       /* holds the forms */
} tokens;

/* Rewrites of letters, in buckets by their first byte. */
typedef struct sounds {
    table rules;
    uint32_t first[257];
    uint32_t *order;    /* rules of a bucket one behind the other, in the order of the data */
} sounds;

dp_status sounds_open(sounds *s);
void sounds_close(sounds *s);

/* Append the form in which names are compared of a folded word. */
dp_status sounds_write(const sounds *s, const char *folded, size_t length, dp_text *out);

/* Whether two such forms can be the same name: equal but for a final s, or alike in all but the ends of long words
 * (Norweger, Norwegian). */
bool sounds_alike(const char *a, size_t a_length, const char *b, size_t b_length);

/* Cut a text into tokens; at most `most` of them. DP_NO_MEMORY on failure. Freed with tokens_free either way. */
dp_status tokens_read(tokens *out, const sounds *s, const char *text, size_t length, size_t most);
void tokens_free(tokens *all);

/* Whether the folded form of a token is a word. */
bool token_is(const token *t, const char *word);

/* Whether it is one of those in a list that ends with null; false for no token. */
bool token_is_one_of(const token *t, const char *const *words);

#endif /* CHECK_TOKEN_H */
