/* SPDX-License-Identifier: ISC */
/*
 * Quotations as notes of the layer "quotes".
 */
#ifndef QUOTES_NOTES_H
#define QUOTES_NOTES_H

#include "lexicon.h"
#include "quote.h"

/* What to write. `types` has the bit of each wanted quote_type; `speaker` is part of a name in any case, or null. */
typedef struct notes_options {
    unsigned types;
    double minimum_score;
    const char *speaker;
} notes_options;

/* Return the type's name as written ("Direct"), or null past the end. */
const char *quote_type_name(quote_type type);

/* Find the quotations of a document and add a note for each wanted one. */
dp_status notes_write(dp_doc *doc, const lexicon *words, const notes_options *options, dp_error *error);

#endif /* QUOTES_NOTES_H */
