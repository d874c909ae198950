/* SPDX-License-Identifier: ISC */
/*
 * Where records go: standard output, or a file that appears under its name only when it is complete.
 */
#ifndef CORE_OUTPUT_H
#define CORE_OUTPUT_H

#include <depesche/text.h>

typedef struct output output;

/* Open for writing. Null or "-" is standard output, which is set aside: what plugins print afterwards goes to standard
 * error. A file is written under a temporary name in the same directory; devices and pipes are written directly. Null
 * on failure. Ended with output_commit or output_abandon. One is open at a time. */
output *output_open(const char *path, dp_error *error);

dp_status output_write(output *out, const char *bytes, size_t length, dp_error *error);

/* Flush to the disk and give the file its name, replacing an older one. Frees `out` whether it worked or not; on
 * failure the older file is as it was. */
dp_status output_commit(output *out, dp_error *error);

/* Forget what was written. Frees. Null is allowed. */
void output_abandon(output *out);

/* From now on SIGINT and SIGTERM remove the temporary file and end the process with EXIT_INTERRUPTED. */
void output_catch_signals(void);

#endif /* CORE_OUTPUT_H */
