/* SPDX-License-Identifier: ISC */
/*
 * Indirect speech in clauses. A head is the clause with the verb (or noun) of speech; what it says stands behind it,
 * before it, or around it.
 */
#include "rules.h"

static const chunk *chunk_at(const scene *at, size_t index)
{
    return &at->parts->items[index];
}

static bool chunk_has(const scene *at, const chunk *part, word_class classes)
{
    for (size_t i = part->begin; i < part->end; i++)
        if (token_has(&at->in.items[i], classes))
            return true;
    return false;
}

/* Whether the last words before the comma are a noun of content with what hangs on it: "die Forderung der CSU, …". */
static bool ends_in_content(const scene *at, const chunk *part)
{
    size_t low = part->end > part->begin + 8 ? part->end - 8 : part->begin;
    for (size_t i = part->end; i > low; i--) {
        const token *word = &at->in.items[i - 1];
        if (token_has(word, CLASS(CONTENT)) && word->capital)
            return phrase_end(&at->in, i - 1, part->end, true) == part->end;
        if (i - 1 == part->finite)
            break;
    }
    return false;
}

static bool weak_opener(const scene *at, const chunk *part)
{
    return token_has(&at->in.items[part->begin], CLASS(INFINITIVE_OPENER));
}

/* "wollte nicht bestätigen, dass …": nothing was said. */
static bool refuses(const scene *at, const chunk *part)
{
    for (size_t i = part->finite; part->modal && i < part->end; i++)
        if (view_is(&at->in, i, "nicht"))
            return true;
    return false;
}

/* "legte Wert darauf, dass": the clause stands for what was said or meant. */
static bool correlates(const scene *at, const chunk *part)
{
    static const char *const words[] = {"darauf", "darüber", "davon"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (view_is(&at->in, part->end - 1, words[i]) ||
            (part->end > part->begin + 1 && view_is(&at->in, part->end - 2, words[i])))
            return true;
    return false;
}

/* Whether chunk `index` may be what the head says. */
static bool is_content(const scene *at, size_t head, size_t index, unsigned uses)
{
    const chunk *from = chunk_at(at, head);
    const chunk *part = chunk_at(at, index);
    bool noun = ends_in_content(at, chunk_at(at, index - 1));
    bool opinion = chunk_has(at, from, CLASS(OPINION));
    bool any_noun = noun || (from->kind != CHUNK_RELATIVE && chunk_has(at, from, CLASS(CONTENT)));
    if (part->before == ':')
        return (uses & (USE_DIRECT | USE_THAT)) && (!(uses & USE_THOUGHT) || part->subjunctive) &&
               part->kind != CHUNK_FRAGMENT && part->kind != CHUNK_QUOTE;
    if (part->before != ',')
        return false;
    switch (part->kind) {
    case CHUNK_THAT:
        if (refuses(at, from))
            return false;
        return (uses & USE_THAT) || any_noun || opinion || part->subjunctive || correlates(at, from);
    case CHUNK_INFINITIVE:
        return !weak_opener(at, part) && ((uses & USE_INFINITIVE) || noun);
    case CHUNK_MAIN:
        if (part->opener != part->begin)
            return false;
        if (part->subjunctive)
            return (uses & USE_SPEECH) || any_noun || opinion;
        return (uses & USE_DIRECT) && (uses & USE_WIE) &&
               (from->kind == CHUNK_MAIN || from->kind == CHUNK_VERB_FIRST) && !(head_uses(at, index) & USE_SPEECH);
    case CHUNK_SUB:
    case CHUNK_QUESTION:
        if (part->kind == CHUNK_QUESTION && (uses & USE_THAT) && !(uses & USE_THOUGHT) && !refuses(at, from))
            return true;
        return (uses & USE_DIRECT) && index + 1 < at->parts->count &&
               chunk_at(at, index + 1)->kind == CHUNK_VERB_FIRST && chunk_at(at, index + 1)->subjunctive;
    default:
        return false;
    }
}

/* "meldete, Anna Berg, die …, sei …", "forderte, Kinder, die …, zu schützen": the content begins with a phrase that a
 * relative clause parts from its verb. */
static bool broken_content(const scene *at, size_t head, unsigned uses)
{
    const chunk *from = chunk_at(at, head);
    const chunk *part = chunk_at(at, head + 1);
    bool closed =
        from->part_count > 0 && (from->finite + 1 == from->end || from->parts[from->part_count - 1] + 1 == from->end);
    if (!closed || part->kind != CHUNK_FRAGMENT || part->before != ',')
        return false;
    for (size_t i = head + 2; i < at->parts->count && i < head + 6 && chunk_at(at, i)->before == ','; i++) {
        const chunk *next = chunk_at(at, i);
        if (next->kind == CHUNK_VERB_FIRST && next->subjunctive)
            return uses & USE_DIRECT;
        if (next->kind == CHUNK_INFINITIVE && !weak_opener(at, next))
            return uses & USE_INFINITIVE;
        if (next->kind != CHUNK_RELATIVE && next->kind != CHUNK_FRAGMENT)
            return false;
    }
    return false;
}

/* The chunk behind the head in which what is said begins, or NOWHERE. */
static size_t content_after(const scene *at, size_t head, unsigned uses)
{
    for (size_t i = head + 1; i < at->parts->count && i <= head + REACH_CHUNKS; i++) {
        if (is_content(at, head, i, uses))
            return i;
        if (i == head + 1 && broken_content(at, head, uses))
            return i;
        chunk_kind kind = chunk_at(at, i)->kind;
        bool aside = kind == CHUNK_INFINITIVE && weak_opener(at, chunk_at(at, i));
        if ((kind != CHUNK_FRAGMENT && kind != CHUNK_RELATIVE && !aside) || chunk_at(at, i)->before == ':')
            return NOWHERE;
    }
    return NOWHERE;
}

/* "sagte, das sei falsch, und nannte …": the second verb goes on where the head was. */
static bool same_tense(const scene *at, size_t head, size_t index)
{
    const chunk *from = chunk_at(at, head);
    const chunk *part = chunk_at(at, index);
    if (part->subjunctive || part->finite == NOWHERE || from->finite == NOWHERE || !(head_uses(at, index) & USE_SPEECH))
        return false;
    return at->in.items[from->finite].forms & at->in.items[part->finite].forms & (FORM_PAST | FORM_PRESENT);
}

/* Where a content that begins at chunk `from` ends: the sentence's end, or another one's saying. */
static size_t content_end(const scene *at, size_t head, size_t from)
{
    bool embedded = chunk_at(at, head)->kind == CHUNK_SUB || chunk_at(at, head)->kind == CHUNK_RELATIVE;
    for (size_t i = from + 1; i < at->parts->count && i <= from + REACH_CHUNKS; i++) {
        const chunk *part = chunk_at(at, i);
        bool next = part->kind == CHUNK_MAIN || part->kind == CHUNK_VERB_FIRST;
        bool joined = part->opener > part->begin && !view_is(&at->in, part->begin, "sondern");
        if (next && joined && !part->subjunctive && (head_uses(at, i) & USE_DIRECT))
            return i;
        if (next && part->before == ';' && !part->subjunctive)
            return i;
        if (part->before == CHUNK_JOINED && same_tense(at, head, i) && chunk_at(at, i - 1)->subjunctive)
            return i;
        /* "Während sie sagte, …, räumte er ein, …": the main clause */
        if (embedded && part->kind == CHUNK_VERB_FIRST && !part->subjunctive && part->before == ',')
            return i;
    }
    return at->parts->count;
}

/* Whether a token is a verb of speech in one of these forms. */
static bool says(const scene *at, size_t index, unsigned forms)
{
    const token *word = &at->in.items[index];
    if (!(word->forms & forms) || word->forms & (FORM_PARTICIPLE | FORM_INFINITIVE) || !view_finite(&at->in, index))
        return false;
    return lexicon_verb(at->work->words, token_reading(word, forms)->verb)->uses & USE_SPEECH;
}

/* Whether a clause may end in a token: a verb, or a word that looks like a participle or infinitive. */
static bool ends_clause(const scene *at, size_t index)
{
    const token *word = &at->in.items[index];
    char last = at->work->source[word->span.end - 1];
    if (word->kind == TOKEN_PUNCT)
        return true;
    return word->kind == TOKEN_WORD && !word->capital && !word->truncated && word->classes == 0 &&
           (word->forms != 0 || last == 't' || last == 'n');
}

/* The token at which a head goes on with a second verb: "sagte, dass es regne, und warnte …". At most `end`. */
static size_t second_verb(const scene *at, size_t head, size_t begin, size_t end)
{
    const chunk *from = chunk_at(at, head);
    unsigned forms = from->finite == NOWHERE ? 0 : at->in.items[from->finite].forms & (FORM_PAST | FORM_PRESENT);
    for (size_t i = begin + 1; forms && i + 1 < end && i < begin + REACH_TOKENS; i++) {
        if (!view_is(&at->in, i, "und"))
            continue;
        size_t next = i + 1;
        bool done = view_finite(&at->in, i - 1) || at->in.items[i - 1].kind == TOKEN_PUNCT;
        /* "…, und die Grünen forderten": somebody else's */
        if (!view_finite(&at->in, next) && phrase_nominative(&at->in, next)) {
            next = phrase_end(&at->in, next, end, true);
            done = next > i + 1 && ends_clause(at, i - 1);
        }
        if (next < end && done && says(at, next, forms))
            return at->in.items[i - 1].kind == TOKEN_PUNCT ? i - 1 : i;
    }
    return end;
}

/* Whether the chunks before a clause that begins with its verb can be what is said. */
static size_t content_before(const scene *at, size_t head, unsigned uses)
{
    bool clause = false;
    bool that = (uses & USE_THAT) && head > 0 && chunk_at(at, 0)->kind == CHUNK_THAT;
    size_t i = head;
    while (i > 0 && ((uses & USE_DIRECT) || that) && (clause || head - i < REACH_CHUNKS)) {
        const chunk *part = chunk_at(at, i - 1);
        clause = clause || part->kind == CHUNK_MAIN || part->kind == CHUNK_THAT || part->kind == CHUNK_VERB_FIRST ||
                 part->kind == CHUNK_INFINITIVE;
        if (part->kind == CHUNK_QUOTE || scene_covered(at, part->begin))
            break;
        i--;
        if (part->before == ';')
            break;
    }
    return clause ? i : NOWHERE;
}

/* The first chunk behind a closing frame that is no part of it. */
static size_t frame_end(const scene *at, size_t head)
{
    size_t i = head + 1;
    while (i < at->parts->count && i <= head + REACH_CHUNKS &&
           (scene_apposition(at, i) || chunk_at(at, i)->kind == CHUNK_RELATIVE))
        i++;
    return i;
}

static void add_after(scene *at, size_t head, size_t content)
{
    quote item = {.type = QUOTE_INDIRECT, .sentence = at->sentence, .score = 0.9};
    size_t end = content_end(at, head, content);
    size_t first = phrase_clause_begin(at->parts, head);
    size_t begin = chunk_at(at, content)->begin;
    spans_add(&item.text, scene_span(at, begin, second_verb(at, head, begin, chunk_at(at, end - 1)->end)));
    head_roles(at, head, &item);
    spans_add(&item.frame, scene_span(at, chunk_at(at, first)->begin, begin));
    scene_add(at, item);
}

static void add_before(scene *at, size_t head, size_t begin)
{
    quote item = {.type = QUOTE_INDIRECT, .sentence = at->sentence, .score = 0.9};
    size_t end = frame_end(at, head);
    spans_add(&item.text, scene_span(at, chunk_at(at, begin)->begin, chunk_at(at, head - 1)->end));
    if (end < at->parts->count && chunk_at(at, end)->before != ':' && chunk_at(at, end)->before != CHUNK_JOINED)
        spans_add(&item.text, scene_span(at, chunk_at(at, end)->begin, chunk_at(at, at->parts->count - 1)->end));
    head_roles(at, head, &item);
    spans_add(&item.frame, scene_span(at, chunk_at(at, head)->begin - 1, chunk_at(at, end - 1)->end));
    scene_add(at, item);
}

/* "Wie X mitteilte, …" and "…, wie X mitteilte, …": everything else is said. */
static void add_around(scene *at, size_t head, size_t last)
{
    quote item = {.type = QUOTE_INDIRECT, .sentence = at->sentence, .score = 0.9};
    size_t end = frame_end(at, last);
    if (head > 0)
        spans_add(&item.text, scene_span(at, chunk_at(at, 0)->begin, chunk_at(at, head - 1)->end));
    if (end < at->parts->count)
        spans_add(&item.text, scene_span(at, chunk_at(at, end)->begin, chunk_at(at, at->parts->count - 1)->end));
    if (item.text.count == 0)
        return;
    head_roles(at, last, &item);
    item.cue = (spans){0};
    const chunk *part = chunk_at(at, last);
    spans_add(&item.cue, scene_span(at, chunk_at(at, head)->opener, chunk_at(at, head)->opener + 1));
    for (size_t i = 0; i < part->part_count; i++)
        spans_add(&item.cue, scene_span(at, part->parts[i], part->parts[i] + 1));
    if (last > head) {
        item.speaker = (spans){0};
        spans_add(&item.speaker, scene_span(at, chunk_at(at, head)->opener + 1, chunk_at(at, last - 1)->end));
    }
    size_t frame_begin = chunk_at(at, head)->begin - (head > 0 ? 1 : 0);
    size_t frame_stop = head == 0 && end < at->parts->count ? chunk_at(at, end)->begin : chunk_at(at, end - 1)->end;
    spans_add(&item.frame, scene_span(at, frame_begin, frame_stop));
    scene_add(at, item);
}

/* A noun that says it, in a clause without such a verb: "der Vorwurf, das Gericht sei …, wurde …". */
static void add_noun(scene *at, size_t head)
{
    const chunk *part = chunk_at(at, head);
    const chunk *next = chunk_at(at, head + 1);
    size_t noun = part->end;
    while (noun > part->begin &&
           !(token_has(&at->in.items[noun - 1], CLASS(CONTENT)) && at->in.items[noun - 1].capital))
        noun--;
    quote item = {.type = QUOTE_INDIRECT, .sentence = at->sentence, .score = 0.7};
    size_t end = head + 2;
    while (end < at->parts->count && chunk_at(at, end)->kind != CHUNK_VERB_FIRST)
        end++;
    spans_add(&item.text, scene_span(at, next->begin, chunk_at(at, end - 1)->end));
    spans_add(&item.cue, scene_span(at, noun - 1, noun));
    size_t speaker = phrase_end(&at->in, noun, part->end, true);
    if (speaker > noun)
        spans_add(&item.speaker, scene_span(at, noun, speaker));
    spans_add(&item.frame, scene_span(at, part->begin, next->begin));
    scene_add(at, item);
}

static bool noun_content(const scene *at, size_t head)
{
    if (head + 1 >= at->parts->count || !ends_in_content(at, chunk_at(at, head)))
        return false;
    const chunk *next = chunk_at(at, head + 1);
    if (next->before != ',')
        return false;
    return next->kind == CHUNK_THAT || (next->kind == CHUNK_MAIN && next->subjunctive && next->opener == next->begin) ||
           (next->kind == CHUNK_INFINITIVE && !weak_opener(at, next));
}

/* Whether the main clause of the sentence is in the Konjunktiv. */
static bool sentence_is_free(const scene *at)
{
    for (size_t i = 0; i < at->parts->count && i < 8; i++)
        if (chunk_at(at, i)->kind == CHUNK_MAIN || chunk_at(at, i)->kind == CHUNK_VERB_FIRST)
            return chunk_at(at, i)->subjunctive;
    return false;
}

/* The chunk with the verb of "wie X, Sprecher der Polizei, mitteilte", which begins at chunk `head`. */
static size_t wie_verb(const scene *at, size_t head)
{
    if (chunk_at(at, head)->kind == CHUNK_SUB || chunk_at(at, head)->kind == CHUNK_QUESTION)
        return head;
    for (size_t i = head + 1; i < at->parts->count && i < head + 5 && chunk_at(at, i)->before == ','; i++) {
        const chunk *part = chunk_at(at, i);
        if (part->finite != NOWHERE && part->kind != CHUNK_RELATIVE)
            return part->finite + 1 == part->end ? i : NOWHERE;
    }
    return NOWHERE;
}

static bool try_wie(scene *at, size_t head)
{
    const chunk *part = chunk_at(at, head);
    if (!view_is(&at->in, part->opener, "wie") || (part->before != ',' && part->before != 0))
        return false;
    size_t last = wie_verb(at, head);
    if (last == NOWHERE || !(head_uses(at, last) & USE_WIE))
        return false;
    add_around(at, head, last);
    return true;
}

/* "hatte angekündigt das Werk zu schließen": an infinitive without its comma. */
static bool add_inner(scene *at, size_t head)
{
    const chunk *part = chunk_at(at, head);
    if (part->finite == NOWHERE || part->part_count < 2 || part->end < part->begin + 4)
        return false;
    size_t full = part->parts[part->part_count - 1] + 1;
    const token *last = &at->in.items[part->end - 1];
    bool zu = last->forms & FORM_ZU || (last->forms & FORM_INFINITIVE && view_is(&at->in, part->end - 2, "zu"));
    if (!zu || full + 2 >= part->end || full <= part->finite)
        return false;
    quote item = {.type = QUOTE_INDIRECT, .sentence = at->sentence, .score = 0.8};
    spans_add(&item.text, scene_span(at, full, part->end));
    head_roles(at, head, &item);
    spans_add(&item.frame, scene_span(at, part->begin, full));
    scene_add(at, item);
    return true;
}

static void try_head(scene *at, size_t head)
{
    const chunk *part = chunk_at(at, head);
    unsigned uses = head_uses(at, head);
    if (part->finite != NOWHERE && scene_framed(at, part->finite))
        return;
    if (try_wie(at, head) || (part->kind == CHUNK_SUB && view_is(&at->in, part->opener, "wie")))
        return;
    /* "Die Kommission gehe davon aus, dass …": said by whom the sentence before names */
    bool inner = part->kind != CHUNK_MAIN && part->kind != CHUNK_VERB_FIRST && part->kind != CHUNK_FRAGMENT;
    if (part->subjunctive || (inner && sentence_is_free(at)))
        return;
    size_t content = part->finite == NOWHERE ? NOWHERE : content_after(at, head, uses);
    if (content != NOWHERE) {
        add_after(at, head, content);
        return;
    }
    if ((uses & USE_INFINITIVE) && add_inner(at, head))
        return;
    size_t next = frame_end(at, head);
    if (next < at->parts->count && chunk_at(at, next)->before == ':' && chunk_at(at, next)->kind == CHUNK_QUOTE)
        return;
    bool first = part->kind == CHUNK_VERB_FIRST && (part->opener == part->begin || view_is(&at->in, part->begin, "so"));
    /* "…, das teilte sie mit" */
    bool that = part->kind == CHUNK_MAIN && part->finite == part->begin + 1 &&
                (view_is(&at->in, part->begin, "das") || view_is(&at->in, part->begin, "dies"));
    if ((first && part->before == ',') || (that && part->before != 0 && part->before != ':' && (uses & USE_DIRECT))) {
        size_t begin = content_before(at, head, uses);
        if (begin != NOWHERE && begin < head) {
            add_before(at, head, begin);
            return;
        }
    }
    if (noun_content(at, head))
        add_noun(at, head);
}

void rule_clauses(scene *at)
{
    for (size_t i = 0; i < at->parts->count && !at->failed; i++)
        if (!scene_covered(at, chunk_at(at, i)->begin))
            try_head(at, i);
}
