/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "arguments.h"

#include "alloc.h"
#include "exit_code.h"
#include "log.h"
#include "suggest.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ROWS 40

/* getopt_long's values for long options: above every letter. */
#define FIRST_ROW 1000

typedef struct given_option {
    const option_row *row;
    const char *value;
} given_option;

struct arguments {
    const command *which;
    given_option *options;
    size_t option_count;
    char **operands;
    size_t operand_count;
};

static const option_row common_rows[] = {
    {"plugin-path", 0, "DIRS", "look for plugins in these directories first, separated by colons"},
    {"verbose", 'v', NULL, "say more on standard error"},
    {"quiet", 'q', NULL, "say nothing on standard error but errors"},
    {"help", 'h', NULL, "show this help"},
    {NULL, 0, NULL, NULL},
};

/* All rows of a command, its own and then the common ones, by number; null past the end. */
static const option_row *row_at(const command *which, size_t index)
{
    size_t own = 0;
    while (which->options && which->options[own].name)
        own++;
    const option_row *row = index < own ? &which->options[index] : &common_rows[index - own];
    return row->name ? row : NULL;
}

/* ---- Help ---- */

static void print_row(const option_row *row)
{
    char left[64];
    snprintf(left, sizeof left, "--%s%s%s", row->name, row->value ? "=" : "", row->value ? row->value : "");
    if (row->letter)
        printf("  -%c, %-26s %s\n", row->letter, left, row->help);
    else
        printf("      %-26s %s\n", left, row->help);
}

static void print_help(const command *which)
{
    printf("Usage: depesche %s [OPTION]...%s%s\n\n%s\n\nOptions:\n", which->name, *which->operands ? " " : "",
           which->operands, which->summary);
    const option_row *row;
    for (size_t i = 0; (row = row_at(which, i)); i++)
        print_row(row);
    printf("\nExamples:\n%s", which->examples);
}

/* ---- Reading ---- */

int usage_error(const arguments *given, const char *format, ...)
{
    char text[1024];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    log_error("%s; see 'depesche %s --help'", text, given->which->name);
    return EXIT_USAGE;
}

static void make_tables(const command *which, struct option *longs, char *shorts)
{
    size_t count = 0;
    *shorts++ = ':'; /* tells a missing value from an unknown option */
    for (const option_row *row; count < MOST_ROWS && (row = row_at(which, count)); count++) {
        longs[count] = (struct option){
            .name = row->name, .has_arg = row->value ? required_argument : no_argument, .val = FIRST_ROW + (int)count};
        if (row->letter)
            *shorts++ = row->letter;
        if (row->letter && row->value)
            *shorts++ = ':';
    }
    longs[count] = (struct option){0};
    *shorts = '\0';
}

static const option_row *row_of(const command *which, int found)
{
    if (found >= FIRST_ROW)
        return row_at(which, (size_t)(found - FIRST_ROW));
    const option_row *row;
    for (size_t i = 0; (row = row_at(which, i)); i++)
        if (row->letter == found)
            break;
    return row;
}

static int refuse_option(const arguments *given, int found, const char *word)
{
    if (found == ':')
        return usage_error(given, "option '%s' needs a value", word);
    if (strncmp(word, "--", 2) != 0)
        return usage_error(given, "there is no option '-%c'", optopt);
    char *name = alloc_copy(word + 2, strcspn(word + 2, "="));
    suggestion near = {.wrong = name ? name : ""};
    const option_row *row;
    for (size_t i = 0; (row = row_at(given->which, i)); i++)
        suggest_offer(&near, row->name);
    int status = near.best ? usage_error(given, "there is no option '%s'; did you mean '--%s'?", word, near.best)
                           : usage_error(given, "there is no option '%s'", word);
    free(name);
    return status;
}

static int read_options(arguments *given, int argc, char **argv)
{
    struct option longs[MOST_ROWS + 1];
    char shorts[2 * MOST_ROWS + 2];
    make_tables(given->which, longs, shorts);
    opterr = 0;
    optind = 0; /* glibc: start over */
    int found;
    while ((found = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
        if (found == '?' || found == ':')
            return refuse_option(given, found, argv[optind - 1]);
        const option_row *row = row_of(given->which, found);
        if (!row->value && optarg) /* cannot happen with getopt_long, which refuses it */
            return EXIT_USAGE;
        given->options[given->option_count++] = (given_option){row, optarg};
    }
    given->operands = argv + optind;
    given->operand_count = (size_t)(argc - optind);
    return EXIT_DONE;
}

arguments *arguments_read(const command *which, int argc, char **argv, int *status)
{
    arguments *given = alloc_zeroed(1, sizeof *given);
    if (given) {
        given->which = which;
        given->options = alloc_zeroed((size_t)argc, sizeof *given->options);
    }
    if (!given || !given->options) {
        log_error("out of memory");
        *status = EXIT_SOME_FAILED;
        arguments_free(given);
        return NULL;
    }
    *status = read_options(given, argc, argv);
    bool help = *status == EXIT_DONE && argument_given(given, "help");
    if (help)
        print_help(which);
    if (help || *status != EXIT_DONE) {
        arguments_free(given);
        return NULL;
    }
    log_set_level(argument_given(given, "quiet")     ? LOG_ERROR
                  : argument_given(given, "verbose") ? LOG_INFO
                                                     : LOG_WARNING);
    return given;
}

void arguments_free(arguments *given)
{
    if (!given)
        return;
    free(given->options);
    free(given);
}

/* ---- Asking ---- */

const char *argument_each(const arguments *given, const char *name, size_t index)
{
    for (size_t i = 0; i < given->option_count; i++)
        if (strcmp(given->options[i].row->name, name) == 0 && index-- == 0)
            return given->options[i].value ? given->options[i].value : "";
    return NULL;
}

const char *argument_value(const arguments *given, const char *name)
{
    const char *last = NULL, *next;
    for (size_t i = 0; (next = argument_each(given, name, i)); i++)
        last = next;
    return last;
}

bool argument_given(const arguments *given, const char *name)
{
    return argument_each(given, name, 0) != NULL;
}

bool argument_number(const arguments *given, const char *name, size_t least, size_t most, size_t *number)
{
    const char *text = argument_value(given, name);
    if (!text)
        return true;
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno != 0 || end == text || *end || text[strspn(text, "0123456789")] || value < least || value > most) {
        usage_error(given, "--%s must be a whole number from %zu to %zu, not '%s'", name, least, most, text);
        return false;
    }
    *number = (size_t)value;
    return true;
}

size_t operand_count(const arguments *given)
{
    return given->operand_count;
}

const char *operand(const arguments *given, size_t index)
{
    return index < given->operand_count ? given->operands[index] : NULL;
}
