/* SPDX-License-Identifier: ISC */
/*
 * German tells its clauses by where the finite verb stands: second in a main clause, first in a question or a
 * condition, last behind a conjunction. The rules here use that and the commas, nothing deeper.
 */
#include "clause.h"

#include <stdlib.h>
#include <string.h>

/* A phrase in brackets up to this long is no joint. */
#define BRACKET_MAX 8
/* Words in marks up to this long are no clauses of their own. */
#define MARKED_MAX 40
/* How far before the end of a chunk its verbs are looked for. */
#define CLUSTER_MAX 5

bool view_is(const view *in, size_t at, const char *word)
{
    return at < in->count && token_is(&in->items[at], in->source, word);
}

static bool has(const view *in, size_t at, word_class classes)
{
    return at < in->count && token_has(&in->items[at], classes);
}

/* "Das sagte Berg", "das gab Berg bekannt": a preterite that no participle with an ending looks like. */
static bool plain_past(const view *in, size_t at)
{
    const token *word = &in->items[at];
    const char *text = in->source + word->span.begin;
    size_t length = word->span.end - word->span.begin;
    if (!(word->forms & FORM_PAST))
        return false;
    if (length > 3 && memcmp(text + length - 2, "en", 2) == 0) {
        /* "das berichteten Zeitungen": behind "das" an adjective ends in e */
        if (at > 0 && (view_is(in, at - 1, "das") || view_is(in, at - 1, "dies")))
            return true;
        length -= 2;
    } else if (length > 3 && text[length - 1] == 'e') {
        length--;
    }
    const entry *stem = lexicon_find(in->words, text, length);
    for (size_t i = 0; stem && i < stem->reading_count; i++)
        if (stem->readings[i].forms & FORM_PARTICIPLE)
            return false;
    return true;
}

/* "die erhöhte Gefahr", "mit verletzten Personen": an adjective that looks like a verb. */
static bool attributive(const view *in, size_t at)
{
    if (at + 1 >= in->count || at == 0 || plain_past(in, at))
        return false;
    const token *next = &in->items[at + 1];
    if (!next->capital && !(next->forms == 0 && next->classes == 0 && next->kind == TOKEN_WORD))
        return false;
    return has(in, at - 1,
               CLASS(NOMINATIVE) | CLASS(OBLIQUE) | CLASS(POSSESSIVE) | CLASS(PREPOSITION) | CLASS(CONTRACTED)) &&
           !has(in, at - 1, CLASS(SUBJECT_PRONOUN));
}

bool view_finite(const view *in, size_t at)
{
    const token *word = &in->items[at];
    if (word->kind != TOKEN_WORD || (word->capital && !word->initial))
        return false;
    if (!(word->forms & (FORM_FINITE | FORM_INFINITIVE)) || has(in, at, CLASS(POSSESSIVE)))
        return false;
    if (has(in, at, CLASS(PREPOSITION) | CLASS(ADVERB) | CLASS(NOMINATIVE) | CLASS(OBLIQUE) | CLASS(SUBORDINATOR)))
        return false;
    if (at > 0 && view_is(in, at - 1, "zu"))
        return false;
    /* "Ziele der Reform", "Hinweise nimmt": nouns that begin a sentence */
    if (word->capital && word->forms & FORM_K1 && !(word->forms & (FORM_PRESENT | FORM_PAST)) &&
        word->readings[0].verb > VERB_WOLLEN)
        return false;
    return !attributive(in, at);
}

bool view_subjunctive(const view *in, size_t at)
{
    if (at >= in->count || !view_finite(in, at))
        return false;
    unsigned forms = in->items[at].forms;
    /* "möchte" is a wish */
    if (in->items[at].readings[0].verb == VERB_MOEGEN && forms & FORM_K2)
        return false;
    return (forms & (FORM_K1 | FORM_K2)) && !(forms & (FORM_PAST | FORM_PRESENT | FORM_INFINITIVE));
}

/* ---- Cutting ---- */

static bool word_follows(const view *in, size_t at)
{
    for (size_t i = at + 1; i < in->count; i++)
        if (in->items[i].kind != TOKEN_PUNCT && in->items[i].kind != TOKEN_MARK)
            return true;
    return false;
}

static bool is_joint(const view *in, size_t at)
{
    const token *mark = &in->items[at];
    if (mark->kind != TOKEN_PUNCT)
        return false;
    switch (mark->code) {
    case ':':
        /* "12:00 Uhr" */
        return at == 0 || at + 1 >= in->count || in->items[at + 1].kind != TOKEN_NUMBER ||
               in->items[at - 1].kind != TOKEN_NUMBER;
    case '.':
        /* "am 17. Mai", "z. B." */
        return at + 4 > in->count && !word_follows(in, at);
    case ',':
    case ';':
    case '!':
    case '?':
    case '(':
    case ')':
    case '[':
    case ']':
    case 0x2013: /* – */
    case 0x2014: /* — */
    case 0x2026: /* … */
    case '-':
        return true;
    default:
        return false;
    }
}

/* The end of a short bracket that opens at `at`, or `at` when it is long. */
static size_t skip_bracket(const view *in, size_t at)
{
    for (size_t i = at + 1; i < in->count && i <= at + BRACKET_MAX; i++) {
        if (token_is_punct(&in->items[i], ')') || token_is_punct(&in->items[i], ']'))
            return i;
        if (view_finite(in, i) && (in->items[i].forms & FORM_FINITE))
            return at;
    }
    return at;
}

static chunk *add_chunk(chunks *out, chunk item)
{
    if (out->count == out->capacity) {
        size_t capacity = out->capacity ? out->capacity * 2 : 64;
        chunk *items = capacity > SIZE_MAX / sizeof *items ? NULL : realloc(out->items, capacity * sizeof *items);
        if (!items)
            return NULL;
        out->items = items;
        out->capacity = capacity;
    }
    out->items[out->count] = item;
    return &out->items[out->count++];
}

/* "… und sagte": a second verb for the same subject. */
static bool second_verb(const view *in, size_t begin, size_t at)
{
    if (at <= begin + 1 || at + 2 >= in->count || !has(in, at, CLASS(COORDINATOR)) || !view_finite(in, at + 1))
        return false;
    unsigned forms = in->items[at + 1].forms;
    return (forms & FORM_FINITE) && !(forms & (FORM_PARTICIPLE | FORM_INFINITIVE));
}

/* The closing mark of a short quotation inside a clause that opens at `at`, or `at`. */
static size_t skip_marked(const view *in, size_t at)
{
    const token *open = &in->items[at];
    for (size_t i = at + 1; open->pair && i < in->count && i <= at + MARKED_MAX; i++)
        if (in->items[i].kind == TOKEN_MARK && in->items[i].pair == open->pair)
            return i;
    return at;
}

static dp_status cut(chunks *out, const view *in)
{
    size_t begin = 0;
    uint32_t before = 0;
    for (size_t i = 0; i <= in->count; i++) {
        if (i < in->count && (token_is_punct(&in->items[i], '(') || token_is_punct(&in->items[i], '['))) {
            size_t close = skip_bracket(in, i);
            if (close != i) {
                i = close;
                continue;
            }
        }
        if (i < in->count && in->items[i].kind == TOKEN_MARK) {
            i = skip_marked(in, i);
            continue;
        }
        bool second = i < in->count && second_verb(in, begin, i);
        if (i < in->count && !second && !is_joint(in, i))
            continue;
        if (i > begin && !add_chunk(out, (chunk){.begin = begin, .end = i, .before = before, .finite = NOWHERE}))
            return DP_NO_MEMORY;
        before = second ? CHUNK_JOINED : i < in->count ? in->items[i].code : 0;
        begin = i + 1;
    }
    return DP_OK;
}

/* ---- The verb of a chunk ---- */

static size_t first_finite(const view *in, const chunk *part)
{
    for (size_t i = part->opener; i < part->end; i++)
        if (view_finite(in, i))
            return i;
    return NOWHERE;
}

/* The last finite verb that stands at the end of the chunk or just before it. */
static size_t last_finite(const view *in, const chunk *part)
{
    size_t low = part->end - part->opener > CLUSTER_MAX ? part->end - CLUSTER_MAX : part->opener;
    for (size_t i = part->end; i > low; i--) {
        const token *word = &in->items[i - 1];
        if (word->kind == TOKEN_PUNCT)
            break;
        if (view_finite(in, i - 1) && (word->forms & FORM_FINITE || !(word->forms & FORM_PARTICIPLE)))
            return i - 1;
    }
    return NOWHERE;
}

static bool has_zu(const view *in, const chunk *part)
{
    for (size_t i = part->opener; i < part->end; i++) {
        const token *word = &in->items[i];
        if (word->capital)
            continue;
        if (word->forms & FORM_ZU)
            return true;
        if (i > part->opener && (word->forms & FORM_INFINITIVE) && view_is(in, i - 1, "zu"))
            return true;
    }
    return false;
}

/* Whether a chunk ends in "zu" and an infinitive. */
static bool ends_in_zu(const view *in, const chunk *part)
{
    size_t low = part->end > part->opener + 2 ? part->end - 2 : part->opener;
    for (size_t i = part->end; i > low; i--) {
        const token *word = &in->items[i - 1];
        bool infinitive =
            word->forms & FORM_INFINITIVE || (word->classes == 0 && in->source[word->span.end - 1] == 'n');
        if (word->forms & FORM_ZU || (i - 1 > part->opener && infinitive && view_is(in, i - 2, "zu")))
            return word->kind == TOKEN_WORD && !word->capital;
    }
    return false;
}

/* The first finite verb is only a participle or infinitive that looks like one. */
static bool doubtful(const view *in, size_t at)
{
    unsigned forms = in->items[at].forms;
    return !(forms & FORM_FINITE) || (forms & FORM_PARTICIPLE);
}

static void add_part(chunk *part, size_t at)
{
    if (part->part_count < VERB_PARTS)
        part->parts[part->part_count++] = at;
}

static bool auxiliary(unsigned verb_number)
{
    return verb_number >= VERB_SEIN && verb_number <= VERB_WOLLEN;
}

/* The participle or infinitive that goes with an auxiliary, nearest the end of the clause. */
static size_t full_verb(const view *in, const chunk *part, bool modal)
{
    unsigned wanted = modal ? FORM_INFINITIVE | FORM_PARTICIPLE : FORM_PARTICIPLE | FORM_INFINITIVE;
    for (size_t i = part->end; i > part->opener; i--) {
        const token *word = &in->items[i - 1];
        if (i - 1 == part->finite || word->capital || !(word->forms & wanted) ||
            has(in, i - 1, CLASS(PREPOSITION) | CLASS(POSSESSIVE)))
            continue;
        const reading *found = token_reading(word, wanted);
        if (found && !auxiliary(found->verb))
            return i - 1;
    }
    return NOWHERE;
}

static unsigned separable_at(const view *in, const chunk *part, size_t at)
{
    const token *word = &in->items[at];
    if (word->kind != TOKEN_WORD || word->capital)
        return VERB_NONE;
    return lexicon_separable(in->words, in->source + word->span.begin, word->span.end - word->span.begin, part->verb);
}

static void find_particle(const view *in, chunk *part)
{
    /* "wie gestern bekannt wurde" */
    if (part->finite > part->opener && part->finite + 1 == part->end) {
        unsigned joined = separable_at(in, part, part->finite - 1);
        if (joined != VERB_NONE) {
            part->verb = joined;
            add_part(part, part->finite - 1);
            return;
        }
    }
    for (size_t i = part->end; i > part->finite + 1; i--) {
        unsigned joined = separable_at(in, part, i - 1);
        /* only at the end of its clause is it a particle and not a preposition */
        bool last = i == part->end || (!has(in, i - 1, CLASS(PREPOSITION)) && i + 3 > part->end);
        if (joined != VERB_NONE && last) {
            part->verb = joined;
            add_part(part, i - 1);
            return;
        }
        if (i + 6 < part->end)
            return;
    }
}

static void add_auxiliaries(const view *in, chunk *part, size_t full)
{
    for (size_t i = full + 1; i < part->end && i < full + 4; i++) {
        const reading *found = token_reading(&in->items[i], FORM_PARTICIPLE | FORM_INFINITIVE);
        if (i != part->finite && found && auxiliary(found->verb)) {
            add_part(part, i);
            part->passive = part->passive || view_is(in, i, "worden") || view_is(in, i, "werden");
        }
    }
}

static void find_verb(const view *in, chunk *part)
{
    const token *word = &in->items[part->finite];
    const reading *found = token_reading(word, FORM_FINITE | FORM_INFINITIVE);
    part->subjunctive = view_subjunctive(in, part->finite);
    part->verb = found ? found->verb : VERB_NONE;
    add_part(part, part->finite);
    if (!auxiliary(part->verb)) {
        find_particle(in, part);
        return;
    }
    part->modal = part->verb > VERB_WERDEN;
    size_t full = full_verb(in, part, part->modal || part->verb == VERB_WERDEN);
    if (full == NOWHERE) {
        find_particle(in, part);
        return;
    }
    const token *main_word = &in->items[full];
    const reading *main_reading =
        token_reading(main_word, part->modal ? FORM_INFINITIVE : FORM_PARTICIPLE | FORM_INFINITIVE);
    bool participle = main_reading && main_reading->forms & FORM_PARTICIPLE;
    if (!main_reading)
        main_reading = token_reading(main_word, FORM_PARTICIPLE | FORM_INFINITIVE);
    part->passive = part->verb == VERB_WERDEN && participle && !(main_word->forms & FORM_INFINITIVE);
    part->verb = main_reading->verb;
    add_part(part, full);
    unsigned joined = full > part->opener ? separable_at(in, part, full - 1) : VERB_NONE;
    if (joined != VERB_NONE && !has(in, full - 1, CLASS(PREPOSITION))) {
        part->verb = joined;
        add_part(part, full - 1);
    }
    add_auxiliaries(in, part, full);
}

/* ---- Kinds ---- */

static bool opens_relative(const view *in, const chunk *part)
{
    size_t at = part->opener;
    if (has(in, at, CLASS(PREPOSITION)) && at + 2 < part->end)
        return has(in, at + 1, CLASS(RELATIVE));
    return has(in, at, CLASS(RELATIVE)) && !in->items[at].initial;
}

/* A chunk that begins with an article may be a relative clause or a clause of its own: "die Lage sei ernst". */
static bool is_relative(const view *in, const chunk *part, size_t first, size_t last)
{
    if (part->before != ',' || last == NOWHERE || last + 1 < part->end || !opens_relative(in, part))
        return false;
    if (first != last && !doubtful(in, first))
        return false;
    bool noun_follows =
        has(in, part->opener, CLASS(ARTICLE)) && part->opener + 1 < part->end && in->items[part->opener + 1].capital;
    return !(noun_follows && view_subjunctive(in, last) && last == part->opener + 2);
}

static bool is_subordinate(const view *in, const chunk *part, size_t last)
{
    size_t at = part->opener;
    if (!has(in, at, CLASS(SUBORDINATOR)))
        return false;
    if (has(in, at, CLASS(THAT)))
        return true;
    if (last == NOWHERE)
        return false;
    /* "seit Montag", "während des Krieges", "als Grund": prepositions as well */
    bool doubt =
        has(in, at, CLASS(PREPOSITION)) || view_is(in, at, "als") || view_is(in, at, "wie") || view_is(in, at, "da");
    return doubt ? last + 1 == part->end : last + 2 >= part->end;
}

static void classify(const view *in, chunk *part)
{
    part->opener = part->begin;
    while (part->opener + 1 < part->end && has(in, part->opener, CLASS(COORDINATOR)) &&
           !has(in, part->opener, CLASS(SUBORDINATOR)))
        part->opener++;
    /* "…, so heißt es" */
    if (part->before == ',' && view_is(in, part->opener, "so") && part->opener + 1 < part->end &&
        view_finite(in, part->opener + 1))
        part->opener++;
    if (in->items[part->opener].kind == TOKEN_QUOTE && part->opener + 1 == part->end) {
        part->kind = CHUNK_QUOTE;
        return;
    }
    size_t first = first_finite(in, part);
    size_t last = last_finite(in, part);
    bool verb_last = false;
    if (is_subordinate(in, part, last)) {
        part->kind = has(in, part->opener, CLASS(THAT)) ? CHUNK_THAT : CHUNK_SUB;
        if (part->kind == CHUNK_SUB && has(in, part->opener, CLASS(QUESTION)))
            part->kind = CHUNK_QUESTION;
        verb_last = true;
    } else if (is_relative(in, part, first, last)) {
        part->kind = CHUNK_RELATIVE;
        verb_last = true;
    } else if (has(in, part->opener, CLASS(QUESTION)) && last != NOWHERE && last + 1 == part->end &&
               part->before == ',') {
        part->kind = CHUNK_QUESTION;
        verb_last = true;
    } else if ((has_zu(in, part) && (first == NOWHERE || has(in, part->opener, CLASS(INFINITIVE_OPENER)))) ||
               (ends_in_zu(in, part) && (first == NOWHERE || doubtful(in, first)))) {
        part->kind = CHUNK_INFINITIVE;
    } else if (first == NOWHERE) {
        part->kind = CHUNK_FRAGMENT;
    } else {
        part->kind = first == part->opener ? CHUNK_VERB_FIRST : CHUNK_MAIN;
    }
    part->finite = part->kind == CHUNK_INFINITIVE || part->kind == CHUNK_FRAGMENT ? NOWHERE : verb_last ? last : first;
    if (part->finite != NOWHERE)
        find_verb(in, part);
}

dp_status chunks_read(chunks *out, const view *in)
{
    out->count = 0;
    if (cut(out, in) != DP_OK)
        return DP_NO_MEMORY;
    for (size_t i = 0; i < out->count; i++)
        classify(in, &out->items[i]);
    return DP_OK;
}

void chunks_free(chunks *out)
{
    free(out->items);
    *out = (chunks){0};
}
