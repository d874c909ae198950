/* SPDX-License-Identifier: ISC */
/*
 * Noun phrases: where they end, and which is the subject of a clause.
 */
#ifndef QUOTES_PHRASE_H
#define QUOTES_PHRASE_H

#include "clause.h"

/* Tokens [begin, end) of a view; empty when nothing was found. */
typedef struct range {
    size_t begin;
    size_t end;
} range;

/* Whether a subject may begin at a token. */
bool phrase_nominative(const view *in, size_t at);

/* The end of the noun phrase that begins at `begin`, at most `limit`; `begin` when none does. `wide` takes in every
 * prepositional phrase behind it, otherwise only those that usually belong to a name or function. */
size_t phrase_end(const view *in, size_t begin, size_t limit, bool wide);

/* The subject of chunk `index`, with its appositions. */
range phrase_subject(const view *in, const chunks *parts, size_t index);

/* As phrase_subject, but behind the finite verb only. */
range phrase_subject_after(const view *in, const chunks *parts, size_t index);

/* The first chunk of the clause that chunk `index` belongs to: before its appositions and relative clauses. */
size_t phrase_clause_begin(const chunks *parts, size_t index);

#endif /* QUOTES_PHRASE_H */
