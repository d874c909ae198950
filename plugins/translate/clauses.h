/* SPDX-License-Identifier: ISC */
/*
 * Where a long sentence is cut into parts that are translated by themselves.
 */
#ifndef TRANSLATE_CLAUSES_H
#define TRANSLATE_CLAUSES_H

#include "vocab.h"

/* Cut a text of `count` pieces into parts: store in ends[0 … ] behind which piece each part ends, the last of them
 * `count`, and return their number; `ends` has room for `count`. A part has at most `most` pieces, if there is any
 * place to cut, and not many more than `good` if there is a good place. 0 when memory runs out. */
size_t clauses_cut(const dp_text *text, const piece *pieces, size_t count, size_t good, size_t most, size_t *ends);

#endif /* TRANSLATE_CLAUSES_H */
