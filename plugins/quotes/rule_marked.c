/* SPDX-License-Identifier: ISC */
/*
 * Words in quotation marks inside a sentence. Half of them in news are names, titles and terms that nobody says. What
 * stands before the marks tells most: a noun that names ("die Zeitung „…“"), the definite article before a capital
 * letter, or a verb of judging ("nannte das „…“").
 */
#include "rules.h"

#include <string.h>

#define LIST_MAX      8  /* joined marks that a naming noun is looked for across */
#define GLOSSED_MAX   6  /* words of a name that is explained in brackets */
#define NAME_MAX      5  /* from here on, lower-case words among them say that it is no name */
#define BRACKETED_MAX 4  /* words of a name in brackets */
#define LABEL_REACH   24 /* tokens before the marks that may say "the title is" */
#define LABEL_VERB    4  /* tokens between that verb and the marks */

static const token *word_at(const scene *at, size_t index)
{
    return &at->work->tokens.items[index];
}

static bool small_word(const token *word)
{
    return token_has(word, CLASS(ARTICLE) | CLASS(PREPOSITION) | CLASS(COORDINATOR));
}

/* Reads as a name: nothing but capital letters, numbers and small words, and no inflected article in front. */
static bool reads_as_name(const scene *at, const mark_pair *pair)
{
    if (!pair->capital && pair->words > 2)
        return false;
    for (size_t i = pair->open + 1; i < pair->close; i++) {
        const token *word = word_at(at, i);
        if (word->kind == TOKEN_WORD && !word->capital && !small_word(word))
            return false;
    }
    return true;
}

/* "Gelassenheit und Aufmerksamkeit": nouns joined, which few names are. */
static bool joins_nouns(const scene *at, const mark_pair *pair)
{
    for (size_t i = pair->open + 2; i + 1 < pair->close; i++) {
        const token *before = word_at(at, i - 1);
        if (token_is(word_at(at, i), at->work->source, "und") && before->capital && !before->truncated &&
            word_at(at, i + 1)->capital)
            return true;
    }
    return false;
}

/* "tagesschau.de", "Man of the Match", "Freie Initiative e. V. (FI)": nobody's words in German. */
static bool no_words(const scene *at, const mark_pair *pair)
{
    bool dot = false;
    bool one_piece = true;
    for (size_t i = pair->open + 1; i < pair->close; i++) {
        const token *word = word_at(at, i);
        dot = dot || token_is_punct(word, '.') || token_address(word, at->work->source);
        one_piece = one_piece && (i == pair->open + 1 || word->span.begin == word_at(at, i - 1)->span.end);
        if (token_has(word, CLASS(FOREIGN)) && !pair->finite)
            return true;
    }
    const token *last = word_at(at, pair->close - 1);
    const token *next = pair->close + 1 < at->work->tokens.count ? word_at(at, pair->close + 1) : last;
    bool glossed = token_is_punct(next, '(') && !pair->finite && pair->words <= GLOSSED_MAX;
    return (dot && one_piece) || glossed || (token_is_punct(last, ')') && reads_as_name(at, pair));
}

/* "Parolen wie „…“", "die Aufschrift „…“": words that were shouted or written. */
static bool announced(const scene *at, const mark_pair *pair)
{
    size_t low = at->work->tokens.sentences[pair->sentence].begin;
    for (size_t i = pair->open; i > low && pair->open - i < 4; i--) {
        const token *word = word_at(at, i - 1);
        if (token_has(word, CLASS(SLOGAN)) && word->capital)
            return true;
        if (word->kind != TOKEN_WORD || (word->capital && !token_is(word, at->work->source, "beispiel")))
            return false;
    }
    return false;
}

/* The pair that this one is joined to by a comma or "und", or null: "die Modelle „…“, „…“ und „…“". */
static const mark_pair *joined_pair(const scene *at, const mark_pair *pair)
{
    if (pair->open < at->work->tokens.sentences[pair->sentence].begin + 2)
        return NULL;
    const token *joint = word_at(at, pair->open - 1);
    const token *mark = word_at(at, pair->open - 2);
    bool joins = joint->code == ',' || token_has(joint, CLASS(COORDINATOR));
    return joins && mark->kind == TOKEN_MARK && mark->pair ? &at->work->marks.items[mark->pair - 1] : NULL;
}

/* "bedeutet etwa „…“", "auf Deutsch: „…“": what a foreign word means. */
static bool translates(const scene *at, const token *word)
{
    static const char *const words[] = {"bedeutet", "deutsch", "englisch", "etwa", "übersetzt"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token_is(word, at->work->source, words[i]))
            return true;
    return false;
}

/* The first use of a token as a finite verb of speech, or null. */
static const verb *said_by(const scene *at, const token *word)
{
    for (size_t i = 0; i < word->reading_count; i++) {
        const verb *said = lexicon_verb(at->work->words, word->readings[i].verb);
        if (word->readings[i].forms & FORM_FINITE && said->uses & USE_DIRECT)
            return said;
    }
    return NULL;
}

/* "Der Titel lautet „…“", "stellte sein neues Album vor: „…“": a noun that is all about a name. */
static bool labelled(const scene *at, const mark_pair *pair)
{
    size_t low = at->work->tokens.sentences[pair->sentence].begin;
    bool colon = token_is_punct(word_at(at, pair->open - 1), ':');
    bool is = false;
    for (size_t i = pair->open; i > low && pair->open - i < LABEL_REACH; i--) {
        const token *word = word_at(at, i - 1);
        if (token_has(word, CLASS(LABEL)) && word->capital)
            return is || (colon && !pair->finite && !pair->terminal);
        const verb *said = said_by(at, word);
        if (said && strcmp(said->infinitive, "lauten") != 0 && strcmp(said->infinitive, "heißen") != 0)
            return false;
        is = is || said;
        if (!colon && !is && pair->open - i >= LABEL_VERB)
            return false;
    }
    return false;
}

/* "Hafen Nord AG", "Freunde der See e. V.": registered under that name. */
static bool registered(const scene *at, const mark_pair *pair)
{
    const char *source = at->work->source;
    size_t low = pair->close > pair->open + 7 ? pair->close - 7 : pair->open + 1;
    for (size_t i = low; i < pair->close; i++)
        if (token_has(word_at(at, i), CLASS(LEGAL_FORM)) ||
            (i >= low + 2 && token_is(word_at(at, i), source, "V") && token_is(word_at(at, i - 2), source, "e")))
            return true;
    return false;
}

/* "Bau und Hafen Betriebsgesellschaft", "Gesetz zur Ordnung der Ufer": bodies and laws by what they are made of. */
static bool body_or_law(const scene *at, const mark_pair *pair)
{
    return pair->words > 1 && (token_has(word_at(at, pair->close - 1), CLASS(BODY)) ||
                               (token_has(word_at(at, pair->open + 1), CLASS(LAW)) &&
                                token_has(word_at(at, pair->open + 2), CLASS(PREPOSITION) | CLASS(CONTRACTED))));
}

/* In brackets: "(„Aufbruch“)", but not "(„kein Geld für neue Deiche da“)". */
static bool glosses(const mark_pair *pair)
{
    return !pair->finite && pair->words <= BRACKETED_MAX && (pair->capital || pair->words > 1);
}

/* Whether the words before the marks say that a name follows. */
static bool named_before(const scene *at, const mark_pair *pair)
{
    const sentence *unit = &at->work->tokens.sentences[pair->sentence];
    if (pair->open == unit->begin)
        return false;
    const token *before = word_at(at, pair->open - 1);
    if (announced(at, pair))
        return false;
    if (labelled(at, pair))
        return true;
    if (before->code == ':') {
        if (pair->finite || pair->terminal || pair->open < unit->begin + 2)
            return false;
        before = word_at(at, pair->open - 2);
    }
    if (token_has(before, CLASS(NAMING)) && before->capital)
        return true;
    if (token_has(before, CLASS(SO_CALLED)))
        return true;
    return (!pair->finite && translates(at, before)) || token_is(before, at->work->source, "kurz") ||
           (token_is_punct(before, '(') && glosses(pair));
}

/* Whether somebody says something in the clauses of the sentence at hand. */
static bool speaks(const scene *at)
{
    for (size_t i = 0; i < at->parts->count && i < REACH_CHUNKS; i++)
        if (at->parts->items[i].end - at->parts->items[i].begin <= REACH_TOKENS &&
            head_uses(at, i) & (USE_DIRECT | USE_JUDGE))
            return true;
    return false;
}

/* "der Hit „Ich bleibe hier“": the noun before is no word for wording, and nobody in the sentence speaks. */
static bool titled(const scene *at, const mark_pair *pair)
{
    const sentence *unit = &at->work->tokens.sentences[pair->sentence];
    if (!pair->whole || !pair->capital || pair->open < unit->begin + 2)
        return false;
    const token *noun = word_at(at, pair->open - 1);
    if (noun->kind != TOKEN_WORD || !noun->capital || noun->initial ||
        token_has(noun, CLASS(CONTENT) | CLASS(ACCOUNT) | CLASS(SLOGAN) | CLASS(PERSON) | CLASS(TIME)))
        return false;
    return !announced(at, pair) && !speaks(at);
}

bool marked_name(const scene *at, const mark_pair *pair)
{
    const mark_pair *first = pair;
    if ((!pair->finite && (registered(at, pair) || body_or_law(at, pair))) || titled(at, pair))
        return true;
    for (size_t i = 0; i < LIST_MAX && first; i++) {
        if (named_before(at, first))
            return true;
        if (first != pair && !first->whole && first->words > 1 && reads_as_name(at, first) && !announced(at, first) &&
            !speaks(at))
            return true;
        first = joined_pair(at, first);
    }
    return false;
}

static bool before_is(const scene *at, const mark_pair *pair, const char *word)
{
    return pair->open > 0 && token_is(word_at(at, pair->open - 1), at->work->source, word);
}

/* "ein „…“", "als „…“": somebody's choice of words, where the definite article would bring a name. */
static bool indefinite(const scene *at, const mark_pair *pair)
{
    static const char *const words[] = {"ein",  "eine",  "einen",  "einem",  "einer", "eines",
                                        "kein", "keine", "keinen", "keinem", "keiner"};
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

/* "Für die Lehrer ist das „ein Skandal“", "war von einem „offenen Streit“ die Rede": an opinion with the verb to be. */
static bool opines(const scene *at, const chunk *part, bool viewed)
{
    bool of = false;
    if (part->verb != VERB_SEIN)
        return false;
    for (size_t i = part->begin; i < part->end; i++) {
        if (view_is(&at->in, i, "für") && (i == part->opener || i == part->finite + 1))
            return true;
        of = of || token_has(&at->in.items[i], CLASS(OF));
        if (viewed && of && view_is(&at->in, i, "Rede"))
            return true;
    }
    return false;
}

/* Whether a verb of judging stands in the chunk. `viewed`: behind "als" or an indefinite article, where those of seeing
 * do too. */
static bool judges(const scene *at, size_t index, bool viewed)
{
    if (index == NOWHERE)
        return false;
    unsigned uses = viewed ? USE_JUDGE | USE_VIEW : USE_JUDGE;
    const chunk *part = &at->parts->items[index];
    for (size_t i = part->begin; i < part->end; i++)
        if (token_has(&at->in.items[i], CLASS(REFLEXIVE)))
            return false;
    if (head_uses(at, index) & uses || opines(at, part, viewed))
        return true;
    for (size_t i = part->begin; i < part->end; i++)
        for (size_t k = 0; k < at->in.items[i].reading_count; k++)
            if (at->in.items[i].readings[k].forms & FORM_FINITE &&
                lexicon_verb(at->work->words, at->in.items[i].readings[k].verb)->uses & uses)
                return true;
    return false;
}

/* "nennt man einen „…“", "wird als „…“ bezeichnet": what everybody calls it, not what somebody said. */
static bool generic(const scene *at, size_t index)
{
    if (index == NOWHERE)
        return false;
    const chunk *part = &at->parts->items[index];
    bool agent = false;
    for (size_t i = part->begin; i < part->end; i++) {
        if (view_is(&at->in, i, "man"))
            return true;
        agent = agent || token_has(&at->in.items[i], CLASS(OF));
    }
    return part->passive && !agent;
}

/* "um auf „Missstände hinweisen zu können“": runs into the sentence around, as no name does. */
static bool runs_in(const scene *at, const mark_pair *pair)
{
    const token *last = word_at(at, pair->close - 1);
    if (pair->words < 3 || pair->finite || last->kind != TOKEN_WORD || last->capital)
        return false;
    return last->forms & FORM_ZU ||
           (last->forms & FORM_INFINITIVE && token_is(word_at(at, pair->close - 2), at->work->source, "zu"));
}

/* "Ein „starkes Stück“, so der Trainer": who says it stands behind. */
static bool said_behind(const scene *at, const mark_pair *pair)
{
    if (pair->close + 3 >= at->work->tokens.sentences[pair->sentence].end)
        return false;
    const token *who = word_at(at, pair->close + 3);
    return token_is_punct(word_at(at, pair->close + 1), ',') &&
           token_is(word_at(at, pair->close + 2), at->work->source, "so") &&
           (who->capital || token_has(who, CLASS(NOMINATIVE)) || said_by(at, who));
}

/* "die „Ja“-Stimmen": a part of a word. */
static bool compounded(const scene *at, const mark_pair *pair)
{
    if (pair->close + 1 >= at->work->tokens.count)
        return false;
    const token *next = word_at(at, pair->close + 1);
    return next->span.begin == word_at(at, pair->close)->span.end && at->work->source[next->span.begin] == '-';
}

/* By the words before the marks, the verb of the clause, and how the words inside look. `nested`: somebody's saying is
 * around them. */
static bool fits_quoted(const scene *at, const mark_pair *pair, bool nested, size_t index)
{
    const token *before = pair->open > 0 ? word_at(at, pair->open - 1) : NULL;
    bool word = before && before->kind == TOKEN_WORD;
    bool one = indefinite(at, pair);
    bool as = before_is(at, pair, "als");
    bool definite = before && token_has(before, CLASS(ARTICLE) | CLASS(CONTRACTED)) && !one;
    bool apposed = word && before->capital;
    bool name = reads_as_name(at, pair);
    if (said_behind(at, pair) && (!name || one || as))
        return true;
    bool judged = judges(at, index, one || as);
    bool known = name && (definite || apposed || generic(at, index));
    if (judged && !known && !(definite && pair->words < 3 && pair->capital))
        return true;
    bool told = nested || (index != NOWHERE && head_uses(at, index));
    if (as && !name && told)
        return true;
    if (name)
        return (joins_nouns(at, pair) && word && !definite && (nested || judged || !apposed)) || (nested && one);
    bool many = pair->words >= NAME_MAX;
    if (pair->capital)
        return told && (many || (!definite && !apposed));
    if (pair->words >= 3)
        return nested || !definite || many;
    return nested && (!definite || pair->words > 1);
}

static bool is_quoted(const scene *at, const mark_pair *pair, bool nested, size_t index)
{
    if (marked_name(at, pair))
        return false;
    if (announced(at, pair))
        return true;
    const mark_pair *first = joined_pair(at, pair);
    if (first && !first->whole && !first->parent)
        return first->quoted;
    const token *mark = word_at(at, pair->open);
    bool italic = mark->span.end - mark->span.begin == 2 && mark->code == '"';
    if ((italic && !pair->finite) || no_words(at, pair) || compounded(at, pair))
        return false;
    return runs_in(at, pair) || fits_quoted(at, pair, nested, index);
}

/* "Für die Fischer ist das „ungerecht“": whose opinion it is. */
static void set_holder(const scene *at, size_t index, quote *to)
{
    const chunk *part = &at->parts->items[index];
    for (size_t i = part->begin; part->verb == VERB_SEIN && i + 1 < part->end; i++) {
        if (!view_is(&at->in, i, "für") || (i != part->opener && i != part->finite + 1))
            continue;
        spans_add(&to->speaker, scene_span(at, i + 1, phrase_end(&at->in, i + 1, part->end, false)));
        return;
    }
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
    if (item.speaker.count == 0 && index != NOWHERE)
        set_holder(at, index, &item);
    spans_add(&item.text, span);
    scene_add(at, item);
    at->work->marks.items[word_at(at, pair->open)->pair - 1].quoted = true;
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
