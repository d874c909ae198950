/* SPDX-License-Identifier: ISC */
/*
 * The engine on small random models of every supported shape: against the plain network, against itself on other
 * instruction sets, in other batches, orders and threads, and with constraints.
 */
#include "config.h"

#include "../../plugins/translate/batch.h"
#include "model_maker.h"
#include "reference.h"

#include <tap.h>

#include <math.h>
#include <stdlib.h>

#define SENTENCES 20
#define LONGEST   24

#define SHAPE(title, d, h, f, e, l, s, t, ...)                                                                         \
    {                                                                                                                  \
        .name = title, .width = d, .heads = h, .inner = f, .encoder_layers = e, .decoder_layers = l,                   \
        .source_pieces = s, .target_pieces = t, __VA_ARGS__                                                            \
    }

static const model_shape shapes[] = {
    SHAPE("SSRU, float32, tied", 64, 8, 96, 2, 2, 120, 120, .ssru = true, .shared = true, .tied = true),
    SHAPE("SSRU, int8 with multipliers, tied", 64, 8, 128, 3, 2, 200, 200, .ssru = true, .int8 = true,
          .multipliers = true, .shared = true, .tied = true),
    SHAPE("SSRU, int8 without multipliers, tied", 64, 4, 128, 2, 1, 120, 120, .ssru = true, .int8 = true,
          .shared = true, .tied = true),
    SHAPE("SSRU, int8, swish, own vocabularies", 32, 2, 64, 1, 2, 90, 130, .ssru = true, .swish = true, .int8 = true,
          .multipliers = true, .tied = true),
    SHAPE("self-attention, float32, swish", 48, 4, 80, 2, 2, 101, 101, .swish = true, .shared = true, .tied = true),
    SHAPE("self-attention, int8 with multipliers", 64, 8, 128, 2, 3, 120, 120, .swish = true, .int8 = true,
          .multipliers = true, .shared = true, .tied = true),
    SHAPE("self-attention, float32, output of its own", 40, 4, 56, 1, 1, 77, 93, .shared = false),
    SHAPE("self-attention, int8, output of its own", 64, 2, 64, 1, 1, 80, 99, .int8 = true, .multipliers = true),
    SHAPE("odd widths, float32", 36, 3, 50, 1, 2, 61, 61, .ssru = true, .shared = true, .tied = true),
};

#define SHAPES (sizeof shapes / sizeof *shapes)

typedef struct sample {
    uint32_t pieces[SENTENCES][LONGEST + 1];
    size_t counts[SENTENCES];
} sample;

static sample random_sample(size_t pieces, unsigned seed)
{
    sample s;
    uint32_t random = seed;
    for (size_t i = 0; i < SENTENCES; i++) {
        s.counts[i] = i == 3 ? 1 : 2 + random_below(&random, LONGEST - 1);
        for (size_t j = 0; j + 1 < s.counts[i]; j++)
            s.pieces[i][j] = 2 + random_below(&random, (uint32_t)pieces - 2);
        s.pieces[i][s.counts[i] - 1] = PIECE_END;
    }
    return s;
}

static model *open_model(const made_model *made, const kernels *k, bool whole)
{
    model_file *file = NULL;
    model *m = NULL;
    dp_error error = {0};
    if (model_file_parse(made->bytes, made->length, "test", &file, &error) == DP_OK)
        model_build(file, k, whole, &m, &error);
    if (!m)
        printf("# %s\n", error.text);
    return m;
}

static search_options searching(size_t beam)
{
    return (search_options){.beam = beam, .results = beam, .length_factor = 1.5, .alignment = true};
}

static hypothesis *translate(const model *m, const shortlist *list, const sample *in, size_t beam, size_t threads,
                             size_t pieces)
{
    hypothesis *results = calloc(SENTENCES * beam, sizeof *results);
    search_job jobs[SENTENCES];
    batch_space space;
    batch_options options = {.search = searching(beam), .threads = threads, .pieces = pieces};
    for (size_t i = 0; i < SENTENCES; i++)
        jobs[i] = (search_job){.source = {in->pieces[i], in->counts[i]}, .results = results + i * beam};
    batch_space_open(&space, threads, NULL);
    translate_all(m, list, &options, &space, jobs, SENTENCES, NULL);
    batch_space_free(&space);
    return results;
}

static void free_results(hypothesis *results, size_t beam)
{
    for (size_t i = 0; i < SENTENCES * beam; i++)
        hypothesis_free(&results[i]);
    free(results);
}

/* Whether every piece, score and weight is the same, to the last bit. */
static bool identical(const hypothesis *a, const hypothesis *b, const sample *in, size_t beam)
{
    for (size_t i = 0; i < SENTENCES * beam; i++) {
        size_t size = a[i].count;
        if (size == 0 && b[i].count == 0)
            continue;
        if (size != b[i].count || memcmp(a[i].pieces, b[i].pieces, size * sizeof *a[i].pieces) != 0 ||
            memcmp(a[i].scores, b[i].scores, size * sizeof *a[i].scores) != 0)
            return false;
        if (a[i].weights && memcmp(a[i].weights, b[i].weights, size * in->counts[i / beam] * sizeof *a[i].weights) != 0)
            return false;
    }
    return true;
}

/* ---- Against the plain network ---- */

static void test_reference(const model_shape *shape, const made_model *made, const model *m, const sample *in)
{
    model_file *file = NULL;
    double worst = 0.0, scores[4 * LONGEST];
    bool found = model_file_parse(made->bytes, made->length, "test", &file, NULL) == DP_OK;
    hypothesis *results = translate(m, NULL, in, 1, 1, 1000);
    for (size_t i = 0; found && i < SENTENCES; i++) {
        const hypothesis *h = &results[i];
        if (in->counts[i] == 1)
            continue;
        found = h->count > 0 &&
                reference_scores(file, &m->options, in->pieces[i], in->counts[i], h->pieces, h->count, scores);
        for (size_t j = 0; found && j < h->count; j++)
            worst = fmax(worst, fabs(scores[j] - (double)h->scores[j]));
    }
    /* An int8 product sees a value at half a step rounded the other way now and then. */
    ok(found && worst < (shape->int8 ? 0.15 : 2e-4), "%s: scores as the plain network has them, within %.6f",
       shape->name, worst);
    free_results(results, 1);
    model_file_close(file);
}

/* ---- Against itself ---- */

static void test_sets(const model_shape *shape, const made_model *made, const hypothesis *expected, const sample *in)
{
    static const char *const names[] = {"scalar", "avx2", "avx512"};
    for (size_t i = 0; i < 3; i++) {
        char name[160];
        snprintf(name, sizeof name, "%s: the same with %s", shape->name, names[i]);
        const kernels *k = kernels_named(names[i]);
        model *m = k ? open_model(made, k, true) : NULL;
        if (!m) {
            skip(name, "this processor lacks it");
            continue;
        }
        hypothesis *results = translate(m, NULL, in, 2, 1, 1000);
        ok(identical(results, expected, in, 2), "%s", name);
        free_results(results, 2);
        model_close(m);
    }
}

static void test_batches(const model_shape *shape, const model *m, const hypothesis *expected, const sample *in)
{
    static const size_t sizes[] = {1, 7, 30, 200};
    bool same = true;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t threads = 1; threads <= 3; threads += 2) {
            hypothesis *results = translate(m, NULL, in, 2, threads, sizes[i]);
            same = same && identical(results, expected, in, 2);
            free_results(results, 2);
        }
    ok(same, "%s: the same in batches of any size and with 1 or 3 threads", shape->name);
}

/* Sentences in reverse order in one batch. */
static void test_order(const model_shape *shape, const model *m, const hypothesis *expected, const sample *in)
{
    search_job jobs[SENTENCES];
    search_space space = {0};
    search_options options = searching(2);
    hypothesis *results = calloc(SENTENCES * 2, sizeof *results);
    for (size_t i = 0; i < SENTENCES; i++)
        jobs[SENTENCES - 1 - i] = (search_job){.source = {in->pieces[i], in->counts[i]}, .results = results + 2 * i};
    search_batch(m, NULL, &options, &space, jobs, SENTENCES, NULL);
    ok(identical(results, expected, in, 2), "%s: the same in any order", shape->name);
    free_results(results, 2);
    search_space_free(&space);
}

/* ---- Search ---- */

static void test_beam(const model_shape *shape, const model *m, const sample *in)
{
    hypothesis *beam = translate(m, NULL, in, 4, 1, 1000);
    bool ordered = true, complete = true;
    for (size_t i = 0; i < SENTENCES; i++) {
        complete = complete && beam[4 * i].count > 0 &&
                   (beam[4 * i].ended == (beam[4 * i].pieces[beam[4 * i].count - 1] == PIECE_END));
        for (size_t j = 1; j < 4; j++)
            ordered =
                ordered && (beam[4 * i + j].count == 0 || beam[4 * i + j].normalised <= beam[4 * i + j - 1].normalised);
    }
    ok(ordered && complete, "%s: a beam gives translations in order, ended by the end mark or the limit", shape->name);
    ok(beam[12].count == 1 && beam[12].pieces[0] == PIECE_END, "%s: an empty sentence stays empty", shape->name);
    free_results(beam, 4);
}

static bool contains(const hypothesis *h, uint32_t piece)
{
    for (size_t i = 0; i < h->count; i++)
        if (h->pieces[i] == piece)
            return true;
    return false;
}

static void test_rules(const model_shape *shape, const model *m, const sample *in)
{
    search_space space = {0};
    search_options options = {.beam = 2, .results = 1, .length_factor = 1.5};
    hypothesis free_choice, without, with;
    uint32_t phrase[] = {5, 9, 5};
    search_job job = {.source = {in->pieces[0], in->counts[0]}, .results = &free_choice};
    search_batch(m, NULL, &options, &space, &job, 1, NULL);
    uint32_t first = free_choice.pieces[0];
    job.rules = (search_rules){.forbidden = &first, .forbidden_count = 1};
    job.results = &without;
    search_batch(m, NULL, &options, &space, &job, 1, NULL);
    ok(without.count > 0 && !contains(&without, first), "%s: a forbidden piece is not chosen", shape->name);
    job.rules = (search_rules){.prefix = phrase, .prefix_count = 3};
    job.results = &with;
    search_batch(m, NULL, &options, &space, &job, 1, NULL);
    ok(with.count > 3 && memcmp(with.pieces, phrase, sizeof phrase) == 0, "%s: it begins with a prefix", shape->name);
    hypothesis_free(&with);
    job.rules = (search_rules){.prefix = free_choice.pieces, .prefix_count = free_choice.count};
    search_batch(m, NULL, &options, &space, &job, 1, NULL);
    double total = 0.0;
    for (size_t i = 0; i < free_choice.count && i < with.count; i++)
        total += (double)with.scores[i];
    ok(fabs(total - free_choice.total) < 1e-3 * fabs(free_choice.total) + 1e-3,
       "%s: as a prefix a translation keeps its score", shape->name);
    hypothesis_free(&free_choice);
    hypothesis_free(&without);
    hypothesis_free(&with);
    search_space_free(&space);
}

static void test_shortlist(const model_shape *shape, const made_model *made, const sample *in)
{
    made_model bytes = make_shortlist(shape->source_pieces, shape->target_pieces, 6, 5, 11);
    shortlist *list = NULL;
    dp_error error = {0};
    model *m = open_model(made, kernels_best(), false);
    shortlist_parse(bytes.bytes, bytes.length, "test", shape->source_pieces, shape->target_pieces, shape->shared, &list,
                    &error);
    if (ok(m && list, "%s: a shortlist opens (%s)", shape->name, error.text)) {
        hypothesis *one = translate(m, list, in, 2, 1, 1), *many = translate(m, list, in, 2, 2, 500);
        ok(identical(one, many, in, 2), "%s: the same in any batch with a shortlist", shape->name);
        uint8_t *seen = calloc(shape->target_pieces, 1);
        uint32_t *allowed = calloc(shortlist_limit(list, LONGEST), sizeof *allowed);
        bool inside = true;
        for (size_t i = 0; i < SENTENCES; i++) {
            size_t count = shortlist_select(list, in->pieces[i], in->counts[i], seen, allowed);
            for (size_t j = 0; j < one[2 * i].count; j++) {
                size_t at = 0;
                while (at < count && allowed[at] != one[2 * i].pieces[j])
                    at++;
                inside = inside && at < count;
            }
        }
        ok(inside, "%s: only shortlisted pieces are chosen", shape->name);
        free(seen);
        free(allowed);
        free_results(one, 2);
        free_results(many, 2);
    }
    shortlist_free(list);
    model_close(m);
    free(bytes.bytes);
}

static void test_good_length(void)
{
    model_shape small = shapes[0];
    for (small.good_length = 0; small.good_length <= 40; small.good_length += 40) {
        made_model made = make_model(&small, 1);
        model *m = open_model(&made, kernels_best(), true);
        ok(m && m->options.good_length == (small.good_length ? 40 : 28), "a model that says %zu bears sentences of %zu",
           small.good_length, m ? m->options.good_length : 0);
        model_close(m);
        free(made.bytes);
    }
}

static void test_loops(void)
{
    static const uint32_t stuck[] = {7, 3, 4, 3, 4, 3, 4, 3, 4, 9}, fine[] = {7, 3, 4, 3, 4, 5, 3, 4, 7, 7, 7, 7, 9};
    ok(pieces_loop(stuck, 10), "a piece that comes again and again is a loop");
    ok(!pieces_loop(fine, 13), "a few repetitions are not");
    ok(pieces_stutter(fine, 5) && pieces_stutter(fine, 13),
       "two pieces twice in a row, or one four times, are a stutter");
    ok(!pieces_stutter(fine, 4) && !pieces_stutter(fine + 4, 7), "one piece three times is not");
}

static void test_shape(const model_shape *shape, unsigned seed)
{
    made_model made = make_model(shape, seed);
    model *m = open_model(&made, kernels_best(), true);
    sample in = random_sample(shape->source_pieces, seed);
    if (ok(m != NULL, "%s: the model opens", shape->name)) {
        hypothesis *expected = translate(m, NULL, &in, 2, 1, 1000);
        test_reference(shape, &made, m, &in);
        test_sets(shape, &made, expected, &in);
        test_batches(shape, m, expected, &in);
        test_order(shape, m, expected, &in);
        test_beam(shape, m, &in);
        test_rules(shape, m, &in);
        test_shortlist(shape, &made, &in);
        free_results(expected, 2);
    }
    model_close(m);
    free(made.bytes);
}

int main(void)
{
    for (unsigned i = 0; i < SHAPES; i++)
        test_shape(&shapes[i], 100 + i);
    test_good_length();
    test_loops();
    return tap_done();
}
