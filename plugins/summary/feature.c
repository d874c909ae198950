/* SPDX-License-Identifier: ISC */
/*
 * Rows of features. The names stand in the order in which the rows are written.
 */
#include "feature.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rounds of LexRank; ranks change in the fourth digit after ten. */
#define ROUNDS  20
#define DAMPING 0.85

static const char *const names[FEATURES_SETS][FEATURES_MAX] = {
    [FEATURES_WORD] = {"one",
                       "log-count",
                       "log-stem-count",
                       "share",
                       "sentence-share",
                       "stopword",
                       "stopword-log-count",
                       "stopword-sentence-share",
                       "stopword-share",
                       "stem-in-title",
                       "in-title",
                       "title-log-stem-count",
                       "in-first",
                       "inverse-first",
                       "first-place",
                       "nearness",
                       "capital",
                       "number",
                       "letters",
                       "long",
                       "short",
                       "stem-spread"},
    [FEATURES_PAIR] = {"one", "log-count", "in-title", "both-stopwords", "one-stopword", "left-in-title",
                       "right-in-title", "in-first", "inverse-first", "left-count", "right-count", "bound",
                       "content-log-count", "left-log-count", "right-log-count", "number", "gain-product"},
    [FEATURES_SENTENCE] = {"one",
                           "inverse-place",
                           "log-place",
                           "place",
                           "first",
                           "last",
                           "paragraph-start",
                           "paragraph",
                           "centrality",
                           "log-centrality",
                           "title-recall",
                           "title-any",
                           "title-precision",
                           "like-first",
                           "log-length",
                           "log-length-squared",
                           "short",
                           "long",
                           "mean-share",
                           "sum-share",
                           "mean-log-spread",
                           "stopwords",
                           "numbers",
                           "mean-letters",
                           "capitals",
                           "quote",
                           "parenthesis",
                           "colon",
                           "commas",
                           "question",
                           "dangles"},
};

const char *feature_name(feature_set set, size_t index)
{
    return index < FEATURES_MAX ? names[set][index] : NULL;
}

/* ---- Centrality ---- */

/* Weight of a stem: rare ones say more. Zero for stop words. */
static double stem_weight(const story *a, uint32_t number)
{
    const story_word *word = &a->word[number];
    if (word->stopword)
        return 0;
    return log(1 + (double)a->count / (double)a->stem[word->stem].sentences);
}

/* Length of each sentence's vector of weighted stem counts, inverted; 0 for a sentence without content. */
static void invert_norms(const story *a, const double *weight, double *inverse, double *count)
{
    for (size_t i = 0; i < a->count; i++) {
        const uint32_t *words = a->words + a->sentences[i].word;
        size_t length = a->sentences[i].word_count;
        double sum = 0;
        for (size_t k = 0; k < length; k++)
            count[a->word[words[k]].stem]++;
        for (size_t k = 0; k < length; k++)
            sum += count[a->word[words[k]].stem] * weight[words[k]] * weight[words[k]];
        for (size_t k = 0; k < length; k++)
            count[a->word[words[k]].stem] = 0;
        inverse[i] = sum > 0 ? 1 / sqrt(sum) : 0;
    }
}

/* Multiply `in` with the matrix of cosines between all sentences, its diagonal left out. Going through the stems costs
 * time by the words of the article, where the matrix would cost the square of its sentences. */
static void multiply(const story *a, const double *weight, const double *inverse, const double *in, double *out,
                     double *sum)
{
    memset(sum, 0, a->stem_lexicon.count * sizeof *sum);
    for (size_t i = 0; i < a->count; i++) {
        const story_sentence *s = &a->sentences[i];
        for (size_t k = s->word; k < s->word + s->word_count; k++)
            sum[a->word[a->words[k]].stem] += weight[a->words[k]] * inverse[i] * in[i];
    }
    for (size_t i = 0; i < a->count; i++) {
        const story_sentence *s = &a->sentences[i];
        double value = 0;
        for (size_t k = s->word; k < s->word + s->word_count; k++)
            value += weight[a->words[k]] * inverse[i] * sum[a->word[a->words[k]].stem];
        out[i] = inverse[i] > 0 ? fmax(0, value - in[i]) : 0;
    }
}

/* LexRank with continuous weights. `scratch` holds 3 numbers a sentence, one a word and one a stem. */
static void rank(const story *a, double *centrality, double *scratch)
{
    size_t n = a->count;
    double *inverse = scratch, *degree = inverse + n, *shared = degree + n, *weight = shared + n,
           *sum = weight + a->lexicon.count;
    for (uint32_t w = 0; w < a->lexicon.count; w++)
        weight[w] = a->word[w].count ? stem_weight(a, w) : 0;
    memset(sum, 0, a->stem_lexicon.count * sizeof *sum);
    invert_norms(a, weight, inverse, sum);
    for (size_t i = 0; i < n; i++)
        centrality[i] = 1;
    multiply(a, weight, inverse, centrality, degree, sum);
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < n; i++)
            shared[i] = degree[i] > 1e-9 ? centrality[i] / degree[i] : 0;
        multiply(a, weight, inverse, shared, centrality, sum);
        for (size_t i = 0; i < n; i++)
            centrality[i] = (1 - DAMPING) + DAMPING * centrality[i];
    }
}

dp_status features_prepare(features *f, const story *a)
{
    f->story = a;
    while (strcmp(names[FEATURES_SENTENCE][f->title_recall], "title-recall") != 0)
        f->title_recall++;
    for (size_t i = 0; i < a->stem_lexicon.count; i++)
        if (a->stem[i].sentences > f->widest_stem)
            f->widest_stem = a->stem[i].sentences;
    f->centrality = calloc(a->count + 1, sizeof *f->centrality);
    f->word_gain = calloc((size_t)a->lexicon.count + 1, sizeof *f->word_gain);
    double *scratch = calloc(a->count * 3 + a->lexicon.count + a->stem_lexicon.count + 1, sizeof *scratch);
    bool good = f->centrality && f->word_gain && scratch;
    if (good)
        rank(a, f->centrality, scratch);
    free(scratch);
    return good ? DP_OK : DP_NO_MEMORY;
}

void features_free(features *f)
{
    free(f->centrality);
    free(f->word_gain);
    memset(f, 0, sizeof *f);
}

/* ---- Rows ---- */

static void word_row(const features *f, size_t number, double *row)
{
    const story *a = f->story;
    const story_word *w = &a->word[number];
    double count = (double)w->count, total = (double)(a->word_total ? a->word_total : 1);
    double n = (double)(a->count ? a->count : 1), stem_count = w->stopword ? 0 : (double)a->stem[w->stem].count;
    double title = !w->stopword && a->stem[w->stem].in_title;
    double spread = f->widest_stem && !w->stopword ? (double)a->stem[w->stem].sentences / (double)f->widest_stem : 0;
    const double values[] = {1,
                             log(count),
                             log(1 + stem_count),
                             100 * count / total,
                             (double)w->sentences / n,
                             w->stopword,
                             w->stopword * log(count),
                             w->stopword * (double)w->sentences / n,
                             w->stopword * 100 * count / total,
                             title,
                             w->in_title,
                             title * log(1 + stem_count),
                             w->first == 0,
                             1 / (1 + (double)w->first),
                             (double)w->first / n,
                             w->nearness,
                             w->stopword ? 0 : (double)w->capitals / count,
                             w->number,
                             (double)w->letters,
                             w->letters > 12,
                             w->letters <= 3,
                             spread};
    memcpy(row, values, sizeof values);
}

static void pair_row(const features *f, size_t number, double *row)
{
    const story *a = f->story;
    const story_pair *p = &a->pair[number];
    const story_word *l = &a->word[p->left], *r = &a->word[p->right];
    double count = (double)p->count, left = (double)l->count, right = (double)r->count, least = fmin(left, right);
    const double values[] = {1,
                             log(count),
                             p->in_title,
                             l->stopword && r->stopword,
                             l->stopword != r->stopword,
                             !l->stopword && a->stem[l->stem].in_title,
                             !r->stopword && a->stem[r->stem].in_title,
                             p->first == 0,
                             1 / (1 + (double)p->first),
                             fmin(left, 20) / 20,
                             fmin(right, 20) / 20,
                             least > 1 ? count / least : 0,
                             l->stopword || r->stopword ? 0 : log(count),
                             log(left),
                             log(right),
                             l->number || r->number,
                             f->word_gain[p->left] * f->word_gain[p->right]};
    memcpy(row, values, sizeof values);
}

/* What a sentence has in common with the headline and the first sentence. Each stem counts once: `sum` is over all
 * words, the rest over words with content. */
typedef struct overlap {
    double title, first, content, share, log_spread, numbers, letters;
} overlap;

static overlap measure_overlap(const story *a, const story_sentence *s)
{
    overlap o = {0};
    double total = (double)(a->word_total ? a->word_total : 1);
    for (size_t k = s->word; k < s->word + s->word_count; k++) {
        const story_word *w = &a->word[a->words[k]];
        o.numbers += w->number;
        o.letters += (double)w->letters;
        if (w->stopword)
            continue;
        const story_stem *stem = &a->stem[w->stem];
        o.content++;
        o.title += stem->in_title;
        o.first += w->first == 0;
        o.share += (double)stem->count / total;
        o.log_spread += log((double)stem->sentences);
    }
    return o;
}

static void sentence_row(const features *f, size_t number, double *row)
{
    const story *a = f->story;
    const story_sentence *s = &a->sentences[number];
    overlap o = measure_overlap(a, s);
    double i = (double)number, n = (double)a->count, words = (double)s->word_count, content = fmax(1, o.content);
    double titles = (double)(a->title_stems ? a->title_stems : 1), length = log(1 + words),
           rank = f->centrality[number];
    const double values[] = {1,
                             1 / (1 + i),
                             log(1 + i),
                             i / n,
                             number == 0,
                             number + 1 == a->count,
                             s->paragraph_start,
                             (double)s->paragraph / (double)a->paragraphs,
                             rank,
                             log(1e-3 + rank),
                             fmin(1, o.title / titles),
                             o.title > 0,
                             o.title / content,
                             o.first / content,
                             length,
                             length * length,
                             s->word_count<6, s->word_count> 35,
                             100 * o.share / content,
                             10 * o.share,
                             o.log_spread / content,
                             1 - o.content / words,
                             o.numbers / words,
                             o.letters / words,
                             (double)s->capitals / words,
                             s->quote,
                             s->parenthesis,
                             s->colon,
                             10 * (double)s->commas / words,
                             s->question,
                             s->dangles};
    memcpy(row, values, sizeof values);
}

void features_row(const features *f, feature_set set, size_t number, double *row)
{
    switch (set) {
    case FEATURES_WORD:
        word_row(f, number, row);
        break;
    case FEATURES_PAIR:
        pair_row(f, number, row);
        break;
    default:
        sentence_row(f, number, row);
    }
}
