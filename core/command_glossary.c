/* SPDX-License-Identifier: ISC */
/*
 * depesche glossary: check glossaries and convert them; command_report.c reports on their use. The files are read by
 * the plugin "glossary", which is run as a stage on a text of no importance and puts what it has read into notes.
 */
#include "config.h"

#include "alloc.h"
#include "command.h"
#include "command_report.h"
#include "exit_code.h"
#include "log.h"
#include "output.h"
#include "search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Reading a glossary ---- */

/* A name without a slash would be looked for in the data directories first. The caller frees the result. */
static char *path_of(const char *name)
{
    return strchr(name, '/') || !path_is_file(name) ? alloc_string(name) : path_join(".", name, "");
}

static dp_status set_option(dp_pipeline *pipeline, const char *option, const char *value, dp_error *error)
{
    dp_text text = {0};
    dp_text_printf(&text, "glossary.%s=%s", option, value);
    dp_status status =
        text.failed ? dp_error_set(error, DP_NO_MEMORY, "out of memory") : dp_pipeline_set(pipeline, text.data, error);
    dp_text_free(&text);
    return status;
}

/* Add a glossary to those that a pipeline reads. */
static dp_status add_glossary(dp_pipeline *pipeline, const char *name, dp_error *error)
{
    char *path = path_of(name);
    dp_status status =
        path ? set_option(pipeline, "files", path, error) : dp_error_set(error, DP_NO_MEMORY, "out of memory");
    free(path);
    return status;
}

/* Read glossaries into the notes of a document, which the caller frees; null on failure. `format` is that of a
 * glossary-file note; null: a glossary-entry note for each entry. */
static dp_doc *read_glossaries(dp_host *host, const char *const *names, size_t count, const char *format,
                               dp_error *error)
{
    static const char json[] = "{\"name\": \"glossary\", \"stages\": [{\"plugin\": \"glossary\", \"options\": "
                               "{\"names\": [], \"list\": true}}]}";
    dp_pipeline *pipeline = dp_pipeline_parse(json, sizeof json - 1, NULL, error);
    dp_chain *chain = NULL;
    dp_doc *doc = NULL;
    dp_status status = pipeline ? DP_OK : DP_NO_MEMORY;
    for (size_t i = 0; status == DP_OK && i < count; i++)
        status = add_glossary(pipeline, names[i], error);
    if (status == DP_OK && format)
        status = set_option(pipeline, "write", format, error);
    if (status == DP_OK)
        chain = dp_chain_open(host, pipeline, error);
    if (chain)
        doc = dp_doc_read("-\n", 2, NULL, error);
    if (doc && dp_chain_run(chain, doc, error) != DP_OK) {
        dp_doc_free(doc);
        doc = NULL;
    }
    dp_chain_close(chain);
    dp_pipeline_free(pipeline);
    return doc;
}

static dp_doc *read_glossary(dp_host *host, const char *name, const char *format, dp_error *error)
{
    return read_glossaries(host, &name, 1, format, error);
}

/* Message `*index` and further of a severity (any when null); null at the end. Moves `*index` behind it. */
static const char *next_message(const dp_doc *doc, const char *severity, size_t *index)
{
    const dp_note *note;
    while ((note = dp_doc_note(doc, "glossary-problem", (*index)++))) {
        const char *have = dp_note_get(note, "severity"), *message = dp_note_get(note, "message");
        if (message && (!severity || (have && strcmp(have, severity) == 0)))
            return strncmp(message, "./", 2) == 0 ? message + 2 : message;
    }
    return NULL;
}

/* ---- check ---- */

/* So many problems are told of a file that has no entries: it may be something else. */
#define MOST_OF_NOTHING 5

static void print_messages(const dp_doc *doc, const char *severity, const char *prefix, const char *about)
{
    const char *message;
    for (size_t i = 0; (message = next_message(doc, severity, &i));) {
        if (about && !strstr(message, about))
            continue;
        fputs(prefix, stdout);
        print_line(message, 0);
        putchar('\n');
    }
}

static void print_problems(const dp_doc *doc, size_t count)
{
    const char *message;
    bool nothing = dp_doc_note_count(doc, "glossary-entry") == 0 && count > MOST_OF_NOTHING;
    size_t told = 0;
    for (size_t i = 0; (!nothing || told < MOST_OF_NOTHING) && (message = next_message(doc, "error", &i)); told++) {
        print_line(message, 0);
        putchar('\n');
    }
    if (nothing)
        printf("and %zu more like these: is this a glossary?\n", count - told);
}

static size_t count_messages(const dp_doc *doc, const char *severity)
{
    size_t count = 0;
    for (size_t i = 0; next_message(doc, severity, &i);)
        count++;
    return count;
}

static int check_file(dp_host *host, const char *name)
{
    dp_error error = {0};
    dp_doc *doc = read_glossary(host, name, NULL, &error);
    if (!doc) {
        log_error("%s", error.text);
        return EXIT_INPUT;
    }
    size_t entries = dp_doc_note_count(doc, "glossary-entry"), problems = count_messages(doc, "error");
    print_problems(doc, problems);
    print_messages(doc, "remark", "remark: ", NULL);
    print_line(name, 0);
    printf(": %zu entr%s, %zu problem%s\n", entries, entries == 1 ? "y" : "ies", problems, problems == 1 ? "" : "s");
    dp_doc_free(doc);
    return problems > 0 ? EXIT_SOME_FAILED : EXIT_DONE;
}

/* What files that are used together say differently; those that cannot be read have been told already. */
static void check_together(dp_host *host, const arguments *given, size_t count)
{
    dp_error error = {0};
    const char **names = calloc(count, sizeof *names);
    for (size_t i = 0; names && i < count; i++)
        names[i] = operand(given, i + 1);
    dp_doc *doc = names ? read_glossaries(host, names, count, NULL, &error) : NULL;
    if (doc)
        print_messages(doc, "remark", "remark: ", ", which goes before");
    dp_doc_free(doc);
    free(names);
}

static int check_files(const arguments *given, dp_host *host)
{
    size_t count = operand_count(given) - 1, unread = 0;
    int status = EXIT_DONE;
    if (count == 0)
        return usage_error(given, "name a glossary to check");
    for (size_t i = 1; i <= count; i++) {
        int this = check_file(host, operand(given, i));
        unread += this == EXIT_INPUT;
        if (this != EXIT_DONE)
            status = EXIT_SOME_FAILED;
    }
    if (count > 1 && unread == 0)
        check_together(host, given, count);
    return unread == count ? EXIT_INPUT : status;
}

/* ---- convert ---- */

static const char *const formats[] = {"tsv", "csv", "tbx", "deepl"};

/* The format asked for, or that of the output's ending; null when there is none. */
static const char *format_for(const arguments *given, const char *path)
{
    const char *format = argument_value(given, "format"), *dot = path ? strrchr(path, '.') : NULL;
    if (!format && dot)
        format = dot + 1;
    for (size_t i = 0; format && i < sizeof formats / sizeof *formats; i++)
        if (strcmp(format, formats[i]) == 0)
            return formats[i];
    return NULL;
}

static int write_file(const dp_doc *doc, const char *path)
{
    dp_error error = {0};
    const dp_note *note = dp_doc_note(doc, "glossary-file", 0);
    const char *text = note ? dp_note_get(note, "text") : NULL;
    output *out = output_open(path, &error);
    dp_status status = out ? output_write(out, text ? text : "", text ? strlen(text) : 0, &error) : error.status;
    if (status == DP_OK)
        status = output_commit(out, &error);
    else
        output_abandon(out);
    if (status != DP_OK)
        log_error("%s", error.text);
    return status == DP_OK ? EXIT_DONE : EXIT_OUTPUT;
}

static int convert_file(const arguments *given, dp_host *host)
{
    const char *path = argument_value(given, "output"), *format = format_for(given, path), *message;
    if (operand_count(given) != 2)
        return usage_error(given, "name one glossary to convert");
    if (!format)
        return usage_error(given, "say which format to write with --format: tsv, csv, tbx or deepl");
    dp_error error = {0};
    dp_doc *doc = read_glossary(host, operand(given, 1), format, &error);
    if (!doc) {
        log_error("%s", error.text);
        return EXIT_INPUT;
    }
    for (size_t i = 0; (message = next_message(doc, NULL, &i));)
        log_warning("%s", message);
    int status = write_file(doc, path);
    if (status == EXIT_DONE && count_messages(doc, "error") > 0)
        status = EXIT_SOME_FAILED;
    dp_doc_free(doc);
    return status;
}

/* ---- From the command line ---- */

static int run_action(const arguments *given, dp_host *host, const char *action)
{
    dp_error error = {0};
    if (strcmp(action, "report") == 0)
        return glossary_report(given, host);
    if (!dp_host_plugin(host, "glossary", &error)) {
        log_error("%s", error.text);
        return EXIT_PIPELINE;
    }
    return strcmp(action, "check") == 0 ? check_files(given, host) : convert_file(given, host);
}

static int run_glossary(const arguments *given)
{
    const char *action = operand(given, 0);
    if (!action || (strcmp(action, "check") != 0 && strcmp(action, "convert") != 0 && strcmp(action, "report") != 0))
        return usage_error(given, "say what to do: check or convert a glossary, or report on records or articles");
    dp_host *host = command_host(given);
    int status = host ? run_action(given, host, action) : EXIT_SOME_FAILED;
    dp_host_free(host);
    return status;
}

static const option_row rows[] = {
    {"output", 'o', "FILE", "convert: write here; without it, to standard output"},
    {"format", 'f', "FORMAT",
     "convert: write tsv, csv, tbx or deepl (two columns); without it, as the output is named"},
    {"json", 0, NULL, "report: write JSON instead of a table"},
    {"missed", 0, NULL, "report: show only entries that were missed, in the table"},
    {"pipeline", 'p', "NAME", "report: the pipeline for articles; default: translate"},
    {"glossary", 'g', "FILE", "report: run articles with this glossary; may be given several times"},
    {NULL, 0, NULL, NULL},
};

const command command_glossary = {
    .name = "glossary",
    .operands = "check FILE... | convert FILE | report FILE...",
    .summary = "Check and convert glossaries, report on their use.",
    .options = rows,
    .examples = "  depesche glossary check desk.tsv\n"
                "  depesche glossary convert desk.tsv -o desk.tbx\n"
                "  depesche glossary convert -f deepl desk.tsv -o upload.csv\n"
                "  depesche run -p translate -f ndjson news/*.txt | depesche glossary report -\n",
    .run = run_glossary,
};
