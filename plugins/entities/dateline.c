/* SPDX-License-Identifier: ISC */
/*
 * "Leuna (dpa) - Bei einer Explosion …": the dateline is no sentence, but names a place, however small, that the article
 * speaks of.
 */
#include "entity.h"

#include <string.h>

/* An article has one dateline of one or two places; more are not looked for in its sentences. */
#define MOST_PLACES 4

/* Whether two words are the same in any case: "SCHLESWIG" is Schleswig. */
static bool same_word(const scan *all, dp_span a, dp_span b)
{
    dp_text one = {0}, other = {0};
    if (a.end - a.begin != b.end - b.begin)
        return false;
    bool same = dp_text_fold(&one, all->source + a.begin, a.end - a.begin) == DP_OK &&
                dp_text_fold(&other, all->source + b.begin, b.end - b.begin) == DP_OK && one.length == other.length &&
                one.data && memcmp(one.data, other.data, one.length) == 0;
    dp_text_free(&one);
    dp_text_free(&other);
    return same;
}

/* Whether tokens from `at` on are the words of a place; `end` gets the token behind them. */
static bool is_place(const scan *all, const sentence *in, size_t at, dp_span place, size_t *end)
{
    size_t from = place.begin;
    dp_span word;
    for (*end = at; dp_word_next(all->source, place.end, &from, &word); (*end)++) {
        size_t begin = *end < in->end ? all->tokens[*end].span.begin : 0;
        bool named = *end < in->end && dp_is_upper(dp_utf8_next(all->source, all->tokens[*end].span.end, &begin));
        if (!named || all->tokens[*end].taken || !same_word(all, all->tokens[*end].span, word))
            return false;
    }
    return *end > at;
}

static void find_place(scan *all, dp_span place)
{
    for (size_t i = 0; i < all->sentence_count && !all->failed; i++) {
        const sentence *in = &all->sentences[i];
        for (size_t at = in->begin, end; at < in->end && !all->failed; at++) {
            entity *item = is_place(all, in, at, place, &end) ? scan_add(all, ENTITY_PLACE, at, end) : NULL;
            if (item)
                item->name = scan_keep_span(all, (dp_span){all->tokens[at].span.begin, all->tokens[end - 1].span.end});
        }
    }
}

/* The places of "Berlin/Leuna (dpa) -" or "Leuna, 3. Mai (dpa)" end before what is no letter, space or hyphen. */
static size_t place_end(const char *source, dp_span block)
{
    size_t end = block.begin;
    while (end < block.end && !strchr("/(,:;", source[end]))
        end++;
    while (end > block.begin && source[end - 1] == ' ')
        end--;
    return end;
}

void find_dateline(scan *all, const dp_doc *doc)
{
    size_t left = MOST_PLACES;
    for (size_t i = 0; i < dp_doc_block_count(doc) && left > 0; i++) {
        dp_block block = dp_doc_block(doc, i);
        if (block.kind != DP_BLOCK_BOILERPLATE || !block.reason || strcmp(block.reason, "dateline") != 0)
            continue;
        for (dp_span rest = block.span; rest.begin < rest.end && left > 0; left--) {
            dp_span place = {rest.begin, place_end(all->source, rest)};
            if (place.begin < place.end)
                find_place(all, place);
            if (place.end >= rest.end || all->source[place.end] != '/')
                break;
            rest.begin = place.end + 1;
        }
    }
}
