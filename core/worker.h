/* SPDX-License-Identifier: ISC */
/*
 * A worker: a process of its own in which inputs are read and plugins run, so that a crash costs one record. The
 * program sends a task and gets a result; both sides of that conversation are here.
 */
#ifndef CORE_WORKER_H
#define CORE_WORKER_H

#include "work.h"

#include <sys/types.h>

/* Limits on a worker. */
typedef struct worker_limits {
    size_t seconds;    /* for one input, and for opening the chain; for several, for each step on each of them */
    size_t memory_mib; /* address space; 0: no limit */
} worker_limits;

/* The program's end. */
typedef struct worker {
    pid_t process; /* 0: not started */
    int socket;
    work_progress *progress; /* shared with the process */
} worker;

/* Start the process; it opens the chain and then waits for tasks. DP_IO or DP_NO_MEMORY when it cannot be started. */
dp_status worker_start(worker *self, const work_settings *settings, worker_limits limits, dp_error *error);

/* Send up to WORK_MOST_TASKS tasks, which are done together. As many results come back, in their order. False when the
 * process is gone. */
bool worker_send(worker *self, const work_task *const *tasks, size_t count);

/* What a process says. */
typedef enum worker_word {
    WORKER_GONE,    /* it has ended, or says nonsense: call worker_bury */
    WORKER_READY,   /* the chain is open */
    WORKER_REFUSED, /* the chain cannot be opened: status and text say why */
    WORKER_RESULT
} worker_word;

/* Read one thing that the process says, once its socket is readable. The result's text is freed by the caller. */
worker_word worker_receive(worker *self, work_result *result);

/* End a process that has died or is to die, and free what belongs to it. `late` says that it took too long. The result
 * then says in one sentence where it was and what happened, such as "stage 2 'quotes' crashed (SIGSEGV)". */
void worker_bury(worker *self, const work_settings *settings, worker_limits limits, bool late, work_result *result);

/* Let an idle process close its chain and end, and wait for it. Nothing happens when it was not started. */
void worker_stop(worker *self, worker_limits limits);

#endif /* CORE_WORKER_H */
