/* SPDX-License-Identifier: ISC */
/*
 * SHA-256 (FIPS 180-4). Our own, because the core would otherwise need a cryptography library for one fingerprint.
 */
#ifndef CORE_SHA256_H
#define CORE_SHA256_H

#include <stddef.h>
#include <stdint.h>

typedef struct sha256 {
    uint32_t state[8];
    uint64_t length;         /* bytes so far */
    unsigned char block[64]; /* bytes that do not fill a block yet */
} sha256;

void sha256_init(sha256 *hash);
void sha256_update(sha256 *hash, const void *bytes, size_t length);

/* Finish and write 64 lower-case hexadecimal digits and a NUL. */
void sha256_final(sha256 *hash, char hex[65]);

/* All of the above for bytes that are in memory. */
void sha256_hex(const void *bytes, size_t length, char hex[65]);

#endif /* CORE_SHA256_H */
