/* SPDX-License-Identifier: ISC */
/*
 * Pairs of quotation marks.
 */
#ifndef QUOTES_MARKS_H
#define QUOTES_MARKS_H

#include "token.h"

typedef struct mark_pair {
    size_t open;     /* token of the opening mark */
    size_t close;    /* token of the closing mark; when `recovered`, the last token inside */
    size_t parent;   /* number from 1 of the pair around it; 0: none */
    size_t sentence; /* of the opening mark */
    size_t words;    /* inside */
    bool recovered;  /* the closing mark is missing */
    bool capital;    /* the first word begins with a capital letter */
    bool finite;     /* a finite verb stands inside */
    bool terminal;   /* ends with . ! ? or … inside the marks */
    bool quoted;     /* words of a sentence that somebody said, as the rules found */
    bool whole;      /* reads as whole sentences rather than as a part of one */
} mark_pair;

typedef struct mark_pairs {
    mark_pair *items; /* number n is items[n - 1]; in the order of their opening marks */
    size_t count;
} mark_pairs;

/* Pair the marks of all sentences and number them in the tokens. Apostrophes and strays stay without a number.
 * DP_NO_MEMORY on failure. Freed with marks_free either way. */
dp_status marks_read(mark_pairs *out, tokens *words, const char *source, size_t length);
void marks_free(mark_pairs *out);

#endif /* QUOTES_MARKS_H */
