/* SPDX-License-Identifier: ISC */
/*
 * A glossary: entries of German terms with their English, found in text in any inflected form.
 */
#ifndef GLOSSARY_GLOSSARY_H
#define GLOSSARY_GLOSSARY_H

#include <depesche/text.h>

typedef struct glossary glossary;

/* What an entry asks for. */
typedef struct glossary_entry {
    const char *german;  /* as written in the file */
    const char *english; /* what it is called in English; the German itself for keep */
    const char *file;    /* where it stands */
    size_t line;
    char pos;            /* part of speech, pos=noun, name or adjective: 'n', 'N', 'a'; 0 when not given */
    bool any_case;       /* case=any: capitals do not matter */
    bool fixed;          /* inflect=no: the form as written and no other */
    bool keep;           /* keep=yes: not to be translated */
    const char *note;    /* note=…, null if none */
} glossary_entry;

/* How the words of a text agree with an entry, best first. */
typedef enum glossary_match_kind { MATCH_EXACT, MATCH_CASE, MATCH_INFLECTED, MATCH_COMPOUND } glossary_match_kind;

typedef struct glossary_match {
    const glossary_entry *entry;
    dp_span span;             /* bytes of the text that was searched */
    glossary_match_kind kind;
} glossary_match;

/* Return an empty glossary, or null when memory ran out. Freed with glossary_free, which accepts null. */
glossary *glossary_new(void);
void glossary_free(glossary *glossary);

/* Add the entries of a text in tab-separated form: German, English, then key=value options. `file` names it in entries
 * and messages. Lines that are wrong are left out and described in `problems`, one line each, "file:line:column: what";
 * the rest is used. Entries added earlier take precedence. DP_NO_MEMORY is the only failure. */
dp_status glossary_add_tsv(glossary *glossary, const char *text, size_t length, const char *file, dp_text *problems);

/* Number of entries. */
size_t glossary_count(const glossary *glossary);

/* Return entry `index`; null past the end. */
const glossary_entry *glossary_get(const glossary *glossary, size_t index);

/* Find entries in a text, from the first byte on; the longest at each place wins and matches do not overlap. Calls `found`
 * for each; what it returns other than DP_OK ends the search and is returned. */
dp_status glossary_find(const glossary *glossary, const char *text, size_t length,
                        dp_status (*found)(void *context, const glossary_match *match), void *context);

/* ---- German forms (inflect.c) ---- */

/* Which table of endings a word follows. */
typedef enum inflection { INFLECTION_NOUN, INFLECTION_NAME, INFLECTION_ADJECTIVE } inflection;

/* Whether `form` is the dictionary form `base` or an inflected form of it. Both are folded (dp_text_fold). */
bool inflect_is_form(const char *base, size_t base_length, const char *form, size_t form_length, inflection kind);

/* Append what all inflected forms of a folded word have in common: umlauts as plain vowels, no ending. */
void inflect_key(dp_text *out, const char *word, size_t length);

/* Bytes at the start of a folded compound that are the term with a linking letter ("waffenprogramm" + "s"), 0 if it does
 * not begin with it. */
size_t inflect_linked(const char *term, size_t term_length, const char *word, size_t word_length);

#endif /* GLOSSARY_GLOSSARY_H */
