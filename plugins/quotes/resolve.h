/* SPDX-License-Identifier: ISC */
/*
 * From the words that stand for a speaker to who it is.
 */
#ifndef QUOTES_RESOLVE_H
#define QUOTES_RESOLVE_H

#include "quote.h"

/* Fill name, function, kind and speaker_score of all quotations, which are in the order of the text. Names are appended
 * to `work->names`. DP_NO_MEMORY on failure. */
dp_status resolve_speakers(analysis *work);

/* Return the name of a kind ("pronoun"). */
const char *speaker_kind_name(speaker_kind kind);

#endif /* QUOTES_RESOLVE_H */
