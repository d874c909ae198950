/* SPDX-License-Identifier: ISC */
/*
 * A sentence cut at its commas and other joints into chunks, each with its kind and its verb.
 */
#ifndef QUOTES_CLAUSE_H
#define QUOTES_CLAUSE_H

#include "token.h"

#define NOWHERE SIZE_MAX

/* How many chunks or quotations, and how many tokens of a chunk, a rule looks across. Longer sentences are no German;
 * the bound keeps all work linear. */
#define REACH_CHUNKS 24
#define REACH_TOKENS 400
#define VERB_PARTS   5

/* The tokens of one sentence as the rules see them: whole quotations are one token of kind TOKEN_QUOTE. */
typedef struct view {
    const token *items;
    size_t count;
    const char *source;
    const lexicon *words;
} view;

/* In place of a separator: "und" before a second verb. */
#define CHUNK_JOINED ((uint32_t)'+')

typedef enum chunk_kind {
    CHUNK_FRAGMENT,   /* no verb of its own: an apposition, a phrase */
    CHUNK_MAIN,       /* finite verb behind a first constituent */
    CHUNK_VERB_FIRST, /* finite verb first: a question, a condition, or a clause whose first constituent went before */
    CHUNK_THAT,       /* dass, ob */
    CHUNK_QUESTION,   /* indirect question */
    CHUNK_RELATIVE,
    CHUNK_SUB,        /* any other subordinate clause */
    CHUNK_INFINITIVE, /* … zu tun */
    CHUNK_QUOTE       /* a whole quotation and nothing else */
} chunk_kind;

typedef struct chunk {
    size_t begin; /* tokens of the view, without the separators around */
    size_t end;
    size_t opener;   /* first token that is no coordinator */
    uint32_t before; /* the separator before it: ',' ':' ';' … ; 0 at the start */
    chunk_kind kind;
    size_t finite;            /* the finite verb, or NOWHERE */
    unsigned verb;            /* number of the full verb, prefix and all */
    size_t parts[VERB_PARTS]; /* tokens of the verb, in order */
    size_t part_count;
    bool subjunctive; /* Konjunktiv that can be nothing else */
    bool passive;
    bool modal;
} chunk;

typedef struct chunks {
    chunk *items;
    size_t count;
    size_t capacity;
} chunks;

/* Cut a sentence. The array is used again for the next one. DP_NO_MEMORY on failure. */
dp_status chunks_read(chunks *out, const view *in);
void chunks_free(chunks *out);

/* Whether token `at` can be a finite verb where it stands. */
bool view_finite(const view *in, size_t at);

/* Whether token `at` is Konjunktiv beyond doubt. */
bool view_subjunctive(const view *in, size_t at);

/* Whether token `at` is this lower-case word. */
bool view_is(const view *in, size_t at, const char *word);

#endif /* QUOTES_CLAUSE_H */
