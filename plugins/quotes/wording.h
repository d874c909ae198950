/* SPDX-License-Identifier: ISC */
/*
 * The English wording of a quotation, taken out of the translation of its sentences.
 */
#ifndef QUOTES_WORDING_H
#define QUOTES_WORDING_H

#include "quote.h"

/* Append the English of a quotation. Stores whether it is the wording of the quotation alone or of whole sentences.
 * False when its sentences are not translated; `out` is then as it was. */
bool wording_english(const dp_doc *doc, const quote *item, dp_text *out, bool *exact);

/* Append what the translation has for a speaker's span, without a preposition before it. False, with nothing appended, when
 * the alignment does not tell or memory ran out. */
bool wording_speaker(const dp_doc *doc, dp_span german, dp_text *out);

#endif /* QUOTES_WORDING_H */
