/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "command_report.h"

#include "exit_code.h"
#include "feed.h"
#include "input.h"
#include "log.h"
#include "output.h"
#include "pool.h"
#include "term_tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LARGEST_FILE  ((size_t)1 << 30)
#define GERMAN_WIDTH  30
#define ENGLISH_WIDTH 30

typedef struct reporting {
    const arguments *given;
    term_tally *tally;
    feed inputs;
    size_t done, failed;
} reporting;

/* ---- Records ---- */

static bool has_text(const char *bytes, size_t length, const char *text)
{
    size_t size = strlen(text);
    for (size_t i = 0; i + size <= length; i++)
        if (memcmp(bytes + i, text, size) == 0)
            return true;
    return false;
}

/* A record names its format first; an NDJSON stream may begin with a document that failed. */
static bool is_record(const char *bytes, size_t length)
{
    size_t start = 0;
    while (start < length && strchr(" \t\r\n", bytes[start]) && bytes[start])
        start++;
    size_t look = length - start < 200 ? length - start : 200;
    return look > 0 && bytes[start] == '{' &&
           (has_text(bytes + start, look, "\"depesche-record-1\"") ||
            (look > 9 && memcmp(bytes + start, "{\"error\":", 9) == 0));
}

/* Add all records of a text, one behind the other. */
static bool add_records(reporting *self, const char *path, const char *bytes, size_t length)
{
    struct json_tokener *parser = json_tokener_new();
    bool good = parser != NULL;
    for (size_t at = 0; good && at < length;) {
        while (at < length && strchr(" \t\r\n", bytes[at]) && bytes[at])
            at++;
        if (at == length)
            break;
        size_t left = length - at;
        json_object *record = json_tokener_parse_ex(parser, bytes + at, left > INT32_MAX ? INT32_MAX : (int)left);
        good = record && term_tally_add(self->tally, record);
        self->done += good;
        if (!good)
            log_error("%s: record %zu cannot be read: it is no record of 'depesche run -f json' or 'ndjson'", path,
                      self->done + 1);
        json_object_put(record);
        at += json_tokener_get_parse_end(parser);
    }
    json_tokener_free(parser);
    return good;
}

/* Read the records of a file. False when it holds none, and then says nothing unless `must`. */
static bool read_records(reporting *self, const char *path, bool must)
{
    dp_error error = {0};
    const char *bytes = NULL;
    size_t length = 0;
    struct input *in = input_open(path, LARGEST_FILE, &error);
    dp_status status = in ? input_peek(in, &bytes, &length, &error) : error.status;
    bool record = status == DP_OK && is_record(bytes, length), good = false;
    if (record && (status = input_read_all(in, &bytes, &length, &error)) == DP_OK)
        good = add_records(self, path, bytes, length);
    else if (status != DP_OK && must)
        log_error("%s", error.text);
    else if (must)
        log_error("%s: it holds no records of 'depesche run -f json' or 'ndjson'", path);
    input_close(in);
    self->failed += (must || record) && !good;
    return good || (record && !must);
}

/* ---- Articles ---- */

static bool next_task(void *context, work_task *task, work_result *refusal)
{
    reporting *self = context;
    return feed_next(&self->inputs, task, refusal);
}

static bool take_result(void *context, const work_task *task, const work_result *result, bool lost)
{
    reporting *self = context;
    json_object *record = result->status == DP_OK ? json_tokener_parse(result->text.data ? result->text.data : "") : NULL;
    if (record && term_tally_add(self->tally, record)) {
        self->done++;
    } else {
        self->failed++;
        log_error("%s: %s%s", task->name ? task->name : "-", result->text.data ? result->text.data : "out of memory",
                  lost ? "; the record is lost, the run goes on" : "");
    }
    json_object_put(record);
    return true;
}

static dp_status set_glossaries(const arguments *given, dp_pipeline *pipeline, dp_error *error)
{
    const char *file;
    dp_status status = DP_OK;
    for (size_t i = 0; status == DP_OK && (file = argument_each(given, "glossary", i)); i++) {
        dp_text text = {0};
        dp_text_printf(&text, "glossary.files=%s", file);
        status = text.failed ? dp_error_set(error, DP_NO_MEMORY, "out of memory")
                             : dp_pipeline_set(pipeline, text.data, error);
        dp_text_free(&text);
    }
    return status;
}

static int run_articles(reporting *self, dp_host *host)
{
    dp_error error = {0};
    const char *name = argument_value(self->given, "pipeline");
    dp_pipeline *pipeline = dp_pipeline_find(host, name ? name : "translate", &error);
    dp_status status = pipeline ? set_glossaries(self->given, pipeline, &error) : error.status;
    if (status == DP_OK)
        status = dp_pipeline_check(host, pipeline, &error);
    const pool_settings settings = {
        .work = {.host = host, .pipeline = pipeline, .format = "ndjson", .writing = {.stable = true}},
        .limits = {.seconds = 120, .memory_mib = 4096},
        .jobs = sysconf(_SC_NPROCESSORS_ONLN) > 1 ? 2 : 1,
        .isolate = true,
    };
    output_catch_signals();
    if (status == DP_OK)
        status = pool_run(&settings, (pool_caller){.context = self, .next = next_task, .done = take_result}, &error);
    if (status != DP_OK)
        log_error("%s", error.text);
    dp_pipeline_free(pipeline);
    return status == DP_OK ? EXIT_DONE : error.status == DP_BAD_OPTION ? EXIT_USAGE : EXIT_PIPELINE;
}

/* ---- Showing ---- */

static json_object *member(json_object *object, const char *name)
{
    json_object *value = NULL;
    json_object_object_get_ex(object, name, &value);
    return value;
}

static const char *text_of(json_object *object, const char *name)
{
    const char *text = json_object_get_string(member(object, name));
    return text ? text : "-";
}

static void print_padded(const char *text, size_t width)
{
    print_line(text, width);
    for (size_t count = dp_utf8_count(text, strlen(text)); count < width; count++)
        putchar(' ');
}

/* What is most wrong first, then what is most frequent. */
static int compare_entries(const void *a, const void *b)
{
    json_object *const *x = a, *const *y = b;
    static const char *const keys[] = {"missed", "hits"};
    for (size_t i = 0; i < 2; i++) {
        int64_t left = json_object_get_int64(member(*x, keys[i])), right = json_object_get_int64(member(*y, keys[i]));
        if (left != right)
            return left > right ? -1 : 1;
    }
    return strcmp(text_of(*x, "german"), text_of(*y, "german"));
}

static void print_entry(json_object *entry)
{
    static const char *const counts[] = {"hits", "applied", "missed", "overlapped", "open"};
    print_padded(text_of(entry, "german"), GERMAN_WIDTH);
    putchar(' ');
    print_padded(text_of(entry, "english"), ENGLISH_WIDTH);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        printf(" %7s", text_of(entry, counts[i]));
    putchar('\n');
    json_object_object_foreach(member(entry, "reasons"), reason, count)
    {
        printf("    %s x ", json_object_get_string(count));
        print_line(reason, 0);
        putchar('\n');
    }
    if (json_object_get_int64(member(entry, "missed")) == 0)
        return;
    json_object_object_foreach(member(entry, "renderings"), form, times)
    {
        printf("    %s x rendered \"", json_object_get_string(times));
        print_line(form, 0);
        puts("\"");
    }
}

static void print_figures(json_object *of, const char *name, const char *terms)
{
    static const char *const keys[] = {"applied", "missed", "open", "success", "consistency"};
    print_padded(name, GERMAN_WIDTH);
    printf(" %7s", text_of(of, terms));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        printf(" %11s", text_of(of, keys[i]));
    putchar('\n');
}

static void print_table(const reporting *self, json_object *result)
{
    json_object *entries = member(result, "entries"), *documents = member(result, "documents"),
                *total = member(result, "total");
    bool missed = argument_given(self->given, "missed");
    json_object_array_sort(entries, compare_entries);
    printf("%-*s %-*s %7s %7s %7s %7s %7s\n", GERMAN_WIDTH, "German", ENGLISH_WIDTH, "English", "hits", "applied",
           "missed", "overlap", "open");
    for (size_t i = 0; i < json_object_array_length(entries); i++) {
        json_object *entry = json_object_array_get_idx(entries, i);
        if (!missed || json_object_get_int64(member(entry, "missed")) > 0)
            print_entry(entry);
    }
    printf("\n%-*s %7s %11s %11s %11s %11s %11s\n", GERMAN_WIDTH, "Document", "terms", "applied", "missed", "open",
           "success", "consistency");
    for (size_t i = 0; i < json_object_array_length(documents); i++) {
        json_object *document = json_object_array_get_idx(documents, i);
        print_figures(document, text_of(document, "name"), "terms");
    }
    print_figures(total, "all", "hits");
}

static int show(const reporting *self)
{
    json_object *result = term_tally_result(self->tally);
    if (!result) {
        log_error("out of memory");
        return EXIT_SOME_FAILED;
    }
    json_object *total = member(result, "total");
    int64_t open = json_object_get_int64(member(total, "open"));
    if (open > 0 && open == json_object_get_int64(member(total, "hits")))
        log_warning("no term was judged: run a pipeline with a translation and, behind it, the stage term-report");
    if (argument_given(self->given, "json"))
        puts(json_object_to_json_string_ext(result, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
                                                        JSON_C_TO_STRING_NOSLASHESCAPE));
    else
        print_table(self, result);
    json_object_put(result);
    return EXIT_DONE;
}

int glossary_report(const arguments *given, dp_host *host)
{
    reporting self = {.given = given, .tally = term_tally_new(), .inputs = {.files = given, .format = "auto", .next = 1}};
    int status = EXIT_DONE;
    if (operand_count(given) < 2) {
        term_tally_free(self.tally);
        return usage_error(given, "name records of 'depesche run', - for standard input, or articles to run");
    }
    bool standard = strcmp(operand(given, 1), "-") == 0;
    if (!self.tally) {
        log_error("out of memory");
        status = EXIT_SOME_FAILED;
    } else if (read_records(&self, operand(given, 1), standard)) {
        for (size_t i = 2; i < operand_count(given); i++)
            read_records(&self, operand(given, i), true);
    } else if (!standard) {
        status = run_articles(&self, host);
    }
    feed_free(&self.inputs);
    if (status == EXIT_DONE && self.done > 0)
        status = show(&self);
    term_tally_free(self.tally);
    if (status != EXIT_DONE || self.failed == 0)
        return status;
    return self.done == 0 ? EXIT_INPUT : EXIT_SOME_FAILED;
}
