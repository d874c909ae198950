/* SPDX-License-Identifier: ISC */
/*
 * The steps of a summary: read the article, guess what matters, choose, note.
 */
#include "summarize.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

dp_status summarizer_open(summarizer *s, const char *table, dp_error *error)
{
    s->german = german_new();
    if (!s->german)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory while loading word lists");
    dp_status status = weights_read(&s->short_weights, table, "short", error);
    return status == DP_OK ? weights_read(&s->long_weights, table, "long", error) : status;
}

void summarizer_close(summarizer *s)
{
    german_free(s->german);
    s->german = NULL;
}

static size_t count_spaced(const story *a)
{
    size_t sum = 0;
    for (size_t i = 0; i < a->count; i++)
        sum += a->sentences[i].spaced;
    return sum;
}

/* How long the summary of this article shall be. */
static selection_length length_for(const summarizer *s, const story *a)
{
    selection_length length = {.alone = s->alone};
    if (s->ratio > 0) {
        double words = s->ratio * (double)count_spaced(a);
        length.words = words < 1 ? 1 : (size_t)words;
    } else if (s->words) {
        length.words = s->words;
    } else {
        length.sentences = s->sentences ? s->sentences : 1;
    }
    return length;
}

/* Whether a summary of that length is a short one, by the mean length of the article's sentences. */
static bool is_short(const story *a, selection_length length)
{
    double mean = a->count ? (double)count_spaced(a) / (double)a->count : 0;
    double words = length.words ? (double)length.words : (double)length.sentences * mean;
    return words <= SHORT_SUMMARY;
}

static dp_status note_choice(dp_doc *doc, const story *a, selection_choice choice, size_t rank, double best,
                             dp_error *error)
{
    size_t index = a->sentences[choice.place].index;
    double score = best > 0 ? fmin(1, fmax(0, choice.worth / best)) : 1;
    dp_note *note = dp_doc_add_note(doc, "summary", dp_doc_sentence(doc, index).span, score, error);
    if (!note)
        return error && error->status != DP_OK ? error->status : DP_FAILED;
    dp_status status = dp_note_setf(note, "sentence", error, "%zu", index);
    return status == DP_OK ? dp_note_setf(note, "rank", error, "%zu", rank) : status;
}

typedef struct ranking {
    double worth;
    size_t at;
} ranking;

static int by_worth(const void *left, const void *right)
{
    const ranking *a = left, *b = right;
    if (a->worth != b->worth)
        return a->worth < b->worth ? 1 : -1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* Note the choices in reading order, each with its place in the order of worth. */
static dp_status note_choices(dp_doc *doc, const story *a, const selection_choice *choices, size_t count,
                              dp_error *error)
{
    ranking *order = calloc(count + 1, sizeof *order);
    size_t *ranks = calloc(count + 1, sizeof *ranks);
    dp_status status = order && ranks ? DP_OK : dp_error_set(error, DP_NO_MEMORY, "out of memory while ranking");
    if (status == DP_OK) {
        for (size_t i = 0; i < count; i++)
            order[i] = (ranking){choices[i].worth, i};
        qsort(order, count, sizeof *order, by_worth);
        for (size_t i = 0; i < count; i++)
            ranks[order[i].at] = i + 1;
    }
    for (size_t i = 0; status == DP_OK && i < count; i++)
        status = note_choice(doc, a, choices[i], ranks[i], order[0].worth, error);
    free(order);
    free(ranks);
    return status;
}

dp_status summarizer_run(const summarizer *s, dp_doc *doc, dp_error *error)
{
    story a = {0};
    features f = {0};
    selection_choice *choices = NULL;
    size_t count = 0;
    dp_status status = story_read(&a, s->german, doc);
    if (status == DP_OK)
        status = features_prepare(&f, &a);
    if (status == DP_OK) {
        choices = calloc(a.count + 1, sizeof *choices);
        status = choices ? DP_OK : DP_NO_MEMORY;
    }
    if (status == DP_OK) {
        selection_length length = length_for(s, &a);
        const weights *w = is_short(&a, length) ? &s->short_weights : &s->long_weights;
        status = selection_choose(&f, w, length, choices, &count);
    }
    if (status == DP_NO_MEMORY)
        dp_error_set(error, status, "out of memory while summarizing");
    if (status == DP_OK)
        status = note_choices(doc, &a, choices, count, error);
    free(choices);
    features_free(&f);
    story_free(&a);
    return status;
}
