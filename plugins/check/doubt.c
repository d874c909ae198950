/* SPDX-License-Identifier: ISC */
#include "doubt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A sentence with more doubtful words than this is none that questions would help; and each question costs time. */
#define MOST_IN_SENTENCE 8u

void doubts_clear(doubts *all)
{
    all->count = all->question_count = 0;
    dp_text_cut(&all->pool, 0);
}

void doubts_free(doubts *all)
{
    free(all->items);
    free(all->questions);
    dp_text_free(&all->pool);
    *all = (doubts){0};
}

/* Make room for one more; false without memory. */
static bool grow(void **items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return true;
    size_t more = *capacity ? 2 * *capacity : 64;
    void *room = realloc(*items, more * size);
    if (!room)
        return false;
    *items = room;
    *capacity = more;
    return true;
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

static bool put_question(doubts *all, question q)
{
    void *items = all->questions;
    if (!grow(&items, &all->question_capacity, all->question_count, sizeof q))
        return false;
    all->questions = items;
    all->questions[all->question_count++] = q;
    return true;
}

static bool put_doubt(doubts *all, doubt d)
{
    void *items = all->items;
    if (!grow(&items, &all->capacity, all->count, sizeof d))
        return false;
    all->items = items;
    all->items[all->count++] = d;
    return true;
}

dp_status doubts_add(doubts *all, const pair *p, size_t sentence)
{
    const tokens *german = &p->sides[GERMAN], *english = &p->sides[ENGLISH];
    size_t found = 0, whole = 0, first = 0;
    bool good = true;
    for (size_t i = 0; i < german->count && found < MOST_IN_SENTENCE && good; i++) {
        dp_span word = german->items[i].span, cut = word;
        if (!name_doubtful(p, i) && !negation_doubtful(p, i, &cut))
            continue;
        if (found++ == 0) {
            whole = put_without(&all->pool, english->text, english->length, (dp_span){0, 0});
            first = all->question_count;
            good = put_question(all, (question){put_without(&all->pool, german->text, german->length, (dp_span){0, 0}), whole});
        }
        doubt d = {.sentence = sentence, .span = word, .gain = (double)NAN, .with = first, .without = all->question_count};
        good = good && put_question(all, (question){put_without(&all->pool, german->text, german->length, cut), whole}) &&
               put_doubt(all, d);
    }
    return good && !all->pool.failed ? DP_OK : DP_NO_MEMORY;
}

dp_status doubts_ask(doubts *all, doubt_engine ask, void *engine, dp_error *error)
{
    size_t count = all->question_count;
    dp_scored *pairs = calloc(count + 1, sizeof *pairs);
    if (!pairs)
        return dp_error_set(error, DP_NO_MEMORY, "no memory for %zu questions about words", count);
    for (size_t i = 0; i < count; i++)
        pairs[i] = (dp_scored){all->pool.data + all->questions[i].german, all->pool.data + all->questions[i].english,
                               (double)NAN};
    dp_status status = count ? ask(engine, pairs, count, error) : DP_OK;
    for (size_t i = 0; i < all->count && status == DP_OK; i++)
        all->items[i].gain = pairs[all->items[i].with].score - pairs[all->items[i].without].score;
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
