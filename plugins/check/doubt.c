/* SPDX-License-Identifier: ISC */
#include "doubt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A sentence with more doubtful words than this is none that questions would help; and each question costs time. */
#define MOST_IN_SENTENCE 8u

void doubts_clear(doubts *all)
{
    all->count = 0;
    dp_text_cut(&all->pool, 0);
}

void doubts_free(doubts *all)
{
    free(all->items);
    dp_text_free(&all->pool);
    *all = (doubts){0};
}

/* Append a text without a part of it, and return where it begins. A space that would be doubled goes with the part. */
static size_t put_without(dp_text *pool, const char *text, size_t length, dp_span part)
{
    size_t begin = pool->length, rest = part.end;
    bool spaced = part.begin == 0 || text[part.begin - 1] == ' ';
    dp_text_append(pool, text, part.begin);
    rest += part.begin < part.end && spaced && rest < length && text[rest] == ' ';
    dp_text_append(pool, text + rest, length - rest);
    dp_text_append(pool, "", 1);
    return begin;
}

static bool put_doubt(doubts *all, doubt d)
{
    if (all->count == all->capacity) {
        size_t capacity = all->capacity ? 2 * all->capacity : 64;
        doubt *items = realloc(all->items, capacity * sizeof *items);
        if (!items)
            return false;
        all->items = items;
        all->capacity = capacity;
    }
    all->items[all->count++] = d;
    return true;
}

dp_status doubts_add(doubts *all, const pair *p, size_t sentence)
{
    const tokens *german = &p->sides[GERMAN], *english = &p->sides[ENGLISH];
    const dp_span nothing = {0, 0};
    doubt d = {.sentence = sentence, .gain = (double)NAN};
    size_t found = 0;
    for (size_t i = 0; i < german->count && found < MOST_IN_SENTENCE; i++) {
        dp_span cut = german->items[i].span;
        if (!name_doubtful(p, i) && !negation_doubtful(p, i, &cut))
            continue;
        if (found++ == 0) {
            d.whole = put_without(&all->pool, german->text, german->length, nothing);
            d.english = put_without(&all->pool, english->text, english->length, nothing);
        }
        d.span = german->items[i].span;
        d.without = put_without(&all->pool, german->text, german->length, cut);
        if (!put_doubt(all, d))
            return DP_NO_MEMORY;
    }
    return all->pool.failed ? DP_NO_MEMORY : DP_OK;
}

dp_status doubts_ask(doubts *all, doubt_engine ask, void *engine, dp_error *error)
{
    const char *pool = all->pool.data;
    dp_scored *pairs = calloc(2 * all->count + 1, sizeof *pairs);
    size_t count = 0, whole = 0;
    if (!pairs)
        return dp_error_set(error, DP_NO_MEMORY, "no memory for questions about %zu words", all->count);
    for (size_t i = 0; i < all->count; i++) {
        const doubt *d = &all->items[i];
        if (i == 0 || d->sentence != d[-1].sentence)
            pairs[count++] = (dp_scored){pool + d->whole, pool + d->english, (double)NAN};
        pairs[count++] = (dp_scored){pool + d->without, pool + d->english, (double)NAN};
    }
    dp_status status = count ? ask(engine, pairs, count, error) : DP_OK;
    count = 0;
    for (size_t i = 0; i < all->count && status == DP_OK; i++) {
        doubt *d = &all->items[i];
        if (i == 0 || d->sentence != d[-1].sentence)
            whole = count++;
        d->gain = pairs[whole].score - pairs[count++].score;
    }
    free(pairs);
    return status;
}

const doubt *find_doubt(const pair *p, const token *word)
{
    for (size_t i = 0; i < p->context.doubt_count; i++)
        if (p->context.doubts[i].span.begin == word->span.begin)
            return isnan(p->context.doubts[i].gain) ? NULL : &p->context.doubts[i];
    return NULL;
}

const doubt *doubts_in(const doubts *all, size_t sentence, size_t *count)
{
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->items[middle].sentence < sentence)
            low = middle + 1;
        else
            high = middle;
    }
    for (*count = 0; low + *count < all->count && all->items[low + *count].sentence == sentence; ++*count)
        continue;
    return *count ? all->items + low : NULL;
}
