/* SPDX-License-Identifier: ISC */
/*
 * The program: a table of commands. Options are read in arguments.c, each command is in a file of its own.
 */
#include "config.h"

#include "command.h"
#include "exit_code.h"
#include "log.h"
#include "suggest.h"

#include <stdio.h>
#include <string.h>

static const command *const commands[] = {
    &command_brief,    &command_run,      &command_quotes,    &command_glossary, &command_verify,
    &command_list,     &command_inspect,  &command_why,       &command_pipeline, &command_translate,
    &command_model,    &command_new,      &command_check,
};
#define COMMANDS (sizeof commands / sizeof *commands)

static int show_help(void)
{
    puts("Usage: depesche COMMAND [OPTION]... [OPERAND]...\n\n"
         "Turns German news into English briefings through a chain of plugins.\n\nCommands:");
    for (size_t i = 0; i < COMMANDS; i++)
        printf("  %-10s %s\n", commands[i]->name, commands[i]->summary);
    puts("\n'depesche COMMAND --help' explains a command; 'man depesche' explains all of them.\n\n"
         "Examples:\n"
         "  depesche brief article.txt\n"
         "  depesche run -p quotes -f ndjson -o quotes.ndjson articles.ndjson\n"
         "  depesche list");
    return EXIT_DONE;
}

static int unknown_command(const char *name)
{
    suggestion near = {.wrong = name};
    for (size_t i = 0; i < COMMANDS; i++)
        suggest_offer(&near, commands[i]->name);
    if (near.best)
        log_error("there is no command '%s'; did you mean '%s'?", name, near.best);
    else
        log_error("there is no command '%s'; 'depesche --help' lists them", name);
    return EXIT_USAGE;
}

static int run_command(const command *which, int argc, char **argv)
{
    int status;
    arguments *given = arguments_read(which, argc, argv, &status);
    if (!given)
        return status;
    status = which->run(given);
    arguments_free(given);
    return status;
}

static int run_named(const char *name, int argc, char **argv)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return run_command(commands[i], argc, argv);
    return unknown_command(name);
}

/* What was printed may still not have arrived: on a full disk, say. */
static int flush(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    log_error("standard output: cannot be written");
    return status == EXIT_DONE ? EXIT_OUTPUT : status;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    if (!*name) {
        log_error("which command? 'depesche --help' lists them");
        return EXIT_USAGE;
    }
    if (strcmp(name, "--version") == 0)
        return flush(printf("depesche %s\n", dp_version()) < 0 ? EXIT_OUTPUT : EXIT_DONE);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || (strcmp(name, "help") == 0 && argc == 2))
        return flush(show_help());
    if (strcmp(name, "help") == 0) {
        static char help[] = "--help";
        char *words[] = {argv[2], help, NULL};
        return flush(run_named(argv[2], 2, words));
    }
    return flush(run_named(name, argc - 1, argv + 1));
}
