/* SPDX-License-Identifier: ISC */
/*
 * depesche pipeline: look at a pipeline, or check it.
 */
#include "config.h"

#include "command.h"
#include "exit_code.h"
#include "log.h"

#include <stdio.h>
#include <string.h>

/* Show the values of an option: those of the pipeline, or else the plugin's own. */
static void show_option(const dp_pipeline *pipeline, size_t stage, const dp_option *option)
{
    const char *value = dp_pipeline_value(pipeline, stage, option->name, 0);
    printf("      %s = ", option->name);
    if (!value) {
        printf("%s (default)\n", option->fallback ? option->fallback : "-");
        return;
    }
    for (size_t i = 0; (value = dp_pipeline_value(pipeline, stage, option->name, i)); i++)
        printf("%s%s", i ? ", " : "", value);
    putchar('\n');
}

static void show_layers(const char *label, const char *const *layers)
{
    if (!layers || !layers[0])
        return;
    printf("      %s ", label);
    for (size_t i = 0; layers[i]; i++)
        printf("%s%s", i ? ", " : "", layers[i]);
    putchar('\n');
}

static void show_stage(dp_host *host, const dp_pipeline *pipeline, size_t index)
{
    dp_stage stage = dp_pipeline_stage(pipeline, index);
    dp_error error = {0};
    const dp_plugin *plugin = dp_host_plugin(host, stage.plugin, &error);
    printf("  %zu. %s", index + 1, stage.name);
    if (strcmp(stage.name, stage.plugin) != 0)
        printf(" (plugin %s)", stage.plugin);
    puts(stage.optional ? ", optional" : "");
    if (!plugin) {
        printf("      %s\n", error.text);
        return;
    }
    printf("      %s\n", plugin->summary);
    show_layers("reads", plugin->reads);
    show_layers("uses", plugin->uses);
    show_layers("writes", plugin->writes);
    for (size_t i = 0; i < plugin->option_count; i++)
        show_option(pipeline, index, &plugin->options[i]);
}

static void show(dp_host *host, const dp_pipeline *pipeline)
{
    const char *description = dp_pipeline_description(pipeline), *file = dp_pipeline_file(pipeline);
    printf("pipeline    %s\nfile        %s\n", dp_pipeline_name(pipeline), file ? file : "-");
    if (description)
        printf("description %s\n", description);
    puts("stages");
    for (size_t i = 0; i < dp_pipeline_stage_count(pipeline); i++)
        show_stage(host, pipeline, i);
}

static int check(dp_host *host, const dp_pipeline *pipeline)
{
    dp_error error = {0};
    if (dp_pipeline_check(host, pipeline, &error) != DP_OK) {
        log_error("%s", error.text);
        return EXIT_PIPELINE;
    }
    size_t count = dp_pipeline_stage_count(pipeline);
    printf("%s: %zu stage%s, no fault found\n", dp_pipeline_name(pipeline), count, count == 1 ? "" : "s");
    return EXIT_DONE;
}

static int set_options(const arguments *given, dp_pipeline *pipeline)
{
    dp_error error = {0};
    const char *assignment;
    for (size_t i = 0; (assignment = argument_each(given, "set", i)); i++)
        if (dp_pipeline_set(pipeline, assignment, &error) != DP_OK)
            return usage_error(given, "--set: %s", error.text);
    return EXIT_DONE;
}

static int run_pipeline(const arguments *given)
{
    const char *what = operand(given, 0);
    if (operand_count(given) != 2 || (strcmp(what, "show") != 0 && strcmp(what, "check") != 0))
        return usage_error(given, "say 'show' or 'check' and name one pipeline");
    dp_error error = {0};
    dp_host *host = command_host(given);
    dp_pipeline *pipeline = host ? dp_pipeline_find(host, operand(given, 1), &error) : NULL;
    int status = EXIT_PIPELINE;
    if (!pipeline && host)
        log_error("%s", error.text);
    if (pipeline)
        status = set_options(given, pipeline);
    if (pipeline && status == EXIT_DONE) {
        if (strcmp(what, "show") == 0)
            show(host, pipeline);
        else
            status = check(host, pipeline);
    }
    dp_pipeline_free(pipeline);
    dp_host_free(host);
    return status;
}

static const option_row rows[] = {
    {"set", 0, "STAGE.OPTION=VALUE", "set an option of a stage; may be given again"},
    {NULL, 0, NULL, NULL},
};

const command command_pipeline = {
    .name = "pipeline",
    .operands = "show|check PIPELINE",
    .summary = "Show a pipeline's stages, layers and options, or check it.",
    .options = rows,
    .examples = "  depesche pipeline show briefing\n"
                "  depesche pipeline check ./mine.json\n",
    .run = run_pipeline,
};
