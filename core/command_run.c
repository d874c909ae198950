/* SPDX-License-Identifier: ISC */
/*
 * depesche run and depesche brief: a pipeline over many inputs.
 */
#include "config.h"

#include "command.h"
#include "delivery.h"
#include "exit_code.h"
#include "feed.h"
#include "log.h"
#include "pool.h"
#include "sniff.h"
#include "suggest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_JOBS 64
/* Articles that are done together: more gain nothing (docs/translation.md). */
#define BATCH 16

/* Columns for text on a terminal. */
#define TERMINAL_WIDTH 80

typedef struct run {
    const arguments *given;
    pool_settings settings;
    feed inputs;
    delivery records;
    dp_digest *digest;                     /* with --digest: what there is of it */
    bool strict;
    size_t done, failed, unread;           /* inputs; the unread are among the failed */
    int status;                            /* of a failure that ended the run, or 0 */
    double milliseconds[WORK_MOST_STAGES]; /* for --stats, by stage of the pipeline */
    uint64_t peak_kib[WORK_MOST_STAGES];
} run;

/* ---- Results ---- */

static void count_figures(run *self, const work_result *result)
{
    for (size_t i = 0; i < WORK_MOST_STAGES; i++) {
        self->milliseconds[i] += result->figures[i].milliseconds;
        if (result->figures[i].peak_kib > self->peak_kib[i])
            self->peak_kib[i] = result->figures[i].peak_kib;
    }
}

static bool deliver(run *self, const work_task *task, const dp_text *record)
{
    dp_error error = {0};
    if (delivery_put(&self->records, task->stem, record, &error) == DP_OK)
        return true;
    log_error("%s", error.text);
    self->status = EXIT_OUTPUT;
    return false;
}

/* Put the failure where the record would stand, so that a reader of the stream can count on one line for each input. */
static bool deliver_failure(run *self, const work_task *task, const work_result *result)
{
    dp_error failure, error = {0};
    dp_text line = {0};
    dp_error_set(&failure, result->status, "%s", result->text.data ? result->text.data : "out of memory");
    bool good = dp_write_failure(task->name, &failure, &line, &error) == DP_OK && deliver(self, task, &line);
    dp_text_free(&line);
    return good;
}

static bool digest_fails(run *self, const dp_error *error)
{
    log_error("%s", error->text);
    self->status = EXIT_OUTPUT;
    return false;
}

static bool add_to_digest(run *self, const work_result *result)
{
    dp_error error = {0};
    return dp_digest_add(self->digest, result->text.data, result->text.length, &error) == DP_OK || digest_fails(self, &error);
}

/* Write the digest, once all its articles are there. */
static void deliver_digest(run *self)
{
    dp_error error = {0};
    dp_text page = {0};
    char stem[] = "digest";
    const work_task task = {.stem = stem};
    if (dp_digest_write(self->digest, self->settings.work.format, &self->settings.work.writing, &page, &error) != DP_OK)
        digest_fails(self, &error);
    else
        deliver(self, &task, &page);
    dp_text_free(&page);
}

static bool take_failure(run *self, const work_task *task, const work_result *result, bool lost)
{
    const char *text = result->text.data ? result->text.data : "out of memory", *name = task->name ? task->name : "-";
    dp_error error = {0};
    self->failed++;
    self->unread += result->phase == WORK_READING && !lost;
    if (lost)
        log_error("%s on %s; the record is lost%s", text, name, self->strict ? "" : ", the run goes on");
    else if (strncmp(text, name, strlen(name)) == 0)
        log_error("%s", text);
    else
        log_error("%s: %s", name, text);
    if (result->phase == WORK_READING && result->status == DP_BAD_OPTION) /* a charset that there is not */
        self->status = EXIT_USAGE;
    else if (self->strict)
        self->status = EXIT_SOME_FAILED;
    if (self->status != EXIT_DONE)
        return false;
    if (self->digest)
        return dp_digest_fail(self->digest, name, text, &error) == DP_OK || digest_fails(self, &error);
    return strcmp(self->records.format, "ndjson") != 0 || !task->name || deliver_failure(self, task, result);
}

static bool take_result(void *context, const work_task *task, const work_result *result, bool lost)
{
    run *self = context;
    count_figures(self, result);
    if (result->status != DP_OK)
        return take_failure(self, task, result, lost);
    self->done++;
    log_info("%s: done", task->name);
    return self->digest ? add_to_digest(self, result) : deliver(self, task, &result->text);
}

static bool next_task(void *context, work_task *task, work_result *refusal)
{
    run *self = context;
    return feed_next(&self->inputs, task, refusal);
}

static bool is_at_hand(void *context)
{
    const run *self = context;
    return feed_at_hand(&self->inputs);
}

/* ---- From the command line ---- */

static bool is_format(const char *name, suggestion *near)
{
    const char *known;
    for (size_t i = 0; (known = dp_write_format(i)); i++) {
        if (strcmp(known, name) == 0)
            return true;
        suggest_offer(near, known);
    }
    return false;
}

static int read_formats(run *self, const char *fallback)
{
    const char *format = argument_value(self->given, "format"), *input = argument_value(self->given, "input-format");
    self->settings.work.format = format ? format : argument_given(self->given, "dump-after") ? "json" : fallback;
    self->settings.work.digest = argument_given(self->given, "digest");
    suggestion near = {.wrong = self->settings.work.format};
    if (!is_format(self->settings.work.format, &near))
        return usage_error(self->given, "there is no output format '%s'%s%s%s", format,
                           near.best ? "; did you mean '" : "", near.best ? near.best : "", near.best ? "'?" : "");
    if (self->settings.work.digest && strcmp(self->settings.work.format, "ndjson") == 0)
        return usage_error(self->given, "a digest is one document: write json, markdown, html or text");
    self->inputs.format = input ? input : "auto";
    if (input && strcmp(input, "auto") != 0 && !sniff_is_format(input))
        return usage_error(self->given, "there is no input format '%s': auto, text, markdown, html or ndjson", input);
    return EXIT_DONE;
}

static int read_writing(run *self)
{
    dp_write_options *writing = &self->settings.work.writing;
    const char *target = argument_value(self->given, "output");
    writing->stable = argument_given(self->given, "stable");
    writing->order = argument_value(self->given, "order");
    writing->terminal = (!target || strcmp(target, "-") == 0) && isatty(STDOUT_FILENO);
    writing->width = writing->terminal ? TERMINAL_WIDTH : 0;
    if (writing->order && strcmp(writing->order, "de-en") != 0 && strcmp(writing->order, "en-de") != 0)
        return usage_error(self->given, "--order is de-en or en-de, not '%s'", writing->order);
    return argument_number(self->given, "width", 0, 1000, &writing->width) ? EXIT_DONE : EXIT_USAGE;
}

static int read_limits(run *self)
{
    pool_settings *settings = &self->settings;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    settings->jobs = cores > 1 ? 2 : 1;
    settings->batch = BATCH;
    settings->limits = (worker_limits){.seconds = 120, .memory_mib = 4096};
    settings->isolate = !argument_given(self->given, "no-isolate");
    settings->work.measure = argument_given(self->given, "stats");
    settings->work.reading.charset = argument_value(self->given, "from");
    settings->work.reading.keep_boilerplate = argument_given(self->given, "keep-boilerplate");
    self->strict = argument_given(self->given, "strict");
    bool good = argument_number(self->given, "jobs", 1, MOST_JOBS, &settings->jobs) &&
                argument_number(self->given, "batch", 1, WORK_MOST_TASKS, &settings->batch) &&
                argument_number(self->given, "timeout", 1, 86400, &settings->limits.seconds) &&
                argument_number(self->given, "memory", 0, 1 << 20, &settings->limits.memory_mib);
    if (settings->work.measure)
        settings->batch = 1; /* the peak of several at once is nobody's */
    return good ? EXIT_DONE : EXIT_USAGE;
}

static int read_last_stage(run *self)
{
    const char *wanted = argument_value(self->given, "dump-after"), *name;
    if (!wanted)
        return EXIT_DONE;
    suggestion near = {.wrong = wanted};
    for (size_t i = 0; (name = dp_pipeline_stage(self->settings.work.pipeline, i).name); i++) {
        if (strcmp(name, wanted) == 0) {
            self->settings.work.last_stage = i + 1;
            return EXIT_DONE;
        }
        suggest_offer(&near, name);
    }
    return usage_error(self->given, "the pipeline has no stage '%s'%s%s%s", wanted, near.best ? "; did you mean '" : "",
                       near.best ? near.best : "", near.best ? "'?" : "");
}

static int read_arguments(run *self, const char *format)
{
    if (operand_count(self->given) == 0)
        return usage_error(self->given, "name a file to read, or - for standard input");
    int status = read_formats(self, format);
    if (status == EXIT_DONE)
        status = read_writing(self);
    return status == EXIT_DONE ? read_limits(self) : status;
}

static int apply_settings(const arguments *given, dp_pipeline *pipeline)
{
    dp_error error = {0};
    const char *assignment;
    for (size_t i = 0; (assignment = argument_each(given, "set", i)); i++)
        if (dp_pipeline_set(pipeline, assignment, &error) != DP_OK)
            return usage_error(given, "--set: %s", error.text);
    return EXIT_DONE;
}

/* ---- The run ---- */

static void print_stats(const run *self)
{
    const char *name;
    fprintf(stderr, "%-20s %12s %14s %10s\n", "stage", "total ms", "ms a document", "peak MiB");
    for (size_t i = 0; (name = dp_pipeline_stage(self->settings.work.pipeline, i).name) && i < WORK_MOST_STAGES; i++)
        fprintf(stderr, "%-20s %12.1f %14.2f %10.1f\n", name, self->milliseconds[i],
                self->done ? self->milliseconds[i] / (double)self->done : 0.0, (double)self->peak_kib[i] / 1024);
}

static int sum_up(const run *self)
{
    size_t all = self->done + self->failed;
    if (argument_given(self->given, "stats"))
        print_stats(self);
    if (self->failed > 0 && all > 1)
        log_warning("%zu of %zu inputs failed", self->failed, all);
    if (self->status != EXIT_DONE || self->failed == 0)
        return self->status;
    return self->unread == all ? EXIT_INPUT : EXIT_SOME_FAILED;
}

static int run_pipeline(run *self)
{
    dp_error error = {0};
    const pool_caller caller = {.context = self, .next = next_task, .at_hand = is_at_hand, .done = take_result};
    output_catch_signals();
    if (delivery_open(&self->records, argument_value(self->given, "output"), self->settings.work.format, &error) !=
        DP_OK) {
        log_error("%s", error.text);
        return EXIT_OUTPUT;
    }
    if (pool_run(&self->settings, caller, &error) != DP_OK) {
        log_error("%s", error.text);
        self->status = EXIT_PIPELINE;
    }
    if (self->digest && self->done > 0 && self->status == EXIT_DONE)
        deliver_digest(self);
    if (delivery_close(&self->records, self->status == EXIT_DONE, &error) != DP_OK) {
        log_error("%s", error.text);
        self->status = EXIT_OUTPUT;
    }
    return sum_up(self);
}

static int run_with(run *self, dp_host *host, dp_pipeline *pipeline)
{
    dp_error error = {0};
    self->settings.work.host = host;
    self->settings.work.pipeline = pipeline;
    int status = apply_settings(self->given, pipeline);
    if (status == EXIT_DONE)
        status = read_last_stage(self);
    if (status != EXIT_DONE)
        return status;
    if (dp_pipeline_check(host, pipeline, &error) != DP_OK) {
        log_error("%s", error.text);
        return EXIT_PIPELINE;
    }
    return run_pipeline(self);
}

static int run_any(const arguments *given, const char *format)
{
    run self = {.given = given, .inputs.files = given};
    int status = read_arguments(&self, format);
    if (status != EXIT_DONE)
        return status;
    dp_error error = {0};
    const char *name = argument_value(given, "pipeline");
    dp_host *host = command_host(given);
    self.digest = self.settings.work.digest ? dp_digest_new(&error) : NULL;
    dp_pipeline *pipeline = host ? dp_pipeline_find(host, name ? name : "briefing", &error) : NULL;
    status = EXIT_PIPELINE;
    if (pipeline)
        status = run_with(&self, host, pipeline);
    else if (host)
        log_error("%s", error.text);
    feed_free(&self.inputs);
    dp_digest_free(self.digest);
    dp_pipeline_free(pipeline);
    dp_host_free(host);
    return status;
}

static int run_run(const arguments *given)
{
    return run_any(given, "json");
}

static int run_brief(const arguments *given)
{
    return run_any(given, "markdown");
}

static const option_row rows[] = {
    {"pipeline", 'p', "PIPELINE", "run this pipeline, by name or file; default: briefing"},
    {"format", 'f', "FORMAT", "write json, ndjson, markdown, html or text"},
    {"output", 'o', "FILE|DIR", "write to a file, or a file for each record to a directory"},
    {"set", 0, "STAGE.OPTION=VALUE", "set an option of a stage; may be given again"},
    {"from", 0, "CHARSET", "decode input from this charset, whatever it says"},
    {"input-format", 0, "FORMAT", "read as auto, text, markdown, html or ndjson"},
    {"keep-boilerplate", 0, NULL, "take share buttons, comment boxes and the like for text"},
    {"jobs", 'j', "NUMBER", "work in this many processes; default: 2 when there are two cores"},
    {"batch", 0, "NUMBER", "give a process up to this many articles at once, when they are at hand; default: 16"},
    {"timeout", 0, "SECONDS", "give up on an input after this long; default: 120"},
    {"memory", 0, "MIB", "address space of a process, 0 for no limit; default: 4096"},
    {"no-isolate", 0, NULL, "run plugins in this process, as for a debugger"},
    {"strict", 0, NULL, "stop at the first input that fails"},
    {"dump-after", 0, "STAGE", "stop each input after this stage and write what is known by then"},
    {"digest", 0, NULL, "write one document: articles of one story together, copies of one text once"},
    {"stats", 0, NULL, "print time and peak memory of each stage on standard error"},
    {"stable", 0, NULL, "leave out what differs between equal runs"},
    {"order", 0, "ORDER", "put de-en or en-de side by side; default: en-de"},
    {"width", 0, "COLUMNS", "wrap text at this width; 0: do not"},
    {NULL, 0, NULL, NULL},
};

const command command_run = {
    .name = "run",
    .operands = "FILE...",
    .summary = "Run a pipeline over articles and write a record for each.",
    .options = rows,
    .examples = "  depesche run -p quotes -f json article.txt\n"
                "  depesche run -p summary --set summary.sentences=5 -f text article.html\n"
                "  depesche run -f ndjson -o briefings.ndjson articles.ndjson\n"
                "  depesche run -f html -o pages/ news/*.txt\n"
                "  curl -s https://example.org/article | depesche run --input-format html -\n",
    .run = run_run,
};

const command command_brief = {
    .name = "brief",
    .operands = "FILE...",
    .summary = "Write an English briefing of articles, as Markdown.",
    .options = rows,
    .examples = "  depesche brief article.txt\n"
                "  depesche brief -f html -o briefing.html article.txt\n"
                "  depesche brief -o briefings/ news/*.txt\n"
                "  depesche brief --digest -f html -o digest.html news/*.txt\n",
    .run = run_brief,
};
