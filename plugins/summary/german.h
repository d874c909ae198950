/* SPDX-License-Identifier: ISC */
/*
 * What a summary has to know of German: words that carry no content, what words have in common when they are inflected,
 * and sentences that cannot stand first.
 */
#ifndef SUMMARY_GERMAN_H
#define SUMMARY_GERMAN_H

#include "lexicon.h"

#include <depesche/doc.h>

typedef struct german german;

/* Load the word lists. Null when memory ran out. Freed with german_free, which accepts null. */
german *german_new(void);
void german_free(german *german);

/* Whether a folded word carries no content ("aber", "wurde"). */
bool german_is_stopword(const german *german, const char *word, size_t length);

/* Return how many bytes of a folded word are left without its ending ("abkommens" 8, "abkommen" 8). */
size_t german_stem(const char *word, size_t length);

/* Whether a sentence leans on the one before: it begins with a connective, or speaks of somebody by a pronoun before it
 * has named anyone. */
bool german_dangles(const german *german, const char *sentence, size_t length);

/* Whether a sentence is a quotation, or a part of one, that does not say whose: all of it stands in marks, or they begin or end
 * in another sentence. */
bool german_is_bare_quote(const char *sentence, size_t length);

/* Whether a sentence is none: a caption, an invitation to read on, a dateline or other words without a verb or an end mark. */
bool german_is_filler(const char *sentence, size_t length);

#endif /* SUMMARY_GERMAN_H */
