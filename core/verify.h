/* SPDX-License-Identifier: ISC */
/*
 * Checks a record against itself and against its source: whether what it says of places in the German text is so, and
 * whether its English is what it says it is. docs/record.md lists what is checked.
 */
#ifndef CORE_VERIFY_H
#define CORE_VERIFY_H

#include <depesche/text.h>

/* Take a fault: where in the record, such as "briefing 3 (key-point) at 120-180", and what does not hold there. */
typedef void verify_report(void *context, const char *where, const char *what);

/* A record being checked. */
typedef struct verification verification;

/* Read a record, which has a NUL behind it; the bytes are not kept. Null on failure: DP_BAD_INPUT for what is no record of
 * a known format, DP_FAILED for the line that stands for an article that could not be processed, DP_LIMIT, DP_NO_MEMORY.
 * Freed with verify_close. */
verification *verify_open(const char *json, size_t length, verify_report *report, void *context, dp_error *error);
void verify_close(verification *v);

/* Check everything that the record alone tells. DP_OK whether or not there were faults; DP_NO_MEMORY. */
dp_status verify_record(verification *v, dp_error *error);

/* The hash and format of the source as the record has them; null when it does not say. Borrowed. */
const char *verify_sha256(const verification *v);

/* Check that the bytes are the source, and that decoding them gives the text of the record. `name` is what to call them. */
dp_status verify_source(verification *v, const char *name, const char *bytes, size_t length, dp_error *error);

/* Report a fault of the record as a whole, in the caller's words. */
void verify_fault(verification *v, const char *where, const char *format, ...) DP_PRINTF(3, 4);

/* Number of faults reported, and of sentences and notes looked at. */
size_t verify_fault_count(const verification *v);
size_t verify_checked_count(const verification *v);

#endif /* CORE_VERIFY_H */
