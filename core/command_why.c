/* SPDX-License-Identifier: ISC */
/*
 * depesche why: why a plugin loads, or does not.
 */
#include "config.h"

#include "command.h"
#include "exit_code.h"
#include "log.h"

#include <stdio.h>
#include <string.h>

static bool is_pipeline(dp_host *host, const char *name)
{
    const char *known;
    for (size_t i = 0; (known = dp_host_pipeline_name(host, i)); i++)
        if (strcmp(known, name) == 0)
            return true;
    return false;
}

static int run_why(const arguments *given)
{
    if (operand_count(given) != 1)
        return usage_error(given, "name one plugin, by id or file");
    dp_host *host = command_host(given);
    if (!host)
        return EXIT_SOME_FAILED;
    dp_error error = {0};
    dp_text text = {0};
    const char *name = operand(given, 0);
    dp_status status = dp_host_trace(host, name, &text, &error);
    if (status == DP_NO_MEMORY)
        log_error("%s", error.text);
    else
        fputs(text.data ? text.data : "", stdout);
    if (is_pipeline(host, name))
        printf("There is a pipeline of that name too: 'depesche pipeline check %s'.\n", name);
    dp_text_free(&text);
    dp_host_free(host);
    return status == DP_OK ? EXIT_DONE : EXIT_PIPELINE;
}

const command command_why = {
    .name = "why",
    .operands = "PLUGIN",
    .summary = "Say why a plugin loads or does not: paths tried, versions, what to do.",
    .examples = "  depesche why translate\n"
                "  depesche why ./money.so\n",
    .run = run_why,
};
