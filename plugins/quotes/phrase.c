/* SPDX-License-Identifier: ISC */
/*
 * Noun phrases by capital letters, articles and the prepositions that hang functions on names.
 */
#include "phrase.h"

#include <string.h>

#define MARKED_MAX  14
#define BRACKET_MAX 8

static bool has(const view *in, size_t at, word_class classes)
{
    return at < in->count && token_has(&in->items[at], classes);
}

static bool is_noun(const view *in, size_t at)
{
    if (at >= in->count)
        return false;
    const token *word = &in->items[at];
    if (word->kind == TOKEN_NUMBER)
        return true;
    if (word->kind != TOKEN_WORD || !word->capital)
        return false;
    return !word->initial || !(word->classes & (CLASS(NOMINATIVE) | CLASS(OBLIQUE) | CLASS(PREPOSITION) |
                                                CLASS(ADVERB) | CLASS(SUBORDINATOR) | CLASS(SUBJECT_PRONOUN) |
                                                CLASS(COORDINATOR) | CLASS(CORRELATE) | CLASS(OBJECT_PRONOUN)));
}

static bool ends_as_adjective(const view *in, const token *word)
{
    static const char *const endings[] = {"e", "en", "er", "es", "em"};
    size_t length = word->span.end - word->span.begin;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(endings[i]);
        if (length > size + 2 && memcmp(in->source + word->span.end - size, endings[i], size) == 0)
            return true;
    }
    return false;
}

static bool is_adjective(const view *in, size_t at)
{
    if (at >= in->count)
        return false;
    const token *word = &in->items[at];
    if (word->kind != TOKEN_WORD || (word->capital && !word->initial))
        return word->truncated;
    if (word->classes & ~(CLASS(OPINION) | CLASS(SO_CALLED)))
        return false;
    if (word->truncated)
        return true;
    return ends_as_adjective(in, word) && !view_finite(in, at);
}

static bool is_determiner(const view *in, size_t at)
{
    return has(in, at, CLASS(NOMINATIVE) | CLASS(OBLIQUE) | CLASS(POSSESSIVE));
}

/* The end of a name in quotation marks that opens at `at`, or `at`. */
static size_t skip_marked(const view *in, size_t at, size_t limit)
{
    const token *open = &in->items[at];
    if (open->kind != TOKEN_MARK || open->pair == 0)
        return at;
    for (size_t i = at + 1; i < limit && i < at + MARKED_MAX; i++)
        if (in->items[i].kind == TOKEN_MARK && in->items[i].pair == open->pair)
            return i + 1;
    return at;
}

static size_t skip_bracket(const view *in, size_t at, size_t limit)
{
    if (!token_is_punct(&in->items[at], '('))
        return at;
    for (size_t i = at + 1; i < limit && i <= at + BRACKET_MAX; i++)
        if (token_is_punct(&in->items[i], ')'))
            return i + 1;
    return at;
}

bool phrase_nominative(const view *in, size_t at)
{
    if (at >= in->count)
        return false;
    const token *word = &in->items[at];
    if (word->kind == TOKEN_MARK)
        return word->pair != 0;
    if (word->kind != TOKEN_WORD && word->kind != TOKEN_NUMBER)
        return false;
    if (has(in, at, CLASS(TIME)) && word->capital && !word->initial)
        return false;
    if (has(in, at, CLASS(NOMINATIVE) | CLASS(SUBJECT_PRONOUN)) && !has(in, at, CLASS(PREPOSITION)))
        return true;
    if (has(in, at, CLASS(REFLEXIVE) | CLASS(OBLIQUE) | CLASS(OBJECT_PRONOUN)))
        return false;
    return is_noun(in, at) || (is_adjective(in, at) && (is_noun(in, at + 1) || is_adjective(in, at + 1)));
}

/* Whether a prepositional phrase at `at` hangs on the noun before it. */
static bool attaches(const view *in, size_t at, bool wide)
{
    if (!has(in, at, CLASS(PREPOSITION)) || has(in, at, CLASS(ATTRIBUTION_PREPOSITION)))
        return false;
    size_t noun = at + 1;
    while (noun < in->count && noun < at + 4 && !is_noun(in, noun))
        noun++;
    if (has(in, noun, CLASS(TIME)) || view_is(in, at, "gegenüber"))
        return false;
    if (wide)
        return true;
    static const char *const close[] = {"von", "vom", "aus", "für", "beim", "bei", "um", "zur"};
    bool name = at > 0 && in->items[at - 1].classes == 0;
    for (size_t i = 0; i < sizeof close / sizeof *close; i++)
        if (view_is(in, at, close[i]))
            return i < 2 || !name;
    if (view_is(in, at, "im") || view_is(in, at, "in") || view_is(in, at, "der"))
        return has(in, at - 1, CLASS(PERSON));
    return false;
}

/* "van", "bin", "al": small words inside names. */
static bool is_particle(const view *in, size_t at)
{
    static const char *const particles[] = {"van", "von", "de", "del", "della", "der", "den", "bin", "ibn",
                                            "al",  "el",  "da", "di",  "du",    "dos", "la",  "le",  "zu",
                                            "ben", "ter", "of", "the", "and",   "for", "y"};
    if (!is_noun(in, at + 1) || in->items[at].capital)
        return false;
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
        if (view_is(in, at, particles[i]))
            return true;
    return false;
}

/* The full stop of "Prof. Dr. Anna Berg". */
static bool is_title_stop(const view *in, size_t at)
{
    const token *before = &in->items[at - 1];
    return token_is_punct(&in->items[at], '.') && is_noun(in, at + 1) && before->span.end - before->span.begin <= 4 &&
           before->span.end == in->items[at].span.begin;
}

/* The core: articles, adjectives, nouns; returns `begin` when no noun comes. */
static size_t core_end(const view *in, size_t begin, size_t limit)
{
    size_t at = begin;
    size_t noun = begin;
    while (at < limit) {
        size_t marked = skip_marked(in, at, limit);
        /* the paper „Die Zeit“, but not: of the office „very carefully“ */
        if (marked != at && noun > begin && !in->items[at + 1].capital)
            break;
        if (marked != at) {
            at = noun = marked;
        } else if (is_noun(in, at)) {
            /* "laut Reuters 900 Menschen" */
            if (noun > begin && in->items[at].kind == TOKEN_NUMBER && is_noun(in, at + 1))
                break;
            at++;
            noun = at;
        } else if (at == begin && has(in, at, CLASS(SUBJECT_PRONOUN)) && !is_adjective(in, at + 1) &&
                   !is_noun(in, at + 1)) {
            return at + 1;
        } else if (noun == begin &&
                   (is_determiner(in, at) || is_adjective(in, at) || in->items[at].kind == TOKEN_NUMBER)) {
            at++;
        } else if (noun == begin && at > begin && has(in, at, CLASS(ADVERB)) && is_adjective(in, at + 1)) {
            at++;
        } else if (noun > begin && (is_particle(in, at) || is_title_stop(in, at))) {
            at++;
        } else if (noun == begin && has(in, at, CLASS(COORDINATOR)) && at > begin && is_adjective(in, at - 1)) {
            at++;
        } else {
            break;
        }
    }
    return noun;
}

/* Articles that may begin a genitive: des, der, eines, einer, ihres … */
static bool genitive(const view *in, size_t at)
{
    if (!has(in, at, CLASS(OBLIQUE)) && !view_is(in, at, "der"))
        return false;
    char last = in->source[in->items[at].span.end - 1];
    return last == 's' || last == 'r';
}

/* "laut Verfassung der Präsident", "der persönliche Sprecher": a subject, no genitive. */
static bool opens_subject(const view *in, size_t noun, size_t at)
{
    if (!view_is(in, at, "der") || at + 1 >= in->count)
        return false;
    const token *next = &in->items[at + 1];
    if (next->kind == TOKEN_WORD && !next->capital && in->source[next->span.end - 1] == 'e')
        return true;
    return has(in, at + 1, CLASS(PERSON)) && !has(in, noun, CLASS(ACCOUNT) | CLASS(PERSON));
}

size_t phrase_end(const view *in, size_t begin, size_t limit, bool wide)
{
    size_t end = core_end(in, begin, limit);
    if (end == begin + 1 && has(in, begin, CLASS(SUBJECT_PRONOUN)) && !has(in, begin, CLASS(NOMINATIVE)))
        return end;
    while (end > begin && end < limit) {
        size_t next = skip_bracket(in, end, limit);
        if (next == end && genitive(in, end) && !opens_subject(in, end - 1, end))
            next = core_end(in, end, limit);
        if (next == end && attaches(in, end, wide)) {
            next = core_end(in, end + 1, limit);
            next = next == end + 1 ? end : next;
        }
        if (next == end && (view_is(in, end, "und") || view_is(in, end, "sowie") || view_is(in, end, "oder")) &&
            (phrase_nominative(in, end + 1) || has(in, end + 1, CLASS(OBLIQUE)))) {
            next = core_end(in, end + 1, limit);
            next = next == end + 1 ? end : next;
        }
        if (next == end)
            break;
        end = next;
    }
    return end;
}

/* ---- Subjects ---- */

size_t phrase_clause_begin(const chunks *parts, size_t index)
{
    size_t begin = index;
    while (begin > 0 && index - begin < REACH_CHUNKS && parts->items[begin].before == CHUNK_JOINED)
        begin--;
    if (begin < index && parts->items[begin].before != CHUNK_JOINED)
        return phrase_clause_begin(parts, begin);
    if (parts->items[index].kind != CHUNK_VERB_FIRST && parts->items[index].kind != CHUNK_FRAGMENT)
        return index;
    while (begin > 0 && index - begin < REACH_CHUNKS && parts->items[begin].before == ',') {
        chunk_kind kind = parts->items[begin - 1].kind;
        if (kind != CHUNK_FRAGMENT && kind != CHUNK_RELATIVE && kind != CHUNK_SUB)
            break;
        begin--;
    }
    return begin;
}

/* Add the appositions that follow a phrase which ends its chunk: ", Sprecher der Polizei". */
static size_t with_appositions(const view *in, const chunks *parts, size_t index, size_t end)
{
    size_t low = index;
    while (index + 1 < parts->count && index - low < REACH_CHUNKS && end == parts->items[index].end) {
        const chunk *next = &parts->items[index + 1];
        if (next->before != ',' || next->kind != CHUNK_FRAGMENT || !phrase_nominative(in, next->begin))
            break;
        size_t phrase = phrase_end(in, next->begin, next->end, true);
        if (phrase != next->end)
            break;
        end = phrase;
        index++;
    }
    return end;
}

/* "Überraschend", "Kürzlich": a first word that is an adverb. */
static bool adverbial(const view *in, size_t at)
{
    static const char *const endings[] = {"end", "lich", "ig", "isch", "weise", "mals", "seits", "zeitig", "ßend"};
    const token *word = &in->items[at];
    size_t length = word->span.end - word->span.begin;
    for (size_t i = 0; word->initial && i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(endings[i]);
        if (length > size + 1 && memcmp(in->source + word->span.end - size, endings[i], size) == 0)
            return true;
    }
    return false;
}

/* "Über Berg sagte sie": a preposition, where "über hundert Menschen" has an adverb. */
static bool governs(const view *in, size_t at)
{
    return has(in, at, CLASS(PREPOSITION)) && at + 1 < in->count && in->items[at + 1].kind != TOKEN_NUMBER &&
           !has(in, at + 1, CLASS(NUMERAL));
}

/* "Müller warf er vor": a pronoun that can be nothing but the subject stands behind the verb. */
static bool subject_behind(const view *in, const chunk *part)
{
    static const char *const pronouns[] = {"er", "man", "ich", "wir"};
    for (size_t i = 0; i < sizeof pronouns / sizeof *pronouns; i++)
        if (part->finite + 1 < part->end && view_is(in, part->finite + 1, pronouns[i]))
            return true;
    return false;
}

static range subject_before(const view *in, const chunk *part)
{
    size_t at = part->opener;
    while (at < part->finite && has(in, at, CLASS(ADVERB)) && !has(in, at, CLASS(CORRELATE)) && !governs(in, at) &&
           phrase_nominative(in, at + 1))
        at++;
    if (!phrase_nominative(in, at) || (at + 1 == part->finite && adverbial(in, at)) || subject_behind(in, part))
        return (range){0};
    size_t end = phrase_end(in, at, part->finite, true);
    if (end == at + 1 && has(in, at, CLASS(SUBJECT_PRONOUN)) && !has(in, at, CLASS(NOMINATIVE)))
        return (range){at, end};
    /* one constituent stands before the verb: all of it is the subject */
    end = part->finite;
    while (end > at + 1 && (has(in, end - 1, CLASS(ADVERB)) || in->items[end - 1].kind == TOKEN_PUNCT) &&
           !token_is_punct(&in->items[end - 1], ')'))
        end--;
    return (range){at, end};
}

/* "die zur Gruppe gehörende Bank": the noun behind an attribute that holds another phrase. */
static size_t extended_end(const view *in, size_t at, size_t limit)
{
    if (!has(in, at, CLASS(ARTICLE)) || !has(in, at + 1, CLASS(PREPOSITION)))
        return at;
    for (size_t i = at + 2; i + 1 < limit && i < at + 10; i++)
        if (is_adjective(in, i) && is_noun(in, i + 1) && !is_determiner(in, i - 1) &&
            !has(in, i - 1, CLASS(PREPOSITION)))
            return phrase_end(in, i, limit, false);
    return at;
}

static range subject_after(const view *in, const chunks *parts, size_t index, size_t from)
{
    const chunk *part = &parts->items[index];
    for (size_t at = from; at < part->end && at < from + REACH_TOKENS; at++) {
        if (at == part->finite)
            continue;
        if (has(in, at, CLASS(PREPOSITION)) && !has(in, at, CLASS(NOMINATIVE))) {
            size_t end = phrase_end(in, at + 1, part->end, false);
            at = end > at + 1 ? end - 1 : at;
            continue;
        }
        if (has(in, at, CLASS(OBLIQUE)) && !has(in, at, CLASS(NOMINATIVE))) {
            size_t end = phrase_end(in, at, part->end, false);
            at = end > at ? end - 1 : at;
            continue;
        }
        if (!phrase_nominative(in, at))
            continue;
        size_t end = phrase_end(in, at, part->end, false);
        if (end == at)
            end = extended_end(in, at, part->end);
        if (end == at)
            continue;
        return (range){at, with_appositions(in, parts, index, end)};
    }
    return (range){0};
}

/* The subject before a clause that goes on with its verb: "Anna Berg, Sprecherin der Polizei, die …, sagte". */
static range subject_left(const view *in, const chunks *parts, size_t index)
{
    size_t first = phrase_clause_begin(parts, index);
    for (size_t i = first; i < index; i++) {
        const chunk *part = &parts->items[i];
        if (part->kind != CHUNK_FRAGMENT)
            continue;
        size_t at = part->opener;
        while (at < part->end && has(in, at, CLASS(ADVERB)) && phrase_nominative(in, at + 1))
            at++;
        if (!phrase_nominative(in, at))
            continue;
        if (phrase_end(in, at, part->end, true) > at || has(in, at, CLASS(NOMINATIVE)))
            return (range){at, with_appositions(in, parts, i, part->end)};
    }
    return (range){0};
}

range phrase_subject_after(const view *in, const chunks *parts, size_t index)
{
    return subject_after(in, parts, index, parts->items[index].finite + 1);
}

range phrase_subject(const view *in, const chunks *parts, size_t index)
{
    const chunk *part = &parts->items[index];
    range found = {0};
    size_t first = index;
    while (first > 0 && index - first < REACH_CHUNKS && parts->items[first].before == CHUNK_JOINED)
        first--;
    if (first < index && parts->items[first].before != CHUNK_JOINED)
        return phrase_subject(in, parts, first);
    if (part->finite == NOWHERE)
        return found;
    if (part->kind == CHUNK_MAIN)
        found = subject_before(in, part);
    if (part->kind == CHUNK_VERB_FIRST)
        found = subject_left(in, parts, index);
    if (found.end > found.begin)
        return found;
    if (part->kind == CHUNK_VERB_FIRST && index > 0 && parts->items[index - 1].kind == CHUNK_MAIN &&
        part->before == ',') {
        found = subject_after(in, parts, index, part->finite + 1);
        return found.end > found.begin ? found : subject_before(in, &parts->items[index - 1]);
    }
    bool verb_last = part->kind != CHUNK_MAIN && part->kind != CHUNK_VERB_FIRST;
    return subject_after(in, parts, index, verb_last ? part->opener + 1 : part->finite + 1);
}
