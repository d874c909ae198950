/* SPDX-License-Identifier: ISC */
/*
 * Sharing out sentences among threads.
 */
#include "config.h"

#include "batch.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Smaller batches than this are not worth a thread. */
#define LEAST_PIECES ((size_t)64)

/* Work that threads take batches from. */
typedef struct queue {
    const model *model;
    const shortlist *list;
    const batch_options *options;
    search_job *jobs; /* longest first */
    size_t count;
    size_t pieces; /* in a batch */
    pthread_mutex_t lock;
    size_t taken; /* jobs; under the lock, as are the two below */
    dp_status status;
    dp_error *error;
} queue;

typedef struct worker {
    queue *queue;
    search_space *space;
    pthread_t thread;
} worker;

/* Take the next batch: the first job and how many. None once something has failed. */
static size_t take_batch(queue *q, size_t *first)
{
    size_t size = 0, pieces = 0;
    pthread_mutex_lock(&q->lock);
    *first = q->taken;
    while (q->status == DP_OK && q->taken < q->count &&
           (size == 0 || pieces + q->jobs[q->taken].source.count <= q->pieces)) {
        pieces += q->jobs[q->taken++].source.count;
        size++;
    }
    pthread_mutex_unlock(&q->lock);
    return size;
}

static void *work(void *argument)
{
    worker *w = argument;
    queue *q = w->queue;
    size_t first, size;
    while ((size = take_batch(q, &first)) > 0) {
        dp_error error = {0};
        dp_status status =
            search_batch(q->model, q->list, &q->options->search, w->space, q->jobs + first, size, &error);
        if (status == DP_OK)
            continue;
        pthread_mutex_lock(&q->lock);
        q->status = dp_error_set(q->error, status, "%s", error.text);
        pthread_mutex_unlock(&q->lock);
    }
    return NULL;
}

/* Run the workers, the first of them in this thread. Threads that cannot be started are done without. */
static void run_workers(worker *workers, size_t count)
{
    size_t started = 1;
    while (started < count && pthread_create(&workers[started].thread, NULL, work, &workers[started]) == 0)
        started++;
    work(&workers[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
}

/* Longest first; of equal length, the order of the jobs' results keeps it definite. */
static int longest_first(const void *a, const void *b)
{
    const search_job *x = a, *y = b;
    if (x->source.count != y->source.count)
        return x->source.count > y->source.count ? -1 : 1;
    return x->results < y->results ? -1 : x->results > y->results;
}

/* Enough batches for all threads, none larger than asked for. */
static size_t batch_pieces(const batch_options *options, const search_job *jobs, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += jobs[i].source.count;
    size_t share = total / options->threads + 1;
    if (share < LEAST_PIECES)
        share = LEAST_PIECES;
    return options->threads > 1 && share < options->pieces ? share : options->pieces;
}

dp_status translate_all(const model *m, const shortlist *list, const batch_options *options, batch_space *space,
                        search_job *jobs, size_t count, dp_error *error)
{
    if (count == 0)
        return DP_OK;
    size_t threads = options->threads < space->count ? options->threads : space->count;
    search_job *sorted = malloc(count * sizeof *sorted);
    worker *workers = calloc(threads, sizeof *workers);
    dp_status status = DP_NO_MEMORY;
    if (sorted && workers) {
        memcpy(sorted, jobs, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, longest_first);
        queue q = {.model = m, .list = list, .options = options, .jobs = sorted, .count = count, .error = error};
        q.pieces = batch_pieces(options, jobs, count);
        pthread_mutex_init(&q.lock, NULL);
        for (size_t i = 0; i < threads; i++)
            workers[i] = (worker){.queue = &q, .space = &space->threads[i]};
        run_workers(workers, threads);
        pthread_mutex_destroy(&q.lock);
        status = q.status;
        for (size_t i = 0; status != DP_OK && i < q.taken; i++)
            for (size_t j = 0; j < options->search.results; j++)
                hypothesis_free(&sorted[i].results[j]);
    } else {
        dp_error_set(error, DP_NO_MEMORY, "no memory to sort %zu sentences", count);
    }
    free(sorted);
    free(workers);
    return status;
}

dp_status batch_space_open(batch_space *space, size_t threads, dp_error *error)
{
    *space = (batch_space){calloc(threads, sizeof *space->threads), threads};
    return space->threads ? DP_OK : dp_error_set(error, DP_NO_MEMORY, "no memory for %zu threads", threads);
}

void batch_space_free(batch_space *space)
{
    for (size_t i = 0; space->threads && i < space->count; i++)
        search_space_free(&space->threads[i]);
    free(space->threads);
    *space = (batch_space){0};
}
