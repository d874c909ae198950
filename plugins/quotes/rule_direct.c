/* SPDX-License-Identifier: ISC */
/*
 * Direct speech: whole quotations in marks. Each is one token of the view; the clause beside it says who speaks.
 */
#include "rules.h"

/* Direct quotations have their numbers in the pair, so that one that runs over several sentences is added once and a
 * later frame can still fill its roles. */
static quote *find_quote(const scene *at, const token *whole)
{
    quotes *found = &at->work->found;
    for (size_t i = found->count; i > 0 && found->count - i < 64; i--)
        if (found->items[i - 1].type == QUOTE_DIRECT && found->items[i - 1].text.items[0].begin == whole->span.begin)
            return &found->items[i - 1];
    return NULL;
}

static bool can_frame(const scene *at, size_t index)
{
    const chunk *part = &at->parts->items[index];
    return part->finite != NOWHERE && part->kind != CHUNK_RELATIVE;
}

/* "Sie warnte, dass das Wasser steige: „…“": a clause inside the one that frames. */
static bool leads_on(const scene *at, size_t index)
{
    chunk_kind kind = at->parts->items[index].kind;
    bool inner = kind == CHUNK_THAT || kind == CHUNK_QUESTION || kind == CHUNK_SUB || kind == CHUNK_INFINITIVE;
    return inner && !(head_uses(at, index) & USE_DIRECT);
}

static void set_frame(const scene *at, size_t begin, size_t end, quote *to)
{
    spans_add(&to->frame, scene_span(at, begin, end));
}

/* "X: QUOTE" */
static void label_roles(const scene *at, size_t index, quote *to)
{
    const chunk *part = &at->parts->items[index];
    size_t end = phrase_end(&at->in, part->opener, part->end, true);
    if (end > part->opener)
        spans_add(&to->speaker, scene_span(at, part->opener, end));
    set_frame(at, part->begin, part->end + 1, to);
}

/* The end of a frame behind its quotation: appositions and relative clauses belong to it. */
static size_t frame_end(const scene *at, size_t index)
{
    size_t i = index + 1;
    while (i < at->parts->count && at->parts->items[i].before == ',' &&
           (at->parts->items[i].kind == CHUNK_FRAGMENT || at->parts->items[i].kind == CHUNK_RELATIVE))
        i++;
    return at->parts->items[i - 1].end;
}

/* Whether a clause is in the Konjunktiv of what somebody says, and no verb of speech. */
static bool is_said(const scene *at, size_t index)
{
    const chunk *part = &at->parts->items[index];
    return part->kind == CHUNK_MAIN && part->finite != NOWHERE && part->subjunctive &&
           (at->in.items[part->finite].forms & FORM_K1) && !(head_uses(at, index) & USE_SPEECH);
}

static void find_roles(const scene *at, size_t token_index, size_t index, quote *to)
{
    const chunk *part = &at->parts->items[index];
    bool alone = part->kind == CHUNK_QUOTE;
    if (!alone) {
        /* the quotation stands inside its clause, which does not say who speaks where it is said itself */
        if (can_frame(at, index) && !is_said(at, index)) {
            head_roles(at, index, to);
            if (token_index > part->begin)
                set_frame(at, part->begin, token_index, to);
            if (token_index + 1 < part->end)
                set_frame(at, token_index + 1, frame_end(at, index), to);
        }
        return;
    }
    if (index + 1 < at->parts->count) {
        const chunk *next = &at->parts->items[index + 1];
        if (next->kind == CHUNK_VERB_FIRST && next->opener == next->begin) {
            head_roles(at, index + 1, to);
            set_frame(at, token_index + 1, frame_end(at, index + 1), to);
            return;
        }
        if (view_is(&at->in, next->begin, "so") && next->kind == CHUNK_FRAGMENT) {
            size_t end = phrase_end(&at->in, next->begin + 1, next->end, true);
            spans_add(&to->speaker, scene_span(at, next->begin + 1, end > next->begin + 1 ? end : next->begin + 1));
            spans_add(&to->cue, scene_span(at, next->begin, next->begin + 1));
            set_frame(at, token_index + 1, frame_end(at, index + 1), to);
            return;
        }
    }
    if (index > 0) {
        size_t head = index - 1;
        while (head > 0 && index - head < REACH_CHUNKS && at->parts->items[head].before == ',' &&
               (!can_frame(at, head) || leads_on(at, head)))
            head--;
        if (can_frame(at, head) && !is_said(at, head)) {
            head_roles(at, head, to);
            set_frame(at, at->parts->items[phrase_clause_begin(at->parts, head)].begin, token_index, to);
        } else if (part->before == ':') {
            label_roles(at, index - 1, to);
        }
    }
}

/* Whether a pair is the next paragraph of a quotation that opens anew in each. */
static bool opens_anew(const scene *at, const mark_pair *pair, const quote *last)
{
    const mark_pairs *marks = &at->work->marks;
    const mark_pair *before = pair > marks->items ? pair - 1 : NULL;
    return before && before->recovered && before->close + 1 == pair->open &&
           at->work->tokens.items[before->open].span.begin == last->text.items[0].begin;
}

/* A quotation that stands alone is by whoever spoke just before in the paragraph. */
static void inherit_roles(const scene *at, const mark_pair *pair, quote *to)
{
    const quotes *found = &at->work->found;
    const sentence *sentences = at->work->tokens.sentences;
    const quote *last = found->count ? &found->items[found->count - 1] : NULL;
    if (!last || last == to || last->speaker.count == 0 ||
        (sentences[last->sentence].block != sentences[at->sentence].block && !opens_anew(at, pair, last)))
        return;
    to->speaker = last->speaker;
    to->pronoun = last->pronoun;
    to->medium = last->medium;
    to->inherited = true;
    if (last->type != QUOTE_DIRECT)
        return;
    to->cue = last->cue;
    to->frame = last->frame;
    to->addressee = last->addressee;
    to->verb = last->verb;
}

/* Who cites the speaker has a note of their own over the same words. */
static void add_citing(scene *at, quote said)
{
    if (said.citing.count == 0)
        return;
    said.speaker = said.citing;
    said.pronoun = false;
    said.nested = true;
    scene_add(at, said);
}

/* "Sie stellt sich vor ihn: „…“, wird sie zitiert": the clause before was none of speech, the one behind is. */
static bool reframes(const scene *at, size_t index, const quote *known)
{
    size_t head = at->parts->items[index].kind == CHUNK_QUOTE ? index + 1 : index;
    return known->frame.count && !(lexicon_verb(at->work->words, known->verb)->uses & USE_SPEECH) &&
           head < at->parts->count && head_uses(at, head) & USE_DIRECT;
}

/* "„Es reicht.“ „Wir gehen“, sagte sie": the quotation that closes right before this one opens, with nothing but white
 * space between; null when there is none. */
static quote *reopened(const scene *at, const token *whole)
{
    quotes *found = &at->work->found;
    quote *last = found->count ? &found->items[found->count - 1] : NULL;
    if (!last || last->type != QUOTE_DIRECT || last->nested || last->text.count == SPANS_MAX ||
        at->work->tokens.sentences[last->sentence].block != at->work->tokens.sentences[at->sentence].block)
        return NULL;
    size_t end = last->text.items[last->text.count - 1].end;
    while (end < whole->span.begin && at->work->source[end] == ' ')
        end++;
    return end == whole->span.begin ? last : NULL;
}

/* Add what opens again to the quotation. Who says it may stand behind. */
static void go_on(scene *at, size_t token_index, size_t index, quote *before)
{
    quote again = {.type = QUOTE_DIRECT, .sentence = before->sentence, .score = before->score};
    spans_add(&before->text, at->in.items[token_index].span);
    if (at->first_quote == at->work->found.count)
        at->first_quote--; /* it is one of this sentence, too */
    if (before->frame.count == 0)
        find_roles(at, token_index, index, &again);
    if (again.speaker.count == 0)
        return;
    again.text = before->text;
    *before = again;
}

/* A quotation of an earlier sentence whose frame stands in this one is one of this, too. */
static void belongs_here(scene *at, const quote *known)
{
    size_t index = (size_t)(known - at->work->found.items);
    at->first_quote = index < at->first_quote ? index : at->first_quote;
}

/* "„Wir gehen. Es reicht“, sagte sie": who says it stands behind the last sentence, and goes before who spoke until then. */
static void take_frame(scene *at, size_t token_index, size_t index, quote *known)
{
    quote framed = {.type = QUOTE_DIRECT, .sentence = known->sentence, .score = known->score, .nested = known->nested};
    find_roles(at, token_index, index, &framed);
    if (framed.speaker.count == 0)
        return;
    framed.text = known->text;
    *known = framed;
    belongs_here(at, known);
}

static void add_direct(scene *at, size_t token_index, size_t index)
{
    const token *whole = &at->in.items[token_index];
    const mark_pair *pair = &at->work->marks.items[whole->pair - 1];
    if (marked_name(at, pair))
        return;
    quote *before = reopened(at, whole);
    if (before) {
        go_on(at, token_index, index, before);
        return;
    }
    quote item = {.type = QUOTE_DIRECT, .sentence = at->sentence, .score = 0.95};
    quote *known = find_quote(at, whole);
    if (known && known->inherited && known->sentence != at->sentence) {
        take_frame(at, token_index, index, known);
        return;
    }
    if (known && known->speaker.count) {
        if (known->sentence == at->sentence || !reframes(at, index, known))
            return;
        known->speaker = known->cue = known->frame = known->addressee = (spans){0};
    }
    quote *to = known ? known : &item;
    find_roles(at, token_index, index, to);
    if (known && known->frame.count)
        belongs_here(at, known);
    if (to->speaker.count == 0 && to->frame.count == 0)
        inherit_roles(at, pair, to);
    /* "Ihm widersprach Berg. Der Entwurf koste zu viel – „das ist nicht seriös“" */
    if (to->speaker.count == 0 && (is_said(at, index) || (index > 0 && is_said(at, index - 1))))
        scene_take_subject(at, to);
    if (!known) {
        spans_add(&item.text, whole->span);
        to = scene_add(at, item);
    }
    if (to)
        add_citing(at, *to);
}

void rule_direct(scene *at)
{
    size_t part = 0;
    for (size_t i = 0; i < at->in.count && !at->failed; i++) {
        if (at->in.items[i].kind != TOKEN_QUOTE)
            continue;
        while (part + 1 < at->parts->count && at->parts->items[part].end <= i)
            part++;
        add_direct(at, i, part);
    }
}
