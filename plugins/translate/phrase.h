/* SPDX-License-Identifier: ISC */
/*
 * English terms as text: their plural, and whether a translation has them.
 */
#ifndef TRANSLATE_PHRASE_H
#define TRANSLATE_PHRASE_H

#include <depesche/text.h>

/* Append the regular plural of a term that ends in a common noun. Nothing is appended to one that has none: a name, or
 * what ends like a plural already. */
void phrase_plural(dp_text *out, const char *term);

/* Find a folded term in a folded text (dp_text_fold), as whole words and in bytes that are not yet `used` (one flag per
 * byte of the text). Marks them used and returns true. */
bool phrase_take(const dp_text *text, const dp_text *term, bool *used);

#endif /* TRANSLATE_PHRASE_H */
