/* SPDX-License-Identifier: ISC */
/*
 * depesche list: which plugins and pipelines there are.
 */
#include "config.h"

#include "command.h"
#include "exit_code.h"

#include <stdio.h>
#include <string.h>

#define NAME_WIDTH    16
#define VERSION_WIDTH 9

static void list_plugin(dp_host *host, const char *name)
{
    dp_error error = {0};
    const dp_plugin *plugin = dp_host_plugin(host, name, &error);
    printf("  ");
    print_cell(name, NAME_WIDTH);
    putchar(' ');
    print_cell(plugin ? plugin->version : "-", VERSION_WIDTH);
    printf(" %s\n", plugin ? plugin->summary : "refused; see 'depesche why'");
}

static void list_pipeline(dp_host *host, const char *name)
{
    dp_error error = {0};
    dp_pipeline *pipeline = dp_pipeline_find(host, name, &error);
    const char *description = pipeline ? dp_pipeline_description(pipeline) : NULL;
    printf("  ");
    print_cell(name, NAME_WIDTH);
    printf(" %s%s\n", pipeline ? "" : "refused: ", pipeline ? description ? description : "" : error.text);
    dp_pipeline_free(pipeline);
}

static int run_list(const arguments *given)
{
    if (operand_count(given) > 0)
        return usage_error(given, "'list' takes no operand");
    dp_host *host = command_host(given);
    if (!host)
        return EXIT_SOME_FAILED;
    const char *name;
    puts("Plugins:");
    for (size_t i = 0; (name = dp_host_plugin_name(host, i)); i++)
        list_plugin(host, name);
    puts("Pipelines:");
    for (size_t i = 0; (name = dp_host_pipeline_name(host, i)); i++)
        list_pipeline(host, name);
    dp_host_free(host);
    return EXIT_DONE;
}

const command command_list = {
    .name = "list",
    .operands = "",
    .summary = "List the plugins and pipelines in the search path.",
    .examples = "  depesche list\n"
                "  depesche list --plugin-path=build/plugins\n",
    .run = run_list,
};
