/* SPDX-License-Identifier: ISC */
/*
 * How fast the translation engine is: sentences of a file through a model, every translation made as long as its
 * source, so that the weights do not matter. Usage: bench_translate SENTENCES MODEL VOCABULARY [SHORTLIST], where the
 * model may be the name of an architecture: a random one of that shape, with the vocabulary's pieces.
 */
#include "config.h"

#include "../../plugins/translate/batch.h"
#include "../../plugins/translate/vocab.h"
#include "../translate/model_maker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#ifdef HAVE_DNNL
#include <oneapi/dnnl/dnnl.h>
#endif

#define MOST_LINES 1000

typedef struct lines {
    uint32_t *ids[MOST_LINES];
    size_t counts[MOST_LINES]; /* pieces of each */
    size_t spoken[MOST_LINES]; /* words of each */
    size_t count, words, pieces;
} lines;

static double clock_seconds(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double now(void)
{
    return clock_seconds(CLOCK_MONOTONIC);
}

static double peak_mib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024.0;
}

static size_t count_words(const char *line)
{
    size_t words = 0;
    for (const char *at = line; *at; at++)
        words += *at != ' ' && (at == line || at[-1] == ' ');
    return words;
}

static bool read_lines(const char *path, const vocab *v, lines *out)
{
    static char line[1 << 16];
    FILE *file = fopen(path, "r");
    while (file && out->count < MOST_LINES && fgets(line, sizeof line, file)) {
        piece *pieces = NULL;
        size_t count = 0;
        line[strcspn(line, "\n")] = '\0';
        if (vocab_encode(v, line, strlen(line), &pieces, &count, NULL) != DP_OK)
            return false;
        uint32_t *ids = malloc((count + 1) * sizeof *ids);
        for (size_t i = 0; ids && i < count; i++)
            ids[i] = pieces[i].id;
        free(pieces);
        if (!ids)
            return false;
        ids[count] = PIECE_END;
        out->ids[out->count] = ids;
        out->counts[out->count] = count + 1;
        out->spoken[out->count++] = count_words(line);
        out->pieces += count + 1;
        out->words += count_words(line);
    }
    if (file)
        fclose(file);
    return out->count > 0;
}

/* One row of the table: all sentences with some batch size and number of threads. Returns the seconds of processor
 * time, which other work on the machine disturbs least. */
static double run(const model *m, const shortlist *list, const lines *in, size_t threads, size_t pieces, size_t beam)
{
    static const uint32_t never_end[] = {PIECE_END};
    static search_job jobs[MOST_LINES];
    hypothesis *results = calloc(in->count, sizeof *results);
    batch_options options = {
        .search = {.beam = beam, .results = 1, .length_factor = 1.0}, .threads = threads, .pieces = pieces};
    batch_space space;
    size_t made = 0;
    if (!results || batch_space_open(&space, threads, NULL) != DP_OK)
        return 0.0;
    for (size_t i = 0; i < in->count; i++)
        jobs[i] = (search_job){.source = {in->ids[i], in->counts[i]},
                               .rules = {.forbidden = never_end, .forbidden_count = 1},
                               .results = &results[i]};
    double begin = now(), used = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    translate_all(m, list, &options, &space, jobs, in->count, NULL);
    double seconds = now() - begin;
    used = clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - used;
    for (size_t i = 0; i < in->count; i++) {
        made += results[i].count;
        hypothesis_free(&results[i]);
    }
    printf("%-9s %7zu %5zu %4zu  %8.3f %10.0f %10.0f %12.0f %8.0f\n", list ? "yes" : "no", threads, pieces, beam,
           seconds, (double)in->words / seconds, (double)made / seconds, (double)in->words / used, peak_mib());
    batch_space_free(&space);
    free(results);
    return used;
}

/* Multiply-adds of bytes for a source and a target piece, without the output layer's share when there is a shortlist.
 */
static double products_per_piece(const model *m, bool whole)
{
    const model_options *o = &m->options;
    double d = (double)o->width, ffn = 0.0, attending = 4.0 * d * d;
    for (size_t i = 0; i < o->encoder_layers; i++)
        ffn += 2.0 * d * (double)m->encoder[i].ffn.inner.outputs + attending;
    for (size_t i = 0; i < o->decoder_layers; i++)
        ffn += 2.0 * d * (double)m->decoder[i].ffn.inner.outputs + attending + (o->ssru ? 2.0 * d * d : attending);
    return ffn + (whole ? d * (double)o->target_pieces : 0.0);
}

/* Billions of byte operations a second of one product: rows x INPUTS x outputs, the best of some runs. `theirs` is
 * oneDNN's, 0 without it. */
enum { INPUTS = 256, MOST_ROWS = 1024, MOST_OUTPUTS = 32000, REPEATS = 20 };

static double product_rate(const kernels *k, size_t rows, size_t outputs, double *theirs)
{
    static uint8_t a[MOST_ROWS * INPUTS];
    static int8_t b[MOST_OUTPUTS * INPUTS], packed[MOST_OUTPUTS * INPUTS];
    static float out[MOST_ROWS * 1536], scales[MOST_ROWS];
    static int32_t sums[MOST_OUTPUTS];
    double work = 2e-9 * (double)rows * (double)outputs * INPUTS, best = 0.0;
    for (size_t i = 0; i < outputs * INPUTS; i++)
        b[i] = (int8_t)(i * 37 % 255 - 127);
    pack_int8_columns(b, NULL, INPUTS, outputs, packed);
    k->sum_columns(packed, INPUTS, panels_of(outputs), sums);
    matrix m = {.inputs = INPUTS, .outputs = outputs, .bytes = packed, .column_sums = sums, .weight_scale = 1.0f};
    for (size_t i = 0; i < REPEATS; i++) {
        double begin = now();
        k->multiply_int8(&m, (quantised_rows){a, scales, scales}, rows, 0, outputs, ACTIVATION_NONE, out, outputs);
        best = fmax(best, work / (now() - begin));
    }
    *theirs = 0.0;
#ifdef HAVE_DNNL
    static int32_t c[MOST_ROWS * 1536];
    int32_t zero = 0;
    dnnl_dim_t size[] = {(dnnl_dim_t)rows, (dnnl_dim_t)outputs};
    for (size_t i = 0; i < REPEATS; i++) {
        double begin = now();
        dnnl_gemm_u8s8s32('N', 'T', 'F', size[0], size[1], INPUTS, 1.0f, a, INPUTS, 0, b, INPUTS, 0, 0.0f, c, size[1],
                          &zero);
        *theirs = fmax(*theirs, work / (now() - begin));
    }
#endif
    return best;
}

/* What this processor reaches: the best of oneDNN's product and ours, for many rows. */
static double int8_limit(const kernels *k)
{
    static const size_t shapes[][2] = {{1, 1536}, {16, 1536}, {1, MOST_OUTPUTS}, {MOST_ROWS, 1536}};
    double limit = 0.0;
    printf("int8 products in GOP/s, ours and oneDNN's:");
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        double theirs, ours = product_rate(k, shapes[i][0], shapes[i][1], &theirs);
        printf("%s %zu x %d x %zu: %.0f, %.0f", i > 0 ? ";" : "", shapes[i][0], INPUTS, shapes[i][1], ours, theirs);
        limit = fmax(ours, theirs);
    }
    printf("\n");
    return limit;
}

static void share_of_limit(const model *m, const lines *in, double seconds, bool whole, double limit)
{
    double rate = 2e-9 * products_per_piece(m, whole) * (double)in->pieces / seconds;
    printf("  = %.0f GOP/s in the layers%s, %.0f %% of the limit\n", rate, whole ? "" : " without the output",
           100 * rate / limit);
}

/* ---- The same with oneDNN's products ---- */

#ifdef HAVE_DNNL
/* oneDNN wants the columns of a matrix each close together, so that it gets copies, made when they are first asked for.
 * Only for matrices that stay: not for those chosen by a shortlist. */
static struct copy {
    const int8_t *packed;
    int8_t *columns;
} copies[1024];

static const int8_t *columns_of(const matrix *m)
{
    size_t at = (size_t)m->bytes / 64 % 1024, width = padded_inputs(m->inputs);
    while (copies[at].packed && copies[at].packed != m->bytes)
        at = (at + 1) % 1024;
    if (!copies[at].packed) {
        copies[at] = (struct copy){m->bytes, malloc(m->inputs * m->outputs)};
        for (size_t c = 0; copies[at].columns && c < m->outputs; c++)
            for (size_t k = 0; k < m->inputs; k++)
                copies[at].columns[c * m->inputs + k] =
                    m->bytes[c / PANEL * PANEL * width + (k / 4 * PANEL + c % PANEL) * 4 + k % 4];
    }
    return copies[at].columns;
}

/* As the kernels finish a row of sums; cloned, so that it is no slower than theirs. */
__attribute__((target_clones("avx512f", "arch=haswell", "default"), optimize("O3"))) static void
finish_row(const int32_t *sums, const int32_t *column_sums, const float *bias, float unscale, float offset, bool relu,
           float *out, size_t count)
{
    for (size_t c = 0; c < count; c++) {
        float y = fmaf((float)column_sums[c], offset, bias ? bias[c] : 0.0f);
        y = fmaf((float)sums[c], unscale, y);
        out[c] = relu && y < 0.0f ? 0.0f : y;
    }
}

static void multiply_dnnl(const matrix *m, quantised_rows in, size_t rows, size_t first, size_t columns, activation f,
                          float *out, size_t out_stride)
{
    static int32_t sums[1 << 22];
    const int32_t zero = 0;
    dnnl_dim_t n = (dnnl_dim_t)columns, k = (dnnl_dim_t)m->inputs;
    dnnl_gemm_u8s8s32('N', 'T', 'F', (dnnl_dim_t)rows, n, k, 1.0f, in.bytes, k, 0, columns_of(m) + first * m->inputs, k,
                      0, 0.0f, sums, n, &zero);
    for (size_t r = 0; r < rows; r++)
        finish_row(sums + r * columns, m->column_sums + first, m->bias ? m->bias + first : NULL, in.unscale[r],
                   in.offset[r], f == ACTIVATION_RELU, out + r * out_stride, columns);
}

/* Rows of the table with oneDNN's products and with ours, in turn, over the first sentences. */
static void run_with_dnnl(model *m, const lines *all)
{
    static lines in;
    for (in = *all, in.words = in.count = 0; in.count < all->count && in.count < 100; in.count++)
        in.words += in.spoken[in.count];
    static const size_t rows[][2] = {{1024, 1}, {1, 1}, {1024, 4}};
    const kernels *ours = m->kernels;
    kernels theirs = *ours;
    theirs.multiply_int8 = multiply_dnnl;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t repeat = 0; repeat < 3; repeat++) {
            m->kernels = &theirs;
            printf(repeat == 0 ? "(copies) " : "oneDNN's ");
            run(m, NULL, &in, 1, rows[i][0], rows[i][1]);
            m->kernels = ours;
            printf("ours     ");
            run(m, NULL, &in, 1, rows[i][0], rows[i][1]);
        }
    for (size_t i = 0; i < sizeof copies / sizeof *copies; i++)
        free(copies[i].columns);
}
#endif

/* Open a model file, or make a model of random weights, which `*made` holds until the model is closed. */
static dp_status open_model(const char *path, const vocab *v, bool whole, made_model *made, model **out,
                            dp_error *error)
{
    model_shape shape;
    if (!shape_named(path, vocab_size(v), &shape))
        return model_open(path, kernels_best(), whole, out, error);
    *made = make_model(&shape, 1);
    model_file *file = NULL;
    dp_status status = made->bytes ? model_file_parse(made->bytes, made->length, path, &file, error) : DP_NO_MEMORY;
    return status == DP_OK ? model_build(file, kernels_best(), whole, out, error) : status;
}

int main(int count, char **arguments)
{
    static lines in;
    made_model made = {0};
    vocab *v = NULL;
    model *m = NULL;
    shortlist *list = NULL;
    dp_error error = {0};
    if (count < 4) {
        fprintf(stderr, "usage: %s SENTENCES MODEL VOCABULARY [SHORTLIST]\n", arguments[0]);
        return 2;
    }
    double begin = now();
    dp_status status = vocab_open(arguments[3], &v, &error);
    double vocab_time = now() - begin;
    begin = now();
    if (status == DP_OK)
        status = open_model(arguments[2], v, count < 5, &made, &m, &error);
    double model_time = now() - begin;
    if (status == DP_OK && count > 4)
        status = shortlist_open(arguments[4], m->options.source_pieces, m->options.target_pieces,
                                m->options.shared_embedding, &list, &error);
    if (status != DP_OK || !read_lines(arguments[1], v, &in)) {
        fprintf(stderr, "%s\n", status == DP_OK ? "no sentences" : error.text);
        return 1;
    }
    printf("%s%s: %zu sentences, %zu words, %zu pieces; kernels %s; loading: vocabulary %.1f ms, model %.1f ms\n",
           arguments[2], list ? " with shortlist" : "", in.count, in.words, in.pieces, m->kernels->name,
           1e3 * vocab_time, 1e3 * model_time);
    double limit = int8_limit(m->kernels);
    printf("shortlist threads batch beam   seconds    words/s   pieces/s  words/cpu-s peak MiB\n");
    double seconds = run(m, list, &in, 1, 1024, 1);
    share_of_limit(m, &in, seconds, list == NULL, limit);
    run(m, list, &in, 2, 1024, 1);
    run(m, list, &in, 1, 1, 1);
    run(m, list, &in, 1, 1024, 4);
#ifdef HAVE_DNNL
    if (!list)
        run_with_dnnl(m, &in);
#endif
    for (size_t i = 0; i < in.count; i++)
        free(in.ids[i]);
    shortlist_free(list);
    model_close(m);
    free(made.bytes);
    vocab_free(v);
    return 0;
}
