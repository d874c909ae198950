/* SPDX-License-Identifier: ISC */
/*
 * A summary is worth the words and word pairs that it is expected to share with one written by a person, by its length,
 * plus what its sentences are worth by themselves. What a second sentence repeats counts for little, so that the best
 * set is one without duplicates.
 */
#include "selection.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sentences that are compared again in every round: the best ones by themselves. Keeps long articles linear. */
#define MAX_CANDIDATES 300
/* Summaries up to this many sentences are improved by exchanging sentences; sets tried are at most this many rounds. */
#define MAX_EXCHANGED 12
#define MAX_ROUNDS    6
/* A sentence is left out when this share of its words with content is in the summary already. */
#define REPEATED 0.85
/* A word's further occurrences behind this one are worth nothing. */
#define MAX_REPEATS 64

typedef struct chooser {
    const story *a;
    const weights *w;
    selection_length limit;
    const double *word_gain;
    double *pair_gain;
    double *value;       /* the sentence model's, one a sentence */
    double *worth;       /* of each sentence by itself */
    uint32_t *word_uses; /* in the summary so far, one a word */
    uint32_t *pair_uses;
    bool *taken; /* one a sentence */
    size_t *candidates;
    size_t candidate_count;
    double decay[MAX_REPEATS], pair_decay[MAX_REPEATS];
    /* of the summary so far */
    double shared, values;
    size_t words, spaced, sentences;
} chooser;

/* ---- Adding and removing ---- */

/* Count the sentence's words and pairs as used; return what they add to the words shared. */
static double use(chooser *c, const story_sentence *s)
{
    double gain = 0, pairs = 0;
    for (size_t k = s->word; k < s->word + s->word_count; k++) {
        uint32_t word = c->a->words[k], uses = c->word_uses[word]++;
        gain += uses < MAX_REPEATS ? c->word_gain[word] * c->decay[uses] : 0;
    }
    for (size_t k = s->pair; k + 1 < s->pair + s->word_count; k++) {
        uint32_t pair = c->a->pairs[k], uses = c->pair_uses[pair]++;
        pairs += uses < MAX_REPEATS ? c->pair_gain[pair] * c->pair_decay[uses] : 0;
    }
    return gain + c->w->selection.pairs * pairs;
}

static double unuse(chooser *c, const story_sentence *s)
{
    double gain = 0, pairs = 0;
    for (size_t k = s->word; k < s->word + s->word_count; k++) {
        uint32_t word = c->a->words[k], uses = --c->word_uses[word];
        gain += uses < MAX_REPEATS ? c->word_gain[word] * c->decay[uses] : 0;
    }
    for (size_t k = s->pair; k + 1 < s->pair + s->word_count; k++) {
        uint32_t pair = c->a->pairs[k], uses = --c->pair_uses[pair];
        pairs += uses < MAX_REPEATS ? c->pair_gain[pair] * c->pair_decay[uses] : 0;
    }
    return gain + c->w->selection.pairs * pairs;
}

static void add(chooser *c, size_t place)
{
    const story_sentence *s = &c->a->sentences[place];
    c->shared += use(c, s);
    c->values += c->value[place];
    c->words += s->word_count;
    c->spaced += s->spaced;
    c->sentences++;
    c->taken[place] = true;
}

static void drop(chooser *c, size_t place)
{
    const story_sentence *s = &c->a->sentences[place];
    c->shared -= unuse(c, s);
    c->values -= c->value[place];
    c->words -= s->word_count;
    c->spaced -= s->spaced;
    c->sentences--;
    c->taken[place] = false;
}

/* Whether the sentence at `place` can follow the one before it in the article, which names what it leans on. */
static bool has_antecedent(const story *a, size_t place)
{
    return place > 0 && a->sentences[place - 1].index + 1 == a->sentences[place].index;
}

/* The sentences to take for `place` to be understood: itself, or with the one before. Returns how many, 0 when it
 * cannot be taken yet; the first is at `place + 1 - result`. */
static size_t unit(const chooser *c, size_t place)
{
    const story_sentence *s = &c->a->sentences[place];
    if (c->limit.alone && s->bare)
        return 0;
    if (!s->dangles)
        return 1;
    if (c->limit.alone || !has_antecedent(c->a, place))
        return 0;
    if (c->taken[place - 1])
        return 1;
    return s[-1].dangles ? 0 : 2;
}

/* Add the unit that ends at `place`; returns how many sentences that were. */
static size_t add_unit(chooser *c, size_t place)
{
    size_t count = unit(c, place);
    for (size_t i = count; i-- > 0;)
        add(c, place - i);
    return count;
}

/* Whether the summary so far says nearly all that the sentence says, by the words with content. */
static bool is_repeated(const chooser *c, const story_sentence *s)
{
    size_t content = 0, used = 0;
    for (size_t k = s->word; k < s->word + s->word_count; k++) {
        uint32_t word = c->a->words[k];
        content += !c->a->word[word].stopword;
        used += !c->a->word[word].stopword && c->word_uses[word];
    }
    return content > 0 && (double)used >= REPEATED * (double)content;
}

static bool fits(const chooser *c, size_t place, size_t count)
{
    size_t spaced = c->spaced;
    for (size_t i = 0; i < count; i++)
        spaced += c->a->sentences[place - i].spaced;
    if (c->limit.words)
        return spaced <= c->limit.words || (c->sentences == 0 && count == 1);
    return c->sentences + count <= c->limit.sentences;
}

/* ---- Choosing ---- */

/* What the summary as it stands is worth. */
static double total(const chooser *c)
{
    return 2 * c->shared / ((double)c->words + c->w->selection.allowance) + c->w->selection.sentence * c->values;
}

/* What the unit at `place` adds, for the words it takes when words are limited. */
static double gain(chooser *c, size_t place)
{
    double shared = c->shared, before = total(c);
    size_t words = c->words, count = add_unit(c, place);
    double mean = 0;
    for (size_t i = 0; i < count; i++)
        mean += c->value[place - i] / (double)count;
    double by_word = (c->shared - shared) / (double)(c->words - words) + c->w->selection.sentence * mean;
    double result = c->limit.words ? by_word : total(c) - before;
    for (size_t i = 0; i < count; i++)
        drop(c, place - i);
    return result;
}

/* The best next unit, SIZE_MAX when none fits. */
static size_t best_candidate(chooser *c)
{
    size_t best = SIZE_MAX;
    double most = 0;
    for (size_t i = 0; i < c->candidate_count; i++) {
        size_t place = c->candidates[i], count = c->taken[place] ? 0 : unit(c, place);
        if (count == 0 || !fits(c, place, count) || is_repeated(c, &c->a->sentences[place]))
            continue;
        double g = gain(c, place);
        if (best == SIZE_MAX || g > most) {
            most = g;
            best = place;
        }
    }
    return best;
}

/* Whether a sentence that was taken leans on the one at `place`. */
static bool is_leaned_on(const chooser *c, size_t place)
{
    return place + 1 < c->a->count && c->taken[place + 1] && c->a->sentences[place + 1].dangles;
}

/* Try to replace the sentence at `place` by a better one; whether it was. */
static bool exchange(chooser *c, size_t place)
{
    double before = total(c);
    drop(c, place);
    size_t best = best_candidate(c);
    if (best != SIZE_MAX && best != place) {
        size_t count = add_unit(c, best);
        if (total(c) > before + 1e-9)
            return true;
        for (size_t i = 0; i < count; i++)
            drop(c, best - i);
    }
    add(c, place);
    return false;
}

static void improve(chooser *c)
{
    bool better = c->sentences <= MAX_EXCHANGED;
    for (size_t round = 0; better && round < MAX_ROUNDS; round++) {
        better = false;
        for (size_t place = 0; place < c->a->count; place++)
            if (c->taken[place] && !is_leaned_on(c, place))
                better |= exchange(c, place);
    }
}

/* ---- Setting up ---- */

void selection_guess(features *f, const weights *w, double *pair_gain)
{
    double row[FEATURES_MAX];
    for (size_t i = 0; i < f->story->lexicon.count; i++) {
        if (!f->story->word[i].count)
            continue; /* it stands in the headline only */
        features_row(f, FEATURES_WORD, i, row);
        f->word_gain[i] = fmin(1, fmax(0.01, weights_apply(w, FEATURES_WORD, row)));
    }
    for (size_t i = 0; i < f->story->pair_lexicon.count; i++) {
        if (!f->story->pair[i].count)
            continue;
        features_row(f, FEATURES_PAIR, i, row);
        pair_gain[i] = fmin(1, fmax(0, weights_apply(w, FEATURES_PAIR, row)));
    }
}

/* Insert `place` into the candidates, which stand in falling order of worth and are cut at the limit. */
static void offer(chooser *c, size_t place)
{
    size_t at = c->candidate_count;
    if (at == MAX_CANDIDATES && c->worth[c->candidates[at - 1]] >= c->worth[place])
        return;
    at -= at == MAX_CANDIDATES;
    for (; at > 0 && c->worth[c->candidates[at - 1]] < c->worth[place]; at--)
        c->candidates[at] = c->candidates[at - 1];
    c->candidates[at] = place;
    c->candidate_count += c->candidate_count < MAX_CANDIDATES;
}

static dp_status prepare(chooser *c, const features *f)
{
    size_t n = c->a->count + 1;
    c->value = calloc(n, sizeof *c->value);
    c->worth = calloc(n, sizeof *c->worth);
    c->word_uses = calloc((size_t)c->a->lexicon.count + 1, sizeof *c->word_uses);
    c->pair_uses = calloc((size_t)c->a->pair_lexicon.count + 1, sizeof *c->pair_uses);
    c->taken = calloc(n, sizeof *c->taken);
    c->candidates = calloc(MAX_CANDIDATES + 1, sizeof *c->candidates);
    if (!c->value || !c->worth || !c->word_uses || !c->pair_uses || !c->taken || !c->candidates)
        return DP_NO_MEMORY;
    double row[FEATURES_MAX];
    for (size_t i = 0; i < MAX_REPEATS; i++) {
        c->decay[i] = pow(c->w->selection.decay, (double)i);
        c->pair_decay[i] = pow(c->w->selection.pair_decay, (double)i);
    }
    double allowance = c->limit.words ? 0 : c->w->selection.allowance;
    for (size_t i = 0; i < c->a->count; i++) {
        const story_sentence *s = &c->a->sentences[i];
        features_row(f, FEATURES_SENTENCE, i, row);
        c->value[i] = weights_apply(c->w, FEATURES_SENTENCE, row);
        if (s->standfirst || i == 0)
            c->value[i] += c->w->selection.lead * fmin(1, 2 * row[f->title_recall]);
        c->worth[i] = 2 * use(c, s) / ((double)s->word_count + allowance) + c->w->selection.sentence * c->value[i];
        unuse(c, s);
        offer(c, i);
    }
    return DP_OK;
}

static void release(chooser *c)
{
    free(c->pair_gain);
    free(c->value);
    free(c->worth);
    free(c->word_uses);
    free(c->pair_uses);
    free(c->taken);
    free(c->candidates);
}

static void choose(chooser *c)
{
    for (size_t place; (place = best_candidate(c)) != SIZE_MAX;)
        add_unit(c, place);
    if (c->limit.sentences)
        improve(c);
    /* Every sentence leans on another: better the first one than nothing. */
    if (c->sentences == 0 && c->a->count)
        add(c, 0);
}

dp_status selection_choose(features *f, const weights *w, selection_length limit, selection_choice *choices,
                           size_t *count)
{
    chooser c = {.a = f->story, .w = w, .limit = limit, .word_gain = f->word_gain};
    *count = 0;
    c.pair_gain = calloc((size_t)c.a->pair_lexicon.count + 1, sizeof *c.pair_gain);
    if (!c.pair_gain)
        return DP_NO_MEMORY;
    selection_guess(f, w, c.pair_gain);
    dp_status status = prepare(&c, f);
    if (status == DP_OK)
        choose(&c);
    for (size_t i = 0; status == DP_OK && i < c.a->count; i++)
        if (c.taken[i])
            choices[(*count)++] = (selection_choice){.place = i, .worth = c.worth[i]};
    release(&c);
    return status;
}
