/* SPDX-License-Identifier: ISC */
/*
 * Patterns are matched by trying, with a budget of steps for each line, so that no line and no rule can cost more than
 * a fixed time.
 */
#include "config.h"

#include "boilerplate.h"

#include "alloc.h"
#include "date.h"
#include "sentence.h"

#include <stdlib.h>
#include <string.h>

/* Longer lines are prose. */
#define LINE_LIMIT 400

/* Steps that matching one rule on one line may take. */
#define STEP_LIMIT 4000

/* How far from the end of a paragraph a tag may begin. */
#define TAIL_REACH 48

#define REASON_SIZE 32

static const char table[] =
#include "data/boilerplate.inc"
    ;

/* A stretch of the table. */
typedef struct piece {
    const char *bytes;
    size_t length;
} piece;

typedef struct rule {
    unsigned place;
    piece pattern;
    uint32_t first; /* first character when it is a plain one, otherwise 0 */
    char reason[REASON_SIZE];
    bool has_field;
    dp_field field;
} rule;

typedef struct word_set {
    piece name, words;
} word_set;

struct boilerplate {
    rule *rules;
    size_t rule_count, rule_capacity;
    word_set *sets;
    size_t set_count, set_capacity;
};

/* ---- Reading the table ---- */

static bool piece_is(piece it, const char *text)
{
    return it.length == strlen(text) && memcmp(it.bytes, text, it.length) == 0;
}

/* Take the bytes up to `stop`, or all of them, off the front of `*rest`. */
static piece take_until(piece *rest, char stop)
{
    const char *found = rest->length ? memchr(rest->bytes, stop, rest->length) : NULL;
    piece front = {rest->bytes, found ? (size_t)(found - rest->bytes) : rest->length};
    size_t used = front.length + (found ? 1 : 0);
    *rest = (piece){rest->bytes + used, rest->length - used};
    return front;
}

static unsigned read_place(piece name)
{
    static const char *const names[] = {"first", "last", "any", "lead", "tail"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (piece_is(name, names[i]))
            return 1u << i;
    return 0;
}

static void read_field(rule *to, piece name)
{
    for (int i = 0; i < DP_FIELD_COUNT; i++)
        if (piece_is(name, dp_field_name((dp_field)i))) {
            to->has_field = true;
            to->field = (dp_field)i;
        }
}

static bool add_set(boilerplate *to, piece words, piece name)
{
    if (!alloc_grow(&to->sets, &to->set_capacity, to->set_count + 1, sizeof *to->sets))
        return false;
    to->sets[to->set_count++] = (word_set){.name = name, .words = words};
    return true;
}

static bool add_rule(boilerplate *to, unsigned place, piece pattern, piece reason, piece field)
{
    if (!alloc_grow(&to->rules, &to->rule_capacity, to->rule_count + 1, sizeof *to->rules))
        return false;
    rule *new = &to->rules[to->rule_count++];
    *new = (rule){.place = place, .pattern = pattern};
    size_t position = 0;
    uint32_t first = dp_utf8_next(pattern.bytes, pattern.length, &position);
    new->first = first != DP_UTF8_END && (first >= 0x80 || !strchr("#*{<[\\", (int)first)) ? first : 0;
    size_t length = reason.length < REASON_SIZE ? reason.length : REASON_SIZE - 1;
    memcpy(new->reason, reason.bytes, length);
    read_field(new, field);
    return true;
}

boilerplate *boilerplate_new(void)
{
    boilerplate *new = alloc_zeroed(1, sizeof *new);
    piece rest = {table, sizeof table - 1};
    bool good = new != NULL;
    while (good && rest.length) {
        piece line = take_until(&rest, '\n');
        piece place = take_until(&line, '\t'), pattern = take_until(&line, '\t');
        piece reason = take_until(&line, '\t'), field = take_until(&line, '\t');
        good = piece_is(place, "set") ? add_set(new, pattern, reason)
                                      : add_rule(new, read_place(place), pattern, reason, field);
    }
    if (good)
        return new;
    boilerplate_free(new);
    return NULL;
}

void boilerplate_free(boilerplate *rules)
{
    if (!rules)
        return;
    free(rules->rules);
    free(rules->sets);
    free(rules);
}

/* ---- Matching ---- */

typedef struct matcher {
    const boilerplate *rules;
    const char *text;
    size_t end; /* of the text to match */
    bool whole; /* the pattern must reach the end */
    size_t steps;
    size_t reached; /* end of the match */
    dp_span value;  /* what stood between < and > */
} matcher;

static bool match_here(matcher *m, piece pattern, size_t at);

static uint32_t code_at(const matcher *m, size_t at)
{
    return dp_utf8_next(m->text, m->end, &at);
}

static size_t after(const matcher *m, size_t at)
{
    dp_utf8_next(m->text, m->end, &at);
    return at;
}

static bool word_goes_on(const matcher *m, size_t at)
{
    uint32_t code = code_at(m, at);
    return code != DP_UTF8_END && (dp_is_letter(code) || dp_is_digit(code));
}

static size_t skip_spaces(const matcher *m, size_t at)
{
    for (uint32_t code; (code = code_at(m, at)) != DP_UTF8_END && dp_is_space(code);)
        at = after(m, at);
    return at;
}

static size_t skip_digits(const matcher *m, size_t at)
{
    for (uint32_t code; (code = code_at(m, at)) != DP_UTF8_END && dp_is_digit(code);)
        at = after(m, at);
    return at;
}

/* Return the position behind `word` if it stands at `at`, in any case; otherwise `at`. */
static size_t skip_literal(const matcher *m, size_t at, piece word)
{
    size_t position = at;
    for (size_t i = 0; i < word.length;) {
        uint32_t code = dp_utf8_next(m->text, m->end, &position);
        if (code == DP_UTF8_END || dp_to_lower(code) != dp_utf8_next(word.bytes, word.length, &i))
            return at;
    }
    return position;
}

/* Return the position behind a word of letters, hyphens and apostrophes that begins with a capital; `at` if there is
 * none. `capitals` asks for all letters to be capitals, and at least four. */
static size_t skip_capitalised(const matcher *m, size_t at, bool capitals)
{
    size_t position = at, letters = 0;
    uint32_t code = code_at(m, at);
    if (code == DP_UTF8_END || !dp_is_upper(code))
        return at;
    for (; code != DP_UTF8_END; code = code_at(m, position)) {
        bool letter = dp_is_letter(code);
        if (!letter && code != '-' && code != '\'' && code != 0x2019)
            break;
        if (capitals && letter && dp_is_lower(code))
            return at;
        letters += letter;
        position = after(m, position);
    }
    return capitals && letters < 4 ? at : position;
}

/* Whether a word of the set stands at `at`; the position behind the longest goes to `*end`. */
static bool find_in_set(const matcher *m, piece name, size_t at, size_t *end)
{
    *end = at;
    for (size_t i = 0; i < m->rules->set_count; i++) {
        if (m->rules->sets[i].name.length != name.length ||
            memcmp(m->rules->sets[i].name.bytes, name.bytes, name.length) != 0)
            continue;
        piece rest = m->rules->sets[i].words;
        while (rest.length) {
            size_t behind = skip_literal(m, at, take_until(&rest, '|'));
            if (behind > *end && !word_goes_on(m, behind))
                *end = behind;
        }
    }
    return *end > at;
}

/* A particle inside a name or place: "von", "am". */
static size_t skip_particle(const matcher *m, size_t at)
{
    static const piece particles = {"particle", 8};
    size_t end;
    return dp_is_lower(code_at(m, at)) && find_in_set(m, particles, at, &end) ? end : at;
}

/* What may stand between the capitalised words of a name or place. */
static size_t skip_joint(const matcher *m, size_t at, bool place)
{
    if (place && code_at(m, at) == '/')
        return skip_spaces(m, at + 1);
    size_t next = skip_spaces(m, at);
    for (size_t end; next > at && (end = skip_particle(m, next)) > next && skip_spaces(m, end) > end;)
        next = skip_spaces(m, end);
    return next;
}

/* Try the rest of the pattern behind every run of `least` to `most` capitalised words, the longest first. */
static bool match_names(matcher *m, piece pattern, size_t at, int least, int most, bool place, bool capitals)
{
    size_t ends[6];
    int count = 0;
    while (count < most) {
        size_t begin = count ? skip_joint(m, at, place) : at;
        size_t end = skip_capitalised(m, begin, capitals);
        if (end == begin || (count && begin == at) || sentence_is_function_word(m->text + begin, end - begin))
            break;
        if (code_at(m, end) == '.' && (end - begin <= 2 || (!place && end - begin == 3)))
            end++; /* an initial, or "Dr." */
        ends[count++] = at = end;
    }
    while (count >= least && count > 0)
        if (match_here(m, pattern, ends[--count]))
            return true;
    return false;
}

/* Read up to `most` ASCII digits at `*at`. */
static bool take_number(const matcher *m, size_t *at, size_t most, unsigned *value)
{
    size_t end = *at;
    while (end < m->end && m->text[end] >= '0' && m->text[end] <= '9')
        end++;
    if (end == *at || end - *at > most)
        return false;
    for (*value = 0; *at < end; (*at)++)
        *value = *value * 10 + (unsigned)(m->text[*at] - '0');
    return true;
}

static bool take_byte(const matcher *m, size_t *at, char byte)
{
    bool there = *at < m->end && m->text[*at] == byte;
    *at += there;
    return there;
}

static bool match_date(matcher *m, piece pattern, size_t at)
{
    date ignored;
    return date_read(m->text, m->end, &at, &ignored) && match_here(m, pattern, at);
}

static bool match_time(matcher *m, piece pattern, size_t at)
{
    unsigned hour, minute;
    if (!take_number(m, &at, 2, &hour) || !(take_byte(m, &at, ':') || take_byte(m, &at, '.')) ||
        !take_number(m, &at, 2, &minute))
        return false;
    return hour < 25 && minute < 60 && match_here(m, pattern, at);
}

static bool match_word(matcher *m, piece pattern, size_t at)
{
    size_t end = at;
    while (word_goes_on(m, end) || (end > at && code_at(m, end) == '-'))
        end = after(m, end);
    return end > at && match_here(m, pattern, end);
}

static bool match_set(matcher *m, piece name, piece pattern, size_t at)
{
    size_t end;
    return find_in_set(m, name, at, &end) && match_here(m, pattern, end);
}

/* Match "{name}…"; `pattern` stands behind the brace. */
static bool match_class(matcher *m, piece pattern, size_t at)
{
    piece name = take_until(&pattern, '}');
    if (piece_is(name, "name"))
        return match_names(m, pattern, at, 2, 4, false, false);
    if (piece_is(name, "place"))
        return match_names(m, pattern, at, 1, 3, true, false);
    if (piece_is(name, "caps"))
        return match_names(m, pattern, at, 1, 3, true, true);
    if (piece_is(name, "word"))
        return match_word(m, pattern, at);
    if (piece_is(name, "date"))
        return match_date(m, pattern, at);
    if (piece_is(name, "time"))
        return match_time(m, pattern, at);
    return match_set(m, name, pattern, at);
}

static bool match_any(matcher *m, piece pattern, size_t at)
{
    for (;; at = after(m, at)) {
        if (match_here(m, pattern, at))
            return true;
        if (at >= m->end)
            return false;
    }
}

/* Match "[…]…": with what is in the brackets (whose end is then passed over), or without. */
static bool match_optional(matcher *m, piece pattern, size_t at)
{
    dp_span value = m->value;
    if (match_here(m, pattern, at))
        return true;
    m->value = value;
    take_until(&pattern, ']');
    return match_here(m, pattern, at);
}

static bool match_literal(matcher *m, piece pattern, size_t at)
{
    size_t used = 0;
    uint32_t want = dp_utf8_next(pattern.bytes, pattern.length, &used);
    uint32_t got = code_at(m, at);
    return got != DP_UTF8_END && dp_to_lower(got) == want &&
           match_here(m, (piece){pattern.bytes + used, pattern.length - used}, after(m, at));
}

static bool match_end(matcher *m, size_t at)
{
    uint32_t next = code_at(m, at);
    m->reached = at;
    return m->whole ? next == DP_UTF8_END : next != DP_UTF8_END && dp_is_space(next);
}

static bool match_here(matcher *m, piece pattern, size_t at)
{
    if (m->steps++ > STEP_LIMIT)
        return false;
    if (pattern.length == 0)
        return match_end(m, at);
    piece rest = {pattern.bytes + 1, pattern.length - 1};
    switch (pattern.bytes[0]) {
    case ' ':
        return skip_spaces(m, at) > at && match_here(m, rest, skip_spaces(m, at));
    case '#':
        return skip_digits(m, at) > at && match_here(m, rest, skip_digits(m, at));
    case '*':
        return match_any(m, rest, at);
    case '{':
        return match_class(m, rest, at);
    case '[':
        return match_optional(m, rest, at);
    case ']':
        return match_here(m, rest, at);
    case '<':
        m->value.begin = at;
        return match_here(m, rest, at);
    case '>':
        m->value.end = at;
        return match_here(m, rest, at);
    case '\\':
        return match_literal(m, rest, at);
    default:
        return match_literal(m, pattern, at);
    }
}

/* ---- The three kinds of place ---- */

static bool try_rule(const boilerplate *rules, const rule *it, const char *text, dp_span span, boilerplate_match *match)
{
    matcher m = {.rules = rules, .text = text, .end = span.end, .whole = it->place != BOILERPLATE_LEAD};
    if (!match_here(&m, it->pattern, span.begin))
        return false;
    *match = (boilerplate_match){
        .span = {span.begin, m.reached},
        .reason = it->reason,
        .has_field = it->has_field && m.value.begin < m.value.end,
        .field = it->field,
        .value = m.value,
    };
    return true;
}

static bool try_rules(const boilerplate *rules, unsigned places, const char *text, dp_span span,
                      boilerplate_match *match)
{
    size_t position = span.begin;
    uint32_t first = dp_utf8_next(text, span.end, &position);
    first = first == DP_UTF8_END ? 0 : dp_to_lower(first);
    for (size_t i = 0; i < rules->rule_count; i++) {
        const rule *it = &rules->rules[i];
        if ((it->place & places) && (!it->first || it->first == first) && try_rule(rules, it, text, span, match))
            return true;
    }
    return false;
}

bool boilerplate_line(const boilerplate *rules, unsigned places, const char *text, dp_span span,
                      boilerplate_match *match)
{
    return span.end - span.begin <= LINE_LIMIT && try_rules(rules, places, text, span, match);
}

/* Whether prose can begin at `at`: a capital, digit or quotation mark after white space. */
static bool prose_begins(const char *text, size_t end, size_t at)
{
    uint32_t code;
    do
        code = dp_utf8_next(text, end, &at);
    while (code != DP_UTF8_END && dp_is_space(code));
    return code != DP_UTF8_END && !dp_is_lower(code) && (dp_is_letter(code) || dp_is_digit(code) || dp_is_punct(code));
}

bool boilerplate_lead(const boilerplate *rules, const char *text, dp_span span, boilerplate_match *match)
{
    return try_rules(rules, BOILERPLATE_LEAD, text, span, match) && prose_begins(text, span.end, match->span.end);
}

bool boilerplate_tail(const boilerplate *rules, const char *text, dp_span span, boilerplate_match *match)
{
    size_t at = span.end;
    while (at > span.begin && span.end - at < TAIL_REACH) {
        size_t word = at;
        bool gap = dp_is_space(dp_utf8_previous(text, at, &at));
        if (gap && word < span.end && sentence_is_closed(text, (dp_span){span.begin, at}) &&
            try_rules(rules, BOILERPLATE_TAIL, text, (dp_span){word, span.end}, match))
            return true;
    }
    return false;
}
