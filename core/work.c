/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "work.h"

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

static dp_status run_stages(dp_chain *chain, const work_settings *settings, dp_doc *doc, _Atomic uint32_t *phase,
                            work_result *result, dp_error *error)
{
    dp_status status = dp_chain_stage_count(chain) == 0 ? dp_chain_run(chain, doc, error) : DP_OK;
    for (size_t i = 0; i < dp_chain_stage_count(chain) && status == DP_OK; i++) {
        size_t number = stage_number(settings->pipeline, dp_chain_stage_name(chain, i));
        if (settings->last_stage > 0 && number > settings->last_stage)
            break;
        *phase = (uint32_t)number;
        if (settings->measure)
            forget_peak();
        status = dp_chain_run_stage(chain, i, doc, error);
        work_figure *figure = &result->figures[(number - 1) % WORK_MOST_STAGES];
        figure->milliseconds = dp_doc_stage(doc, dp_doc_stage_count(doc) - 1).milliseconds;
        figure->peak_kib = settings->measure ? read_peak() : 0;
    }
    return status;
}

void work_do(dp_chain *chain, const work_settings *settings, const work_task *task, _Atomic uint32_t *phase,
             work_result *result)
{
    dp_error error = {0};
    dp_read_options reading = settings->reading;
    reading.name = task->name;
    reading.format = task->format;
    *result = (work_result){0};
    *phase = WORK_READING;
    dp_doc *doc = dp_doc_read(task->bytes, task->length, &reading, &error);
    dp_status status = doc ? run_stages(chain, settings, doc, phase, result, &error) : error.status;
    if (status == DP_OK) {
        *phase = WORK_WRITING;
        status = (settings->digest ? dp_digest_part : dp_write)(doc, settings->format, &settings->writing, &result->text,
                                                                &error);
    }
    result->status = status;
    result->phase = *phase;
    if (status != DP_OK) {
        dp_text_free(&result->text);
        dp_text_puts(&result->text, error.text);
    }
    dp_doc_free(doc);
    *phase = WORK_WAITING;
}
