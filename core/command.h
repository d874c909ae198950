/* SPDX-License-Identifier: ISC */
/*
 * The commands of the program, each in its own file, and what they share.
 */
#ifndef CORE_COMMAND_H
#define CORE_COMMAND_H

#include <depesche/depesche.h>

#include "arguments.h"

extern const command command_brief;
extern const command command_run;
extern const command command_list;
extern const command command_inspect;
extern const command command_why;
extern const command command_pipeline;
extern const command command_quotes;
extern const command command_glossary;
extern const command command_model;
extern const command command_translate;
extern const command command_verify;
extern const command command_new;
extern const command command_check;

/* Make a host that knows the directories of --plugin-path. Null on failure: the user has been told. */
dp_host *command_host(const arguments *given);

/* Print a table's cell: the text, and blanks up to `width` columns of one character each. */
void print_cell(const char *text, size_t width);

/* Print text on one line, cut at `width` characters with an ellipsis (0: not cut); control characters and those that
 * change the writing direction become blanks. */
void print_line(const char *text, size_t width);

#endif /* CORE_COMMAND_H */
