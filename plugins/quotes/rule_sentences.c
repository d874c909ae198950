/* SPDX-License-Identifier: ISC */
/*
 * Sentences that report without a frame.
 */
#include "rules.h"

static quote *last_quote(const scene *at)
{
    quotes *found = &at->work->found;
    return found->count ? &found->items[found->count - 1] : NULL;
}

static const sentence *sentence_of(const scene *at, size_t index)
{
    return &at->work->tokens.sentences[index];
}

/* The main clause of the sentence. */
static const chunk *main_chunk(const scene *at)
{
    for (size_t i = 0; i < at->parts->count; i++)
        if (at->parts->items[i].kind == CHUNK_MAIN || at->parts->items[i].kind == CHUNK_VERB_FIRST)
            return &at->parts->items[i];
    return NULL;
}

static void add_following(scene *at)
{
    quote *last = last_quote(at);
    size_t block = sentence_of(at, at->sentence)->block;
    if (!last || sentence_of(at, last->sentence)->block + 2 < block)
        return;
    dp_span whole = scene_span(at, 0, at->in.count);
    if (last->type == QUOTE_FREE_FOLLOWING && sentence_of(at, last->sentence)->block == block &&
        last->sentence + 1 == at->sentence) {
        last->text.items[0].end = whole.end;
        last->sentence = at->sentence;
        return;
    }
    quote item = {.type = QUOTE_FREE_FOLLOWING, .sentence = at->sentence, .score = 0.8, .medium = last->medium};
    item.speaker = last->speaker;
    item.pronoun = last->pronoun;
    spans_add(&item.text, whole);
    scene_add(at, item);
}

static void add_report(scene *at, size_t index)
{
    quote item = {.type = QUOTE_REPORTED, .sentence = at->sentence, .score = 0.6};
    head_roles(at, index, &item);
    if (item.speaker.count == 0)
        return;
    item.cue = (spans){0};
    item.addressee = (spans){0};
    spans_add(&item.text, scene_span(at, 0, at->in.count));
    scene_add(at, item);
}

static bool takes_object(const scene *at, const chunk *part, const verb *said)
{
    if (!(said->uses & USE_OBJECT))
        return false;
    if (!said->object[0])
        return true;
    for (size_t i = part->begin; i < part->end; i++)
        if (view_is(&at->in, i, said->object[0]) || (said->object[1] && view_is(&at->in, i, said->object[1])))
            return true;
    return false;
}

void rule_sentences(scene *at)
{
    if (at->work->found.count > at->first_quote || at->parts->count == 0)
        return;
    const chunk *part = main_chunk(at);
    if (!part)
        return;
    if (part->subjunctive) {
        add_following(at);
        return;
    }
    size_t index = (size_t)(part - at->parts->items);
    const verb *said = lexicon_verb(at->work->words, part->verb);
    if (head_uses(at, index) && takes_object(at, part, said))
        add_report(at, index);
}
