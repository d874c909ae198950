/* SPDX-License-Identifier: ISC */
/*
 * One document from its sentences to its quotations.
 */
#include "particles.h"
#include "resolve.h"
#include "rules.h"

#include <stdlib.h>

void spans_add(spans *list, dp_span span)
{
    if (span.begin >= span.end)
        return;
    dp_span *last = list->count ? &list->items[list->count - 1] : NULL;
    if (last && span.begin >= last->begin && (span.begin <= last->end + 1 || list->count == SPANS_MAX)) {
        if (span.end > last->end)
            last->end = span.end;
        return;
    }
    if (list->count < SPANS_MAX)
        list->items[list->count++] = span;
}

dp_span spans_hull(const spans *list)
{
    dp_span hull = {0, 0};
    for (size_t i = 0; i < list->count; i++) {
        if (i == 0 || list->items[i].begin < hull.begin)
            hull.begin = list->items[i].begin;
        if (list->items[i].end > hull.end)
            hull.end = list->items[i].end;
    }
    return hull;
}

quote *quotes_add(quotes *list, quote item)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 32;
        quote *items = capacity > SIZE_MAX / sizeof *items ? NULL : realloc(list->items, capacity * sizeof *items);
        if (!items)
            return NULL;
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count] = item;
    return &list->items[list->count++];
}

/* ---- Scene ---- */

dp_span scene_span(const scene *at, size_t begin, size_t end)
{
    if (begin >= end || end > at->in.count)
        return (dp_span){0, 0};
    return (dp_span){at->in.items[begin].span.begin, at->in.items[end - 1].span.end};
}

quote *scene_add(scene *at, quote item)
{
    quote *added = quotes_add(&at->work->found, item);
    if (!added)
        at->failed = true;
    return added;
}

bool scene_covers(const scene *at, dp_span span)
{
    const quotes *found = &at->work->found;
    for (size_t i = at->first_quote; i < found->count; i++) {
        if (i == at->first_quote + REACH_CHUNKS && found->count > i + REACH_CHUNKS)
            i = found->count - REACH_CHUNKS;
        for (size_t k = 0; k < found->items[i].text.count; k++)
            if (dp_span_overlaps(found->items[i].text.items[k], span))
                return true;
    }
    return false;
}

bool scene_framed(const scene *at, size_t token_index)
{
    const quotes *found = &at->work->found;
    size_t low = found->count > at->first_quote + REACH_CHUNKS ? found->count - REACH_CHUNKS : at->first_quote;
    for (size_t i = low; i < found->count; i++)
        for (size_t k = 0; found->items[i].type == QUOTE_INDIRECT && k < found->items[i].frame.count; k++)
            if (dp_span_contains(found->items[i].frame.items[k], at->in.items[token_index].span))
                return true;
    return false;
}

bool scene_covered(const scene *at, size_t token_index)
{
    return scene_covers(at, at->in.items[token_index].span);
}

bool scene_apposition(const scene *at, size_t index)
{
    const chunk *part = &at->parts->items[index];
    if (part->kind != CHUNK_FRAGMENT || part->before == ':')
        return false;
    if (part->before != ',' && part->before != '(')
        return true;
    return (phrase_nominative(&at->in, part->begin) &&
            phrase_end(&at->in, part->begin, part->end, true) == part->end) ||
           token_has(&at->in.items[part->begin], CLASS(COORDINATOR) | CLASS(PREPOSITION));
}

static bool is_pronoun(const scene *at, dp_span span, const sentence *unit)
{
    for (size_t i = unit->begin; i < unit->end; i++) {
        const token *word = &at->work->tokens.items[i];
        if (word->span.begin == span.begin && word->span.end == span.end)
            return token_has(word, CLASS(SUBJECT_PRONOUN)) && !token_has(word, CLASS(NOMINATIVE));
    }
    return false;
}

void scene_take_subject(const scene *at, quote *to)
{
    const sentence *here = &at->work->tokens.sentences[at->sentence];
    dp_span subject = at->sentence > 0 && here[-1].block == here->block ? at->work->subjects[at->sentence - 1] : (dp_span){0, 0};
    if (subject.begin == subject.end)
        return;
    to->speaker = (spans){0};
    spans_add(&to->speaker, subject);
    to->pronoun = is_pronoun(at, subject, here - 1);
}

/* ---- Views ---- */

static bool grow_view(analysis *work, size_t need)
{
    if (need <= work->view_capacity)
        return true;
    size_t capacity = need + need / 2 + 64;
    token *view_items =
        capacity > SIZE_MAX / sizeof *view_items ? NULL : realloc(work->view, capacity * sizeof *view_items);
    if (!view_items)
        return false;
    work->view = view_items;
    work->view_capacity = capacity;
    return true;
}

static token whole_quote(const analysis *work, const mark_pair *pair, uint32_t number)
{
    dp_span span = {work->tokens.items[pair->open].span.begin, work->tokens.items[pair->close].span.end};
    return (token){.span = span, .kind = TOKEN_QUOTE, .pair = number};
}

/* Fill the view of a sentence; `*outside` is the first token behind the last whole quotation. */
static size_t fill_view(analysis *work, const sentence *unit, size_t *outside, uint32_t *inside)
{
    size_t count = 0;
    size_t i = unit->begin;
    if (*outside > i) {
        work->view[count++] = whole_quote(work, &work->marks.items[*inside - 1], *inside);
        i = *outside;
    }
    while (i < unit->end) {
        const token *word = &work->tokens.items[i];
        const mark_pair *pair = word->kind == TOKEN_MARK && word->pair ? &work->marks.items[word->pair - 1] : NULL;
        if (pair && pair->whole && pair->open == i) {
            work->view[count++] = whole_quote(work, pair, word->pair);
            *inside = word->pair;
            *outside = pair->close + 1;
            i = *outside;
            continue;
        }
        work->view[count++] = *word;
        i++;
    }
    return count;
}

static int compare_quotes(const void *left, const void *right)
{
    dp_span a = spans_hull(&((const quote *)left)->text);
    dp_span b = spans_hull(&((const quote *)right)->text);
    if (a.begin != b.begin)
        return a.begin < b.begin ? -1 : 1;
    if (a.end != b.end)
        return a.end > b.end ? -1 : 1;
    if (((const quote *)left)->type != ((const quote *)right)->type)
        return (int)((const quote *)left)->type - (int)((const quote *)right)->type;
    return (int)((const quote *)left)->nested - (int)((const quote *)right)->nested;
}

static dp_status read_sentence(analysis *work, size_t index, size_t *outside, uint32_t *inside)
{
    const sentence *unit = &work->tokens.sentences[index];
    if (unit->headline || unit->begin == unit->end)
        return DP_OK;
    if (!grow_view(work, unit->end - unit->begin + 1))
        return DP_NO_MEMORY;
    size_t count = fill_view(work, unit, outside, inside);
    view in = {.items = work->view, .count = count, .source = work->source, .words = work->words};
    if (chunks_read(&work->chunks, &in) != DP_OK)
        return DP_NO_MEMORY;
    scene at = {.work = work, .in = in, .parts = &work->chunks, .sentence = index, .first_quote = work->found.count};
    for (size_t i = 0; i < work->chunks.count && i < 6; i++) {
        if (work->chunks.items[i].kind != CHUNK_MAIN && work->chunks.items[i].kind != CHUNK_VERB_FIRST)
            continue;
        range subject = phrase_subject(&in, &work->chunks, i);
        work->subjects[index] = scene_span(&at, subject.begin, subject.end);
        break;
    }
    rule_direct(&at);
    rule_clauses(&at);
    rule_phrases(&at);
    rule_sentences(&at);
    rule_marked(&at);
    return at.failed ? DP_NO_MEMORY : DP_OK;
}

dp_status analysis_run(analysis *work, const dp_doc *doc, const lexicon *words)
{
    *work = (analysis){.words = words, .doc = doc};
    work->source = dp_doc_source(doc, &work->length);
    if (tokens_read(&work->tokens, doc, words) != DP_OK || particles_join(&work->tokens, work->source) != DP_OK ||
        marks_read(&work->marks, &work->tokens, work->source, work->length) != DP_OK)
        return DP_NO_MEMORY;
    size_t outside = 0;
    uint32_t inside = 0;
    work->subjects = calloc(work->tokens.sentence_count + 1, sizeof *work->subjects);
    if (!work->subjects)
        return DP_NO_MEMORY;
    for (size_t i = 0; i < work->tokens.sentence_count; i++)
        if (read_sentence(work, i, &outside, &inside) != DP_OK)
            return DP_NO_MEMORY;
    if (work->found.count)
        qsort(work->found.items, work->found.count, sizeof *work->found.items, compare_quotes);
    return resolve_speakers(work);
}

void analysis_free(analysis *work)
{
    tokens_free(&work->tokens);
    marks_free(&work->marks);
    chunks_free(&work->chunks);
    free(work->found.items);
    free(work->view);
    free(work->subjects);
    dp_text_free(&work->names);
    *work = (analysis){0};
}
