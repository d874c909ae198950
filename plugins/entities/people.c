/* SPDX-License-Identifier: ISC */
/*
 * Persons: a run of capital words that are no common nouns counts as a name when a first name, a title or an office
 * says so. Later mentions by family name are joined to the one person who bears it.
 */
#include "entity.h"

#include <stdlib.h>
#include <string.h>

#define NAME_WORDS 5

typedef struct person {
    size_t name, function, function_english; /* offsets into the text of the scan */
    dp_span function_span;
    bool ambiguous, full;
} person;

typedef struct roster {
    scan *all;
    person *people;
    size_t count, capacity;
    table by_family; /* to a person, from 1 */
    table by_name;
} roster;

static bool is_name_word(const scan *all, size_t at)
{
    const token *it = &all->tokens[at];
    if (it->code || it->number || !it->capital || it->caps || it->taken || it->place)
        return false;
    if (it->initial && (it->classes & CLASS_CLOSED))
        return false;
    if (it->classes & CLASS_FIRST_NAME)
        return true;
    return !(it->classes & (CLASS_NOUN | CLASS_TITLE | CLASS_PARTY)) &&
           (!it->office || (it->classes & CLASS_SURNAME_TOO)) && it->span.end - it->span.begin > 1;
}

/* Behind a first name a common noun is a family name: "Lea Hartung". */
static bool is_family_noun(const scan *all, size_t at)
{
    const token *it = &all->tokens[at];
    return (all->tokens[at - 1].classes & CLASS_FIRST_NAME) && !it->code && it->capital && !it->caps && !it->taken &&
           !it->place && !it->office && !(it->classes & (CLASS_TITLE | CLASS_PARTY | CLASS_CLOSED));
}

static bool is_initial(const scan *all, size_t at, size_t limit)
{
    return at + 1 < limit && all->tokens[at].capital && all->tokens[at].span.end - all->tokens[at].span.begin == 1 &&
           all->tokens[at + 1].code == '.';
}

/* The end of a name that begins at a token, and the number of its words. */
static size_t name_end(const scan *all, size_t at, size_t limit, size_t *words)
{
    size_t end = at;
    *words = 0;
    while (end < limit && *words < NAME_WORDS) {
        size_t next = end;
        while (*words && next < limit && next < end + 2 && !all->tokens[next].capital &&
               (all->tokens[next].classes & CLASS_PARTICLE))
            next++;
        if (next < limit && (is_name_word(all, next) || (*words == 1 && next == end && is_family_noun(all, next)))) {
            end = next + 1;
            ++*words;
        } else if (*words && next == end && is_initial(all, end, limit)) {
            end += 2;
            ++*words;
        } else {
            break;
        }
    }
    return end;
}

/* ---- Who is who ---- */

static bool family_of(const scan *all, size_t begin, size_t end, dp_span *family)
{
    size_t at = end - 1;
    if (all->tokens[begin].classes & CLASS_FAMILY_FIRST && end > begin + 1)
        at = begin;
    *family = all->tokens[at].span;
    return !all->tokens[at].code;
}

static person *new_person(roster *in, dp_span name)
{
    if (in->count == in->capacity) {
        size_t capacity = in->capacity ? in->capacity * 2 : 32;
        person *people = realloc(in->people, capacity * sizeof *people);
        if (!people) {
            in->all->failed = true;
            return NULL;
        }
        in->people = people;
        in->capacity = capacity;
    }
    in->people[in->count] = (person){.name = scan_keep_span(in->all, name)};
    return &in->people[in->count++];
}

static size_t look(const table *in, const scan *all, dp_span span)
{
    const uint64_t *found = table_get(in, all->source + span.begin, span.end - span.begin);
    if (!found && span.end - span.begin > 3 && all->source[span.end - 1] == 's')
        found = table_get(in, all->source + span.begin, span.end - span.begin - 1);
    return found ? (size_t)*found : 0;
}

static void set_number(roster *in, table *to, dp_span key, size_t number)
{
    uint64_t *value = table_put(to, in->all->source + key.begin, key.end - key.begin);
    if (value)
        *value = number;
    else
        in->all->failed = true;
}

/* The number of the person of a name, made when it is new; 0 when memory ran out. */
static size_t person_of(roster *in, size_t begin, size_t end)
{
    const scan *all = in->all;
    dp_span name = {all->tokens[begin].span.begin, all->tokens[end - 1].span.end}, family;
    bool full = end > begin + 1, known = family_of(all, begin, end, &family);
    size_t number = full ? look(&in->by_name, all, name) : 0;
    size_t same = known ? look(&in->by_family, all, family) : 0;
    if (number)
        return number;
    /* Named by office and family name first, in full later. */
    if (same && (!full || !in->people[same - 1].full)) {
        person *who = &in->people[same - 1];
        if (full) {
            who->name = scan_keep_span(in->all, name);
            who->full = true;
            set_number(in, &in->by_name, name, same);
        }
        return same;
    }
    person *who = new_person(in, name);
    if (!who)
        return 0;
    who->full = full;
    if (same)
        in->people[same - 1].ambiguous = true;
    else if (known)
        set_number(in, &in->by_family, family, in->count);
    if (full)
        set_number(in, &in->by_name, name, in->count);
    return in->count;
}

static void add_mention(roster *in, size_t number, size_t begin, size_t end)
{
    entity *item = number ? scan_add(in->all, ENTITY_PERSON, begin, end) : NULL;
    if (item)
        item->value = number; /* until the end, when it becomes the name */
}

static void set_function(roster *in, size_t number, size_t begin, size_t end)
{
    person *who = &in->people[number - 1];
    dp_text german = {0}, english = {0};
    if (who->function || begin == end)
        return;
    function_german(in->all, begin, end, &german);
    if (function_english(in->all, begin, end, &english))
        who->function_english = scan_keep(in->all, &english);
    dp_text_free(&english);
    who->function = scan_keep(in->all, &german);
    who->function_span = (dp_span){in->all->tokens[begin].span.begin, in->all->tokens[end - 1].span.end};
}

/* ---- Evidence ---- */

/* Skip "Dr." and "Prof." backwards. */
static size_t before_titles(const scan *all, size_t first, size_t at, bool *titled)
{
    while (at > first) {
        size_t word = at - 1 - (all->tokens[at - 1].code == '.' && at >= first + 2);
        if (!(all->tokens[word].classes & CLASS_TITLE))
            return at;
        *titled = true;
        at = word;
    }
    return at;
}

/* Where the function before a name begins: adjectives and an office; `at` for none. */
static size_t function_before(const scan *all, size_t first, size_t at)
{
    size_t begin = at, office_at;
    if (at == first || !all->tokens[at - 1].office || (all->tokens[at - 1].classes & CLASS_FIRST_NAME))
        return at;
    begin = at - 1;
    while (begin > first && at - begin < 4 && function_end(all, begin - 1, at, &office_at) == at && office_at == at - 1)
        begin--;
    return begin;
}

/* The function behind a name: ", [der] Generalsekretär des …". An office with a name behind it is somebody else's. */
static size_t function_behind(const scan *all, size_t at, size_t limit, size_t *begin)
{
    size_t office_at;
    *begin = at;
    if (at + 1 >= limit || all->tokens[at].code != ',')
        return at;
    size_t start = at + 1;
    start += start < limit && (all->tokens[start].classes & CLASS_ARTICLE);
    size_t end = start < limit ? function_end(all, start, limit, &office_at) : start;
    if (end == start || (end < limit && (is_name_word(all, end) || all->tokens[end].capital)))
        return at;
    *begin = start;
    return end;
}

/* "die Sprecherin des Auswärtigen Amts, Anna Muster,": the function before a comma; `at` for none. */
static size_t function_before_comma(const scan *all, size_t first, size_t at)
{
    size_t office_at;
    if (at < first + 2 || all->tokens[at - 1].code != ',')
        return at;
    for (size_t begin = at - 2; begin + 12 > at && begin > first; begin--)
        if (all->tokens[begin].office && function_end(all, begin, at - 1, &office_at) == at - 1 && office_at == begin)
            return begin;
    return at;
}

static bool is_party_behind(const scan *all, size_t at, size_t limit)
{
    return at + 2 < limit && all->tokens[at].code == '(' && all->tokens[at + 2].code == ')' &&
           ((all->tokens[at + 1].classes & CLASS_PARTY) || all->tokens[at + 1].number);
}

/* Try a name at a token. Returns the token behind it, or `at`. */
static size_t read_name(roster *in, const sentence *unit, size_t at)
{
    scan *all = in->all;
    size_t words, end = name_end(all, at, unit->end, &words), begin = at, after;
    bool titled = false;
    if (end == at)
        return at;
    size_t title = before_titles(all, unit->begin, at, &titled), office = function_before(all, unit->begin, title);
    size_t behind = function_behind(all, end, unit->end, &after);
    size_t comma = function_before_comma(all, unit->begin, title);
    bool office_before = office < title, first_name = (all->tokens[begin].classes & CLASS_FIRST_NAME) != 0;
    if (!first_name && !office_before && !titled && words > 2 && (all->tokens[begin + 1].classes & CLASS_FIRST_NAME)) {
        begin++; /* a noun no list knows stands before */
        words--;
        first_name = true;
    }
    bool likely = words >= 2 && (first_name || behind > end || comma < title || is_party_behind(all, end, unit->end) ||
                                 ((all->tokens[begin].classes & CLASS_FAMILY_FIRST) != 0));
    if (!likely && !office_before && !titled)
        return at;
    size_t number = person_of(in, begin, end);
    if (!number)
        return at;
    if (behind > end)
        set_function(in, number, after, behind);
    if (comma < title)
        set_function(in, number, comma, title - 1);
    if (office_before)
        set_function(in, number, office, title);
    add_mention(in, number, begin, end);
    return end;
}

/* Where a family name begins: with the small words that the full name has before it, "[Ursula] von der Leyen". The first may
 * have a capital at the beginning of a sentence. */
static size_t family_begin(const roster *in, const sentence *unit, size_t at, size_t number)
{
    const scan *all = in->all;
    const char *full = all->text.data + in->people[number - 1].name;
    size_t size = strlen(full);
    for (size_t begin = at > unit->begin + 1 ? at - 2 : unit->begin; begin < at; begin++) {
        const char *here = all->source + all->tokens[begin].span.begin;
        size_t length = all->tokens[at].span.end - all->tokens[begin].span.begin;
        if ((all->tokens[begin].classes & all->tokens[at - 1].classes & CLASS_PARTICLE) && size > length &&
            full[size - length - 1] == ' ' && (full[size - length] | 0x20) == (here[0] | 0x20) &&
            memcmp(full + size - length + 1, here + 1, length - 1) == 0)
            return begin;
    }
    return at;
}

/* A family name alone, of somebody who is known. */
static void read_family(roster *in, const sentence *unit, size_t at)
{
    const scan *all = in->all;
    const token *it = &all->tokens[at];
    if (it->code || !it->capital || it->taken || it->caps)
        return;
    size_t number = look(&in->by_family, all, it->span), begin = number ? family_begin(in, unit, at, number) : at;
    bool article = begin == at && at > unit->begin && (all->tokens[at - 1].classes & CLASS_ARTICLE);
    bool named = (at > unit->begin && all->tokens[at - 1].taken == false && is_name_word(all, at - 1) &&
                  all->tokens[at - 1].span.end + 1 == it->span.begin && !all->tokens[at - 1].initial);
    if (number && !in->people[number - 1].ambiguous && !article && !named)
        add_mention(in, number, begin, at + 1);
}

void find_people(scan *all)
{
    roster in = {.all = all};
    size_t first = all->entity_count;
    for (size_t i = 0; i < all->sentence_count && !all->failed; i++) {
        const sentence *unit = &all->sentences[i];
        for (size_t at = unit->begin; at < unit->end && !all->failed;) {
            size_t end = is_name_word(all, at) ? read_name(&in, unit, at) : at;
            at = end > at ? end : at + 1;
        }
    }
    for (size_t i = 0; i < all->sentence_count && !all->failed && in.count; i++)
        for (size_t at = all->sentences[i].begin; at < all->sentences[i].end && !all->failed; at++)
            read_family(&in, &all->sentences[i], at);
    for (size_t i = first; i < all->entity_count; i++) {
        entity *item = &all->entities[i];
        const person *who = &in.people[item->value - 1];
        item->value = 0;
        item->name = who->name;
        item->function = who->function;
        item->function_english = who->function_english;
        item->function_span = who->function_span;
    }
    table_free(&in.by_family);
    table_free(&in.by_name);
    free(in.people);
}
