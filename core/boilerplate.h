/* SPDX-License-Identifier: ISC */
/*
 * Rules that tell boilerplate from prose: data/boilerplate.tsv, and the matcher for its patterns.
 */
#ifndef CORE_BOILERPLATE_H
#define CORE_BOILERPLATE_H

#include <depesche/doc.h>

typedef enum boilerplate_place {
    BOILERPLATE_FIRST = 1,
    BOILERPLATE_LAST = 2,
    BOILERPLATE_ANY = 4,
    BOILERPLATE_LEAD = 8,
    BOILERPLATE_TAIL = 16
} boilerplate_place;

typedef struct boilerplate boilerplate;

typedef struct boilerplate_match {
    dp_span span;       /* what the rule covers */
    const char *reason; /* borrowed from the rules */
    bool has_field;
    dp_field field;
    dp_span value; /* of the field */
} boilerplate_match;

/* Read the rules. Null when memory ran out. Freed with boilerplate_free. */
boilerplate *boilerplate_new(void);
void boilerplate_free(boilerplate *rules);

/* Whether a rule of one of the `places` (BOILERPLATE_FIRST, _LAST, _ANY, or-ed) covers the whole of `span`. */
bool boilerplate_line(const boilerplate *rules, unsigned places, const char *text, dp_span span,
                      boilerplate_match *match);

/* Whether a dateline stands at the start of `span`, with prose behind it. */
bool boilerplate_lead(const boilerplate *rules, const char *text, dp_span span, boilerplate_match *match);

/* Whether a tag stands at the end of `span`, behind a complete sentence. */
bool boilerplate_tail(const boilerplate *rules, const char *text, dp_span span, boilerplate_match *match);

#endif /* CORE_BOILERPLATE_H */
