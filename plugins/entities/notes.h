/* SPDX-License-Identifier: ISC */
/*
 * Everything between a document and its notes.
 */
#ifndef ENTITIES_NOTES_H
#define ENTITIES_NOTES_H

#include <depesche/doc.h>

#include "lexicon.h"

/* Find the entities of a document and write their notes, in the order of the text. */
dp_status notes_write(dp_doc *doc, const lexicon *words, dp_error *error);

#endif /* ENTITIES_NOTES_H */
