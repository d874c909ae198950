/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "examine.h"

#include "alloc.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char article[] =
#include "check/article.inc"
    ;

/* The name of the stage under examination. */
#define STAGE "examined"

/* Stages put in front so that the plugin finds what it reads. */
#define MOST_FRONT 16

/* Articles that are given to it at once. */
#define TOGETHER 3

typedef struct front {
    const char *ids[MOST_FRONT];
    size_t count;
} front;

static examine_verdict fail(dp_text *reason, const char *text)
{
    dp_text_puts(reason, text);
    return EXAMINE_FAILED;
}

static bool list_has(const char *const *list, const char *name)
{
    for (; list && *list; list++)
        if (strcmp(*list, name) == 0)
            return true;
    return false;
}

/* ---- A pipeline with the plugin at its end ---- */

static const dp_plugin *find_writer(dp_host *host, const char *layer)
{
    const char *name;
    for (size_t i = 0; (name = dp_host_plugin_name(host, i)); i++) {
        const dp_plugin *plugin = dp_host_plugin(host, name, NULL);
        if (plugin && list_has(plugin->writes, layer))
            return plugin;
    }
    return NULL;
}

/* Return a layer that the stages so far do not write and nobody could, or null when all is well. */
static const char *add_front(front *stages, dp_host *host, const dp_plugin *plugin, unsigned depth)
{
    for (size_t i = 0; plugin->reads && plugin->reads[i]; i++) {
        const char *layer = plugin->reads[i];
        if (strcmp(layer, "source") == 0 || strcmp(layer, "blocks") == 0 || strcmp(layer, "sentences") == 0)
            continue;
        const dp_plugin *writer = find_writer(host, layer);
        if (!writer || writer == plugin || depth == 0 || stages->count == MOST_FRONT)
            return layer;
        const char *missing = add_front(stages, host, writer, depth - 1);
        if (missing)
            return missing;
        bool there = false;
        for (size_t j = 0; j < stages->count; j++)
            there |= strcmp(stages->ids[j], writer->id) == 0;
        if (!there && stages->count < MOST_FRONT)
            stages->ids[stages->count++] = writer->id;
    }
    return NULL;
}

static void write_pipeline(const front *stages, const char *id, dp_text *json)
{
    dp_text_puts(json, "{\"name\":\"check\",\"stages\":[");
    for (size_t i = 0; i < stages->count; i++)
        dp_text_printf(json, "{\"plugin\":\"%s\"},", stages->ids[i]);
    dp_text_printf(json, "{\"plugin\":\"%s\",\"name\":\"" STAGE "\"}]}", id);
}

/* Make the pipeline. Null when it cannot be: `*verdict` and the reason say why. */
static dp_pipeline *make_pipeline(const examine_subject *subject, examine_verdict *verdict, dp_text *reason)
{
    dp_error error = {0};
    front stages = {0};
    dp_text json = {0};
    dp_pipeline *pipeline = NULL;
    *verdict = EXAMINE_FAILED;
    const dp_plugin *plugin = dp_host_plugin(subject->host, subject->file, &error);
    const char *missing = plugin ? add_front(&stages, subject->host, plugin, 8) : NULL;
    if (plugin && !missing) {
        write_pipeline(&stages, plugin->id, &json);
        if (!json.failed)
            pipeline = dp_pipeline_parse(json.data, json.length, NULL, &error);
    }
    if (missing) {
        dp_text_printf(reason, "it reads the layer '%s', which no plugin in the search path writes", missing);
        *verdict = EXAMINE_SKIPPED;
    } else if (!pipeline) {
        dp_text_puts(reason, error.text);
    }
    dp_text_free(&json);
    return pipeline;
}

/* Open a chain of it. Null when that fails; that something optional is not installed is no fault of the plugin. */
static dp_chain *open_chain(const examine_subject *subject, const dp_pipeline *pipeline, examine_verdict *verdict,
                            dp_text *reason)
{
    dp_error error = {0};
    dp_chain *chain = dp_chain_open(subject->host, pipeline, &error);
    *verdict = chain ? EXAMINE_PASSED : error.status == DP_UNAVAILABLE ? EXAMINE_SKIPPED : EXAMINE_FAILED;
    if (!chain)
        dp_text_puts(reason, error.text);
    return chain;
}

/* ---- Records ---- */

/* Run the chain over a text and append the record. False, with the reason, when a stage fails. A text that the reader will
 * not have is none of the plugin's business. */
static bool run_text(dp_chain *chain, const char *text, size_t length, dp_text *record, dp_text *reason)
{
    dp_error error = {0};
    dp_doc *doc = dp_doc_read(text, length, &(dp_read_options){.name = "check", .format = "text"}, &error);
    dp_status status = doc ? dp_chain_run(chain, doc, &error) : error.status == DP_BAD_INPUT ? DP_OK : error.status;
    if (doc && status == DP_OK)
        status = dp_write(doc, "json", &(dp_write_options){.stable = true}, record, &error);
    if (status != DP_OK)
        dp_text_puts(reason, error.text);
    dp_doc_free(doc);
    return status == DP_OK;
}

/* Run the chain over several texts at once and append the record of each. */
static bool run_texts(dp_chain *chain, const char *const *texts, dp_text *records, size_t count, dp_text *reason)
{
    dp_doc *docs[TOGETHER] = {0};
    dp_status statuses[TOGETHER] = {DP_OK};
    dp_error *errors = alloc_zeroed(TOGETHER, sizeof *errors);
    bool good = errors != NULL;
    for (size_t i = 0; i < count && good; i++) {
        docs[i] = dp_doc_read(texts[i], strlen(texts[i]), &(dp_read_options){.name = "check", .format = "text"}, &errors[i]);
        good = docs[i] != NULL;
    }
    for (size_t i = 0; i < dp_chain_stage_count(chain) && good; i++)
        dp_chain_run_stage_many(chain, i, docs, count, statuses, errors);
    for (size_t i = 0; i < count && good; i++) {
        if (statuses[i] == DP_OK)
            statuses[i] = dp_write(docs[i], "json", &(dp_write_options){.stable = true}, &records[i], &errors[i]);
        good = statuses[i] == DP_OK;
        if (!good)
            dp_text_puts(reason, errors[i].text);
    }
    for (size_t i = 0; i < count; i++)
        dp_doc_free(docs[i]);
    free(errors);
    return good;
}

static bool same(const dp_text *a, const dp_text *b)
{
    return a->length == b->length && (a->length == 0 || memcmp(a->data, b->data, a->length) == 0);
}

/* Do something with an open chain. */
typedef examine_verdict with_chain(const examine_subject *subject, const dp_pipeline *pipeline, dp_chain *chain,
                                   dp_text *reason);

static examine_verdict with(const examine_subject *subject, with_chain *what, dp_text *reason)
{
    examine_verdict verdict;
    dp_pipeline *pipeline = make_pipeline(subject, &verdict, reason);
    dp_chain *chain = pipeline ? open_chain(subject, pipeline, &verdict, reason) : NULL;
    if (chain)
        verdict = what(subject, pipeline, chain, reason);
    dp_chain_close(chain);
    dp_pipeline_free(pipeline);
    return verdict;
}

/* ---- The examinations ---- */

static examine_verdict loads(const examine_subject *subject, dp_text *reason)
{
    dp_error error = {0};
    if (dp_host_plugin(subject->host, subject->file, &error))
        return EXAMINE_PASSED;
    return fail(reason, error.text);
}

static examine_verdict nothing(const examine_subject *subject, const dp_pipeline *pipeline, dp_chain *chain,
                               dp_text *reason)
{
    (void)subject, (void)pipeline, (void)chain, (void)reason;
    return EXAMINE_PASSED;
}

static examine_verdict opens(const examine_subject *subject, dp_text *reason)
{
    for (int i = 0; i < 10; i++) {
        examine_verdict verdict = with(subject, nothing, reason);
        if (verdict != EXAMINE_PASSED)
            return verdict;
    }
    return EXAMINE_PASSED;
}

static examine_verdict open_again(const examine_subject *subject, const dp_pipeline *pipeline, dp_chain *chain,
                                  dp_text *reason)
{
    examine_verdict verdict;
    dp_text alone = {0}, beside = {0};
    dp_chain *other = open_chain(subject, pipeline, &verdict, reason);
    if (other && (!run_text(chain, article, strlen(article), &alone, reason) ||
                  !run_text(other, article, strlen(article), &beside, reason)))
        verdict = EXAMINE_FAILED;
    else if (other && !same(&alone, &beside))
        verdict = fail(reason, "the records of the two stages differ");
    dp_chain_close(other);
    dp_text_free(&alone);
    dp_text_free(&beside);
    return verdict;
}

static examine_verdict opens_twice(const examine_subject *subject, dp_text *reason)
{
    return with(subject, open_again, reason);
}

static examine_verdict process_article(const examine_subject *subject, const dp_pipeline *pipeline, dp_chain *chain,
                                       dp_text *reason)
{
    (void)subject, (void)pipeline;
    dp_text record = {0};
    bool good = run_text(chain, article, strlen(article), &record, reason);
    dp_text_free(&record);
    return good ? EXAMINE_PASSED : EXAMINE_FAILED;
}

static examine_verdict processes(const examine_subject *subject, dp_text *reason)
{
    return with(subject, process_article, reason);
}

static examine_verdict process_thrice(const examine_subject *subject, const dp_pipeline *pipeline, dp_chain *chain,
                                      dp_text *reason)
{
    (void)subject, (void)pipeline;
    static const char other[] = "Ganz etwas anderes\n\nHier steht „Unsinn“ von 1999. Sagte er.\n";
    dp_text first = {0}, between = {0}, again = {0};
    examine_verdict verdict = EXAMINE_PASSED;
    if (!run_text(chain, article, strlen(article), &first, reason) ||
        !run_text(chain, other, strlen(other), &between, reason) ||
        !run_text(chain, article, strlen(article), &again, reason))
        verdict = EXAMINE_FAILED;
    else if (!same(&first, &again))
        verdict =
            fail(reason, "the same article gave another record the second time: it depends on what came before, on "
                         "the clock, on addresses or on chance");
    dp_text_free(&first);
    dp_text_free(&between);
    dp_text_free(&again);
    return verdict;
}

static examine_verdict repeats(const examine_subject *subject, dp_text *reason)
{
    return with(subject, process_thrice, reason);
}

static examine_verdict process_together(const examine_subject *subject, const dp_pipeline *pipeline, dp_chain *chain,
                                        dp_text *reason)
{
    (void)subject, (void)pipeline;
    static const char *const texts[TOGETHER] = {"Titel\n\nHier steht „Unsinn“ von 1999. Sagte er.\n", article, "Kurz.\n"};
    dp_text alone[TOGETHER] = {0}, together[TOGETHER] = {0};
    bool good = true, alike = true;
    for (size_t i = 0; i < TOGETHER && good; i++)
        good = run_text(chain, texts[i], strlen(texts[i]), &alone[i], reason);
    good = good && run_texts(chain, texts, together, TOGETHER, reason);
    for (size_t i = 0; i < TOGETHER; i++) {
        alike = alike && same(&alone[i], &together[i]);
        dp_text_free(&alone[i]);
        dp_text_free(&together[i]);
    }
    if (!good)
        return EXAMINE_FAILED;
    return alike ? EXAMINE_PASSED : fail(reason, "articles that come together give other records than one by one");
}

static examine_verdict takes_several(const examine_subject *subject, dp_text *reason)
{
    return with(subject, process_together, reason);
}

static examine_verdict process_small(const examine_subject *subject, const dp_pipeline *pipeline, dp_chain *chain,
                                     dp_text *reason)
{
    (void)subject, (void)pipeline;
    static const char *const texts[] = {
        ".",
        "a",
        "„",
        "Titel",
        "Titel\n\nTitel\n",
        "Anzeige\n",
        "Kommentar verfassen\n",
        "\xC2\xAD",
        "1",
        "\xE2\x80\xAE",
    };
    bool good = true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && good; i++) {
        dp_text record = {0};
        good = run_text(chain, texts[i], strlen(texts[i]), &record, reason);
        dp_text_free(&record);
    }
    return good ? EXAMINE_PASSED : EXAMINE_FAILED;
}

static examine_verdict survives_small(const examine_subject *subject, dp_text *reason)
{
    return with(subject, process_small, reason);
}

static examine_verdict process_hostile(const examine_subject *subject, const dp_pipeline *pipeline, dp_chain *chain,
                                       dp_text *reason)
{
    (void)subject, (void)pipeline;
    /* Repeated to 256 KiB: what is quadratic or runs over shows. */
    static const char *const pieces[] = {
        "a",
        "„",
        "“ ",
        "«»",
        "Ä",
        "\xCC\x88",
        "\xF0\x9F\x98\x80",
        "1.",
        "1,",
        "Er sagte: ",
        "((",
        "\xE2\x80\xAE\xE2\x81\xA6",
        "\r\n\r\n",
        "\t",
        "Das ist \x1B[31mrot. ",
        "%s%n",
        "<b>&amp;",
        "„Ja“, sagte er. ",
        "Der Der ",
        "\xEF\xBF\xBD",
        "-",
        "A. ",
    };
    bool good = true;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces && good; i++) {
        dp_text text = {0}, record = {0};
        dp_text_puts(&text, "Titel\n\n");
        while (!text.failed && text.length < (size_t)256 << 10)
            dp_text_puts(&text, pieces[i]);
        good = !text.failed && run_text(chain, text.data, text.length, &record, reason);
        if (!good)
            dp_text_printf(reason, " (a text of '%s' again and again)", pieces[i]);
        dp_text_free(&text);
        dp_text_free(&record);
    }
    return good ? EXAMINE_PASSED : EXAMINE_FAILED;
}

static examine_verdict survives_hostile(const examine_subject *subject, dp_text *reason)
{
    return with(subject, process_hostile, reason);
}

/* ---- Options ---- */

/* Open the stage with an option set to a value that its table allows. */
static examine_verdict try_value(const examine_subject *subject, const char *option, const char *value, dp_text *reason)
{
    examine_verdict verdict;
    dp_error error = {0};
    dp_text assignment = {0};
    dp_text_printf(&assignment, STAGE ".%s=%s", option, value);
    dp_pipeline *pipeline = make_pipeline(subject, &verdict, reason);
    if (pipeline && (assignment.failed || dp_pipeline_set(pipeline, assignment.data, &error) != DP_OK)) {
        dp_pipeline_free(pipeline);
        dp_text_free(&assignment);
        return fail(reason, error.text);
    }
    dp_chain *chain = pipeline ? open_chain(subject, pipeline, &verdict, reason) : NULL;
    if (chain)
        verdict = process_article(subject, pipeline, chain, reason);
    if (verdict == EXAMINE_FAILED)
        dp_text_printf(reason, " (with %s)", assignment.data ? assignment.data + strlen(STAGE ".") : option);
    dp_chain_close(chain);
    dp_pipeline_free(pipeline);
    dp_text_free(&assignment);
    return verdict;
}

static examine_verdict try_choices(const examine_subject *subject, const dp_option *option, dp_text *reason)
{
    examine_verdict verdict = EXAMINE_PASSED;
    const char *choices = option->type == DP_OPTION_BOOLEAN ? "true,false" : option->choices;
    for (const char *at = choices; *at && verdict == EXAMINE_PASSED;) {
        size_t length = strcspn(at, ",");
        char *value = alloc_copy(at, length);
        verdict = value ? try_value(subject, option->name, value, reason) : fail(reason, "out of memory");
        free(value);
        at += length + (at[length] == ',');
    }
    return verdict;
}

static examine_verdict try_bounds(const examine_subject *subject, const dp_option *option, dp_text *reason)
{
    char low[64], high[64];
    if (option->minimum == 0 && option->maximum == 0)
        return EXAMINE_PASSED;
    if (option->type == DP_OPTION_INTEGER) {
        snprintf(low, sizeof low, "%.0f", option->minimum);
        snprintf(high, sizeof high, "%.0f", option->maximum);
    } else {
        snprintf(low, sizeof low, "%.17g", option->minimum);
        snprintf(high, sizeof high, "%.17g", option->maximum);
    }
    examine_verdict verdict = try_value(subject, option->name, low, reason);
    return verdict == EXAMINE_PASSED ? try_value(subject, option->name, high, reason) : verdict;
}

static examine_verdict takes_options(const examine_subject *subject, dp_text *reason)
{
    const dp_plugin *plugin = dp_host_plugin(subject->host, subject->file, NULL);
    examine_verdict verdict = EXAMINE_PASSED;
    for (size_t i = 0; plugin && i < plugin->option_count && verdict == EXAMINE_PASSED; i++) {
        const dp_option *option = &plugin->options[i];
        if (option->type == DP_OPTION_CHOICE || option->type == DP_OPTION_BOOLEAN)
            verdict = try_choices(subject, option, reason);
        else if (option->type == DP_OPTION_INTEGER || option->type == DP_OPTION_NUMBER)
            verdict = try_bounds(subject, option, reason);
    }
    return verdict;
}

/* ---- Manners ---- */

static examine_verdict is_silent(const examine_subject *subject, dp_text *reason)
{
    FILE *file = tmpfile();
    int keep[2] = {dup(STDOUT_FILENO), dup(STDERR_FILENO)};
    if (!file || keep[0] < 0 || keep[1] < 0)
        return fail(reason, "no temporary file");
    fflush(NULL);
    dup2(fileno(file), STDOUT_FILENO);
    dup2(fileno(file), STDERR_FILENO);
    examine_verdict verdict = with(subject, process_article, reason);
    fflush(NULL);
    dup2(keep[0], STDOUT_FILENO);
    dup2(keep[1], STDERR_FILENO);
    struct stat about;
    bool printed = fstat(fileno(file), &about) == 0 && about.st_size > 0;
    fclose(file);
    if (verdict == EXAMINE_PASSED && printed)
        return fail(reason, "it prints to standard output or standard error: use dp_doc_warn or dp_error_set");
    return verdict;
}

static bool same_directory(const struct stat *before)
{
    struct stat after;
    return stat(".", &after) == 0 && after.st_dev == before->st_dev && after.st_ino == before->st_ino;
}

static examine_verdict leaves_process(const examine_subject *subject, dp_text *reason)
{
    struct stat directory;
    if (stat(".", &directory) != 0)
        return EXAMINE_SKIPPED;
    int free_before = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(free_before);
    examine_verdict verdict = with(subject, process_article, reason);
    int free_after = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(free_after);
    if (verdict == EXAMINE_PASSED && !same_directory(&directory))
        return fail(reason, "it changes the working directory");
    if (verdict == EXAMINE_PASSED && free_after > free_before)
        return fail(reason, "it leaves files open after close");
    return verdict;
}

const examination *examine_step(size_t index)
{
    static const examination steps[] = {
        {"loads, and its descriptor is sound", loads},
        {"opens and closes ten times", opens},
        {"takes every option at its limits", takes_options},
        {"processes an article", processes},
        {"gives the same record for the same article", repeats},
        {"gives the same records for several articles at once", takes_several},
        {"two stages of it do not disturb each other", opens_twice},
        {"survives tiny documents", survives_small},
        {"survives hostile documents of 256 KiB", survives_hostile},
        {"prints nothing", is_silent},
        {"leaves the process as it was", leaves_process},
    };
    return index < sizeof steps / sizeof *steps ? &steps[index] : NULL;
}
