/* SPDX-License-Identifier: ISC */
/*
 * Finding an English term in an English sentence: in singular or plural, with or without 's, whatever hyphens do.
 */
#ifndef TERM_REPORT_ENGLISH_H
#define TERM_REPORT_ENGLISH_H

#include <depesche/text.h>

typedef struct english_word {
    dp_span span;          /* in the text, without 's */
    size_t begin, length;  /* in `folded` */
    bool used;             /* a term was found here */
} english_word;

/* A text cut into words; parts of hyphenated words are words. Initialise with zeros; free with english_free. */
typedef struct english_text {
    const char *text; /* borrowed */
    english_word *words;
    size_t count, capacity;
    dp_text folded;
} english_text;

/* Cut a text into words, replacing what was there. False when memory ran out. */
bool english_read(english_text *self, const char *text, size_t length);
void english_free(english_text *self);

/* Find a term in the words that are not used yet, mark them used and return true. Capitals matter when `exact`, but not
 * that of the first word of the text. A term without words is never found. */
bool english_take(english_text *self, const english_text *term, bool exact);

/* Append the form by which renderings of a term are compared: folded, without articles in front, the last word in the
 * singular as far as its ending tells. */
void english_form(dp_text *out, const english_text *rendering);

#endif /* TERM_REPORT_ENGLISH_H */
