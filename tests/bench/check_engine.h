/* SPDX-License-Identifier: ISC */
/*
 * The translation engine, for check.c to ask. Without libsentencepiece there is none.
 */
#ifndef BENCH_CHECK_ENGINE_H
#define BENCH_CHECK_ENGINE_H

#include <depesche/doc.h>

/* Open the files of a model. On failure a line on stderr says why. */
bool check_engine_open(const char *model, const char *vocab);

/* As dp_doc_score; `none` is not used. */
dp_status check_engine_ask(void *none, dp_scored *pairs, size_t count, dp_error *error);

/* Also for one that is not open. */
void check_engine_close(void);

#endif /* BENCH_CHECK_ENGINE_H */
