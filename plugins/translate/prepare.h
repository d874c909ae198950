/* SPDX-License-Identifier: ISC */
/*
 * German text as a model likes it: NFC, single spaces, straight quotation marks, no shouting. Every byte of the result
 * knows where it came from.
 */
#ifndef TRANSLATE_PREPARE_H
#define TRANSLATE_PREPARE_H

#include "vocab.h"

/* A prepared text. Initialise with zeros; free with prepared_free. */
typedef struct prepared {
    dp_text text;
    size_t *origin; /* per byte of the text, and for its end: offset in the source */
    size_t origin_room;
    bool has_letters;
    bool capitals;      /* it was all in capitals and is now written as the vocabulary finds most usual */
    bool double_quotes; /* there were typographic double quotation marks */
    bool single_quotes; /* likewise single ones */
} prepared;

/* Prepare a stretch of a source: `text` is what begins at byte `base` of it. With `raw` nothing is changed. */
dp_status prepare(const char *text, size_t length, size_t base, bool raw, const vocab *v, prepared *out,
                  dp_error *error);
void prepared_free(prepared *p);

/* Where the bytes begin … end - 1 of the prepared text stood in the source. */
dp_span prepared_origin(const prepared *p, dp_span span);

/* Append an English text with its straight quotation marks made typographic, for the kinds that were so in the German.
 * `moved[i]` becomes the offset of byte i in what is appended; it has room for length + 1. */
dp_status restore_quotes(const prepared *p, const char *english, size_t length, dp_text *out, size_t *moved);

#endif /* TRANSLATE_PREPARE_H */
