/* SPDX-License-Identifier: ISC */
/*
 * The engine against outputs of the reference engine: $SHARED/engine holds a model, sentences, and what the reference
 * made of them. Skipped where that folder is not.
 */
#include "config.h"

#include "../../plugins/translate/search.h"
#include "../../plugins/translate/vocab.h"
#include "model_maker.h"

#include <tap.h>

#include <math.h>
#include <stdlib.h>

#define MOST_LINES  300
#define MOST_PIECES 2000

static char folder[512];

static FILE *open_file(const char *name, const char *mode)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return fopen(path, mode);
}

static const char *path_of(char *path, size_t size, const char *name)
{
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

/* ---- Inputs ---- */

typedef struct inputs {
    uint32_t *pieces[MOST_LINES];
    size_t counts[MOST_LINES];
    size_t lines;
} inputs;

static void read_ids(inputs *in, const char *name)
{
    static char line[1 << 20];
    FILE *file = open_file(name, "r");
    while (file && in->lines < MOST_LINES && fgets(line, sizeof line, file)) {
        uint32_t *ids = malloc((strlen(line) + 2) * sizeof *ids);
        size_t count = 0;
        char *at = line, *end;
        for (unsigned long id = strtoul(at, &end, 10); end != at; id = strtoul(at, &end, 10)) {
            ids[count++] = (uint32_t)id;
            at = end;
        }
        ids[count++] = PIECE_END;
        in->pieces[in->lines] = ids;
        in->counts[in->lines++] = count;
    }
    if (file)
        fclose(file);
}

static void test_vocabulary(const inputs *in, const char *name, const vocab *v)
{
    static char line[1 << 20];
    FILE *file = open_file("inputs.de", "r");
    size_t number = 0, same = 0;
    for (; file && fgets(line, sizeof line, file); number++) {
        piece *pieces = NULL;
        size_t count = 0;
        line[strcspn(line, "\n")] = '\0';
        vocab_encode(v, line, strlen(line), &pieces, &count, NULL);
        bool equal = count + 1 == in->counts[number];
        for (size_t i = 0; equal && i < count; i++)
            equal = pieces[i].id == in->pieces[number][i] && pieces[i].span.end <= strlen(line);
        same += equal;
        free(pieces);
    }
    if (file)
        fclose(file);
    ok(number == in->lines && same == number, "%s: pieces of %zu of %zu lines", name, same, number);
}

/* ---- Comparing ---- */

typedef struct tally {
    size_t lines; /* best translations compared */
    size_t equal;
    size_t close; /* of the equal ones, with scores within `within` */
    double within;
    size_t all, all_equal; /* of all in the n-best lists */
    double worst;          /* largest difference of a score among equal best ones */
    double widest_tie;     /* by how much the others' choices differ in score: see tie_width */
} tally;

/* Compare a translation with a line "N ||| pieces ||| WordScores= … ||| …". */
static bool same_translation(const vocab *v, const hypothesis *h, const char *line, double *worst)
{
    const char *at = strstr(line, "||| ") + 4, *scores = strstr(at, "WordScores=") + 11;
    double difference = 0.0;
    for (size_t i = 0; i < h->count; i++) {
        const char *text = vocab_piece(v, h->pieces[i]);
        size_t length = strlen(text);
        if (strncmp(at, text, length) != 0 || at[length] != ' ')
            return false;
        at += length + 1;
        char *end;
        double score = strtod(scores, &end);
        if (end == scores)
            return false;
        scores = end;
        difference = fmax(difference, fabs(score - (double)h->scores[i]));
    }
    if (strncmp(at, "|||", 3) != 0)
        return false;
    *worst = fmax(*worst, difference);
    return true;
}

/* A line that differs is a flip of a rounding when the two engines chose between what is nearly equally good. How far
 * apart are, with a beam, the scores per piece of the two whole translations, and without one, those of the first two
 * pieces that differ? */
static double tie_width(const vocab *v, const hypothesis *h, const char *line, size_t beam)
{
    const char *at = strstr(line, "||| ") + 4, *scores = strstr(at, "WordScores=") + 11;
    if (beam > 1)
        return fabs(strtod(strrchr(line, '|') + 1, NULL) - h->normalised);
    for (size_t i = 0; i < h->count; i++) {
        const char *text = vocab_piece(v, h->pieces[i]);
        size_t length = strlen(text);
        char *end;
        double score = strtod(scores, &end);
        if (end == scores || strncmp(at, text, length) != 0 || at[length] != ' ')
            return end == scores ? (double)INFINITY : fabs(score - (double)h->scores[i]);
        at += length + 1;
        scores = end;
    }
    return (double)INFINITY;
}

static void compare(const vocab *v, const hypothesis *results, size_t lines, size_t beam, const char *name, tally *t)
{
    static char line[1 << 20];
    FILE *file = open_file(name, "r");
    size_t before = lines, rank = 0;
    while (file && fgets(line, sizeof line, file)) {
        size_t number = strtoul(line, NULL, 10);
        rank = number == before ? rank + 1 : 0;
        before = number;
        if (number >= lines || rank >= beam)
            continue;
        double difference = 0.0;
        bool same = same_translation(v, &results[number * beam + rank], line, &difference);
        t->all++;
        t->all_equal += same;
        t->lines += rank == 0;
        t->equal += rank == 0 && same;
        t->close += rank == 0 && same && difference < t->within;
        if (rank == 0 && same)
            t->worst = fmax(t->worst, difference);
        if (rank == 0 && !same)
            t->widest_tie = fmax(t->widest_tie, tie_width(v, &results[number * beam], line, beam));
        if (!same && rank == 0 && getenv("DEPESCHE_TEST_VERBOSE")) {
            printf("# %s# ours:", line);
            for (size_t i = 0; i < results[number * beam].count; i++)
                printf(" %s %.5f", vocab_piece(v, results[number * beam].pieces[i]),
                       (double)results[number * beam].scores[i]);
            printf("\n");
        }
    }
    if (file)
        fclose(file);
}

static void compare_alignment(const hypothesis *results, const inputs *in, size_t beam, const char *name)
{
    static char line[1 << 20];
    FILE *file = open_file(name, "r");
    size_t number = 0, rows = 0;
    double worst = 0.0;
    for (; file && fgets(line, sizeof line, file); number++) {
        char *at = strstr(line, "||| ");
        const hypothesis *h = &results[number * beam];
        for (size_t i = 0; at && h->weights && i < h->count && in->counts[number] > 1; i++, rows++)
            for (size_t j = 0; j < in->counts[number]; j++) {
                at += strcspn(at, "0123456789");
                char *end;
                double weight = strtod(at, &end);
                worst = fmax(worst, fabs(weight - (double)h->weights[i * in->counts[number] + j]));
                at = end;
            }
    }
    if (file)
        fclose(file);
    ok(rows > 1000 && worst < 1e-3, "%s: %zu rows of attention within %.6f", name, rows, worst);
}

/* ---- Running ---- */

static hypothesis *translate(const model *m, const shortlist *list, const inputs *in, size_t beam, size_t batch)
{
    hypothesis *results = calloc(in->lines * beam, sizeof *results);
    search_options options = {.beam = beam, .results = beam, .length_factor = 2.0, .alignment = true};
    search_space space = {0};
    search_job jobs[MOST_LINES];
    for (size_t i = 0; i < in->lines; i++)
        jobs[i] = (search_job){.source = {in->pieces[i], in->counts[i]}, .results = results + i * beam};
    for (size_t i = 0; i < in->lines; i += batch)
        search_batch(m, list, &options, &space, jobs + i, in->lines - i < batch ? in->lines - i : batch, NULL);
    search_space_free(&space);
    return results;
}

static void free_results(hypothesis *results, size_t count)
{
    for (size_t i = 0; i < count; i++)
        hypothesis_free(&results[i]);
    free(results);
}

typedef struct golden {
    const char *name;
    size_t beam;
    double equal; /* share of lines that must be equal, in pieces and scores */
    double score; /* how far scores may be apart for that, and the choices where other lines differ */
} golden;

static void check(const model *m, const shortlist *list, const vocab *v, const inputs *in, golden g)
{
    hypothesis *results = translate(m, list, in, g.beam, 16);
    char name[64];
    tally t = {.within = g.score};
    snprintf(name, sizeof name, "out/%s.nbest", g.name);
    compare(v, results, in->lines, g.beam, name, &t);
    ok(t.lines > 250 && (double)t.close >= g.equal * (double)t.lines,
       "%s: %zu of %zu lines equal, %zu of them with scores within %g, need %.0f %%; worst %.6f (n-best: %zu of %zu)",
       g.name, t.equal, t.lines, t.close, g.score, 100.0 * g.equal, t.worst, t.all_equal, t.all);
    ok(t.widest_tie < g.score, "%s: lines that differ are ties within %.6f", g.name, t.widest_tie);
    if (g.beam == 1 && !list) {
        snprintf(name, sizeof name, "out/%s.align-soft.txt", g.name);
        if (strncmp(g.name, "f32", 3) == 0)
            compare_alignment(results, in, g.beam, name);
    }
    free_results(results, in->lines * g.beam);
}

static model *open_model(const char *path, bool as_float, bool whole, made_model *made)
{
    model_file *file = NULL;
    model *m = NULL;
    dp_error error = {0};
    if (model_file_open(path, &file, &error) == DP_OK && as_float) {
        *made = make_float_copy(file);
        model_file_close(file);
        model_file_parse(made->bytes, made->length, "float copy", &file, &error);
    }
    if (file)
        model_build(file, kernels_best(), whole, &m, &error);
    if (!m)
        printf("# %s\n", error.text);
    return m;
}

static void test_precision(bool as_float, const vocab *v, const inputs *in)
{
    static const golden cases[2][4] = {
        {{"i8aa.b1", 1, 0.98, 0.1},
         {"i8aa.b4", 4, 0.98, 0.1},
         {"i8aa.b1.sl", 1, 0.98, 0.1},
         {"i8aa.b4.sl", 4, 0.98, 0.1}},
        {{"f32.b1", 1, 1.0, 1e-4}, {"f32.b4", 4, 1.0, 1e-4}, {"f32.b1.sl", 1, 1.0, 1e-4}, {"f32.b4.sl", 4, 1.0, 1e-4}},
    };
    char path[1024];
    for (size_t i = 0; i < 4; i++) {
        bool short_listed = i >= 2;
        made_model made = {0};
        model *m =
            open_model(path_of(path, sizeof path, "model/model.intgemm.alphas.bin"), as_float, !short_listed, &made);
        shortlist *list = NULL;
        if (short_listed && m)
            shortlist_open(path_of(path, sizeof path, "model/lex.50.50.s2t.bin"), m->options.source_pieces,
                           m->options.target_pieces, true, &list, NULL);
        ok(m && (list || !short_listed), "%s: files open", cases[as_float][i].name);
        if (m && (list || !short_listed))
            check(m, list, v, in, cases[as_float][i]);
        shortlist_free(list);
        model_close(m);
        free(made.bytes);
    }
}

/* What people wrote is no loop, and hardly ever stutters. */
static void test_references(const vocab *v)
{
    static const char *const names[] = {"wmt21.en", "wmt21.refB.en", "flores-dev.en"};
    static char line[1 << 16];
    size_t lines = 0, loops = 0, stutters = 0;
    for (size_t i = 0; i < 3; i++) {
        char path[1024];
        snprintf(path, sizeof path, "%s/../bench/mt/%s", folder, names[i]);
        FILE *file = fopen(path, "r");
        for (; file && fgets(line, sizeof line, file); lines++) {
            piece *pieces = NULL;
            size_t count = 0;
            uint32_t ids[4096];
            vocab_encode(v, line, strcspn(line, "\n"), &pieces, &count, NULL);
            count = count < 4096 ? count : 4096;
            for (size_t j = 0; j < count; j++)
                ids[j] = pieces[j].id;
            loops += pieces_loop(ids, count);
            stutters += pieces_stutter(ids, count);
            free(pieces);
        }
        if (file)
            fclose(file);
    }
    ok(loops == 0 && stutters * 200 <= lines, "of %zu lines that people wrote, %zu loop and %zu stutter", lines, loops,
       stutters);
}

int main(void)
{
    static inputs in, byte_fallback;
    char path[1024];
    vocab *v = NULL, *fallback = NULL;
    snprintf(folder, sizeof folder, "%s/engine", getenv("SHARED") ? getenv("SHARED") : "../shared");
    read_ids(&in, "inputs.ids");
    if (in.lines == 0) {
        printf("1..0 # SKIP no reference outputs here\n");
        return 0;
    }
    read_ids(&byte_fallback, "inputs.bf.ids");
    ok(vocab_open(path_of(path, sizeof path, "model/vocab.spm"), &v, NULL) == DP_OK, "vocabulary opens");
    ok(vocab_open(path_of(path, sizeof path, "model/vocab-bf.spm"), &fallback, NULL) == DP_OK,
       "vocabulary with bytes opens");
    test_vocabulary(&in, "vocab.spm", v);
    test_vocabulary(&byte_fallback, "vocab-bf.spm", fallback);
    test_references(v);
    test_precision(true, v, &in);
    test_precision(false, v, &in);
    for (size_t i = 0; i < in.lines; i++) {
        free(in.pieces[i]);
        free(byte_fallback.pieces[i]);
    }
    vocab_free(v);
    vocab_free(fallback);
    return tap_done();
}
