/* SPDX-License-Identifier: ISC */
/*
 * Beam search over a batch. Chosen pieces form a tree of nodes per sentence; a hypothesis is a path from the root.
 */
#include "config.h"

#include "search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NO_NODE UINT32_MAX

/* Pieces that repeat with a period of up to LONGEST_PERIOD: how often, and how many pieces at least. A single piece may
 * be repeated more often before ("sehr, sehr, sehr"). */
#define LONGEST_PERIOD 12u

typedef struct repetition {
    size_t times, pieces;
} repetition;

static const repetition loop = {4, 8};
static const repetition stutter = {2, 4};

/* Pieces that may follow a prefix at least. */
#define AFTER_PREFIX 8u

typedef struct node {
    uint32_t piece;
    uint32_t parent; /* NO_NODE before the first piece */
    float score;
    const float *weights; /* attention when it was chosen; null if not kept */
} node;

/* A hypothesis that goes on. */
typedef struct branch {
    uint32_t node;
    double total;
    const float **past; /* see decoder_row */
    float *state;       /* of the step in progress */
    float *weights;     /* likewise */
} branch;

typedef struct finished {
    uint32_t node;
    bool ended;
    size_t length;
    double total;
    double normalised;
} finished;

/* The search for one sentence. */
typedef struct hunt {
    search_job *job;
    context context;
    output_pieces pieces;
    size_t limit; /* most target pieces */
    size_t step;  /* pieces chosen so far in each branch */

    node *nodes;
    size_t node_count;
    branch *branches; /* two sets of `beam`: of this step, and for the next */
    branch *next;
    size_t branch_count;
    size_t width; /* branches allowed: beam less finished */
    finished *finished;
    size_t finished_count;
    float *states; /* a ring of `ring` steps, each of `beam` states */
    size_t ring;
    float *weights;       /* per step, per branch, a row */
    uint32_t *suppressed; /* per branch, a row of suppressed_room */
    size_t suppressed_room;
} hunt;

/* The whole batch. */
typedef struct batch {
    const model *model;
    const search_options *options;
    search_space *space;
    hunt *hunts;
    size_t count;
    source *sources;
    context *contexts;
    encoder_space encoder;
    decoder_space decoder;
    output_space output;
    decoder_row *rows;
    output_row *choices;
    candidate *candidates;
} batch;

/* ---- Loops ---- */

/* How many pieces at the end of some repeat what stands `period` before them. */
static size_t repeated_tail(const uint32_t *pieces, size_t count, size_t period)
{
    size_t length = 0;
    while (length + period < count && pieces[count - 1 - length] == pieces[count - 1 - length - period])
        length++;
    return length;
}

static bool repeats(const uint32_t *pieces, size_t count, const repetition *r)
{
    for (size_t end = r->pieces; end <= count; end++)
        for (size_t period = 1; period <= LONGEST_PERIOD; period++) {
            size_t repeated = repeated_tail(pieces, end, period) + period;
            if (repeated >= r->times * period && repeated >= r->pieces)
                return true;
        }
    return false;
}

bool pieces_loop(const uint32_t *pieces, size_t count)
{
    return repeats(pieces, count, &loop);
}

bool pieces_stutter(const uint32_t *pieces, size_t count)
{
    return repeats(pieces, count, &stutter);
}

/* Store the pieces that would complete a stutter, and return their number. */
static size_t stutter_pieces(const hunt *h, uint32_t at, uint32_t *out)
{
    uint32_t tail[4 * LONGEST_PERIOD];
    size_t room = sizeof tail / sizeof *tail, length = 0, found = 0;
    for (; at != NO_NODE && length < room; at = h->nodes[at].parent)
        tail[room - 1 - length++] = h->nodes[at].piece;
    const uint32_t *last = tail + room - length;
    for (size_t period = 1; period <= LONGEST_PERIOD && period <= length; period++) {
        size_t repeated = repeated_tail(last, length, period) + period + 1;
        if (repeated >= stutter.times * period && repeated >= stutter.pieces)
            out[found++] = last[length - period];
    }
    return found;
}

/* ---- Preparing ---- */

/* Most target pieces; a prefix always gets some more to end in. */
static size_t piece_limit(const search_options *options, const search_job *job)
{
    double limit = ceil(options->length_factor * (double)job->source.count);
    size_t least = job->rules.prefix_count > 0 ? job->rules.prefix_count + AFTER_PREFIX : 1;
    return limit < (double)least ? least : (size_t)limit;
}

static void take_branches(pool *p, const batch *b, hunt *h, branch **set, size_t past)
{
    *set = pool_take(p, b->options->beam, sizeof **set);
    for (size_t i = 0; *set && i < b->options->beam; i++)
        (*set)[i] = (branch){.node = NO_NODE, .past = pool_take(p, past, sizeof(float *))};
    h->branch_count = 1;
}

static void take_hunt(batch *b, hunt *h, search_job *job, const shortlist *list)
{
    pool *p = &b->space->pool;
    size_t beam = b->options->beam, positions = job->source.count;
    bool recurrent = b->model->options.ssru;
    *h = (hunt){.job = job, .limit = piece_limit(b->options, job), .width = beam};
    h->context = context_take(p, b->model, positions);
    h->pieces =
        list ? output_select(p, b->model, list, job->source.pieces, positions, job->rules.prefix,
                             job->rules.prefix_count, b->space->seen)
             : output_all(b->model);
    h->nodes = pool_take(p, h->limit * beam, sizeof *h->nodes);
    h->finished = pool_take(p, 2 * beam, sizeof *h->finished);
    h->ring = recurrent ? 2 : h->limit;
    h->states = pool_take(p, h->ring * beam, decoder_state_size(b->model) * sizeof(float));
    take_branches(p, b, h, &h->branches, recurrent ? 1 : h->limit);
    take_branches(p, b, h, &h->next, recurrent ? 1 : h->limit);
    h->suppressed_room = job->rules.forbidden_count + 1 + LONGEST_PERIOD;
    h->suppressed = pool_take(p, beam * h->suppressed_room, sizeof *h->suppressed);
    if (b->options->alignment)
        h->weights = pool_take(p, h->limit * beam, positions * sizeof(float));
}

static bool reserve_positions(batch *b, size_t count)
{
    search_space *space = b->space;
    size_t d = b->model->options.width;
    if (count <= space->position_count)
        return true;
    free(space->positions);
    space->position_count = 0;
    space->positions = count > SIZE_MAX / sizeof(float) / d ? NULL : malloc(count * d * sizeof(float));
    if (!space->positions)
        return false;
    fill_positions(space->positions, d, count);
    space->position_count = count;
    return true;
}

static bool prepare(batch *b, const shortlist *list, search_job *jobs)
{
    pool *p = &b->space->pool;
    size_t rows = b->count * b->options->beam, positions = 0, limit = 0;
    b->hunts = pool_take(p, b->count, sizeof *b->hunts);
    b->sources = pool_take(p, b->count, sizeof *b->sources);
    b->contexts = pool_take(p, b->count, sizeof *b->contexts);
    b->rows = pool_take(p, rows, sizeof *b->rows);
    b->choices = pool_take(p, rows, sizeof *b->choices);
    b->candidates = pool_take(p, rows, b->options->beam * sizeof *b->candidates);
    if (!b->space->seen)
        b->space->seen = calloc(b->model->options.target_pieces, 1);
    if (p->failed || !b->space->seen)
        return false;
    for (size_t i = 0; i < b->count; i++) {
        take_hunt(b, &b->hunts[i], &jobs[i], list);
        if (p->failed)
            return false;
        b->sources[i] = jobs[i].source;
        b->contexts[i] = b->hunts[i].context;
        positions = jobs[i].source.count > positions ? jobs[i].source.count : positions;
        limit = b->hunts[i].limit > limit ? b->hunts[i].limit : limit;
    }
    b->encoder = encoder_space_take(p, b->model, b->sources, b->count);
    b->decoder = decoder_space_take(p, b->model, rows, positions, limit);
    b->output = output_space_take(p, b->model, rows);
    return !p->failed && reserve_positions(b, limit > positions ? limit : positions);
}

/* ---- One step ---- */

static bool going(const hunt *h)
{
    return h->branch_count > 0 && h->step < h->limit;
}

static void fill_choice(const batch *b, hunt *h, size_t index, output_row *choice, candidate *best)
{
    const branch *from = &h->branches[index];
    const search_rules *rules = &h->job->rules;
    uint32_t *suppressed = h->suppressed + index * h->suppressed_room;
    size_t count = 0;
    if (!b->options->allow_unknown)
        suppressed[count++] = PIECE_UNKNOWN;
    for (size_t i = 0; i < rules->forbidden_count; i++)
        suppressed[count++] = rules->forbidden[i];
    if (b->options->block_loops)
        count += stutter_pieces(h, from->node, suppressed + count);
    *choice = (output_row){
        .suppressed = suppressed,
        .suppressed_count = count,
        .forced = h->step < rules->prefix_count ? rules->prefix[h->step] : PIECE_NONE,
        .best = best,
    };
}

static void fill_row(const batch *b, hunt *h, size_t index, decoder_row *row)
{
    branch *from = &h->branches[index];
    size_t slot = h->step % h->ring * b->options->beam + index;
    from->state = h->states + slot * decoder_state_size(b->model);
    from->weights = h->weights ? h->weights + (h->step * b->options->beam + index) * h->job->source.count : NULL;
    *row = (decoder_row){
        .previous = from->node == NO_NODE ? PIECE_NONE : h->nodes[from->node].piece,
        .position = h->step,
        .context = &h->context,
        .past = from->past,
        .state = from->state,
        .weights = from->weights,
    };
}

/* The best continuation among branches that has not been taken: `used` counts how many of each branch have. */
static size_t best_branch(const hunt *h, const output_row *choices, const size_t *used)
{
    size_t best = h->branch_count;
    double best_total = 0.0;
    for (size_t i = 0; i < h->branch_count; i++) {
        if (used[i] >= choices[i].count)
            continue;
        double total = h->branches[i].total + (double)choices[i].best[used[i]].score;
        if (best == h->branch_count || total > best_total) {
            best = i;
            best_total = total;
        }
    }
    return best;
}

static void finish(hunt *h, uint32_t at, size_t length, bool ended, double total)
{
    h->finished[h->finished_count++] = (finished){at, ended, length, total, total / (double)length};
}

/* Turn `to` into the continuation of `from` by the newest node. */
static void grow(const batch *b, const hunt *h, const branch *from, branch *to, candidate c)
{
    const float **past = to->past;
    bool recurrent = b->model->options.ssru;
    if (!recurrent)
        memcpy(past, from->past, h->step * sizeof *past);
    past[recurrent ? 0 : h->step] = from->state;
    *to = *from;
    to->past = past;
    to->node = (uint32_t)(h->node_count - 1);
    to->total = from->total + (double)c.score;
}

/* Take the best continuations of a sentence's branches; those that end leave the beam. */
static void advance(const batch *b, hunt *h, const output_row *choices, size_t *used)
{
    size_t grown = 0, width = h->width;
    memset(used, 0, h->branch_count * sizeof *used);
    for (size_t taken = 0; taken < width; taken++) {
        size_t i = best_branch(h, choices, used);
        if (i == h->branch_count)
            break;
        candidate c = choices[i].best[used[i]++];
        const branch *from = &h->branches[i];
        h->nodes[h->node_count++] = (node){c.piece, from->node, c.score, from->weights};
        if (c.piece == PIECE_END) {
            finish(h, (uint32_t)(h->node_count - 1), h->step + 1, true, from->total + (double)c.score);
            h->width--;
        } else {
            grow(b, h, from, &h->next[grown++], c);
        }
    }
    branch *swap = h->branches;
    h->branches = h->next;
    h->next = swap;
    h->branch_count = grown;
    h->step++;
    if (h->step == h->limit)
        for (size_t i = 0; i < grown; i++)
            finish(h, h->branches[i].node, h->step, false, h->branches[i].total);
}

/* Decode one piece further in every branch of every sentence that is not done. Returns false when all are. */
static bool step(batch *b, size_t *used)
{
    size_t rows = 0, most = b->options->beam;
    for (size_t i = 0; i < b->count; i++)
        for (size_t j = 0; going(&b->hunts[i]) && j < b->hunts[i].branch_count; j++)
            fill_row(b, &b->hunts[i], j, &b->rows[rows++]);
    if (rows == 0)
        return false;
    decode(b->model, b->decoder, b->space->positions, b->rows, rows);
    rows = 0;
    for (size_t i = 0; i < b->count; i++)
        for (size_t j = 0; going(&b->hunts[i]) && j < b->hunts[i].branch_count; j++, rows++)
            fill_choice(b, &b->hunts[i], j, &b->choices[rows], b->candidates + rows * most);
    if (!b->hunts[0].pieces.ids)
        output_choose(b->model, &b->hunts[0].pieces, b->output, b->decoder.x, b->choices, rows, most);
    rows = 0;
    for (size_t i = 0; i < b->count; i++) {
        hunt *h = &b->hunts[i];
        if (!going(h))
            continue;
        size_t mine = h->branch_count;
        if (h->pieces.ids)
            output_choose(b->model, &h->pieces, b->output, b->decoder.x + rows * b->model->options.width,
                          b->choices + rows, mine, most);
        advance(b, h, b->choices + rows, used);
        rows += mine;
    }
    return true;
}

/* ---- Results ---- */

static bool trace(const hunt *h, const finished *f, bool alignment, hypothesis *out)
{
    size_t positions = h->job->source.count;
    *out = (hypothesis){
        .pieces = malloc(f->length * sizeof *out->pieces),
        .scores = malloc(f->length * sizeof *out->scores),
        .weights = alignment ? malloc(f->length * positions * sizeof *out->weights) : NULL,
        .count = f->length,
        .ended = f->ended,
        .total = f->total,
        .normalised = f->normalised,
    };
    if (!out->pieces || !out->scores || (alignment && !out->weights))
        return false;
    uint32_t at = f->node;
    for (size_t i = f->length; i > 0; i--, at = h->nodes[at].parent) {
        out->pieces[i - 1] = h->nodes[at].piece;
        out->scores[i - 1] = h->nodes[at].score;
        if (alignment)
            memcpy(out->weights + (i - 1) * positions, h->nodes[at].weights, positions * sizeof *out->weights);
    }
    return true;
}

static int best_first(const void *a, const void *b)
{
    const finished *x = a, *y = b;
    if (x->normalised != y->normalised)
        return x->normalised > y->normalised ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

/* A sentence of nothing but the end mark is translated by it. */
static bool empty_result(hypothesis *out)
{
    *out = (hypothesis){
        .pieces = malloc(sizeof *out->pieces), .scores = calloc(1, sizeof *out->scores), .count = 1, .ended = true};
    if (out->pieces)
        out->pieces[0] = PIECE_END;
    return out->pieces && out->scores;
}

static bool collect(const batch *b, hunt *h)
{
    hypothesis *results = h->job->results;
    if (h->job->source.count <= 1)
        return empty_result(&results[0]);
    qsort(h->finished, h->finished_count, sizeof *h->finished, best_first);
    for (size_t i = 0; i < b->options->results && i < h->finished_count; i++)
        if (!trace(h, &h->finished[i], b->options->alignment, &results[i]))
            return false;
    return true;
}

/* ---- Interface ---- */

static dp_status run(batch *b, dp_error *error)
{
    size_t *used = pool_take(&b->space->pool, b->options->beam, sizeof *used);
    if (!used)
        return dp_error_set(error, DP_NO_MEMORY, "no memory to translate a batch of %zu sentences", b->count);
    for (size_t i = 0; i < b->count; i++)
        if (b->hunts[i].job->source.count <= 1)
            b->hunts[i].branch_count = 0;
    encode(b->model, b->encoder, b->space->positions, b->sources, b->count, b->contexts);
    while (step(b, used))
        continue;
    for (size_t i = 0; i < b->count; i++)
        if (!collect(b, &b->hunts[i]))
            return dp_error_set(error, DP_NO_MEMORY, "no memory for the translations of %zu sentences", b->count);
    return DP_OK;
}

dp_status search_batch(const model *m, const shortlist *list, const search_options *options, search_space *space,
                       search_job *jobs, size_t count, dp_error *error)
{
    batch b = {.model = m, .options = options, .space = space, .count = count};
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < options->results; j++)
            jobs[i].results[j] = (hypothesis){0};
    if (count == 0)
        return DP_OK;
    dp_status status = prepare(&b, list, jobs) ? run(&b, error)
                                               : dp_error_set(error, DP_NO_MEMORY,
                                                              "no memory to translate a batch of %zu sentences", count);
    pool_reset(&space->pool);
    for (size_t i = 0; status != DP_OK && i < count; i++)
        for (size_t j = 0; j < options->results; j++)
            hypothesis_free(&jobs[i].results[j]);
    return status;
}

void search_space_free(search_space *space)
{
    pool_free(&space->pool);
    free(space->positions);
    free(space->seen);
    *space = (search_space){0};
}

void hypothesis_free(hypothesis *h)
{
    free(h->pieces);
    free(h->scores);
    free(h->weights);
    *h = (hypothesis){0};
}
