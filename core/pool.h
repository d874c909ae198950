/* SPDX-License-Identifier: ISC */
/*
 * Runs many inputs, several at a time in worker processes or in the program itself, and hands the results on in the order of
 * the inputs. Inputs that are done together and cost the process its life are done again one by one.
 */
#ifndef CORE_POOL_H
#define CORE_POOL_H

#include "work.h"
#include "worker.h"

typedef struct pool_settings {
    work_settings work;
    worker_limits limits;
    size_t jobs;  /* worker processes at a time; at least 1 */
    size_t batch; /* inputs that are done together at most, up to WORK_MOST_TASKS; 0 is 1 */
    bool isolate; /* false: no worker processes */
} pool_settings;

/* What the caller does. `context` is passed through. */
typedef struct pool_caller {
    void *context;

    /* Make the next task; false at the end. When an input cannot be read, set `refusal` (its text is freed by the pool)
     * with a status other than DP_OK, and only the task's name. */
    bool (*next)(void *context, work_task *task, work_result *refusal);

    /* Whether `next` comes back at once; what may wait for somebody to type is never waited for while other inputs are
     * at hand. May be null: it does not. */
    bool (*at_hand)(void *context);

    /* Take a result, in the order of the tasks. `lost` says that the worker process died over it. False ends the run.
     */
    bool (*done)(void *context, const work_task *task, const work_result *result, bool lost);
} pool_caller;

/* Run until the tasks or the caller end it. DP_OK unless the chain could not be opened or no process started. */
dp_status pool_run(const pool_settings *settings, pool_caller caller, dp_error *error);

#endif /* CORE_POOL_H */
