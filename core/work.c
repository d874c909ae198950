/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "work.h"

#include "alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void work_task_free(work_task *task)
{
    free(task->name);
    free(task->stem);
    free(task->bytes);
    *task = (work_task){0};
}

void work_phase_name(const dp_pipeline *pipeline, uint32_t phase, char *name, size_t size)
{
    const char *stage = phase > 0 ? dp_pipeline_stage(pipeline, phase - 1).name : NULL;
    if (stage)
        snprintf(name, size, "stage %u '%s'", (unsigned)phase, stage);
    else
        snprintf(name, size, "%s",
                 phase == WORK_READING   ? "the reader"
                 : phase == WORK_WRITING ? "the writer"
                 : phase == WORK_OPENING ? "a plugin that was being opened"
                                         : "the worker process");
}

/* ---- Peak memory ---- */

/* The kernel keeps the highest resident size, and forgets it on request. */
static void forget_peak(void)
{
    FILE *file = fopen("/proc/self/clear_refs", "we");
    if (!file)
        return;
    fputs("5", file);
    fclose(file);
}

static uint64_t read_peak(void)
{
    FILE *file = fopen("/proc/self/status", "re");
    char line[256];
    unsigned long long kib = 0;
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmHWM: %llu kB", &kib) == 1)
            break;
    if (file)
        fclose(file);
    return kib;
}

/* ---- The work ---- */

/* Return the number, from 1, that an open stage of the chain has in the pipeline. */
static size_t stage_number(const dp_pipeline *pipeline, const char *name)
{
    const char *other;
    for (size_t i = 0; (other = dp_pipeline_stage(pipeline, i).name); i++)
        if (strcmp(other, name) == 0)
            return i + 1;
    return 0;
}

/* Inputs on their way. */
typedef struct batch {
    dp_chain *chain;
    const work_settings *settings;
    const work_task *tasks;
    work_result *results;
    size_t count;
    work_progress *progress;
    dp_doc *docs[WORK_MOST_TASKS];
    dp_status statuses[WORK_MOST_TASKS];
    dp_error errors[WORK_MOST_TASKS];
} batch;

static void begin_step(batch *b, uint32_t phase, size_t documents)
{
    b->progress->phase = phase;
    b->progress->documents = (uint32_t)documents;
    b->progress->steps++;
}

/* Remember where a task failed. */
static void settle(batch *b, uint32_t phase)
{
    for (size_t i = 0; i < b->count; i++)
        if (b->statuses[i] != DP_OK && b->results[i].status == DP_OK) {
            b->results[i].status = b->statuses[i];
            b->results[i].phase = phase;
        }
}

static void read_inputs(batch *b)
{
    for (size_t i = 0; i < b->count; i++) {
        dp_read_options reading = b->settings->reading;
        reading.name = b->tasks[i].name;
        reading.format = b->tasks[i].format;
        begin_step(b, WORK_READING, 1);
        b->docs[i] = dp_doc_read(b->tasks[i].bytes, b->tasks[i].length, &reading, &b->errors[i]);
        b->statuses[i] = b->docs[i] ? DP_OK : b->errors[i].status;
    }
    settle(b, WORK_READING);
}

static void run_stage(batch *b, size_t index, size_t number)
{
    if (b->settings->measure)
        forget_peak();
    begin_step(b, (uint32_t)number, b->count);
    dp_chain_run_stage_many(b->chain, index, b->docs, b->count, b->statuses, b->errors);
    uint64_t peak = b->settings->measure ? read_peak() : 0;
    for (size_t i = 0; i < b->count; i++) {
        work_figure *figure = &b->results[i].figures[(number - 1) % WORK_MOST_STAGES];
        if (b->results[i].status != DP_OK || dp_doc_stage_count(b->docs[i]) == 0)
            continue;
        figure->milliseconds = dp_doc_stage(b->docs[i], dp_doc_stage_count(b->docs[i]) - 1).milliseconds;
        figure->peak_kib = peak;
    }
    settle(b, (uint32_t)number);
}

static void run_stages(batch *b)
{
    size_t stages = dp_chain_stage_count(b->chain);
    for (size_t i = 0; i < b->count && stages == 0; i++)
        if (b->statuses[i] == DP_OK)
            b->statuses[i] = dp_chain_run(b->chain, b->docs[i], &b->errors[i]);
    for (size_t i = 0; i < stages; i++) {
        size_t number = stage_number(b->settings->pipeline, dp_chain_stage_name(b->chain, i));
        if (b->settings->last_stage > 0 && number > b->settings->last_stage)
            break;
        run_stage(b, i, number);
    }
}

static void write_records(batch *b)
{
    const work_settings *to = b->settings;
    for (size_t i = 0; i < b->count; i++) {
        if (b->statuses[i] != DP_OK)
            continue;
        begin_step(b, WORK_WRITING, 1);
        b->statuses[i] = (to->digest ? dp_digest_part : dp_write)(b->docs[i], to->format, &to->writing, &b->results[i].text,
                                                                  &b->errors[i]);
        b->results[i].phase = WORK_WRITING;
    }
    settle(b, WORK_WRITING);
}

void work_do(dp_chain *chain, const work_settings *settings, const work_task *tasks, size_t count, work_progress *progress,
             work_result *results)
{
    batch *b = alloc_zeroed(1, sizeof *b);
    for (size_t i = 0; i < count; i++)
        results[i] = (work_result){0};
    if (!b) {
        for (size_t i = 0; i < count; i++) {
            results[i] = (work_result){.status = DP_NO_MEMORY, .phase = WORK_READING};
            dp_text_puts(&results[i].text, "out of memory");
        }
        return;
    }
    b->chain = chain;
    b->settings = settings;
    b->tasks = tasks;
    b->results = results;
    b->count = count;
    b->progress = progress;
    read_inputs(b);
    run_stages(b);
    write_records(b);
    for (size_t i = 0; i < count; i++) {
        if (results[i].status != DP_OK) {
            dp_text_free(&results[i].text);
            dp_text_puts(&results[i].text, b->errors[i].text);
        }
        dp_doc_free(b->docs[i]);
    }
    free(b);
    progress->phase = WORK_WAITING;
}
