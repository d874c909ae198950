/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "pool.h"

#include "alloc.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Finished results that may wait for an earlier one, for each worker. */
#define WAITING_EACH 4

/* An input on its way. */
typedef struct entry {
    work_task task;
    work_result result;
    bool finished, lost;
} entry;

/* A worker and what it is doing. */
typedef struct seat {
    worker worker;
    bool ready;    /* its chain is open */
    entry *entry;  /* null: idle */
    int64_t until; /* milliseconds; when patience ends */
} seat;

typedef struct pool {
    const pool_settings *settings;
    pool_caller caller;
    entry *ring; /* entries first to first + count are on their way, in order */
    size_t ring_size, first, count;
    seat *seats;
    bool ended; /* no further task */
    bool stop;  /* the caller wants no more */
    dp_error error;
} pool;

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* ---- The ring ---- */

static void free_entry(entry *old)
{
    work_task_free(&old->task);
    dp_text_free(&old->result.text);
    *old = (entry){0};
}

/* Take the next task into the ring. Null at the end, when the ring is full, or when the task was refused at once. */
static entry *take_task(pool *self)
{
    while (!self->ended && self->count < self->ring_size) {
        entry *next = &self->ring[(self->first + self->count) % self->ring_size];
        if (!self->caller.next(self->caller.context, &next->task, &next->result)) {
            free_entry(next);
            self->ended = true;
            return NULL;
        }
        self->count++;
        if (next->result.status == DP_OK)
            return next;
        next->finished = true;
    }
    return NULL;
}

/* Hand on what is finished, as far as nothing before it is missing. */
static void hand_on(pool *self)
{
    while (!self->stop && self->count > 0 && self->ring[self->first].finished) {
        entry *oldest = &self->ring[self->first];
        if (!self->caller.done(self->caller.context, &oldest->task, &oldest->result, oldest->lost))
            self->stop = true;
        free_entry(oldest);
        self->first = (self->first + 1) % self->ring_size;
        self->count--;
    }
}

/* ---- Workers ---- */

static void set_patience(pool *self, seat *place)
{
    place->until = now() + (int64_t)self->settings->limits.seconds * 1000;
}

/* The process is gone: its input is lost, unless it never got to open the chain, which would happen again. */
static void bury(pool *self, seat *place, bool late)
{
    work_result result;
    bool opened = place->ready;
    worker_bury(&place->worker, &self->settings->work, self->settings->limits, late, &result);
    if (!opened) {
        dp_error_set(&self->error, DP_FAILED, "%s; 'depesche check' tries one plugin at a time",
                     result.text.data ? result.text.data : "out of memory");
        dp_text_free(&result.text);
        self->stop = true;
    } else if (place->entry) {
        place->entry->result = result;
        place->entry->lost = place->entry->finished = true;
    } else {
        dp_text_free(&result.text);
    }
    place->entry = NULL;
    place->ready = false;
}

static void start_task(pool *self, seat *place, entry *next)
{
    place->entry = next;
    if (place->worker.process == 0) {
        if (worker_start(&place->worker, &self->settings->work, self->settings->limits, &self->error) != DP_OK) {
            self->stop = true;
            return;
        }
        place->ready = false;
    }
    set_patience(self, place);
    if (place->ready && !worker_send(&place->worker, &next->task))
        bury(self, place, false);
}

/* A fresh worker gets its task only when it has opened its chain, so that neither waits for the other. */
static void listen_to(pool *self, seat *place)
{
    work_result result;
    switch (worker_receive(&place->worker, &result)) {
    case WORKER_READY:
        dp_text_free(&result.text);
        place->ready = true;
        set_patience(self, place);
        if (place->entry && !worker_send(&place->worker, &place->entry->task))
            bury(self, place, false);
        return;
    case WORKER_REFUSED:
        dp_error_set(&self->error, result.status, "%s", result.text.data ? result.text.data : "");
        dp_text_free(&result.text);
        self->stop = true;
        return;
    case WORKER_RESULT:
        if (place->entry) {
            place->entry->result = result;
            place->entry->finished = true;
            place->entry = NULL;
            return;
        }
        dp_text_free(&result.text);
        bury(self, place, false);
        return;
    default:
        bury(self, place, false);
    }
}

/* Give every idle seat a task; start processes only when there is something for them. */
static void deal(pool *self)
{
    for (int started = 1; started >= 0; started--) /* those that are already open first */
        for (size_t i = 0; i < self->settings->jobs && !self->stop; i++) {
            seat *place = &self->seats[i];
            if (place->entry || (place->worker.process != 0) != started)
                continue;
            entry *next = take_task(self);
            if (!next)
                return;
            start_task(self, place, next);
        }
}

/* Wait until a worker says something or takes too long, and see to it. */
static void attend(pool *self, struct pollfd *polls)
{
    int64_t wait = -1, time = now();
    bool busy = false;
    for (size_t i = 0; i < self->settings->jobs; i++) {
        seat *place = &self->seats[i];
        polls[i] = (struct pollfd){.fd = place->worker.process ? place->worker.socket : -1, .events = POLLIN};
        if (!place->entry)
            continue;
        busy = true;
        int64_t left = place->until > time ? place->until - time : 0;
        wait = wait < 0 || left < wait ? left : wait;
    }
    if (!busy || (poll(polls, self->settings->jobs, (int)(wait < 1000000 ? wait : 1000000)) < 0 && errno != EINTR))
        return;
    time = now();
    for (size_t i = 0; i < self->settings->jobs; i++) {
        seat *place = &self->seats[i];
        if (polls[i].revents)
            listen_to(self, place);
        else if (place->entry && time >= place->until)
            bury(self, place, true);
    }
}

static void stop_workers(pool *self)
{
    for (size_t i = 0; i < self->settings->jobs; i++) {
        seat *place = &self->seats[i];
        work_result result;
        if (place->worker.process && place->entry) { /* the run was ended early */
            worker_bury(&place->worker, &self->settings->work, self->settings->limits, true, &result);
            dp_text_free(&result.text);
        }
        worker_stop(&place->worker, self->settings->limits);
    }
}

static void run_workers(pool *self, struct pollfd *polls)
{
    while (!self->stop) {
        deal(self);
        hand_on(self);
        if (self->ended && self->count == 0)
            break;
        if (!self->stop)
            attend(self, polls);
        hand_on(self);
    }
    stop_workers(self);
}

/* ---- Without worker processes ---- */

static void run_here(pool *self)
{
    _Atomic uint32_t phase = WORK_OPENING;
    dp_chain *chain = dp_chain_open(self->settings->work.host, self->settings->work.pipeline, &self->error);
    while (chain && !self->stop) {
        entry *next = take_task(self);
        if (next) {
            work_do(chain, &self->settings->work, &next->task, &phase, &next->result);
            next->finished = true;
        }
        hand_on(self);
        if (!next && self->ended)
            break;
    }
    dp_chain_close(chain);
}

dp_status pool_run(const pool_settings *settings, pool_caller caller, dp_error *error)
{
    pool self = {.settings = settings, .caller = caller, .ring_size = settings->jobs * WAITING_EACH};
    struct pollfd *polls = alloc_zeroed(settings->jobs, sizeof *polls);
    self.ring = alloc_zeroed(self.ring_size, sizeof *self.ring);
    self.seats = alloc_zeroed(settings->jobs, sizeof *self.seats);
    if (!polls || !self.ring || !self.seats)
        dp_error_set(&self.error, DP_NO_MEMORY, "out of memory");
    else if (settings->isolate)
        run_workers(&self, polls);
    else
        run_here(&self);
    for (size_t i = 0; self.ring && i < self.ring_size; i++)
        free_entry(&self.ring[i]);
    free(self.ring);
    free(self.seats);
    free(polls);
    return self.error.status == DP_OK ? DP_OK : dp_error_set(error, self.error.status, "%s", self.error.text);
}
