/* SPDX-License-Identifier: ISC */
/*
 * A glossary: entries of German terms with their English, found in text in any inflected form.
 */
#ifndef GLOSSARY_GLOSSARY_H
#define GLOSSARY_GLOSSARY_H

#include <depesche/text.h>

typedef struct glossary glossary;

/* How capitals of the text must agree with the entry's. */
typedef enum glossary_case {
    CASE_USUAL, /* a capital asks for a capital, a small letter for nothing; ALL CAPS agree with everything */
    CASE_EXACT, /* as written, ALL CAPS excepted for nothing */
    CASE_ANY    /* capitals do not matter */
} glossary_case;

/* What an entry asks for. Strings that were not given are null. */
typedef struct glossary_entry {
    const char *german;  /* as written in the file */
    const char *english; /* what it is called in English; the German itself for keep */
    const char *file;    /* where it stands */
    size_t line;
    char pos;              /* pos=noun, name or adjective: 'n', 'N', 'a'; 0 when not given */
    char gender;           /* gender=m, f, n or pl: 'm', 'f', 'n', 'p'; 0 when not given */
    glossary_case letters; /* case=exact or any */
    bool fixed;            /* inflect=no: the form as written and no other */
    bool keep;             /* keep=yes: not to be translated */
    bool derived;          /* an adjective made from a name that is an entry */
    bool aside;            /* of a glossary of names: see glossary_set_aside */
    const char *forbidden; /* forbidden=…: English forms that must not be used, separated by "|" */
    const char *domain;    /* domain=… */
    const char *note;      /* note=… */
} glossary_entry;

/* How the words of a text agree with an entry, best first. */
typedef enum glossary_match_kind {
    MATCH_EXACT,
    MATCH_CASE,
    MATCH_SPELLING, /* with or without a hyphen, or written apart */
    MATCH_INFLECTED,
    MATCH_DERIVED, /* the adjective of a name */
    MATCH_COMPOUND,
    MATCH_ELLIPTIC /* the second part stands further on: "Innen-" in "Innen- und Außenminister" */
} glossary_match_kind;

typedef struct glossary_match {
    const glossary_entry *entry;
    dp_span span;     /* the term: bytes of the text that was searched */
    dp_span compound; /* the whole word a MATCH_COMPOUND is part of, all that a MATCH_ELLIPTIC is; otherwise as span */
    bool hyphen;      /* of a MATCH_COMPOUND: hyphens set it off, so that it can be translated by itself */
    glossary_match_kind kind;
    const glossary_entry *within; /* the longer entry, found here, that keeps this one from counting; otherwise null */
} glossary_match;

/* Return an empty glossary, or null when memory ran out. Freed with glossary_free, which accepts null. */
glossary *glossary_new(void);
void glossary_free(glossary *glossary);

/* ---- Reading. Entries added earlier take precedence. What is wrong is left out and described in `problems`, one line
 * each, "file:line:column: what"; the rest is used. DP_NO_MEMORY is the only failure. `file` names the entries' file.
 * ---- */

/* Add an entry, of which everything is copied. `column` is where its German stands. */
dp_status glossary_add(glossary *glossary, const glossary_entry *entry, size_t column, dp_text *problems);

/* Add the entries of a file, told by its name: TBX for .tbx and .xml, comma-separated for .csv, else tab-separated. */
dp_status glossary_add_file(glossary *glossary, const char *text, size_t length, const char *file, dp_text *problems);

/* What is added from now on stands aside: a full name ("Wolodymyr Selenskyj") gives way to an entry added before that
 * is its last word. */
void glossary_set_aside(glossary *glossary);

/* Lines of German, English, then key=value options, parted by tabs (entries.tsv) or by `separator` and quoted. */
dp_status glossary_add_table(glossary *glossary, const char *text, size_t length, char separator, const char *file,
                             dp_text *problems);

/* A TermBase eXchange document (ISO 30042), versions 2 and 3. Without libxml2 one problem says so. */
dp_status glossary_add_tbx(glossary *glossary, const char *text, size_t length, const char *file, dp_text *problems);

/* Apply "key=value" to an entry; false when it is none or not known. `text` is kept. */
bool glossary_set_option(glossary_entry *entry, const char *text);

/* Make what was added findable. Entries that stand in their file twice are left out and described. Call it after the
 * last file and before glossary_find. */
dp_status glossary_finish(glossary *glossary, dp_text *problems);

/* Number of entries, and entry `index`, null past the end. */
size_t glossary_count(const glossary *glossary);
const glossary_entry *glossary_get(const glossary *glossary, size_t index);

/* Return the next entry from `*index` on that stands in a file and is used: not derived from another, not left out.
 * Moves `*index` behind it; null at the end. */
const glossary_entry *glossary_next(const glossary *glossary, size_t *index);

/* What a reader of the files should know though nothing is wrong, a line each as problems are. Borrowed; null for
 * nothing. */
const char *glossary_remarks(const glossary *glossary);
/* Add remarks on entries that are forms of others and called otherwise, after glossary_finish. */
dp_status glossary_remark_forms(glossary *glossary);
void glossary_remark(glossary *glossary, const char *file, size_t line, const char *what, const char *detail);

/* ---- Writing ---- */

typedef enum glossary_format { FORMAT_TSV, FORMAT_CSV, FORMAT_TBX, FORMAT_DEEPL } glossary_format;

/* Append an entry as a line in tab-separated form. */
void glossary_write(const glossary_entry *entry, dp_text *out);

/* Append the used entries as a file, and to `losses`, a line each, what the format cannot hold. Needs no index.
 * DP_NO_MEMORY on failure. */
dp_status glossary_write_file(const glossary *glossary, glossary_format format, dp_text *out, dp_text *losses);

/* ---- Finding ---- */

/* Find entries in a text, from the first byte on; the longest at each place wins and matches do not overlap, but for
 * entries inside one of several words, which are told behind it. Calls
 * `found` for each; what it returns other than DP_OK ends the search and is returned. */
dp_status glossary_find(const glossary *glossary, const char *text, size_t length,
                        dp_status (*found)(void *context, const glossary_match *match), void *context);

#endif /* GLOSSARY_GLOSSARY_H */
