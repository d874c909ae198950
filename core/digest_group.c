/* SPDX-License-Identifier: ISC */
/*
 * Which articles are copies of one text, and which tell the same story. Plain counting, no training: the same articles in
 * the same order always give the same groups. Each pair is compared once.
 */
#include "config.h"

#include "digest.h"

#include "alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A copy shares this much of its runs of words, and is not much shorter: a brief item inside a long report of somebody's
 * own is no copy of that report. */
#define COPY_OVERLAP  0.6
#define COPY_LENGTH   0.33
#define FEWEST_RUNS   8

/* Two stories are one from this similarity on; measured, see docs/record.md. */
#define SAME_STORY    0.12

/* What two articles of one story share at least: so many names, numbers and words, one of them no word. */
#define FEWEST_SHARED 5

/* Further apart than this, two articles are about two events. */
#define MOST_DAYS     8

/* As if so many other articles had been read, so that two articles alone are not told apart by chance. */
#define IMAGINED      20

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

/* ---- Copies ---- */

static size_t shared_runs(const digest_article *a, const digest_article *b)
{
    size_t shared = 0;
    for (size_t i = 0, j = 0; i < a->shingle_count && j < b->shingle_count;) {
        shared += a->shingles[i] == b->shingles[j];
        if (a->shingles[i] == b->shingles[j])
            i++, j++;
        else if (a->shingles[i] < b->shingles[j])
            i++;
        else
            j++;
    }
    return shared;
}

static bool are_copies(const digest_article *a, const digest_article *b)
{
    const digest_article *shorter = a->shingle_count < b->shingle_count ? a : b, *longer = shorter == a ? b : a;
    if (*a->sha256 && strcmp(a->sha256, b->sha256) == 0)
        return true;
    if (shorter->shingle_count < FEWEST_RUNS || (double)shorter->shingle_count < COPY_LENGTH * (double)longer->shingle_count)
        return false;
    return (double)shared_runs(a, b) >= COPY_OVERLAP * (double)shorter->shingle_count;
}

/* The member that stands for all: `source` leads there step by step. */
static size_t find_source(digest_article *all, size_t index)
{
    while (all[index].source != index)
        index = all[index].source = all[all[index].source].source;
    return index;
}

/* The longest text stands for its copies; of equal ones, the first. */
static void find_copies(digest_article *all, size_t count)
{
    for (size_t i = 0; i < count; i++)
        all[i].source = i;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            size_t a = find_source(all, i), b = find_source(all, j);
            if (a == b || !are_copies(&all[i], &all[j]))
                continue;
            size_t size_a = all[a].shingle_count, size_b = all[b].shingle_count;
            bool second = size_b > size_a || (size_b == size_a && b < a);
            all[second ? a : b].source = second ? b : a;
        }
    for (size_t i = 0; i < count; i++) {
        const digest_article *source = &all[find_source(all, i)];
        all[i].overlap = all[i].shingle_count ? (double)shared_runs(&all[i], source) / (double)all[i].shingle_count : 1;
    }
}

/* ---- Weights ---- */

/* Number of sources that have a key. */
static size_t count_key(const uint64_t *keys, size_t count, uint64_t key)
{
    size_t low = 0, high = count, found = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (keys[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + found < count && keys[low + found] == key)
        found++;
    return found;
}

/* What fewer sources have tells more; a name tells more than a number, and that more than a word. */
static bool weigh(digest_article *all, size_t count)
{
    static const double by_kind[] = {[FEATURE_NAME] = 2, [FEATURE_NUMBER] = 1.5, [FEATURE_WORD] = 1};
    size_t total = 0, sources = 0, filled = 0;
    for (size_t i = 0; i < count; i++)
        total += all[i].feature_count;
    uint64_t *keys = alloc_zeroed(total, sizeof *keys);
    if (!keys)
        return false;
    for (size_t i = 0; i < count; i++) {
        sources += all[i].source == i;
        for (size_t f = 0; all[i].source == i && f < all[i].feature_count; f++)
            keys[filled++] = all[i].features[f].key;
    }
    qsort(keys, filled, sizeof *keys, digest_compare_keys);
    for (size_t i = 0; i < count; i++) {
        all[i].weight = 0;
        for (size_t f = 0; f < all[i].feature_count; f++) {
            digest_feature *feature = &all[i].features[f];
            double with = (double)count_key(keys, filled, feature->key);
            feature->weight = by_kind[feature->kind] * log((double)(sources + IMAGINED) / (with < 1 ? 1 : with));
            all[i].weight += feature->weight;
        }
    }
    free(keys);
    return true;
}

/* ---- Stories ---- */

/* Share of the weight that two articles have in common. */
static double similarity(const digest_article *a, const digest_article *b)
{
    double shared = 0;
    size_t common = 0;
    bool named = false;
    if (a->day && b->day && labs(a->day - b->day) > MOST_DAYS)
        return 0;
    for (size_t i = 0, j = 0; i < a->feature_count && j < b->feature_count;) {
        const digest_feature *x = &a->features[i], *y = &b->features[j];
        if (x->key == y->key) {
            shared += x->weight;
            named = named || x->kind != FEATURE_WORD;
            common++;
        }
        i += x->key <= y->key;
        j += y->key <= x->key;
    }
    /* The geometric mean with the smaller whole: a brief report of what a long one tells is the same story. */
    double whole = sqrt(smaller(a->weight, b->weight) * sqrt(a->weight * b->weight));
    return named && common >= FEWEST_SHARED && whole > 0 ? shared / whole : 0;
}

/* A matrix of similarities between stories, each stood for by its first source. */
typedef struct table {
    const size_t *sources; /* numbers of the articles */
    size_t count;
    double *near;          /* count * count */
    size_t *sizes;         /* sources in the story that begins here; 0: it belongs to another */
} table;

static void fill_table(table *t, const digest_article *all)
{
    for (size_t i = 0; i < t->count; i++) {
        t->sizes[i] = 1;
        for (size_t j = i + 1; j < t->count; j++) {
            const digest_article *a = &all[t->sources[i]], *b = &all[t->sources[j]];
            t->near[i * t->count + j] = t->near[j * t->count + i] = similarity(a, b);
        }
    }
}

/* Draw the two nearest stories together, if they are near enough: near is the mean over the pairs of their sources, so that
 * no chain of half-related articles becomes one story. */
static bool join_nearest(table *t, digest_article *all)
{
    size_t n = t->count, first = 0, second = 0;
    double best = SAME_STORY;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; t->sizes[i] && j < n; j++)
            if (t->sizes[j] && t->near[i * n + j] > best) {
                best = t->near[i * n + j];
                first = i;
                second = j;
            }
    if (first == second)
        return false;
    double a = (double)t->sizes[first], b = (double)t->sizes[second];
    for (size_t k = 0; k < n; k++)
        t->near[first * n + k] = t->near[k * n + first] =
            (a * t->near[first * n + k] + b * t->near[second * n + k]) / (a + b);
    t->sizes[first] += t->sizes[second];
    t->sizes[second] = 0;
    for (size_t k = 0; k < n; k++)
        if (all[t->sources[k]].story == t->sources[second])
            all[t->sources[k]].story = t->sources[first];
    return true;
}

static bool find_stories(digest_article *all, size_t count)
{
    table t = {0};
    size_t *sources = alloc_zeroed(count, sizeof *sources);
    for (size_t i = 0; sources && i < count; i++)
        if (all[i].source == i)
            sources[t.count++] = i;
    t.sources = sources;
    t.sizes = alloc_zeroed(t.count, sizeof *t.sizes);
    t.near = alloc_zeroed(t.count, t.count * sizeof *t.near);
    bool good = sources && t.sizes && t.near;
    if (good) {
        fill_table(&t, all);
        while (join_nearest(&t, all))
            ;
    }
    free(t.near);
    free(t.sizes);
    free(sources);
    return good;
}

bool digest_group(digest_article *articles, size_t count)
{
    for (size_t i = 0; i < count; i++)
        articles[i].story = i;
    find_copies(articles, count);
    if (count == 0 || !weigh(articles, count) || !find_stories(articles, count))
        return count == 0;
    for (size_t i = 0; i < count; i++)
        articles[i].story = articles[articles[i].source].story;
    return true;
}
