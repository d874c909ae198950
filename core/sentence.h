/* SPDX-License-Identifier: ISC */
/*
 * German sentences: where one ends and the next begins. The one splitter of depesche; its language facts are in
 * data/abbreviations.txt and data/sentence_words.txt, and docs/sentences.md says what it decides and why.
 */
#ifndef CORE_SENTENCE_H
#define CORE_SENTENCE_H

#include <depesche/text.h>

/* Find the next sentence of `text` at or after byte `*position` and before byte `end`. Stores it in `*sentence` without
 * white space around it, moves `*position` behind it and returns true; false when only white space is left. White space
 * of any kind, line ends included, only separates words. Time is linear in the bytes passed over, whatever they hold;
 * nothing is allocated. */
bool sentence_next(const char *text, size_t end, size_t *position, dp_span *sentence);

/* Whether the bytes of `span` end like a sentence: with a full stop, question or exclamation mark or ellipsis, perhaps
 * followed by closing quotation marks or brackets. */
bool sentence_is_closed(const char *text, dp_span span);

/* Whether `word` (any case) is one that a sentence often starts with and that seldom is a name: an article, pronoun,
 * preposition, conjunction or adverb. */
bool sentence_is_function_word(const char *word, size_t length);

#endif /* CORE_SENTENCE_H */
