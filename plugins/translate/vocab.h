/* SPDX-License-Identifier: ISC */
/*
 * A SentencePiece vocabulary: text to pieces and back, behind a C interface. vocab.cc is the only C++ in depesche.
 */
#ifndef TRANSLATE_VOCAB_H
#define TRANSLATE_VOCAB_H

#include <depesche/status.h>
#include <depesche/text.h>

#include <stddef.h>
#include <stdint.h>

DP_BEGIN_DECLS

typedef struct vocab vocab;

/* A piece of a text: its number, and the bytes of the text it stands for. */
typedef struct piece {
    uint32_t id;
    dp_span span;
} piece;

/* Read a vocabulary. The caller frees it with vocab_free. */
dp_status vocab_open(const char *path, vocab **out, dp_error *error);

/* As vocab_open for the bytes of a file; they are not kept. */
dp_status vocab_parse(const void *bytes, size_t length, const char *name, vocab **out, dp_error *error);
void vocab_free(vocab *v);

size_t vocab_size(const vocab *v);

/* Cut a text into pieces, without an end mark. On success the caller frees `*pieces` with free(); it is null when there
 * are none. */
dp_status vocab_encode(const vocab *v, const char *text, size_t length, piece **pieces, size_t *count, dp_error *error);

/* Store in `*score` the log probability of a text's pieces by themselves: how usual it is for the vocabulary. */
dp_status vocab_score(const vocab *v, const char *text, size_t length, double *score, dp_error *error);

/* Append the text of pieces to `out`, and, if `ends` is not null, store in ends[i] the length of the text up to and
 * with piece i (counted from what is appended here). End marks and numbers outside the vocabulary add nothing. */
dp_status vocab_decode(const vocab *v, const uint32_t *ids, size_t count, dp_text *out, size_t *ends, dp_error *error);

/* A piece as it stands in the vocabulary, with U+2581 for a space. Borrowed; empty for a number outside. */
const char *vocab_piece(const vocab *v, uint32_t id);

/* The number of a piece as it stands in the vocabulary; that of the unknown piece if there is none. */
uint32_t vocab_find(const vocab *v, const char *piece);

/* Whether a piece begins a word (with U+2581). */
bool vocab_begins_word(const vocab *v, uint32_t id);

DP_END_DECLS

#endif /* TRANSLATE_VOCAB_H */
