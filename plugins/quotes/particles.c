/* SPDX-License-Identifier: ISC */
/*
 * "Ursula von der Leyen … sagte von der Leyen": small words that are part of a surname. Behind a first name they are known
 * by their place; later, without it, by what was found there.
 */
#include "particles.h"

#include <stdlib.h>
#include <string.h>

/* Words that are no surname behind a particle with an article, "Thomas von der Polizei", and behind any: without an article
 * what ends like a book is a name, "von Breitenbuch". */
#define NO_NAME    (NEVER_NAME | CLASS(NAMING) | CLASS(ACCOUNT) | CLASS(DOCUMENT) | CLASS(CONTENT))
#define NEVER_NAME (CLASS(INSTITUTION) | CLASS(TIME) | CLASS(PERSON))

/* From the first particle to the end of the surname, as it stands. */
typedef struct key {
    const char *text;
    size_t length;
} key;

typedef struct keys {
    key *items;
    size_t count;
} keys;

static bool is_one_of(const token *word, const char *source, const char *const *list)
{
    for (; *list; list++)
        if (token_is(word, source, *list))
            return true;
    return false;
}

static bool is_surname(const token *word, const char *source, word_class no_name)
{
    size_t at = word->span.begin;
    dp_utf8_next(source, word->span.end, &at);
    bool small = at < word->span.end && dp_is_lower(dp_utf8_next(source, word->span.end, &at));
    return word->kind == TOKEN_WORD && word->capital && small && !word->truncated && !(word->classes & no_name);
}

/* The end of particles and surname that begin at a token; `at` when they do not. */
static size_t surname_end(const tokens *all, const char *source, size_t at, size_t limit)
{
    static const char *const first[] = {"von", "vom", "van", "zu", "de", "del", "della",
                                       "di",  "da",  "du",  "la", "le", "ten", NULL};
    static const char *const second[] = {"der", "den", "dem", "zu", "la", "las", "los", NULL};
    size_t end = at;
    if (end < limit && all->items[end].kind == TOKEN_WORD && is_one_of(&all->items[end], source, first))
        end++;
    bool article = end > at && (token_is(&all->items[at], source, "vom") || token_is(&all->items[at], source, "zu"));
    if (end > at && end < limit && !all->items[end].capital && is_one_of(&all->items[end], source, second)) {
        article = true;
        end++;
    }
    word_class no_name = article ? NO_NAME : NEVER_NAME;
    return end > at && end < limit && is_surname(&all->items[end], source, no_name) ? end + 1 : at;
}

static key key_of(const tokens *all, const char *source, size_t begin, size_t end)
{
    dp_span span = {all->items[begin].span.begin, all->items[end - 1].span.end};
    return (key){source + span.begin, span.end - span.begin};
}

/* The first letter may be a capital for its place. */
static int compare_keys(const void *a, const void *b)
{
    const key *x = a, *y = b;
    int order = (x->text[0] | 0x20) - (y->text[0] | 0x20);
    size_t length = x->length < y->length ? x->length : y->length;
    order = order ? order : memcmp(x->text + 1, y->text + 1, length - 1);
    return order ? order : (x->length > y->length) - (x->length < y->length);
}

static void make_name(tokens *all, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        token *word = &all->items[i];
        word->classes = 0;
        word->forms = 0;
        word->reading_count = 0;
        word->capital = true;
        word->initial = false;
    }
}

static bool is_first_name(const token *word)
{
    return token_has(word, CLASS(MASCULINE) | CLASS(FEMININE)) && word->capital;
}

static bool find_keys(const tokens *all, const char *source, keys *found)
{
    size_t most = 1;
    for (size_t i = 0; i < all->count; i++)
        most += is_first_name(&all->items[i]);
    found->items = calloc(most, sizeof *found->items);
    if (!found->items)
        return false;
    for (size_t s = 0; s < all->sentence_count; s++) {
        const sentence *in = &all->sentences[s];
        for (size_t i = in->begin; i + 2 < in->end; i++) {
            size_t end = is_first_name(&all->items[i]) ? surname_end(all, source, i + 1, in->end) : i + 1;
            if (end > i + 1)
                found->items[found->count++] = key_of(all, source, i + 1, end);
        }
    }
    qsort(found->items, found->count, sizeof *found->items, compare_keys);
    return true;
}

dp_status particles_join(tokens *all, const char *source)
{
    keys found = {0};
    bool good = find_keys(all, source, &found);
    for (size_t s = 0; good && found.count > 0 && s < all->sentence_count; s++) {
        const sentence *in = &all->sentences[s];
        for (size_t i = in->begin; i + 1 < in->end; i++) {
            size_t end = surname_end(all, source, i, in->end);
            if (end == i)
                continue;
            key name = key_of(all, source, i, end);
            if (bsearch(&name, found.items, found.count, sizeof name, compare_keys))
                make_name(all, i, end);
        }
    }
    free(found.items);
    return good ? DP_OK : DP_NO_MEMORY;
}
