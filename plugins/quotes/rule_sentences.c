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

/* "Der Trainer war enttäuscht. Seine Mannschaft habe …": nobody has spoken yet, but the last subject must have. */
static void add_thought(scene *at, size_t block)
{
    const chunk *part = main_chunk(at);
    bool first = part && at->in.items[part->finite].forms & FORM_K1;
    if (!first || at->sentence == 0 || sentence_of(at, at->sentence - 1)->block != block)
        return;
    quote item = {.type = QUOTE_FREE_FOLLOWING, .sentence = at->sentence, .score = 0.6};
    scene_take_subject(at, &item);
    spans_add(&item.text, scene_span(at, 0, at->in.count));
    scene_add(at, item);
}

/* "Die Ministerin sieht das gelassen. Das Geld reiche.": the subject of the sentence before speaks where the last
 * quotation lies in another paragraph, and the sentence in this one; or lies before that sentence, and "er" or "sie" goes on. */
static void set_subject_before(const scene *at, const quote *last, quote *to)
{
    if (sentence_of(at, last->sentence)->block != sentence_of(at, at->sentence)->block ||
        (last->sentence + 1 < at->sentence && (view_is(&at->in, 0, "er") || view_is(&at->in, 0, "sie"))))
        scene_take_subject(at, to);
}

static void add_following(scene *at)
{
    quote *last = last_quote(at);
    size_t block = sentence_of(at, at->sentence)->block;
    if (!last || sentence_of(at, last->sentence)->block + 2 < block) {
        add_thought(at, block);
        return;
    }
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
    set_subject_before(at, last, &item);
    spans_add(&item.text, whole);
    scene_add(at, item);
}

static void add_report(scene *at, size_t index)
{
    quote item = {.type = QUOTE_REPORTED, .sentence = at->sentence, .score = 0.6};
    head_roles(at, index, &item);
    bool generic = view_is(&at->in, at->parts->items[index].finite + 1, "man");
    if (item.speaker.count == 0 || generic)
        return;
    item.cue = (spans){0};
    item.addressee = (spans){0};
    spans_add(&item.text, scene_span(at, 0, at->in.count));
    scene_add(at, item);
}

/* The previous sentence of the same paragraph, without its full stop; empty when there is none. */
static dp_span sentence_before(const scene *at)
{
    const sentence *here = sentence_of(at, at->sentence);
    if (at->sentence == 0)
        return (dp_span){0, 0};
    const sentence *before = here - 1;
    if (before->block != here->block || before->headline || before->end == before->begin)
        return (dp_span){0, 0};
    const token *items = at->work->tokens.items;
    size_t end = before->end;
    while (end > before->begin && items[end - 1].kind == TOKEN_PUNCT)
        end--;
    if (end == before->begin)
        return (dp_span){0, 0};
    return (dp_span){items[before->begin].span.begin, items[end - 1].span.end};
}

static void set_reference_roles(const scene *at, const chunk *part, quote *to)
{
    range subject = phrase_subject_after(&at->in, at->parts, 0);
    head_roles(at, 0, to);
    if (subject.end > subject.begin && !part->passive) {
        to->speaker = (spans){0};
        spans_add(&to->speaker, scene_span(at, subject.begin, subject.end));
    }
}

/* "„Es reicht.“ Das sagte die Ministerin": a quotation that stands alone has its frame in the next sentence. */
static bool take_reference(scene *at, const chunk *part, quote *said)
{
    if (said->frame.count && !said->inherited)
        return false;
    quote framed = {.type = QUOTE_DIRECT, .sentence = said->sentence, .score = said->score, .text = said->text};
    set_reference_roles(at, part, &framed);
    spans_add(&framed.frame, scene_span(at, 0, at->in.count));
    if (framed.speaker.count)
        *said = framed;
    return framed.speaker.count > 0;
}

/* "… . Das teilte die Polizei mit." What was said is the sentence before. */
static bool add_reference(scene *at)
{
    const chunk *part = &at->parts->items[0];
    bool opens = view_is(&at->in, 0, "das") || view_is(&at->in, 0, "dies") || view_is(&at->in, 0, "dieses");
    if (!opens || part->kind != CHUNK_MAIN || part->finite != 1)
        return false;
    bool follows = view_is(&at->in, at->in.count - 1, ":");
    if (follows || !(head_uses(at, 0) & (USE_DIRECT | USE_REFERENCE)))
        return false;
    dp_span before = sentence_before(at);
    quote *last = last_quote(at);
    if (before.begin == before.end)
        return false;
    if (last && last->type == QUOTE_DIRECT && dp_span_overlaps(spans_hull(&last->text), before))
        return take_reference(at, part, last);
    quote item = {.type = QUOTE_INDIRECT, .sentence = at->sentence, .score = 0.8};
    set_reference_roles(at, part, &item);
    if (last && dp_span_contains(before, spans_hull(&last->text)))
        at->work->found.count--;
    spans_add(&item.text, before);
    spans_add(&item.text, scene_span(at, 0, 1));
    spans_add(&item.frame, scene_span(at, 1, at->in.count));
    scene_add(at, item);
    return true;
}

/* "soll am Montag festgenommen worden sein": hearsay. */
static bool add_hearsay(scene *at, const chunk *part)
{
    const reading *found =
        part->finite == NOWHERE ? NULL : token_reading(&at->in.items[part->finite], FORM_PRESENT | FORM_INFINITIVE);
    if (!found || found->verb != VERB_SOLLEN)
        return false;
    quote *last = last_quote(at);
    size_t block = sentence_of(at, at->sentence)->block;
    bool close = last && sentence_of(at, last->sentence)->block == block;
    bool past = view_is(&at->in, part->end - 1, "haben") || view_is(&at->in, part->end - 1, "sein");
    if (!past && !close)
        return false;
    quote item = {.type = QUOTE_FREE, .sentence = at->sentence, .score = past ? 0.7 : 0.4};
    if (close) {
        item.speaker = last->speaker;
        item.pronoun = last->pronoun;
    }
    spans_add(&item.text, scene_span(at, 0, at->in.count));
    scene_add(at, item);
    return true;
}

/* "nannte die Zahlen vorläufig, da noch gezählt werde": only the clause in the Konjunktiv I is said. */
static bool add_subordinate(scene *at)
{
    size_t main_index = NOWHERE;
    for (size_t i = 0; i < at->parts->count; i++) {
        const chunk *part = &at->parts->items[i];
        if (part->kind == CHUNK_MAIN && main_index == NOWHERE)
            main_index = i;
        bool sub = part->kind == CHUNK_SUB || part->kind == CHUNK_RELATIVE;
        if (!sub || main_index == NOWHERE || !part->subjunctive || !(at->in.items[part->finite].forms & FORM_K1))
            continue;
        quote item = {.type = QUOTE_INDIRECT, .sentence = at->sentence, .score = 0.6};
        head_roles(at, main_index, &item);
        if (!(head_uses(at, main_index) & USE_SPEECH))
            item.cue = (spans){0};
        spans_add(&item.text, scene_span(at, part->begin, at->parts->items[at->parts->count - 1].end));
        spans_add(&item.frame, scene_span(at, at->parts->items[main_index].begin, part->begin));
        scene_add(at, item);
        return true;
    }
    return false;
}

static bool takes_object(const scene *at, const chunk *part, const verb *said)
{
    if (said->uses & USE_MARKED)
        for (size_t i = part->begin; i < part->end; i++)
            if (at->in.items[i].kind == TOKEN_MARK && at->in.items[i].pair)
                return true;
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
    if (add_reference(at) || add_hearsay(at, part))
        return;
    if (part->subjunctive) {
        add_following(at);
        return;
    }
    if (add_subordinate(at))
        return;
    size_t index = (size_t)(part - at->parts->items);
    const verb *said = lexicon_verb(at->work->words, part->verb);
    if (head_uses(at, index) && takes_object(at, part, said))
        add_report(at, index);
}
