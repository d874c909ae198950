/* SPDX-License-Identifier: ISC */
/*
 * Numbers: the values written in digits on either side must be found on the other, in digits or words.
 */
#include "pair.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Values that one number may stand for: 15 Uhr is 15 and 3, the 1990s are 1990 and 90. */
#define VALUES_MAX 8
/* Written numbers count from here on when another is in their place, and when there is none. */
#define SMALLEST_NEW  3
#define SMALLEST_LOST 7
/* Parts of a date, time or score. */
#define PARTS_MAX 8
/* Months are looked for among the days and years of dates under their number, moved up by this. */
#define CALENDAR 1e8

typedef struct number {
    dp_span span;
    double values[VALUES_MAX];
    size_t count;
    bool digits;      /* must be found on the other side */
    bool calendar;    /* a month or day: must not stand for another */
    bool noun;        /* a German noun with a number in it, or a word that may be none ("achten"): the English need not have it */
    bool part;        /* of a date, time, score or version */
    bool matched;     /* has its counterpart */
    const char *text; /* of a numeral, as it stands there */
} number;

typedef struct numbers {
    number *items;
    size_t count;
    size_t capacity;
    bool failed;
} numbers;

static void add_value(number *n, double value)
{
    if (n->count < VALUES_MAX)
        n->values[n->count++] = value;
}

static void add_number(numbers *all, number n)
{
    if (all->count == all->capacity) {
        size_t capacity = all->capacity ? all->capacity * 2 : 16;
        number *items = realloc(all->items, capacity * sizeof *items);
        if (!items) {
            all->failed = true;
            return;
        }
        all->items = items;
        all->capacity = capacity;
    }
    all->items[all->count++] = n;
}

/* Read values parted by spaces; a "?" behind one is passed over. */
static void add_listed(number *n, const table_row *row, double offset)
{
    for (const char *at = row->value; at < row->end;) {
        char *end;
        double value = strtod(at, &end);
        if (end == at)
            break;
        add_value(n, value + offset);
        at = *end == '?' ? end + 1 : end;
    }
}

/* Whether the separators of a numeral part thousands: every one the same, every group but the first of three digits. */
static bool is_thousands(const char *text, size_t length, char separator)
{
    size_t digits = 0, groups = 0;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && text[i] >= '0' && text[i] <= '9') {
            digits++;
            continue;
        }
        if (groups > 0 ? digits != 3 : digits > 3 || digits == 0)
            return false;
        groups++;
        digits = 0;
        if (i < length && text[i] != separator)
            return false;
    }
    return groups > 1;
}

/* The value of digits with a decimal mark, or of digits alone when `mark` is not among them. */
static double decimal(const char *text, size_t length, char mark)
{
    double value = 0, unit = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == mark && unit == 0) {
            unit = 1;
        } else if (text[i] >= '0' && text[i] <= '9') {
            value = value * 10 + (text[i] - '0');
            unit *= 10;
        }
    }
    return unit > 1 ? value / unit : value;
}

static size_t count_of(const char *text, size_t length, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += text[i] == c;
    return count;
}

/* One value if the numeral reads as one number: 1.234,5 or 1,234.5 by the side's marks. */
static bool read_whole(const char *text, size_t length, side of, double *value)
{
    char mark = of == GERMAN ? ',' : '.', group = of == GERMAN ? '.' : ',';
    size_t marks = count_of(text, length, mark), groups = count_of(text, length, group);
    if (marks > 1 || count_of(text, length, ':') || count_of(text, length, '/'))
        return false;
    const char *behind = marks ? memchr(text, mark, length) : text + length;
    size_t front = (size_t)(behind - text);
    if (groups > 0 && !is_thousands(text, front, group))
        return false;
    *value = decimal(text, length, mark);
    return true;
}

/* The numbers of a date, time, score or list, one by one. */
static void add_parts(numbers *all, const token *t, const char *text)
{
    size_t parts = 0;
    for (size_t at = 0; at < t->fold_length && parts < PARTS_MAX; parts++) {
        size_t end = at;
        while (end < t->fold_length && text[end] >= '0' && text[end] <= '9')
            end++;
        double value = decimal(text + at, end - at, ',');
        bool digits = value > 0 || end == at + 1; /* 18:00 is 6 pm, but 1:0 is 1-0 */
        number n = {.span = t->span, .digits = digits, .part = true, .text = t->fold};
        add_value(&n, value);
        if (value <= 12) {
            if (!memchr(text, ':', t->fold_length))
                add_value(&n, CALENDAR + value);
            add_value(&n, value + 12);
        } else if (value <= 24) {
            add_value(&n, value - 12);
        } else if (value < 100) { /* 2018/19 */
            add_value(&n, 1900 + value);
            add_value(&n, 2000 + value);
        } else if (value >= 1900 && value < 2100) {
            add_value(&n, fmod(value, 100));
        }
        add_number(all, n);
        while (end < t->fold_length && (text[end] < '0' || text[end] > '9'))
            end++;
        at = end;
    }
}

/* The factor of scale words behind token `i`, moving `*i` to the last of them. A single letter scales only what it is glued to:
 * "5m", not "5 m". */
static double read_scale(const pair *p, side of, size_t *i)
{
    const tokens *all = &p->sides[of];
    double factor = 1;
    for (; *i + 1 < all->count && all->items[*i + 1].gap != GAP_MARKS; ++*i) {
        const token *next = &all->items[*i + 1];
        const table_row *row = pair_find(&p->known->scales, of, next);
        if (!row || (next->fold_length == 1 && next->gap != GAP_NONE))
            break;
        factor *= strtod(row->value, NULL);
    }
    return factor;
}

static const token *token_at(const tokens *all, size_t i)
{
    return i < all->count ? &all->items[i] : NULL;
}

static bool is_clock(const token *t)
{
    static const char *const words[] = {"uhr", "pm", "am", "p", "a", "hrs", "hours", "h", NULL};
    return token_is_one_of(t, words);
}

/* Hours that are told in two ways, and decades: the 1990s are the 90s, the 1800s the 19th century. */
static void add_other_readings(number *n, const tokens *all, size_t i)
{
    double value = n->values[0];
    const token *next = token_at(all, i + 1);
    if (value <= 24 && is_clock(next))
        add_value(n, value > 12 ? value - 12 : value + 12);
    if (next && next->gap == GAP_NONE && (token_is(next, "er") || token_is(next, "s"))) {
        if (value < 100)
            add_value(n, 1900 + value);
        else if (value >= 1900 && value < 2000)
            add_value(n, value - 1900);
        if (value >= 100 && fmod(value, 100) == 0)
            add_value(n, value / 100 + 1);
    }
}

/* "340 bis 500 Millionen": the scale may stand behind the second number only. */
static void add_shared_scale(number *n, const pair *p, side of, size_t i)
{
    static const char *const words[] = {"bis", "und", "oder", "to", "and", "or"};
    const tokens *all = &p->sides[of];
    const token *between = token_at(all, i + 1);
    bool joined = false;
    for (size_t k = 0; between && k < sizeof words / sizeof *words; k++)
        joined = joined || token_is(between, words[k]);
    size_t second = joined ? i + 2 : i + 1;
    if (second >= all->count || all->items[second].kind != TOKEN_NUMERAL)
        return;
    double factor = read_scale(p, of, &second);
    if (factor > 1)
        add_value(n, n->values[0] * factor);
}

/* The 2 of "km2" is no number. */
static bool is_part_of_unit(const tokens *all, size_t i)
{
    static const char *const units[] = {"m", "km", "cm", "mm", "co"};
    const token *t = &all->items[i], *before = i > 0 ? t - 1 : NULL;
    if (!before || before->kind != TOKEN_WORD)
        return false;
    for (size_t k = 0; t->gap == GAP_NONE && k < sizeof units / sizeof *units; k++)
        if (token_is(before, units[k]))
            return true;
    return false;
}

/* "Covid-19" may stand for "Corona". */
static bool is_optional(const tokens *all, size_t i, side of)
{
    const token *t = &all->items[i];
    return of == ENGLISH && i > 0 && t->gap == GAP_HYPHEN && token_is(t - 1, "covid") && token_is(t, "19");
}

static void read_digits(numbers *all, const pair *p, side of, size_t *i)
{
    const tokens *words = &p->sides[of];
    const token *t = &words->items[*i];
    number n = {.span = t->span, .digits = !is_optional(words, *i, of), .text = t->fold};
    double value, factor;
    bool clock = of == ENGLISH && is_clock(token_at(words, *i + 1)) && memchr(t->fold, '.', t->fold_length);
    if (is_part_of_unit(words, *i))
        return;
    if (clock || !read_whole(t->fold, t->fold_length, of, &value)) {
        add_parts(all, t, t->fold);
        return;
    }
    add_value(&n, value);
    size_t first = *i;
    factor = read_scale(p, of, i);
    n.span.end = words->items[*i].span.end;
    if (factor == 1) {
        add_other_readings(&n, words, first);
        add_shared_scale(&n, p, of, first);
    } else if (words->items[*i].fold_length == 1) {
        add_value(&n, value * factor); /* metres or millions */
    } else {
        n.values[0] = value * factor;
    }
    add_number(all, n);
}

/* "In der Nacht zum Sonntag" is Saturday night in English. */
static void add_night_before(number *n, const tokens *all, size_t i)
{
    double day = n->values[0] - CALENDAR;
    bool night = false;
    for (size_t back = 1; back <= 3 && back <= i; back++)
        night = night || token_is(&all->items[i - back], "nacht");
    if (night && day >= 21 && day <= 27)
        add_value(n, CALENDAR + (day > 21 ? day - 1 : 27));
}

/* Read the number that a German word begins with: "dreiundzwanzig". Return how many bytes it takes. */
static size_t read_number_parts(const table *parts, const char *word, size_t length, double *value)
{
    double total = 0, current = 0;
    size_t at = 0;
    while (at < length) {
        const table_row *row = NULL;
        size_t size = length - at < 10 ? length - at : 10;
        for (; size > 2 && !row; size -= !row)
            row = table_find(parts, word + at, size);
        bool joined = at > 0 && length - at > 3 && memcmp(word + at, "und", 3) == 0;
        if (!row && !joined)
            break;
        double part = row ? strtod(row->value, NULL) : 0;
        at += row ? size : 3;
        if (part == 1000) {
            total = (current > 0 ? current : 1) * 1000;
            current = 0;
        } else {
            current = part == 100 ? (current > 0 ? current : 1) * 100 : current + part;
        }
    }
    *value = total + current;
    return at;
}

/* German words made of a number and one of the listed endings: "zweistündig", "dreißiger". */
static void add_made_of_number(number *n, const pair *p, const token *t)
{
    double value;
    size_t at = read_number_parts(&p->known->number_parts, t->fold, t->fold_length, &value), left = t->fold_length - at;
    const char *rest = t->fold + at;
    bool listed = at > 0 && left == 0;
    for (size_t size = left < 12 ? left : 12; at > 0 && size > 0 && !listed; size--)
        listed = table_has(&p->known->number_endings, rest, size);
    if (listed && value > 0)
        add_value(n, value);
    if (listed && left >= 2 && memcmp(rest, "er", 2) == 0 && value < 100)
        add_value(n, 1900 + value);
}

/* The value of an ordinal number, such as "vierten"; 0 for other words. */
static double read_ordinal(const pair *p, const char *word, size_t length)
{
    static const char *const endings[] = {"te", "ten", "ter", "tes", "tem", "ste", "sten", "ster", "stes", "stem"};
    double value;
    size_t at = read_number_parts(&p->known->number_parts, word, length, &value);
    for (size_t i = 0; at > 0 && i < sizeof endings / sizeof *endings; i++)
        if (length - at == strlen(endings[i]) && memcmp(word + at, endings[i], length - at) == 0)
            return value;
    return 0;
}

/* "Tabellenvierten", "Oktobertagung": numbers and months at the end or the beginning of nouns. */
static void add_inside_noun(number *n, const pair *p, const token *t)
{
    for (size_t cut = 5; t->upper && cut + 5 <= t->fold_length && cut < 40 && n->count == 0; cut++) {
        const table_row *row = table_find(&p->known->numbers[GERMAN], t->fold + cut, t->fold_length - cut);
        double ordinal = row ? 0 : read_ordinal(p, t->fold + cut, t->fold_length - cut);
        if (row)
            add_listed(n, row, 0);
        else if (ordinal > 0)
            add_value(n, ordinal);
    }
    token part = *t;
    size_t most = t->fold_length < 10 ? t->fold_length : 10;
    for (size_t size = most; t->upper && size >= 4 && size + 3 <= t->fold_length; size--) {
        part.fold_length = (uint32_t)size;
        const table_row *row = pair_find(&p->known->calendar, GERMAN, &part);
        if (row && n->count == 0) {
            add_listed(n, row, CALENDAR);
            n->calendar = *(row->end - 1) != '?';
        }
    }
}

/* "zweistündig", but not "einstündig", which may be "an hour long". */
static bool is_duration(const number *n, const token *t)
{
    static const char *const endings[] = {"minütig", "stündig", "tägig", "wöchig", "monatig"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (n->values[0] >= 2 && strstr(t->fold, endings[i]))
            return true;
    return false;
}

/* A written number is exact in a duration and before a unit or a month, however small: "fünf Prozent", "am ersten November". Not
 * before times, where "zwei Tage" may be "a couple of days", nor "eine". */
static bool is_exact(const pair *p, const number *n, const token *t, const token *next)
{
    if (!n->calendar && is_duration(n, t))
        return true;
    if (!next || next->gap != GAP_SPACE || n->calendar || n->noun || n->values[0] < 1)
        return false;
    const table_row *unit = pair_find(&p->known->units, GERMAN, next), *month = pair_find(&p->known->calendar, GERMAN, next);
    bool listed = table_has(&p->known->numbers[GERMAN], t->fold, t->fold_length);
    bool measure = unit && strncmp(unit->value, "time", 4) != 0;
    return (measure && n->values[0] >= 2) || (month && listed && n->count == 1 && strtod(month->value, NULL) <= 12);
}

static void read_word(numbers *all, const pair *p, side of, size_t *i)
{
    const token *t = &p->sides[of].items[*i];
    const table_row *row = pair_find(&p->known->calendar, of, t);
    number n = {.span = t->span, .noun = of == GERMAN && t->upper};
    if (row)
        add_listed(&n, row, CALENDAR);
    if (row && of == GERMAN && n.count > 0)
        add_night_before(&n, &p->sides[of], *i);
    n.calendar = row && *(row->end - 1) != '?';
    row = table_find(&p->known->numbers[of], t->fold, t->fold_length);
    if (row)
        add_listed(&n, row, 0);
    n.noun = n.noun || (row && *(row->end - 1) == '?');
    if (n.count == 0 && of == GERMAN)
        add_made_of_number(&n, p, t);
    if (n.count == 0 && of == GERMAN)
        add_inside_noun(&n, p, t);
    if (n.count == 0)
        return;
    double factor = read_scale(p, of, i);
    if (factor == 1 && (token_is(t, "a") || token_is(t, "an"))) /* "a million", but "a house" */
        return;
    for (size_t k = 0; k < n.count; k++)
        n.values[k] *= factor;
    n.digits = of == GERMAN && is_exact(p, &n, t, token_at(&p->sides[of], *i + 1));
    add_number(all, n);
}

static void read_side(numbers *all, const pair *p, side of)
{
    for (size_t i = 0; i < p->sides[of].count; i++) {
        if (p->sides[of].items[i].kind == TOKEN_NUMERAL)
            read_digits(all, p, of, &i);
        else if (p->sides[of].items[i].kind == TOKEN_WORD)
            read_word(all, p, of, &i);
    }
}

/* A version or date that is left as it is: "iOS 8.3", "16.03.", which one side reads as parts and the other as a decimal. */
static bool same_parts(const number *a, const number *b)
{
    return (a->part || b->part) && a->text && b->text && strcmp(a->text, b->text) == 0;
}

static bool agree(const number *a, const number *b)
{
    if (same_parts(a, b))
        return true;
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            if (fabs(a->values[i] - b->values[k]) <= 1e-9 * fabs(a->values[i]))
                return true;
    return false;
}

static bool is_found(const number *n, const numbers *other)
{
    for (size_t i = 0; i < other->count; i++)
        if (agree(n, &other->items[i]))
            return true;
    return false;
}

static const number *first_lost(const numbers *all, const numbers *other)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].digits && !is_found(&all->items[i], other))
            return &all->items[i];
    return NULL;
}

static bool agree_first(const number *a, const number *b)
{
    return fabs(a->values[0] - b->values[0]) <= 1e-9 * fabs(a->values[0]);
}

static bool agree_digits(const number *a, const number *b)
{
    return a->text && b->text && agree_first(a, b);
}

/* "13 Uhr" is 1 pm rather than the "ein" of the same sentence. */
static bool agree_readings(const number *a, const number *b)
{
    return a->text && b->text && agree(a, b);
}

static bool agree_words(const number *a, const number *b)
{
    return !a->text && !b->text && agree_first(a, b);
}

/* A date or version that one side reads as parts and the other as one number: the one stands for all parts. */
static bool is_whole_of(const number *a, const number *b)
{
    return a->part != b->part && same_parts(a, b);
}

/* Pair numbers off, each with one of the other side, those that are written alike before others. */
static void match(numbers *german, numbers *english)
{
    bool (*const rules[])(const number *, const number *) = {agree_digits, agree_readings, agree_words, agree_first,
                                                                 agree};
    for (size_t rule = 0; rule < sizeof rules / sizeof *rules; rule++)
        for (size_t i = 0; i < german->count; i++)
            for (size_t k = 0; k < english->count && !german->items[i].matched; k++)
                if (is_whole_of(&german->items[i], &english->items[k]) ||
                    (!english->items[k].matched && rules[rule](&german->items[i], &english->items[k])))
                    german->items[i].matched = english->items[k].matched = true;
}

/* What is left over of numbers, or of months and days; written ones of at least so much, too. Smaller ones come and go. */
static const number *first_left(const numbers *all, bool calendar, double written)
{
    for (size_t i = 0; i < all->count; i++) {
        const number *n = &all->items[i];
        bool counts = !n->calendar && !n->noun && n->values[0] >= written;
        if (!n->matched && (calendar ? n->calendar : n->digits || counts))
            return n;
    }
    return NULL;
}

/* A number that stands on both sides, but more often on one, and another in its place. */
static void find_exchanged(numbers *german, numbers *english, const number **lost, const number **new)
{
    match(german, english);
    for (int calendar = 0; calendar < 2; calendar++) {
        *lost = first_left(german, calendar, HUGE_VAL);
        *new = first_left(english, calendar, *lost ? SMALLEST_NEW : HUGE_VAL);
        if (*new && !*lost)
            *lost = first_left(german, calendar, SMALLEST_NEW);
        if (*lost && *new)
            return;
    }
    *new = NULL;
    *lost = first_left(german, false, SMALLEST_LOST);
}

static int span_length(dp_span span)
{
    return (int)(span.end - span.begin < 60 ? span.end - span.begin : 60);
}

/* ---- Halves of the day ---- */

/* Hours and minutes of a numeral; false when it is no time of day. */
static bool read_time(const token *t, int *hours, int *minutes)
{
    char mark = '\0';
    *minutes = 0;
    int count = sscanf(t->fold, "%2d%c%2d", hours, &mark, minutes);
    bool good = count == 1 || (count == 3 && (mark == '.' || mark == ':'));
    return t->kind == TOKEN_NUMERAL && good && *hours < 24 && *minutes < 60;
}

/* The English of a time after noon that could be the morning's: "2:30" for "14.30 Uhr". Null when there is none. */
static const token *morning_for(const pair *p, int hours, int minutes)
{
    static const char *const later[] = {"afternoon", "evening", "night", "tonight", "noon", "midday", "midnight", NULL};
    const tokens *all = &p->sides[ENGLISH];
    bool told = false;
    for (size_t i = 0; i < all->count; i++)
        told = told || token_is_one_of(&all->items[i], later);
    for (size_t i = 0; i < all->count; i++) {
        int h, m;
        const token *next = token_at(all, i + 1);
        if (!read_time(&all->items[i], &h, &m) || (h != hours && h != hours - 12) || m != minutes)
            continue;
        bool after = h == hours || (next && (token_is(next, "pm") || token_is(next, "p")));
        bool before = next && (token_is(next, "am") || token_is(next, "a"));
        return !after && (before || !told) ? &all->items[i] : NULL;
    }
    return NULL;
}

static void check_halves(pair *p)
{
    const tokens *all = &p->sides[GERMAN];
    int hours, minutes;
    for (size_t i = 0; i + 1 < all->count; i++) {
        if (!token_is(&all->items[i + 1], "uhr") || !read_time(&all->items[i], &hours, &minutes) || hours < 13)
            continue;
        const token *wrong = morning_for(p, hours, minutes);
        dp_span span = {all->items[i].span.begin, all->items[i + 1].span.end};
        if (!wrong)
            continue;
        pair_add(p, "number", true, span, "The German has “%.*s”, the English “%.*s”, which is or may be in the morning.",
                 span_length(span), all->text + span.begin, span_length(wrong->span),
                 p->sides[ENGLISH].text + wrong->span.begin);
        return;
    }
}

void check_numbers(pair *p)
{
    numbers german = {0}, english = {0};
    read_side(&german, p, GERMAN);
    read_side(&english, p, ENGLISH);
    p->failed = p->failed || german.failed || english.failed;
    const number *lost = first_lost(&german, &english), *new = first_lost(&english, &german);
    const char *source = p->sides[GERMAN].text, *text = p->sides[ENGLISH].text;
    if (!lost && !new)
        find_exchanged(&german, &english, &lost, &new);
    if (lost && new)
        pair_add(p, "number", true, lost->span, "The German has “%.*s”, the English “%.*s”.",
                 span_length(lost->span), source + lost->span.begin, span_length(new->span), text + new->span.begin);
    else if (lost)
        pair_add(p, "number", true, lost->span, "The number “%.*s” of the German is not in the English.",
                 span_length(lost->span), source + lost->span.begin);
    else if (new)
        pair_add(p, "number", true, (dp_span){0, 0}, "The number “%.*s” of the English is not in the German.",
                 span_length(new->span), text + new->span.begin);
    else
        check_halves(p);
    free(german.items);
    free(english.items);
}
