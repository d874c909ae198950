/* SPDX-License-Identifier: ISC */
/*
 * What every fuzz target offers, and how it says that an invariant is broken. Each target is built twice: by make check
 * with driver.c, which replays the corpus, and by --enable-fuzzers with libFuzzer.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Crash, so that the fuzzer keeps the input, when something that must hold does not. */
#define must(good)                                                                                                     \
    do {                                                                                                               \
        if (!(good)) {                                                                                                 \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #good);                                         \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

#endif /* TESTS_FUZZ_FUZZ_H */
