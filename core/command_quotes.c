/* SPDX-License-Identifier: ISC */
/*
 * depesche quotes: who said what in articles, as a table or as JSON. It runs the pipeline "quotes" as `depesche run`
 * would, worker processes and all, and reads the records that come back.
 */
#include "config.h"

#include "command.h"
#include "exit_code.h"
#include "feed.h"
#include "log.h"
#include "output.h"
#include "pool.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SPEAKER_WIDTH  28
#define TYPE_WIDTH     21
#define TERMINAL_WIDTH 100

typedef struct quotes_run {
    const arguments *given;
    feed inputs;
    bool json;
    bool terminal;
    size_t done, failed;
    size_t quotes;
} quotes_run;

static json_object *member(json_object *object, const char *name)
{
    json_object *value = NULL;
    json_object_object_get_ex(object, name, &value);
    return value;
}

static const char *string_of(json_object *object, const char *name)
{
    json_object *value = object ? member(object, name) : NULL;
    return value ? json_object_get_string(value) : NULL;
}

static void print_padded(const char *text, size_t width)
{
    print_line(text, width);
    for (size_t count = dp_utf8_count(text, strlen(text)); count < width; count++)
        putchar(' ');
}

static void print_quote(const quotes_run *self, json_object *quote)
{
    json_object *speaker = member(quote, "speaker");
    const char *name = string_of(speaker, "name");
    const char *text = string_of(speaker, "text");
    const char *german = string_of(quote, "german");
    const char *english = string_of(quote, "english");
    size_t width = self->terminal ? TERMINAL_WIDTH - SPEAKER_WIDTH - TYPE_WIDTH - 2 : 0;
    print_padded(name ? name : text ? text : "(unattributed)", SPEAKER_WIDTH);
    putchar(' ');
    print_padded(string_of(quote, "type"), TYPE_WIDTH);
    putchar(' ');
    print_line(german ? german : "", width);
    putchar('\n');
    if (!english)
        return;
    printf("%*s", SPEAKER_WIDTH + TYPE_WIDTH + 2, "");
    print_line(english, width);
    putchar('\n');
}

static bool print_record(quotes_run *self, const work_task *task, const dp_text *record)
{
    json_object *root = json_tokener_parse(record->data ? record->data : "");
    json_object *list = root ? member(root, "quotes") : NULL;
    size_t count = list && json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
    if (self->done + self->failed > 1 || operand_count(self->given) > 1)
        printf("%s%s\n", self->done > 1 ? "\n" : "", task->name);
    for (size_t i = 0; i < count; i++)
        print_quote(self, json_object_array_get_idx(list, i));
    if (count == 0)
        puts("no quotations");
    self->quotes += count;
    json_object_put(root);
    return root != NULL;
}

static bool next_task(void *context, work_task *task, work_result *refusal)
{
    quotes_run *self = context;
    return feed_next(&self->inputs, task, refusal);
}

static bool take_result(void *context, const work_task *task, const work_result *result, bool lost)
{
    quotes_run *self = context;
    const char *name = task->name ? task->name : "-";
    if (result->status != DP_OK) {
        self->failed++;
        log_error("%s: %s%s", name, result->text.data ? result->text.data : "out of memory",
                  lost ? "; the record is lost, the run goes on" : "");
        return true;
    }
    self->done++;
    if (!self->json)
        return print_record(self, task, &result->text);
    fwrite(result->text.data, 1, result->text.length, stdout);
    return true;
}

/* ---- From the command line ---- */

static dp_status set_option(dp_pipeline *pipeline, const char *option, const char *value, dp_error *error)
{
    dp_text text = {0};
    dp_text_printf(&text, "quotes.%s=%s", option, value);
    dp_status status =
        text.failed ? dp_error_set(error, DP_NO_MEMORY, "out of memory") : dp_pipeline_set(pipeline, text.data, error);
    dp_text_free(&text);
    return status;
}

/* --types=Direct,Indirect is a list: each type is set on its own. */
static dp_status set_types(dp_pipeline *pipeline, const char *types, dp_error *error)
{
    dp_status status = DP_OK;
    while (status == DP_OK && *types) {
        size_t length = strcspn(types, ",");
        dp_text type = {0};
        dp_text_append(&type, types, length);
        if (type.failed)
            status = dp_error_set(error, DP_NO_MEMORY, "out of memory");
        else if (length > 0)
            status = set_option(pipeline, "types", type.data, error);
        dp_text_free(&type);
        types += length + (types[length] == ',');
    }
    return status;
}

static dp_status set_options(const arguments *given, dp_pipeline *pipeline, dp_error *error)
{
    const char *types = argument_value(given, "types");
    const char *score = argument_value(given, "min-score");
    const char *speaker = argument_value(given, "speaker");
    dp_status status = types ? set_types(pipeline, types, error) : DP_OK;
    if (status == DP_OK && score)
        status = set_option(pipeline, "minimum-score", score, error);
    if (status == DP_OK && speaker)
        status = set_option(pipeline, "speaker", speaker, error);
    return status;
}

static int run_pipeline(quotes_run *self, dp_host *host, dp_pipeline *pipeline)
{
    dp_error error = {0};
    if (set_options(self->given, pipeline, &error) != DP_OK)
        return usage_error(self->given, "%s", error.text);
    if (dp_pipeline_check(host, pipeline, &error) != DP_OK) {
        log_error("%s", error.text);
        return error.status == DP_BAD_OPTION ? EXIT_USAGE : EXIT_PIPELINE;
    }
    const pool_settings settings = {
        .work = {.host = host, .pipeline = pipeline, .format = "ndjson", .writing = {.stable = true}},
        .limits = {.seconds = 120, .memory_mib = 4096},
        .jobs = sysconf(_SC_NPROCESSORS_ONLN) > 1 ? 2 : 1,
        .isolate = true,
    };
    output_catch_signals();
    if (pool_run(&settings, (pool_caller){.context = self, .next = next_task, .done = take_result}, &error) != DP_OK) {
        log_error("%s", error.text);
        return error.status == DP_BAD_OPTION ? EXIT_USAGE : EXIT_PIPELINE;
    }
    if (self->failed == 0)
        return EXIT_DONE;
    return self->done == 0 ? EXIT_INPUT : EXIT_SOME_FAILED;
}

static int run_quotes(const arguments *given)
{
    quotes_run self = {.given = given, .inputs = {.files = given}, .json = argument_given(given, "json")};
    const char *format = argument_value(given, "input-format");
    if (operand_count(given) == 0)
        return usage_error(given, "name a file to read, or - for standard input");
    self.inputs.format = format ? format : "auto";
    self.terminal = isatty(STDOUT_FILENO);
    dp_error error = {0};
    dp_host *host = command_host(given);
    dp_pipeline *pipeline = host ? dp_pipeline_find(host, "quotes", &error) : NULL;
    int status = EXIT_PIPELINE;
    if (pipeline)
        status = run_pipeline(&self, host, pipeline);
    else if (host)
        log_error("%s", error.text);
    feed_free(&self.inputs);
    dp_pipeline_free(pipeline);
    dp_host_free(host);
    return status;
}

static const option_row rows[] = {
    {"types", 't', "TYPES", "of Direct, Indirect, IndirectFreeIndirect, FreeIndirect, Reported; separated by commas"},
    {"min-score", 0, "NUMBER", "leave out quotations with a lower confidence, from 0 to 1"},
    {"speaker", 's', "TEXT", "only speakers whose name or function holds this text"},
    {"json", 0, NULL, "write a record for each article, one a line, instead of a table"},
    {"input-format", 0, "FORMAT", "read as auto, text, markdown, html or ndjson"},
    {NULL, 0, NULL, NULL},
};

const command command_quotes = {
    .name = "quotes",
    .operands = "FILE...",
    .summary = "List the quotations of articles with their speakers.",
    .options = rows,
    .examples = "  depesche quotes article.txt\n"
                "  depesche quotes --types=Direct --speaker=Berg article.txt\n"
                "  depesche quotes --json --min-score=0.7 news/*.txt\n",
    .run = run_quotes,
};
