/* SPDX-License-Identifier: ISC */
/*
 * Pipeline files: the first line is a --set assignment, the rest is the file. Whatever is accepted has stages with
 * names, and its options hold against a plugin's table or are refused with a message.
 */
#include "config.h"

#include "fuzz.h"
#include "loader.h"
#include "options.h"
#include "pipeline.h"

#include <string.h>

static dp_status nothing(void *state, dp_doc *doc, dp_error *error)
{
    (void)state, (void)doc, (void)error;
    return DP_OK;
}

static const dp_option table[] = {
    {.name = "s", .type = DP_OPTION_STRING, .help = "h"},
    {.name = "i", .type = DP_OPTION_INTEGER, .help = "h", .fallback = "1", .minimum = -5, .maximum = 5},
    {.name = "n", .type = DP_OPTION_NUMBER, .help = "h"},
    {.name = "b", .type = DP_OPTION_BOOLEAN, .help = "h"},
    {.name = "c", .type = DP_OPTION_CHOICE, .help = "h", .choices = "a,b"},
    {.name = "f", .type = DP_OPTION_FILE, .help = "h"},
    {.name = "l", .type = DP_OPTION_LIST, .help = "h", .fallback = "x,y"},
};
static const dp_plugin plugin = {
    .id = "p",
    .version = "1",
    .summary = "s",
    .options = table,
    .option_count = sizeof table / sizeof *table,
    .process = nothing,
};

static void check_options(const dp_pipeline *pipeline, size_t index)
{
    dp_error error = {0};
    const pipeline_stage *stage = &pipeline->stages[index];
    dp_options *options = options_new(&plugin, stage->settings, stage->setting_count,
                                      (options_places){.pipeline_dir = "/nonexistent"}, &error);
    must(options || (error.status == DP_BAD_OPTION && error.text[0]));
    if (options) {
        must(dp_options_integer(options, "i") >= -5 && dp_options_integer(options, "i") <= 5);
        const char *choice = dp_options_string(options, "c");
        must(!choice || strcmp(choice, "a") == 0 || strcmp(choice, "b") == 0);
        must(!dp_options_item(options, "l", dp_options_count(options, "l")));
    }
    options_free(options);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const char *line = size ? memchr(text, '\n', size) : NULL;
    size_t length = line ? (size_t)(line - text) : size;
    char assignment[256] = "";
    memcpy(assignment, text, length < sizeof assignment ? length : sizeof assignment - 1);
    dp_error error = {0};
    const char *json = line ? line + 1 : text + size;
    dp_pipeline *pipeline = dp_pipeline_parse(json, (size_t)(text + size - json), "fuzz.json", &error);
    must(pipeline || (error.status != DP_OK && dp_utf8_valid(error.text, strlen(error.text), NULL)));
    if (!pipeline)
        return 0;
    must(dp_pipeline_stage_count(pipeline) > 0 && dp_pipeline_stage_count(pipeline) <= PIPELINE_MOST_STAGES);
    dp_pipeline_set(pipeline, assignment, &error);
    for (size_t i = 0; i < dp_pipeline_stage_count(pipeline); i++) {
        must(loader_is_name(dp_pipeline_stage(pipeline, i).name));
        check_options(pipeline, i);
    }
    dp_pipeline_free(pipeline);
    return 0;
}
