/* SPDX-License-Identifier: ISC */
/*
 * German forms: is this word a form of that one, and is it part of it? Words are folded (fold_word). Endings are data;
 * no dictionary is needed because one of the two words is given.
 */
#ifndef GLOSSARY_INFLECT_H
#define GLOSSARY_INFLECT_H

#include <depesche/text.h>

/* Which table of endings a word follows. */
typedef enum inflection { INFLECTION_NOUN, INFLECTION_NAME, INFLECTION_ADJECTIVE } inflection;

/* Whether `form` is the dictionary form `base` or an inflected form of it. */
bool inflect_is_form(const char *base, size_t base_length, const char *form, size_t form_length, inflection kind);

/* Append what all inflected forms of a word begin with, in any case at least three letters: umlauts as plain vowels.
 * What may belong to an ending goes. */
void inflect_flatten(dp_text *out, const char *word, size_t length);

/* How many bytes of a flattened word are left without what may be an ending. */
size_t inflect_stem(const char *flat, size_t length);

/* Bytes of a compound that the term takes in front of its linking letters ("waffenprogramm" in "waffenprogrammsende"):
 * all of the term, or one less for a final e that is dropped. 0 if the word is no compound that begins with the term.
 */
size_t inflect_first_part(const char *term, size_t term_length, const char *word, size_t word_length);

/* Whether the bytes in front of a term can be what makes a compound of it. */
bool inflect_may_modify(const char *word, size_t length);

#endif /* GLOSSARY_INFLECT_H */
