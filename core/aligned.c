/* SPDX-License-Identifier: ISC */
/*
 * Which words of a translation render a part of its German.
 */
#include "config.h"

#include "alloc.h"
#include "doc.h"

#include <stdlib.h>

/* A word of the English that is aligned with a word of the part, or with another. */
typedef struct link {
    dp_span english;
    bool own;
} link;

static int compare_links(const void *a, const void *b)
{
    const link *x = a, *y = b;
    if (x->english.begin != y->english.begin)
        return x->english.begin < y->english.begin ? -1 : 1;
    return x->own - y->own;
}

static link *collect(const dp_doc *doc, size_t index, dp_span german, size_t *count, size_t *own)
{
    dp_span source, target;
    link *all = alloc_zeroed(dp_doc_alignment_count(doc, index), sizeof *all);
    *count = *own = 0;
    for (size_t i = 0; all && dp_doc_alignment(doc, index, i, &source, &target); i++) {
        all[i] = (link){target, dp_span_overlaps(source, german)};
        *own += all[i].own;
        (*count)++;
    }
    if (all)
        qsort(all, *count, sizeof *all, compare_links);
    return all;
}

/* The run of links in which those of the part most outnumber the others: the largest sum of +1 and -1. */
static void best_run(const link *all, size_t count, size_t *first, size_t *last)
{
    long sum = 0, best = 0;
    size_t start = 0;
    for (size_t i = 0; i < count; i++) {
        if (sum <= 0) {
            sum = 0;
            start = i;
        }
        sum += all[i].own ? 1 : -1;
        if (sum > best) {
            best = sum;
            *first = start;
            *last = i;
        }
    }
}

double dp_doc_aligned(const dp_doc *doc, size_t index, dp_span german, dp_span *english)
{
    size_t count, own, first = 0, last = 0, inside = 0;
    link *all = collect(doc, index, german, &count, &own);
    if (!all || own == 0) {
        free(all);
        return 0;
    }
    best_run(all, count, &first, &last);
    dp_span found = all[first].english;
    for (size_t i = first; i <= last; i++) {
        inside += all[i].own;
        found.end = all[i].english.end > found.end ? all[i].english.end : found.end;
    }
    *english = found;
    free(all);
    return 2.0 * (double)inside / (double)(own + (last - first + 1));
}
