/* SPDX-License-Identifier: ISC */
/*
 * Words in quotation marks inside a sentence. Half of them in news are names, titles and terms that nobody says.
 */
#include "rules.h"

static const token *word_at(const scene *at, size_t index)
{
    return &at->work->tokens.items[index];
}

/* Whether the words before the mark say that a name follows. */
static bool is_name(const scene *at, const mark_pair *pair)
{
    if (pair->open == 0)
        return false;
    const token *before = word_at(at, pair->open - 1);
    const token *first = word_at(at, pair->open + 1);
    if (token_has(before, CLASS(NAMING)) && before->capital)
        return true;
    if (token_has(before, CLASS(SO_CALLED)))
        return true;
    return first->capital && pair->words <= 2 && token_has(before, CLASS(ARTICLE) | CLASS(CONTRACTED));
}

static quote *around(const scene *at, dp_span span)
{
    quotes *found = &at->work->found;
    for (size_t i = found->count; i > at->first_quote; i--) {
        quote *item = &found->items[i - 1];
        if (dp_span_contains(spans_hull(&item->text), span))
            return item;
    }
    if (at->first_quote > 0 && found->count == at->first_quote) {
        quote *item = &found->items[at->first_quote - 1];
        if (dp_span_contains(spans_hull(&item->text), span))
            return item;
    }
    return NULL;
}

static void add_marked(scene *at, const mark_pair *pair)
{
    if (pair->whole || pair->parent || pair->recovered || is_name(at, pair))
        return;
    dp_span span = {word_at(at, pair->open)->span.begin, word_at(at, pair->close)->span.end};
    quote *outer = around(at, span);
    quote item = {.type = QUOTE_DIRECT, .sentence = at->sentence, .score = 0.7};
    if (outer) {
        item.nested = true;
        item.speaker = outer->speaker;
        item.cue = outer->cue;
        item.frame = outer->frame;
        item.addressee = outer->addressee;
        item.medium = outer->medium;
        item.pronoun = outer->pronoun;
    } else {
        return;
    }
    spans_add(&item.text, span);
    scene_add(at, item);
}

void rule_marked(scene *at)
{
    const sentence *unit = &at->work->tokens.sentences[at->sentence];
    for (size_t i = unit->begin; i < unit->end && !at->failed; i++) {
        const token *word = word_at(at, i);
        if (word->kind != TOKEN_MARK || word->pair == 0)
            continue;
        const mark_pair *pair = &at->work->marks.items[word->pair - 1];
        if (pair->open == i)
            add_marked(at, pair);
    }
}
