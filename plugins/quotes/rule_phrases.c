/* SPDX-License-Identifier: ISC */
/*
 * Attribution in a phrase: "laut Polizei", "nach Angaben der Behörde", "Medienberichten zufolge",
 * "…, so der Minister".
 */
#include "rules.h"

static bool has(const scene *at, size_t index, word_class classes)
{
    return index < at->in.count && token_has(&at->in.items[index], classes);
}

/* The first noun of a phrase. */
static size_t phrase_noun(const scene *at, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (at->in.items[i].capital && at->in.items[i].kind == TOKEN_WORD &&
            !has(at, i, CLASS(OBLIQUE) | CLASS(NOMINATIVE)))
            return i;
    return begin;
}

static size_t chunk_of(const scene *at, size_t index)
{
    size_t low = 0;
    for (size_t high = at->parts->count; low < high;) {
        size_t middle = (low + high) / 2;
        if (at->parts->items[middle].end <= index)
            low = middle + 1;
        else
            high = middle;
    }
    return low < at->parts->count ? low : at->parts->count - 1;
}

/* The end of a subordinate clause with the ones that hang on it. */
static size_t inner_end(const scene *at, size_t index)
{
    size_t i = index;
    while (i + 1 < at->parts->count) {
        chunk_kind kind = at->parts->items[i + 1].kind;
        if (kind == CHUNK_MAIN || kind == CHUNK_VERB_FIRST || kind == CHUNK_QUOTE ||
            at->parts->items[i + 1].before != ',')
            break;
        i++;
    }
    return at->parts->items[i].end;
}

/* Add what a phrase [frame_begin, frame_end) in chunk `index` attributes: the chunk, or the whole sentence. */
static void add_phrase(scene *at, size_t index, range frame, range speaker, range cue)
{
    const chunk *part = &at->parts->items[index];
    const chunk *last = &at->parts->items[at->parts->count - 1];
    quote item = {.type = QUOTE_INDIRECT, .sentence = at->sentence, .score = 0.85, .medium = MEDIUM_SPEECH};
    bool broken = part->kind == CHUNK_FRAGMENT && part->before == ',' && has(at, part->opener, CLASS(RELATIVE)) &&
                  has(at, part->opener + 1, CLASS(PREPOSITION) | CLASS(ATTRIBUTION_PREPOSITION));
    bool inner = broken || part->kind == CHUNK_RELATIVE || part->kind == CHUNK_SUB || part->kind == CHUNK_THAT;
    size_t begin = inner ? part->begin : at->parts->items[0].begin;
    size_t end = inner ? inner_end(at, index) : last->end;
    for (size_t i = index; i < at->parts->count; i++)
        if (at->parts->items[i].kind == CHUNK_QUOTE && at->parts->items[i].before == ':' &&
            at->parts->items[i].begin < end)
            end = at->parts->items[i - 1].end;
    /* no comma at the seams */
    size_t before = frame.begin;
    size_t after = frame.end;
    while (before > begin && at->in.items[before - 1].kind == TOKEN_PUNCT)
        before--;
    while (after < end && at->in.items[after].kind == TOKEN_PUNCT)
        after++;
    if (before > begin)
        spans_add(&item.text, scene_span(at, begin, before));
    if (after < end)
        spans_add(&item.text, scene_span(at, after, end));
    if (item.text.count == 0)
        return;
    spans_add(&item.cue, scene_span(at, cue.begin, cue.end));
    if (speaker.end > speaker.begin)
        spans_add(&item.speaker, scene_span(at, speaker.begin, speaker.end));
    spans_add(&item.frame, scene_span(at, frame.begin, frame.end));
    scene_add(at, item);
}

/* A phrase that opens the sentence reaches to the finite verb, which stands second, appositions and all. */
static size_t opening_end(const scene *at, size_t index, size_t end)
{
    for (size_t i = 0; i < at->parts->count && i < 6; i++) {
        const chunk *part = &at->parts->items[i];
        if (part->kind == CHUNK_MAIN || part->kind == CHUNK_VERB_FIRST)
            return part->finite > index && part->finite >= end && part->finite - index < 60 ? part->finite : end;
        if (i > 0 && part->before != ',')
            break;
    }
    return end;
}

/* laut X, gemäß X, nach Angaben X. Returns the end of the phrase, or `index`. */
static size_t try_preposition(scene *at, size_t index)
{
    const chunk *part = &at->parts->items[chunk_of(at, index)];
    bool after = view_is(&at->in, index, "nach");
    if (!after && !view_is(&at->in, index, "laut") && !view_is(&at->in, index, "gemäß"))
        return index;
    bool opening = index == 0 || (index == 1 && has(at, 0, CLASS(ADVERB)));
    size_t end = phrase_end(&at->in, index + 1, part->end, false);
    if (end == index + 1)
        return index;
    if (after) {
        size_t noun = phrase_noun(at, index + 1, end);
        /* "nach Angaben", "nach Schäubles Meinung" */
        bool account = has(at, noun, CLASS(ACCOUNT)) || (noun + 1 < end && has(at, noun + 1, CLASS(ACCOUNT)));
        bool document = has(at, noun, CLASS(DOCUMENT)) && opening;
        if (!account && !document)
            return index;
    }
    if (opening)
        end = opening_end(at, index, end);
    size_t speaker = end;
    while (speaker > index + 1 && at->in.items[speaker - 1].kind == TOKEN_PUNCT)
        speaker--;
    add_phrase(at, chunk_of(at, index), (range){index, end}, (range){index + 1, speaker}, (range){index, index + 1});
    return end;
}

/* The beginning of the phrase that ends before `end`: back to the verb or the joint before it. */
static size_t phrase_begin(const scene *at, size_t end, size_t low)
{
    size_t begin = end;
    while (begin > low && end - begin < 16 && !view_finite(&at->in, begin - 1) &&
           at->in.items[begin - 1].kind != TOKEN_PUNCT)
        begin--;
    /* nothing else stands before the verb */
    if (begin == 0) {
        while (begin < end && has(at, begin, CLASS(ADVERB)) && !has(at, begin, CLASS(NEGATION)))
            begin++;
        return begin;
    }
    for (; begin < end; begin++)
        if (phrase_end(&at->in, begin, end, true) == end)
            return begin;
    return end;
}

static void try_postposition(scene *at, size_t index)
{
    size_t chunk_index = chunk_of(at, index);
    const chunk *part = &at->parts->items[chunk_index];
    bool zufolge = view_is(&at->in, index, "zufolge");
    if (!zufolge && !view_is(&at->in, index, "nach"))
        return;
    size_t begin = phrase_begin(at, index, part->begin);
    if (begin == index)
        return;
    if (!zufolge) {
        size_t noun = phrase_noun(at, begin, index);
        if (index > begin + 1 && has(at, index - 2, CLASS(POSSESSIVE))) {
            noun = index - 1;
            begin = index - 2;
        }
        if (!has(at, noun, CLASS(ACCOUNT)) ||
            !(has(at, begin, CLASS(POSSESSIVE) | CLASS(OBLIQUE)) || begin + 1 == index))
            return;
    }
    /* "die ihrer Meinung nach „böswilligen“ Angriffe": only the words that follow are theirs */
    if (begin > part->begin && has(at, begin - 1, CLASS(ARTICLE)) && part->kind != CHUNK_RELATIVE)
        return;
    add_phrase(at, chunk_index, (range){begin, index + 1}, (range){begin, index}, (range){index, index + 1});
}

/* Whether nothing but whole quotations stands before a chunk: those have their own rule. */
static bool only_quotes(const scene *at, size_t chunk_index)
{
    for (size_t i = chunk_index; i > 0 && chunk_index - i < REACH_CHUNKS; i--)
        if (at->parts->items[i - 1].kind != CHUNK_QUOTE)
            return false;
    return true;
}

/* "…, so der Minister" */
static void try_so(scene *at, size_t chunk_index)
{
    const chunk *part = &at->parts->items[chunk_index];
    if (!view_is(&at->in, part->begin, "so") || part->kind != CHUNK_FRAGMENT || chunk_index == 0)
        return;
    size_t begin = part->begin + 1;
    if (!phrase_nominative(&at->in, begin))
        return;
    size_t end = phrase_end(&at->in, begin, part->end, true);
    if (end == begin || scene_covered(at, part->begin) || only_quotes(at, chunk_index))
        return;
    size_t stop = chunk_index + 1;
    size_t speaker_end = end;
    while (stop < at->parts->count && at->parts->items[stop].before == ',' &&
           (scene_apposition(at, stop) || at->parts->items[stop].kind == CHUNK_RELATIVE)) {
        if (at->parts->items[stop].kind == CHUNK_FRAGMENT && speaker_end == at->parts->items[stop - 1].end)
            speaker_end = at->parts->items[stop].end;
        stop++;
    }
    add_phrase(at, chunk_index, (range){part->begin - 1, at->parts->items[stop - 1].end}, (range){begin, speaker_end},
               (range){part->begin, part->begin + 1});
}

/* "Demnach …" */
static void try_demnach(scene *at)
{
    for (size_t i = 1; i < at->in.count && i < 24; i++) {
        if (view_is(&at->in, i, "demnach") && !scene_covered(at, i)) {
            add_phrase(at, chunk_of(at, i), (range){i, i + 1}, (range){i, i + 1}, (range){i, i + 1});
            return;
        }
    }
    bool danach = view_is(&at->in, 0, "danach") && at->parts->items[0].subjunctive;
    if (!danach && !view_is(&at->in, 0, "demnach") && !view_is(&at->in, 0, "demzufolge"))
        return;
    add_phrase(at, 0, (range){0, 1}, (range){0, 1}, (range){0, 1});
}

/* "…, wonach …" */
static void try_wonach(scene *at, size_t chunk_index)
{
    const chunk *part = &at->parts->items[chunk_index];
    size_t cue = part->opener;
    size_t content = cue + 1;
    bool relative = (view_is(&at->in, cue, "nach") || view_is(&at->in, cue, "laut")) &&
                    has(at, cue + 1, CLASS(RELATIVE)) && !has(at, cue + 1, CLASS(NOMINATIVE)) &&
                    part->kind == CHUNK_RELATIVE;
    if (relative)
        content++;
    if ((!relative && !view_is(&at->in, cue, "wonach")) || content >= part->end)
        return;
    quote item = {.type = QUOTE_INDIRECT, .sentence = at->sentence, .score = 0.8};
    spans_add(&item.text, scene_span(at, content, inner_end(at, chunk_index)));
    spans_add(&item.cue, scene_span(at, cue, cue + 1));
    if (relative)
        spans_add(&item.speaker, scene_span(at, cue + 1, content));
    spans_add(&item.frame, scene_span(at, at->parts->items[0].begin, content));
    scene_add(at, item);
}

void rule_phrases(scene *at)
{
    if (at->in.count == 0 || at->parts->count == 0)
        return;
    try_demnach(at);
    for (size_t i = 0; i < at->parts->count && !at->failed; i++) {
        if (scene_covered(at, at->parts->items[i].begin))
            continue;
        try_wonach(at, i);
        try_so(at, i);
    }
    for (size_t i = 0; i + 1 <= at->in.count && !at->failed; i++) {
        if (!has(at, i, CLASS(PREPOSITION) | CLASS(ATTRIBUTION_PREPOSITION)) || scene_covered(at, i))
            continue;
        size_t end = try_preposition(at, i);
        if (end == i)
            try_postposition(at, i);
    }
}
