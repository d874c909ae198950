/* SPDX-License-Identifier: ISC */
/*
 * The command line: commands with tables of options, read with getopt_long, and the help made from the same tables.
 */
#ifndef CORE_ARGUMENTS_H
#define CORE_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

/* An option of a command. Tables end with a null name. */
typedef struct option_row {
    const char *name;  /* long name without dashes */
    char letter;       /* short form, or 0 */
    const char *value; /* what to call its value in the help; null when it takes none */
    const char *help;
} option_row;

typedef struct arguments arguments;

typedef struct command {
    const char *name;
    const char *operands; /* for the usage line */
    const char *summary;  /* one sentence */
    const option_row *options;
    const char *examples;               /* whole lines */
    int (*run)(const arguments *given); /* returns the exit status */
} command;

/* Read what stands after the command's name, argv[0]. Null on failure, with the exit status in `*status`: the user has
 * then been told, or has been shown the help. The arguments borrow from argv and are freed with arguments_free. */
arguments *arguments_read(const command *which, int argc, char **argv, int *status);
void arguments_free(arguments *given);

/* Whether an option was given. */
bool argument_given(const arguments *given, const char *name);

/* Return the value of an option, the last one when it was given several times; null when it was not given. */
const char *argument_value(const arguments *given, const char *name);

/* Return value `index` of an option that may be given several times; null past the end. */
const char *argument_each(const arguments *given, const char *name, size_t index);

/* Read the value as a whole number from `least` to `most` into `*number`, left alone when the option was not given.
 * False when it is no such number: the user has been told. */
bool argument_number(const arguments *given, const char *name, size_t least, size_t most, size_t *number);

/* Number of operands, and operand `index`, null past the end. */
size_t operand_count(const arguments *given);
const char *operand(const arguments *given, size_t index);

/* Tell the user that the command line is wrong, and return EXIT_USAGE. */
int usage_error(const arguments *given, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif /* CORE_ARGUMENTS_H */
