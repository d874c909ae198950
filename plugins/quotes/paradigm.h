/* SPDX-License-Identifier: ISC */
/*
 * The forms of German verbs, made from their stems.
 */
#ifndef QUOTES_PARADIGM_H
#define QUOTES_PARADIGM_H

#include <stdbool.h>
#include <stddef.h>

#define PARADIGM_SIZE 64

/* The stems of a verb without prefixes, each NUL-terminated. Weak verbs have only the infinitive. */
typedef struct stems {
    char infinitive[PARADIGM_SIZE];
    char past[PARADIGM_SIZE];
    char participle[PARADIGM_SIZE];
    char present[PARADIGM_SIZE];
    char k2[PARADIGM_SIZE];
    bool strong;
} stems;

/* A verb as a line of verbs.txt gives it. */
typedef struct verb_parts {
    char prefix[PARADIGM_SIZE];
    bool separable;
    stems base;
} verb_parts;

/* The strong verbs read so far, which prefixed verbs take their forms from. Freed with paradigm_free. */
typedef struct paradigm_table paradigm_table;
paradigm_table *paradigm_new(void);
void paradigm_free(paradigm_table *table);

/* Read "infinitive, past, participle, present[, k2]" and remember it. False when it is no such line. */
bool paradigm_read_strong(paradigm_table *table, const char *line, size_t length, verb_parts *parts);

/* Read "verb", "pre|verb" or "pre+verb". False when it is too long. */
bool paradigm_read(const paradigm_table *table, const char *word, size_t length, verb_parts *parts);

/* Write the infinitive with its prefix, and return its length; 0 when it is too long. */
size_t paradigm_infinitive(const verb_parts *parts, char joined[PARADIGM_SIZE]);

/* Called with each form of verb `number`; `forms` are bits of enum verb_form. */
typedef void paradigm_add(void *context, const char *form, size_t length, unsigned number, unsigned forms);

/* Make all forms of a verb. */
void paradigm_expand(const verb_parts *parts, unsigned number, paradigm_add *add, void *context);

#endif /* QUOTES_PARADIGM_H */
