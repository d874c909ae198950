/* SPDX-License-Identifier: ISC */
/*
 * depesche new: a plugin to start from.
 */
#include "config.h"

#include "command.h"
#include "exit_code.h"
#include "log.h"
#include "output.h"
#include "search.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Stands for the plugin's name in the templates. */
#define PLACE "@NAME@"

/* What is written: "%s" in a file's name is the plugin's. */
static const struct {
    const char *file, *text;
} templates[] = {
    {
        "%s.c",
#include "new/plugin.inc"
    },
    {
        "Makefile",
#include "new/makefile.inc"
    },
    {
        "test.sh",
#include "new/test.inc"
    },
    {
        "%s.json",
#include "new/pipeline.inc"
    },
    {
        "article.txt",
#include "new/article.inc"
    },
    {
        "README.md",
#include "new/readme.inc"
    },
};

static bool is_name(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length < 64 && name[length] == '\0' && name[0] != '-';
}

static void fill_in(dp_text *out, const char *text, const char *name)
{
    for (const char *place; (place = strstr(text, PLACE)); text = place + strlen(PLACE)) {
        dp_text_append(out, text, (size_t)(place - text));
        dp_text_puts(out, name);
    }
    dp_text_puts(out, text);
}

static dp_status write_file(const char *path, const dp_text *text, dp_error *error)
{
    output *out = output_open(path, error);
    if (!out)
        return error->status;
    dp_status status = output_write(out, text->data, text->length, error);
    if (status == DP_OK)
        return output_commit(out, error);
    output_abandon(out);
    return status;
}

static dp_status write_template(const char *name, size_t index, dp_error *error)
{
    char file[80];
    dp_text text = {0};
    const char *stem = strncmp(templates[index].file, "%s", 2) == 0 ? name : "";
    snprintf(file, sizeof file, "%s%s", stem, templates[index].file + (*stem ? 2 : 0));
    char *path = path_join(name, file, "");
    fill_in(&text, templates[index].text, name);
    dp_status status = DP_NO_MEMORY;
    if (!path || text.failed)
        dp_error_set(error, DP_NO_MEMORY, "out of memory");
    else
        status = write_file(path, &text, error);
    dp_text_free(&text);
    free(path);
    return status;
}

static int run_new(const arguments *given)
{
    const char *name = operand(given, 0);
    if (operand_count(given) != 1 || !is_name(name))
        return usage_error(given, "name the plugin, with lower-case letters, digits and hyphens");
    dp_error error = {0};
    if (mkdir(name, 0777) != 0) {
        log_error("%s: cannot be made: %s", name, strerror(errno));
        return EXIT_OUTPUT;
    }
    for (size_t i = 0; i < sizeof templates / sizeof *templates; i++)
        if (write_template(name, i, &error) != DP_OK) {
            log_error("%s", error.text);
            return EXIT_OUTPUT;
        }
    printf("%s/ has a plugin that works. Try it:\n  cd %s && make check\n", name, name);
    return EXIT_DONE;
}

const command command_new = {
    .name = "new",
    .operands = "NAME",
    .summary = "Write a working plugin to start from, with Makefile, test and README.",
    .examples = "  depesche new money && cd money && make check\n",
    .run = run_new,
};
