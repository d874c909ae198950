/* SPDX-License-Identifier: ISC */
/*
 * depesche inspect: what a plugin's descriptor says.
 */
#include "config.h"

#include "command.h"
#include "exit_code.h"
#include "log.h"

#include <stdio.h>
#include <string.h>

static const char *type_name(dp_option_type type)
{
    static const char *const names[] = {"", "string", "integer", "number", "boolean", "choice", "file", "list"};
    return (size_t)type < sizeof names / sizeof *names ? names[type] : "";
}

static void print_layers(const char *label, const char *const *layers)
{
    printf("%-9s", label);
    for (size_t i = 0; layers && layers[i]; i++)
        printf("%s%s", i ? ", " : "", layers[i]);
    puts(layers && layers[0] ? "" : "-");
}

static void print_option(const dp_option *option)
{
    printf("  %s (%s", option->name, type_name(option->type));
    if (option->choices)
        printf(": %s", option->choices);
    if (option->minimum != 0 || option->maximum != 0)
        printf(", %g to %g", option->minimum, option->maximum);
    if (option->fallback)
        printf("; default: %s", option->fallback);
    printf(")\n      %s\n", option->help);
}

static void print_plugin(const dp_host *host, const char *name, const dp_plugin *plugin)
{
    printf("%-9s%s\n%-9s%s\n%-9s%s\n%-9s%s\n%-9s%u\n", "plugin", plugin->id, "version", plugin->version, "summary",
           plugin->summary, "file", dp_host_plugin_file(host, name), "abi", (unsigned)plugin->abi_version);
    print_layers("reads", plugin->reads);
    print_layers("uses", plugin->uses);
    print_layers("writes", plugin->writes);
    puts(plugin->option_count ? "options" : "options  -");
    for (size_t i = 0; i < plugin->option_count; i++)
        print_option(&plugin->options[i]);
}

static int run_inspect(const arguments *given)
{
    if (operand_count(given) != 1)
        return usage_error(given, "name one plugin, by id or file");
    dp_host *host = command_host(given);
    if (!host)
        return EXIT_SOME_FAILED;
    dp_error error = {0};
    const char *name = operand(given, 0);
    const dp_plugin *plugin = dp_host_plugin(host, name, &error);
    if (plugin)
        print_plugin(host, name, plugin);
    else
        log_error("%s", error.text);
    dp_host_free(host);
    return plugin ? EXIT_DONE : EXIT_PIPELINE;
}

const command command_inspect = {
    .name = "inspect",
    .operands = "PLUGIN",
    .summary = "Show a plugin's options, layers, version and file.",
    .examples = "  depesche inspect quotes\n"
                "  depesche inspect ./money.so\n",
    .run = run_inspect,
};
