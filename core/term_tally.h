/* SPDX-License-Identifier: ISC */
/*
 * Adds up over records of depesche what became of the entries of glossaries.
 */
#ifndef CORE_TERM_TALLY_H
#define CORE_TERM_TALLY_H

#include <json-c/json.h>
#include <stdbool.h>

typedef struct term_tally term_tally;

/* Null when memory ran out. Freed with term_tally_free, which accepts null. */
term_tally *term_tally_new(void);
void term_tally_free(term_tally *tally);

/* Add a record, borrowed. False when it is none; a line that stands for a failed document counts as one. */
bool term_tally_add(term_tally *tally, json_object *record);

/* Return the figures, owned by the caller (json_object_put): "entries", "documents" and "total". Null when memory ran
 * out. docs/glossary.md describes them. */
json_object *term_tally_result(const term_tally *tally);

#endif /* CORE_TERM_TALLY_H */
