/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "score.h"

#include "prepare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A text as pieces with the end mark behind them; `ids` is null for one that is too long. Both languages are prepared alike: the
 * model was trained on plain quotation marks in both. */
typedef struct line {
    uint32_t *ids; /* owned */
    size_t count;
} line;

static dp_status encode_line(const scorer *s, const char *text, line *out, dp_error *error)
{
    prepared plain = {0};
    piece *pieces = NULL;
    size_t count = 0;
    dp_status status = prepare(text, strlen(text), 0, false, s->vocab, &plain, error);
    if (status == DP_OK)
        status = vocab_encode(s->vocab, plain.text.data ? plain.text.data : "", plain.text.length, &pieces, &count, error);
    if (status == DP_OK && count <= s->most) {
        out->ids = malloc((count + 1) * sizeof *out->ids);
        if (!out->ids)
            status = dp_error_set(error, DP_NO_MEMORY, "no memory for a sentence of %zu pieces", count);
        for (size_t i = 0; out->ids && i < count; i++)
            out->ids[i] = pieces[i].id;
        if (out->ids)
            out->ids[count] = PIECE_END;
        out->count = count + 1;
    }
    free(pieces);
    prepared_free(&plain);
    return status;
}

/* Room for all pairs of a call: two lines each, and a job for those that are not too long. */
typedef struct bench {
    line *lines;
    search_job *jobs;
    hypothesis *results;
    size_t *places; /* of the pair of each job */
    size_t job_count;
} bench;

static bool bench_open(bench *b, size_t count)
{
    *b = (bench){.lines = calloc(2 * count + 1, sizeof *b->lines),
                 .jobs = calloc(count + 1, sizeof *b->jobs),
                 .results = calloc(count + 1, sizeof *b->results),
                 .places = calloc(count + 1, sizeof *b->places)};
    return b->lines && b->jobs && b->results && b->places;
}

static void bench_free(bench *b, size_t count)
{
    for (size_t i = 0; b->lines && i < 2 * count; i++)
        free(b->lines[i].ids);
    for (size_t i = 0; b->results && i < b->job_count; i++)
        hypothesis_free(&b->results[i]);
    free(b->lines);
    free(b->jobs);
    free(b->results);
    free(b->places);
}

static dp_status add_job(const scorer *s, bench *b, const dp_scored *pair, size_t place, dp_error *error)
{
    line *german = &b->lines[2 * place], *english = german + 1;
    dp_status status = encode_line(s, pair->source, german, error);
    if (status == DP_OK)
        status = encode_line(s, pair->translation, english, error);
    /* Nothing is said of nothing: a source of only the end mark is translated by it, whatever it is led along. */
    if (status != DP_OK || !german->ids || !english->ids || german->count == 1)
        return status;
    b->places[b->job_count] = place;
    b->jobs[b->job_count] = (search_job){.source = {german->ids, german->count},
                                         .rules = {.prefix = english->ids, .prefix_count = english->count},
                                         .results = &b->results[b->job_count]};
    b->job_count++;
    return DP_OK;
}

dp_status score_pairs(const scorer *s, dp_scored *pairs, size_t count, dp_error *error)
{
    batch_options options = *s->options;
    bench b;
    dp_status status = bench_open(&b, count) ? DP_OK : dp_error_set(error, DP_NO_MEMORY, "no memory for %zu sentences", count);
    options.search.beam = options.search.results = 1;
    options.search.alignment = options.search.block_loops = false;
    options.search.allow_unknown = true;
    for (size_t i = 0; i < count && status == DP_OK; i++)
        status = add_job(s, &b, &pairs[i], i, error);
    if (status == DP_OK)
        status = translate_all(s->model, s->shortlist, &options, s->space, b.jobs, b.job_count, error);
    for (size_t i = 0; i < count && status == DP_OK; i++)
        pairs[i].score = (double)NAN;
    for (size_t i = 0; i < b.job_count && status == DP_OK; i++)
        pairs[b.places[i]].score = b.results[i].total;
    bench_free(&b, count);
    return status;
}
