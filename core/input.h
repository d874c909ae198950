/* SPDX-License-Identifier: ISC */
/*
 * Input files of the program: whole, or line by line, from a file, a pipe or standard input, with bounded memory.
 */
#ifndef CORE_INPUT_H
#define CORE_INPUT_H

#include <depesche/text.h>

typedef struct input input;

/* A line of an input. `bytes` is borrowed from the input until the next call, without the line end, and null when the line
 * was longer than the limit and has been passed over. */
typedef struct input_line {
    const char *bytes;
    size_t length;
    size_t number; /* from 1 */
} input_line;

/* Open a file for reading; "-" is standard input. `limit` is the most bytes of the whole (or of one line) that are held in
 * memory. Freed with input_close. Null when it cannot be opened or is a directory; the error names the path. */
input *input_open(const char *path, size_t limit, dp_error *error);
void input_close(input *in);

/* Give the first bytes, up to 64 KiB, without consuming them; fewer when the input is shorter. Borrowed until the next
 * call. */
dp_status input_peek(input *in, const char **bytes, size_t *length, dp_error *error);

/* Read everything that was not consumed yet. Borrowed until input_close. DP_LIMIT when there is more than the limit. */
dp_status input_read_all(input *in, const char **bytes, size_t *length, dp_error *error);

/* Read the next line that has more than white space. False at the end, and when reading failed: then the error is set.
 * The last line needs no line end. */
bool input_next_line(input *in, input_line *line, dp_error *error);

#endif /* CORE_INPUT_H */
