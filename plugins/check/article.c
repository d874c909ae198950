/* SPDX-License-Identifier: ISC */
#include "article.h"

#include "pair.h"

#include <stdlib.h>

/* Sightings of a word that are looked at; more would say no more. */
#define ENOUGH 64

void article_free(article *all)
{
    free(all->items);
    *all = (article){0};
}

/* FNV-1a of a folded word, without the s of a genitive: "Flicks" is Flick. */
static uint64_t form_of(const token *word)
{
    size_t length = word->fold_length;
    uint64_t hash = 0xcbf29ce484222325u;
    length -= length > 4 && word->fold[length - 1] == 's';
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word->fold[i]) * 0x100000001b3u;
    return hash;
}

static bool make_room(article *all)
{
    if (all->count < all->capacity)
        return true;
    size_t capacity = all->capacity ? 2 * all->capacity : 64;
    sighting *items = realloc(all->items, capacity * sizeof *items);
    if (!items)
        return false;
    all->items = items;
    all->capacity = capacity;
    return true;
}

dp_status article_add(article *all, const pair *p, size_t sentence)
{
    const tokens *words = &p->sides[GERMAN];
    for (size_t i = 0; i < words->count; i++) {
        if (!name_candidate(p, i))
            continue;
        bool kept = name_found(p, i, true);
        if (!kept && name_found(p, i, false))
            continue;
        if (!make_room(all))
            return DP_NO_MEMORY;
        all->items[all->count++] = (sighting){form_of(&words->items[i]), sentence, kept};
    }
    return DP_OK;
}

static int compare(const void *a, const void *b)
{
    const sighting *one = a, *other = b;
    if (one->word != other->word)
        return one->word > other->word ? 1 : -1;
    return (one->sentence > other->sentence) - (one->sentence < other->sentence);
}

void article_seal(article *all)
{
    if (all->count > 0)
        qsort(all->items, all->count, sizeof *all->items, compare);
}

void article_count(const article *all, const token *word, size_t except, size_t *kept, size_t *lost)
{
    uint64_t form = form_of(word);
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all->items[middle].word < form)
            low = middle + 1;
        else
            high = middle;
    }
    *kept = *lost = 0;
    for (size_t end = low + ENOUGH; low < all->count && low < end && all->items[low].word == form; low++) {
        *kept += all->items[low].sentence != except && all->items[low].kept;
        *lost += all->items[low].sentence != except && !all->items[low].kept;
    }
}
