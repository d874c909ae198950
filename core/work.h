/* SPDX-License-Identifier: ISC */
/*
 * The work on one input: read it, run the chain, render the record. Done in a worker process, or in the program itself
 * with
 * --no-isolate.
 */
#ifndef CORE_WORK_H
#define CORE_WORK_H

#include <depesche/depesche.h>

/* Stages whose figures are kept: as many as a pipeline may have. */
#define WORK_MOST_STAGES 64

/* What is the same for all inputs. Strings are borrowed. */
typedef struct work_settings {
    dp_host *host;
    const dp_pipeline *pipeline;
    dp_read_options reading; /* its name and format are set for each task */
    dp_write_options writing;
    const char *format; /* of the record */
    size_t last_stage;  /* stop after this stage of the pipeline, from 1; 0: after the last */
    bool measure;       /* peak memory of each stage */
    bool digest;        /* make a part of a digest, not a record */
} work_settings;

/* One input. */
typedef struct work_task {
    char *name;         /* what to call it */
    char *stem;         /* what to call its file in an output directory, without the ending */
    const char *format; /* as in dp_read_options; borrowed */
    char *bytes;
    size_t length;
} work_task;

/* Where the work is: a stage of the pipeline from 1, or one of these. */
enum work_phase { WORK_OPENING = 1000, WORK_WAITING, WORK_READING, WORK_WRITING };

/* What a stage took on one input. */
typedef struct work_figure {
    double milliseconds;
    uint64_t peak_kib; /* 0 when not measured */
} work_figure;

typedef struct work_result {
    dp_status status;
    uint32_t phase;                        /* where it failed */
    dp_text text;                          /* the record, or why there is none */
    work_figure figures[WORK_MOST_STAGES]; /* by stage of the pipeline, from 0 */
} work_result;

/* How far the work is. Another process may be looking at it. */
typedef struct work_progress {
    _Atomic uint32_t phase;     /* where it is */
    _Atomic uint32_t steps;     /* grows with every step that begins */
    _Atomic uint32_t documents; /* how many documents the present step is for */
} work_progress;

/* Tasks that may be done together. */
#define WORK_MOST_TASKS 64

/* Do the work on up to WORK_MOST_TASKS inputs, stage by stage, which gives what each would give alone. The results' texts are
 * freed by the caller. */
void work_do(dp_chain *chain, const work_settings *settings, const work_task *tasks, size_t count, work_progress *progress,
             work_result *results);

void work_task_free(work_task *task);

/* Describe a phase for a message, such as "stage 2 'quotes'". */
void work_phase_name(const dp_pipeline *pipeline, uint32_t phase, char *name, size_t size);

#endif /* CORE_WORK_H */
