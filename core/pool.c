/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "pool.h"

#include "alloc.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Finished results that may wait for an earlier one, for each worker. */
#define WAITING_EACH 4

/* Bytes of inputs that are done together; one may have more. */
#define BATCH_BYTES ((size_t)256 << 10)

/* An input on its way. */
typedef struct entry {
    work_task task;
    work_result result;
    bool finished, lost;
    bool again;    /* to be done by itself, for the process died over it and others */
} entry;

/* A worker and what it is doing. */
typedef struct seat {
    worker worker;
    bool ready;    /* its chain is open */
    entry *entries[WORK_MOST_TASKS];
    size_t count;  /* of entries; 0: idle */
    size_t answered;
    int64_t until; /* milliseconds; when patience ends */
    uint32_t steps; /* of the work when patience began */
} seat;

typedef struct pool {
    const pool_settings *settings;
    pool_caller caller;
    entry *ring; /* entries first to first + count are on their way, in order */
    size_t ring_size, first, count;
    seat *seats;
    size_t dealt; /* batches so far */
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

/* One that is to be done again, the oldest first. */
static entry *take_again(pool *self)
{
    for (size_t i = 0; i < self->count; i++) {
        entry *old = &self->ring[(self->first + i) % self->ring_size];
        if (!old->again)
            continue;
        old->again = false;
        return old;
    }
    return NULL;
}

/* Inputs that are done together: one at first, so that the first result comes soon and all workers have something, then twice
 * as many with each round. */
static size_t batch_size(const pool *self)
{
    size_t round = self->dealt / self->settings->jobs, most = self->settings->batch ? self->settings->batch : 1;
    size_t size = round < 6 ? (size_t)1 << round : WORK_MOST_TASKS;
    return size < most ? size : most;
}

/* Fill a seat. False when there is nothing to do. */
static bool fill(pool *self, seat *place)
{
    size_t most = batch_size(self), bytes = 0;
    place->count = place->answered = 0;
    entry *next = take_again(self);
    if (next) {
        place->entries[place->count++] = next;
        return true;
    }
    while (place->count < most && bytes < BATCH_BYTES && (next = take_task(self))) {
        place->entries[place->count++] = next;
        bytes += next->task.length;
        if (!self->caller.at_hand || !self->caller.at_hand(self->caller.context))
            break;
    }
    self->dealt += place->count > 0;
    return place->count > 0;
}

/* ---- Workers ---- */

static void set_patience(pool *self, seat *place)
{
    place->until = now() + (int64_t)self->settings->limits.seconds * 1000;
    place->steps = atomic_load(&place->worker.progress->steps);
}

/* Whether a worker has taken too long. One with several inputs gets the time for each of them with every step it begins. */
static bool is_late(pool *self, seat *place)
{
    const work_progress *progress = place->worker.progress;
    if (now() < place->until)
        return false;
    if (place->count < 2 || atomic_load(&progress->steps) == place->steps)
        return true;
    int64_t documents = (int64_t)atomic_load(&progress->documents);
    set_patience(self, place);
    place->until += (int64_t)self->settings->limits.seconds * 1000 * (documents > 1 ? documents - 1 : 0);
    return false;
}

/* What the process was doing is lost, or, when that was several inputs, each is done again by itself. */
static void lose(seat *place, work_result *result)
{
    if (place->count == 1) {
        place->entries[0]->result = *result;
        place->entries[0]->lost = place->entries[0]->finished = true;
        *result = (work_result){0};
        return;
    }
    for (size_t i = place->answered; i < place->count; i++)
        place->entries[i]->again = true;
}

/* The process is gone, and with it its input, unless it never got to open the chain, which would happen again. */
static void bury(pool *self, seat *place, bool late)
{
    work_result result;
    bool opened = place->ready;
    worker_bury(&place->worker, &self->settings->work, self->settings->limits, late, &result);
    if (!opened) {
        dp_error_set(&self->error, DP_FAILED, "%s; 'depesche check' tries one plugin at a time",
                     result.text.data ? result.text.data : "out of memory");
        self->stop = true;
    } else if (place->count > 0) {
        lose(place, &result);
    }
    dp_text_free(&result.text);
    place->count = 0;
    place->ready = false;
}

static bool send_tasks(seat *place)
{
    const work_task *tasks[WORK_MOST_TASKS];
    for (size_t i = 0; i < place->count; i++)
        tasks[i] = &place->entries[i]->task;
    return worker_send(&place->worker, tasks, place->count);
}

static void start_tasks(pool *self, seat *place)
{
    if (place->worker.process == 0) {
        if (worker_start(&place->worker, &self->settings->work, self->settings->limits, &self->error) != DP_OK) {
            self->stop = true;
            return;
        }
        place->ready = false;
    }
    set_patience(self, place);
    if (place->ready && !send_tasks(place))
        bury(self, place, false);
}

static void take_result(pool *self, seat *place, work_result *result)
{
    if (place->answered >= place->count) {
        dp_text_free(&result->text);
        bury(self, place, false); /* nobody asked */
        return;
    }
    entry *done = place->entries[place->answered++];
    done->result = *result;
    done->finished = true;
    if (place->answered == place->count)
        place->count = 0;
    else
        set_patience(self, place);
}

/* A fresh worker gets its tasks only when it has opened its chain, so that neither waits for the other. */
static void listen_to(pool *self, seat *place)
{
    work_result result;
    switch (worker_receive(&place->worker, &result)) {
    case WORKER_READY:
        dp_text_free(&result.text);
        place->ready = true;
        set_patience(self, place);
        if (place->count > 0 && !send_tasks(place))
            bury(self, place, false);
        return;
    case WORKER_REFUSED:
        dp_error_set(&self->error, result.status, "%s", result.text.data ? result.text.data : "");
        dp_text_free(&result.text);
        self->stop = true;
        return;
    case WORKER_RESULT:
        take_result(self, place, &result);
        return;
    default:
        bury(self, place, false);
    }
}

/* Give every idle seat tasks; start processes only when there is something for them. */
static void deal(pool *self)
{
    for (int started = 1; started >= 0; started--) /* those that are already open first */
        for (size_t i = 0; i < self->settings->jobs && !self->stop; i++) {
            seat *place = &self->seats[i];
            if (place->count > 0 || (place->worker.process != 0) != started)
                continue;
            if (!fill(self, place))
                return;
            start_tasks(self, place);
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
        if (place->count == 0)
            continue;
        busy = true;
        int64_t left = place->until > time ? place->until - time : 0;
        wait = wait < 0 || left < wait ? left : wait;
    }
    if (!busy || (poll(polls, self->settings->jobs, (int)(wait < 1000000 ? wait : 1000000)) < 0 && errno != EINTR))
        return;
    for (size_t i = 0; i < self->settings->jobs; i++) {
        seat *place = &self->seats[i];
        if (polls[i].revents)
            listen_to(self, place);
        else if (place->count > 0 && is_late(self, place))
            bury(self, place, true);
    }
}

static void stop_workers(pool *self)
{
    for (size_t i = 0; i < self->settings->jobs; i++) {
        seat *place = &self->seats[i];
        work_result result;
        if (place->worker.process && place->count > 0) { /* the run was ended early */
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

/* What is done together: the tasks lie in the ring, so they are copied for the while. */
static void do_here(pool *self, dp_chain *chain, seat *place)
{
    work_task tasks[WORK_MOST_TASKS];
    work_result results[WORK_MOST_TASKS];
    work_progress progress = {WORK_OPENING, 0, 0};
    for (size_t i = 0; i < place->count; i++)
        tasks[i] = place->entries[i]->task;
    work_do(chain, &self->settings->work, tasks, place->count, &progress, results);
    for (size_t i = 0; i < place->count; i++) {
        place->entries[i]->result = results[i];
        place->entries[i]->finished = true;
    }
}

static void run_here(pool *self)
{
    dp_chain *chain = dp_chain_open(self->settings->work.host, self->settings->work.pipeline, &self->error);
    while (chain && !self->stop) {
        bool more = fill(self, &self->seats[0]);
        if (more)
            do_here(self, chain, &self->seats[0]);
        hand_on(self);
        if (!more && self->ended)
            break;
    }
    dp_chain_close(chain);
}

dp_status pool_run(const pool_settings *settings, pool_caller caller, dp_error *error)
{
    pool self = {.settings = settings, .caller = caller, .ring_size = settings->jobs * (WAITING_EACH + 2 * settings->batch)};
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
