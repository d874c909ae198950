/* SPDX-License-Identifier: ISC */
/*
 * depesche model: list, fetch and check translation models.
 */
#include "config.h"

#include "command.h"
#include "exit_code.h"
#include "log.h"
#include "model_store.h"
#include "search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_WIDTH 24

static bool known_model(const model_store *store, const char *id)
{
    const model_file_entry *entry;
    for (size_t i = 0; (entry = model_store_entry(store, i)); i++)
        if (strcmp(entry->id, id) == 0)
            return true;
    log_error("there is no model '%s'; 'depesche model list' shows which there are", id);
    return false;
}

static int list_models(const model_store *store)
{
    static const char *const states[] = {"not installed", "partly there", "installed"};
    const model_file_entry *entry, *next;
    uint64_t bytes = 0;
    for (size_t i = 0; (entry = model_store_entry(store, i)); i++) {
        bytes += entry->bytes;
        next = model_store_entry(store, i + 1);
        if (next && strcmp(next->id, entry->id) == 0)
            continue;
        print_cell(entry->id, NAME_WIDTH);
        printf(" %-13s %6.1f MB  %s  %s\n", states[model_store_state(store, entry->id)], (double)bytes / 1e6,
               entry->licence, entry->about);
        bytes = 0;
    }
    return EXIT_DONE;
}

/* Draw a bar over itself on the terminal. */
static void show_progress(const char *name, uint64_t have, uint64_t size)
{
    static const char full[] = "##############################";
    int percent = size > 0 ? (int)(have * 100 / size) : 100, filled = percent * (int)(sizeof full - 1) / 100;
    fprintf(stderr, "\r%-36.36s [%.*s%*s] %3d %%%s", name, filled, full, (int)(sizeof full - 1) - filled, "", percent,
            have == size ? "\n" : "");
}

/* Where to copy a file of a model from: `from` is a directory, or the file itself. Null when it is another file. The
 * caller frees it. */
static char *source_of(const char *from, const model_file_entry *entry)
{
    struct stat about;
    if (stat(from, &about) == 0 && S_ISDIR(about.st_mode))
        return path_join(from, entry->file, "");
    const char *slash = strrchr(from, '/');
    return strcmp(slash ? slash + 1 : from, entry->file) == 0 ? strdup(from) : NULL;
}

/* Install the files of a model, those that are found where the user has them, or all from the net. */
static int get_files(const model_store *store, const char *id, const char *from)
{
    dp_error error = {0};
    const model_file_entry *entry;
    for (size_t i = 0; (entry = model_store_entry(store, i)); i++) {
        char *source = from && strcmp(entry->id, id) == 0 ? source_of(from, entry) : NULL;
        dp_status status = DP_OK;
        if (strcmp(entry->id, id) == 0 && (source || !from))
            status = model_store_get(store, entry, source, isatty(STDERR_FILENO) ? show_progress : NULL, &error);
        free(source);
        if (status != DP_OK) {
            log_error("%s", error.text);
            return EXIT_SOME_FAILED;
        }
    }
    return EXIT_DONE;
}

static int get_model(const model_store *store, const char *id, const char *from)
{
    if (!known_model(store, id))
        return EXIT_USAGE;
    int status = get_files(store, id, from);
    if (status != EXIT_DONE)
        return status;
    const model_file_entry *entry;
    for (size_t i = 0; from && model_store_state(store, id) != MODEL_INSTALLED && (entry = model_store_entry(store, i));
         i++)
        if (strcmp(entry->id, id) == 0 && model_store_verify(store, entry, NULL) != DP_OK) {
            log_error("%s is still missing; its address is %s", entry->file, entry->url);
            status = EXIT_SOME_FAILED;
        }
    char *directory = model_store_directory(store, id);
    if (status == EXIT_DONE)
        printf("%s\n", directory ? directory : id);
    free(directory);
    return status;
}

static int verify_model(const model_store *store, const char *id, const char *from)
{
    (void)from;
    const model_file_entry *entry;
    int status = EXIT_DONE;
    if (!known_model(store, id))
        return EXIT_USAGE;
    for (size_t i = 0; (entry = model_store_entry(store, i)); i++) {
        dp_error error = {0};
        if (strcmp(entry->id, id) != 0)
            continue;
        if (model_store_verify(store, entry, &error) == DP_OK) {
            printf("%s/%s: good\n", id, entry->file);
        } else {
            log_error("%s", error.text);
            status = EXIT_SOME_FAILED;
        }
    }
    return status;
}

static int show_path(const model_store *store, const char *id, const char *from)
{
    (void)from;
    char *directory = model_store_directory(store, id);
    bool there = directory && access(directory, F_OK) == 0;
    if (there)
        puts(directory);
    else
        log_error("the model '%s' is not installed", id);
    free(directory);
    return there ? EXIT_DONE : EXIT_SOME_FAILED;
}

static const struct {
    const char *name;
    int (*run)(const model_store *store, const char *id, const char *from);
} actions[] = {{"get", get_model}, {"verify", verify_model}, {"path", show_path}};

static int run_action(const arguments *given, const model_store *store)
{
    const char *action = operand(given, 0), *id = operand(given, 1), *from = argument_value(given, "from");
    if (from && (!action || strcmp(action, "get") != 0))
        return usage_error(given, "--from goes with get");
    if (action && strcmp(action, "list") == 0 && operand_count(given) == 1)
        return list_models(store);
    for (size_t i = 0; action && i < sizeof actions / sizeof *actions; i++)
        if (strcmp(action, actions[i].name) == 0 && operand_count(given) == 2)
            return actions[i].run(store, id, from);
    return usage_error(given, "say what to do: list, or get, verify or path with the name of a model");
}

static int run_model(const arguments *given)
{
    dp_error error = {0};
    model_store *store = model_store_open(&error);
    if (!store) {
        log_error("%s", error.text);
        return EXIT_SOME_FAILED;
    }
    int status = run_action(given, store);
    model_store_free(store);
    return status;
}

static const option_row rows[] = {
    {"from", 0, "PATH", "take the files from this directory, or this one file, instead of the net"},
    {NULL, 0, NULL, NULL},
};

const command command_model = {
    .name = "model",
    .operands = "list | get NAME | verify NAME | path NAME",
    .summary = "List, fetch and check translation models.",
    .options = rows,
    .examples = "  depesche model list\n"
                "  depesche model get firefox-base-memory\n"
                "  depesche model get --from ~/Downloads firefox-base-memory\n"
                "  depesche translate -m firefox-base-memory article.txt\n",
    .run = run_model,
};
