/* SPDX-License-Identifier: ISC */
/*
 * Words in quotation marks inside a sentence. Half of them in news are names, titles and terms that nobody says. What
 * stands before the marks tells most: a noun that names ("die Zeitung „…“"), the definite article before a capital
 * letter, or a verb of judging ("nannte das „…“").
 */
#include "rules.h"

static const token *word_at(const scene *at, size_t index)
{
    return &at->work->tokens.items[index];
}

static bool small_word(const token *word)
{
    return token_has(word, CLASS(ARTICLE) | CLASS(PREPOSITION) | CLASS(COORDINATOR));
}

/* Nothing but capital letters, numbers and small words. */
static bool all_capitals(const scene *at, const mark_pair *pair)
{
    for (size_t i = pair->open + 1; i < pair->close; i++) {
        const token *word = word_at(at, i);
        if (word->kind == TOKEN_WORD && !word->capital && !small_word(word))
            return false;
    }
    return true;
}

/* "amazon.de" */
static bool one_piece(const scene *at, const mark_pair *pair)
{
    bool dot = false;
    for (size_t i = pair->open + 1; i < pair->close; i++) {
        dot = dot || token_is_punct(word_at(at, i), '.');
        if (i > pair->open + 1 && word_at(at, i)->span.begin != word_at(at, i - 1)->span.end)
            return false;
    }
    return dot;
}

/* "Parolen wie „…“", "die Aufschrift „…“": words that were shouted or written. */
static bool announced(const scene *at, const mark_pair *pair)
{
    size_t low = at->work->tokens.sentences[pair->sentence].begin;
    for (size_t i = pair->open; i > low && pair->open - i < 4; i--) {
        const token *word = word_at(at, i - 1);
        if (token_has(word, CLASS(SLOGAN)) && word->capital)
            return true;
        if (word->kind != TOKEN_WORD || word->capital)
            return false;
    }
    return false;
}

/* Whether the words before the marks say that a name follows. */
bool marked_name(const scene *at, const mark_pair *pair)
{
    const sentence *unit = &at->work->tokens.sentences[pair->sentence];
    if (pair->open == unit->begin)
        return false;
    const token *before = word_at(at, pair->open - 1);
    if (announced(at, pair))
        return false;
    if (before->code == ':') {
        if (pair->finite || pair->terminal || pair->open < unit->begin + 2)
            return false;
        before = word_at(at, pair->open - 2);
    }
    if (token_has(before, CLASS(NAMING)) && before->capital)
        return true;
    if (token_has(before, CLASS(SO_CALLED)))
        return true;
    return token_is(before, at->work->source, "kurz") || token_is(before, at->work->source, "englisch") ||
           (before->kind == TOKEN_PUNCT && before->code == '(' && !pair->finite);
}

static bool before_is(const scene *at, const mark_pair *pair, const char *word)
{
    return pair->open > 0 && token_is(word_at(at, pair->open - 1), at->work->source, word);
}

/* "ein „…“", "als „…“": somebody's choice of words, where the definite article would bring a name. */
static bool indefinite(const scene *at, const mark_pair *pair)
{
    static const char *const words[] = {"ein", "eine", "einen", "einem", "einer", "eines", "kein", "keine", "keinen"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (before_is(at, pair, words[i]))
            return true;
    return false;
}

static quote *around(const scene *at, dp_span span)
{
    quotes *found = &at->work->found;
    size_t low = at->first_quote > 0 ? at->first_quote - 1 : 0;
    for (size_t i = found->count; i > low; i--) {
        if (found->count - i == REACH_CHUNKS && i > low + REACH_CHUNKS)
            i = low + REACH_CHUNKS;
        quote *item = &found->items[i - 1];
        for (size_t k = 0; k < item->text.count; k++)
            if (dp_span_contains(item->text.items[k], span))
                return item;
    }
    return NULL;
}

/* The chunk of the view that holds a span, or NOWHERE. */
static size_t chunk_around(const scene *at, dp_span span)
{
    size_t low = 0;
    for (size_t high = at->parts->count; low < high;) {
        size_t middle = (low + high) / 2;
        if (at->in.items[at->parts->items[middle].end - 1].span.end <= span.begin)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == at->parts->count || at->parts->items[low].end - at->parts->items[low].begin > REACH_TOKENS)
        return NOWHERE;
    const chunk *part = &at->parts->items[low];
    return dp_span_contains(scene_span(at, part->begin, part->end), span) ? low : NOWHERE;
}

/* Whether a verb of judging stands in the chunk. */
static bool judges(const scene *at, size_t index)
{
    if (index == NOWHERE)
        return false;
    const chunk *part = &at->parts->items[index];
    for (size_t i = part->begin; i < part->end; i++)
        if (token_has(&at->in.items[i], CLASS(REFLEXIVE)))
            return false;
    if (head_uses(at, index) & USE_JUDGE)
        return true;
    for (size_t i = part->begin; i < part->end; i++)
        for (size_t k = 0; k < at->in.items[i].reading_count; k++)
            if (at->in.items[i].readings[k].forms & FORM_FINITE &&
                lexicon_verb(at->work->words, at->in.items[i].readings[k].verb)->uses & USE_JUDGE)
                return true;
    return false;
}

static bool is_quoted(const scene *at, const mark_pair *pair, bool nested, size_t index)
{
    if (marked_name(at, pair))
        return false;
    if (announced(at, pair))
        return true;
    const token *mark = word_at(at, pair->open);
    bool italic = mark->span.end - mark->span.begin == 2 && mark->code == '"';
    if (italic && !pair->finite)
        return false;
    const token *before = pair->open > 0 ? word_at(at, pair->open - 1) : NULL;
    bool definite = before && token_has(before, CLASS(ARTICLE) | CLASS(CONTRACTED)) && !indefinite(at, pair);
    bool name = all_capitals(at, pair) && pair->words <= 6 && !indefinite(at, pair);
    if (judges(at, index) && !definite && !(name && before && before->capital))
        return true;
    if (before_is(at, pair, "als") && index != NOWHERE && head_uses(at, index))
        return true;
    if (name || one_piece(at, pair))
        return false;
    if (pair->capital)
        return pair->words > 4 ? nested : nested && !definite;
    return nested || (pair->words >= 3 && !definite);
}

static void add_marked(scene *at, const mark_pair *pair)
{
    if (pair->whole || pair->parent || pair->recovered)
        return;
    dp_span span = {word_at(at, pair->open)->span.begin, word_at(at, pair->close)->span.end};
    quote *outer = around(at, span);
    if (outer && outer->type == QUOTE_DIRECT)
        return;
    size_t index = chunk_around(at, span);
    if (!is_quoted(at, pair, outer != NULL, index))
        return;
    quote item = {.type = QUOTE_DIRECT, .sentence = at->sentence, .score = 0.7};
    if (outer) {
        item.nested = true;
        item.speaker = outer->speaker;
        item.cue = outer->cue;
        item.frame = outer->frame;
        item.addressee = outer->addressee;
        item.medium = outer->medium;
        item.pronoun = outer->pronoun;
        item.verb = outer->verb;
    } else if (index != NOWHERE && head_uses(at, index)) {
        const chunk *part = &at->parts->items[index];
        head_roles(at, index, &item);
        /* "sagte, …, und nannte das „…“": the one who said is the one who named */
        if (part->before == CHUNK_JOINED && at->work->found.count > at->first_quote) {
            const quote *first = &at->work->found.items[at->first_quote];
            item.speaker = first->speaker;
            item.pronoun = first->pronoun;
        }
        for (size_t i = part->begin; i < part->end; i++)
            if (!dp_span_contains(span, at->in.items[i].span))
                spans_add(&item.frame, at->in.items[i].span);
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
