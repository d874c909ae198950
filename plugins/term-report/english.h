/* SPDX-License-Identifier: ISC */
/*
 * Finding an English term in an English sentence: in singular or plural, with or without 's, whatever hyphens do.
 */
#ifndef TERM_REPORT_ENGLISH_H
#define TERM_REPORT_ENGLISH_H

#include <depesche/text.h>

typedef struct english_word {
    dp_span span;         /* in the text, without 's */
    size_t begin, length; /* in `folded` */
    bool used;            /* a term was found here */
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

/* How a term has to stand in a text. */
typedef struct english_rules {
    bool exact;  /* capitals matter, but not that of the first word of the text */
    bool fixed;  /* as it is, not in the plural */
    bool shared; /* its last word may stand further on, with another term: "nuclear" in "nuclear and missile programmes"
                  */
} english_rules;

/* Find a term in the words that are not used yet, mark them used (not a shared last word) and return true. A term
 * without words is never found. */
bool english_take(english_text *self, const english_text *term, english_rules rules);

/* Append the form by which renderings of a term are compared: folded, without articles in front, the last word in the
 * singular as far as its ending tells. */
void english_form(dp_text *out, const english_text *rendering);

#endif /* TERM_REPORT_ENGLISH_H */
