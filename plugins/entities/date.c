/* SPDX-License-Identifier: ISC */
/*
 * Dates: what the words say first, then which day, month or year that is, counted from the article's date. What cannot
 * be told stays unknown and says so.
 */
#include "entity.h"

#include <stdio.h>
#include <string.h>

typedef enum core {
    CORE_NONE,
    CORE_WEEKDAY,
    CORE_DAY,
    CORE_MONTH,
    CORE_YEAR,
    CORE_SEASON,
    CORE_UNIT,
    CORE_AGO,
    CORE_NEAR
} core;

typedef enum tense { TENSE_UNKNOWN, TENSE_PAST, TENSE_FUTURE } tense;

enum { UNIT_YEAR = 1, UNIT_MONTH, UNIT_WEEK, UNIT_WEEKEND, UNIT_DAY, UNIT_DECADE };
enum {
    PREPOSITION_SINCE = 3,
    PREPOSITION_FOR = 8,
    PREPOSITION_AFTER = 10,
    PREPOSITION_BEFORE = 11,
    PREPOSITION_OUT = 12
};

/* What the words say. */
typedef struct expression {
    core core;
    size_t begin, end;
    int preposition; /* number in calendar.tsv; 0: none */
    slice preposition_english;
    bool modified; /* "vergangen", "dies", "kommend" */
    int modifier;
    slice part, daypart, name; /* name: of weekday, month, season or "gestern" */
    bool into;                 /* "in der Nacht zum Samstag" */
    int weekday, day, month, year, unit, count;
    bool about;
} expression;

/* What they mean. */
typedef struct meaning {
    calendar_date first, last; /* `last` of weeks and weekends; else year 0. A month or day of 0: not that exact */
    bool known;
} meaning;

static calendar_word word_at(const scan *all, size_t at, size_t limit)
{
    char word[WORD_SIZE];
    size_t length = at < limit && !all->tokens[at].taken ? scan_fold(all, at, word) : 0;
    return length ? lexicon_calendar(all->words, word, length) : (calendar_word){0};
}

/* Plain digits of at most four; -1 for anything else. */
static int digits_at(const scan *all, size_t at, size_t limit)
{
    if (at >= limit || !all->tokens[at].number || all->tokens[at].taken)
        return -1;
    dp_span span = all->tokens[at].span;
    int value = 0;
    for (size_t i = span.begin; i < span.end; i++) {
        if (span.end - span.begin > 4 || all->source[i] < '0' || all->source[i] > '9')
            return -1;
        value = value * 10 + (all->source[i] - '0');
    }
    return value;
}

static int year_at(const scan *all, size_t at, size_t limit)
{
    int year = digits_at(all, at, limit);
    return year >= 1800 && year < 2100 ? year : 0;
}

/* ---- Reading ---- */

/* "Samstagabend", "Samstag": the weekday at a token, with the part of the day. */
static bool read_weekday(const scan *all, expression *it, size_t at, size_t limit)
{
    char word[WORD_SIZE];
    size_t length = at < limit && all->tokens[at].capital ? scan_fold(all, at, word) : 0;
    for (size_t cut = length; cut >= 6; cut--) {
        calendar_word day = lexicon_calendar(all->words, word, cut);
        if (day.kind != CALENDAR_WEEKDAY)
            continue;
        size_t rest = length - cut;
        calendar_word part = lexicon_calendar(all->words, word + cut, rest);
        if (rest && !(rest == 1 && word[cut] == 's') && part.kind != CALENDAR_DAYPART)
            continue;
        it->core = CORE_WEEKDAY;
        it->weekday = day.number;
        it->name = day.english;
        if (part.kind == CALENDAR_DAYPART)
            it->daypart = part.english;
        it->end = at + 1;
        return true;
    }
    return false;
}

/* "12.08.2024", "12.8.", "2024-08-12" as one word. */
static bool read_numeric(const scan *all, expression *it, size_t at, size_t limit)
{
    int day = 0, month = 0, year = 0, used = 0;
    char text[12];
    if (at >= limit || !all->tokens[at].number)
        return false;
    dp_span span = all->tokens[at].span;
    size_t length = span.end - span.begin;
    if (length > 10)
        return false;
    memcpy(text, all->source + span.begin, length);
    text[length] = '\0';
    bool iso = length == 10 && sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3;
    if (!iso && !(sscanf(text, "%2d.%2d.%4d%n", &day, &month, &year, &used) == 3 && length >= 8)) {
        year = 0;
        if (sscanf(text, "%2d.%2d%n", &day, &month, &used) != 2 || !scan_is_mark(all, at + 1, '.') || at + 1 >= limit)
            return false;
    }
    if ((size_t)used != length || !calendar_valid((calendar_date){year ? year : 2000, month, day}))
        return false;
    *it = (expression){.core = CORE_DAY,
                       .begin = it->begin,
                       .preposition = it->preposition,
                       .preposition_english = it->preposition_english,
                       .day = day,
                       .month = month,
                       .year = year,
                       .end = at + (year ? 1 : 2)};
    return true;
}

/* A year, or "vergangenen Jahres", behind a month. */
static void read_year_behind(const scan *all, expression *it, size_t limit)
{
    size_t at = it->end;
    it->year = year_at(all, at, limit);
    if (it->year) {
        it->end = at + 1;
        return;
    }
    at += at < limit && scan_is(all, at, "des");
    calendar_word modifier = word_at(all, at, limit), unit = word_at(all, at + 1, limit);
    if (modifier.kind == CALENDAR_MODIFIER && unit.kind == CALENDAR_UNIT && unit.number == UNIT_YEAR) {
        it->year = all->today.year ? all->today.year + modifier.number : 0;
        it->end = at + 2;
        it->modified = false;
    }
}

/* "3. Mai 2023", "12.8." */
static bool read_day(const scan *all, expression *it, size_t at, size_t limit)
{
    int day = digits_at(all, at, limit);
    calendar_word month = word_at(all, at + 2, limit);
    if (read_numeric(all, it, at, limit))
        return true;
    if (day < 1 || day > 31 || at + 2 >= limit || !scan_is_mark(all, at + 1, '.') || month.kind != CALENDAR_MONTH)
        return false;
    it->core = CORE_DAY;
    it->day = day;
    it->month = month.number;
    it->name = month.english;
    it->end = at + 3;
    read_year_behind(all, it, limit);
    if (it->year ? !calendar_valid((calendar_date){it->year, it->month, day})
                 : !calendar_valid((calendar_date){2000, it->month, day}))
        it->core = CORE_NONE;
    return it->core == CORE_DAY;
}

static bool read_month_or_season(const scan *all, expression *it, size_t at, size_t limit)
{
    calendar_word word = word_at(all, at, limit);
    if (!(word.kind == CALENDAR_MONTH || word.kind == CALENDAR_SEASON) || !all->tokens[at].capital)
        return false;
    it->core = word.kind == CALENDAR_MONTH ? CORE_MONTH : CORE_SEASON;
    it->month = word.number;
    it->name = word.english;
    it->end = at + 1;
    read_year_behind(all, it, limit);
    return it->preposition || it->part.length || it->year || it->modified;
}

/* "vergangenes Jahr", "kommender Woche": a unit behind a modifier. */
static bool read_unit(const scan *all, expression *it, size_t at, size_t limit)
{
    calendar_word word = word_at(all, at, limit);
    if (word.kind != CALENDAR_UNIT)
        return false;
    if (word.number == UNIT_YEAR && year_at(all, at + 1, limit) && (it->preposition || it->part.length)) {
        it->core = CORE_YEAR;
        it->year = year_at(all, at + 1, limit);
        it->end = at + 2;
        return true;
    }
    bool weekend = word.number == UNIT_WEEKEND && it->preposition == 1;
    if ((!it->modified && !weekend) || word.number == UNIT_DAY || word.number == UNIT_DECADE)
        return false;
    it->core = CORE_UNIT;
    it->unit = word.number;
    it->name = word.english;
    it->end = at + 1;
    return true;
}

/* "vor zwei Wochen", "vor mehr als drei Jahren" */
static bool read_ago(const scan *all, expression *it, size_t at, size_t limit)
{
    char word[WORD_SIZE];
    if (at < limit && lexicon_about(all->words, word, scan_fold(all, at, word)).length) {
        it->about = true;
        at++;
    } else if (at + 1 < limit && scan_is(all, at, "mehr") && scan_is(all, at + 1, "als")) {
        it->about = true;
        at += 2;
    }
    int count = digits_at(all, at, limit);
    if (count < 0 && at < limit)
        count = (int)lexicon_number(all->words, word, scan_fold(all, at, word));
    calendar_word unit = word_at(all, at + 1, limit);
    if (count < 1 || count > 400 || unit.kind != CALENDAR_UNIT || unit.number == UNIT_WEEKEND ||
        !all->tokens[at + 1].capital)
        return false;
    /* "vor dem einen Jahr": no number. */
    it->core = CORE_AGO;
    it->count = count;
    it->unit = unit.number;
    it->end = at + 2;
    return true;
}

/* "morgen" is tomorrow, unless a day before it makes it the morning: "am Samstag morgen". */
static calendar_word near_word(const scan *all, size_t at, size_t limit)
{
    calendar_word word = word_at(all, at, limit);
    calendar_kind before = at > 0 ? word_at(all, at - 1, limit).kind : CALENDAR_NONE;
    if (word.kind == CALENDAR_DAYPART && scan_is(all, at, "morgen") && before != CALENDAR_WEEKDAY && before != CALENDAR_DAY)
        return (calendar_word){CALENDAR_DAY, 1, {"tomorrow", strlen("tomorrow")}};
    return word;
}

/* "gestern", "heute Abend" */
static bool read_near(const scan *all, expression *it, size_t at, size_t limit)
{
    calendar_word word = near_word(all, at, limit);
    if (word.kind != CALENDAR_DAY || (all->tokens[at].capital && !all->tokens[at].initial))
        return false;
    calendar_word part = word_at(all, at + 1, limit);
    bool parted = part.kind == CALENDAR_DAYPART;
    bool habit = (at > it->begin && (all->tokens[at - 1].classes & CLASS_HABIT)) ||
                 (at + 1 < limit && (all->tokens[at + 1].classes & CLASS_HABIT));
    if (at > 0 && (all->tokens[at - 1].classes & CLASS_HABIT))
        habit = true;
    if (word.number == 0 && !parted && (habit || all->tokens[at].quoted))
        return false;
    it->core = CORE_NEAR;
    it->count = word.number;
    it->name = word.english;
    it->daypart = parted ? part.english : (slice){0};
    it->end = at + 1 + parted;
    return true;
}

/* A weekday with the date behind it: "Samstag, den 9. Dezember". */
static void join_day(const scan *all, expression *it, size_t limit)
{
    size_t at = it->end;
    expression day = *it;
    at += at < limit && scan_is_mark(all, at, ',');
    at += at < limit && (scan_is(all, at, "den") || scan_is(all, at, "dem"));
    if (!read_day(all, &day, at, limit))
        return;
    slice name = it->name;
    *it = day;
    it->name = name;
    it->core = CORE_DAY;
}

/* "in der Nacht zum Sonntag", "in der Nacht auf Sonntag" */
static bool read_night(const scan *all, expression *it, size_t at, size_t limit)
{
    if (at + 4 >= limit || !scan_is(all, at, "in") || !scan_is(all, at + 1, "der") || !scan_is(all, at + 2, "nacht"))
        return false;
    if (!scan_is(all, at + 3, "zum") && !scan_is(all, at + 3, "auf") && !scan_is(all, at + 3, "zu"))
        return false;
    it->into = read_weekday(all, it, at + 4, limit);
    return it->into;
}

static size_t read_preposition(const scan *all, expression *it, size_t at, size_t limit)
{
    for (int i = 0; i < 2; i++) {
        calendar_word word = word_at(all, at, limit);
        if (word.kind != CALENDAR_PREPOSITION)
            break;
        /* "bis zum", "bis in": the first says it. */
        if (!it->preposition) {
            it->preposition = word.number;
            it->preposition_english = word.english;
        }
        at++;
    }
    if (at < limit && (all->tokens[at].classes & CLASS_ARTICLE) && at > it->begin &&
        it->preposition != PREPOSITION_BEFORE)
        at++;
    return at;
}

/* Words between preposition and date: "vergangenen", "frühen", "Anfang". */
static size_t read_modifiers(const scan *all, expression *it, size_t at, size_t limit)
{
    for (int i = 0; i < 3 && at < limit; i++) {
        calendar_word word = word_at(all, at, limit);
        if (word.kind == CALENDAR_MODIFIER && !all->tokens[at].capital) {
            it->modified = true;
            it->modifier = word.number;
        } else if (word.kind == CALENDAR_PART && !it->part.length && all->tokens[at].capital) {
            it->part = word.english;
        } else if (!(i > 0 || it->preposition) ||
                   !(scan_is(all, at, "frühen") || scan_is(all, at, "späten") || scan_is(all, at, "des"))) {
            break;
        }
        at++;
    }
    return at;
}

static bool read_expression(const scan *all, expression *it, size_t at, size_t limit)
{
    *it = (expression){.begin = at, .end = at};
    if (read_night(all, it, at, limit))
        return true;
    size_t next = read_preposition(all, it, at, limit);
    bool prefixed = next > at;
    if (it->preposition == PREPOSITION_BEFORE && read_ago(all, it, next, limit))
        return true;
    next = read_modifiers(all, it, next, limit);
    if (read_weekday(all, it, next, limit)) {
        join_day(all, it, limit);
        return prefixed || it->core == CORE_DAY || it->modified;
    }
    if (read_day(all, it, next, limit) || read_month_or_season(all, it, next, limit) ||
        read_unit(all, it, next, limit) || read_near(all, it, next, limit))
        return true;
    it->year = year_at(all, next, limit);
    bool unit =
        next + 1 < limit && (all->tokens[next + 1].capital || all->tokens[next + 1].code == '%') && !it->part.length;
    bool since = it->preposition >= PREPOSITION_SINCE && it->preposition != 7 && it->preposition != 9;
    if (!it->year || unit || !(it->part.length || since))
        return false;
    it->core = CORE_YEAR;
    it->end = next + 1;
    return true;
}

/* ---- Meaning ---- */

/* The tense of the clause around a place, or of its sentence when the clause does not tell. */
static tense tense_of(const scan *all, const sentence *in, size_t begin, size_t end)
{
    size_t first = begin, last = end;
    while (first > in->begin && all->tokens[first - 1].code != ',' && all->tokens[first - 1].code != ':')
        first--;
    while (last < in->end && all->tokens[last].code != ',' && all->tokens[last].code != ':')
        last++;
    for (int round = 0; round < 2; round++) {
        bool past = false, future = false;
        for (size_t i = first; i < last; i++) {
            past = past || (!all->tokens[i].capital && (all->tokens[i].classes & CLASS_PAST));
            future = future || (all->tokens[i].classes & CLASS_FUTURE);
        }
        if (past && !future)
            return TENSE_PAST;
        if (future)
            return past && round ? TENSE_UNKNOWN : past ? TENSE_PAST : TENSE_FUTURE;
        first = in->begin;
        last = in->end;
    }
    return TENSE_UNKNOWN;
}

static void mean_weekday(const expression *it, calendar_date today, tense when, meaning *out)
{
    int back = (calendar_weekday(today) - it->weekday + 7) % 7;
    if (it->preposition == PREPOSITION_FOR)
        when = TENSE_FUTURE;
    if (it->modified && it->modifier < 0)
        back = back ? back : 7;
    else if ((it->modified && it->modifier > 0) || (!it->modified && when == TENSE_FUTURE))
        back = back || it->modified ? back - 7 : 0;
    else if (it->modified || (when == TENSE_UNKNOWN && back))
        return; /* "diesen Samstag", or no telling: the last or the next */
    *out = (meaning){.first = calendar_add_days(today, -back), .known = true};
}

static int absolute(int value)
{
    return value < 0 ? -value : value;
}

/* The year of a month, or of a day: by tense, or the nearest. */
static int year_near(const expression *it, calendar_date today, tense when)
{
    if (it->modified && it->modifier < 0)
        return it->month < today.month ? today.year : today.year - 1;
    if (it->modified && it->modifier > 0)
        return it->month > today.month ? today.year : today.year + 1;
    if (it->modified)
        return today.year;
    int best = 0, distance = 1000;
    for (int year = today.year - 1; year <= today.year + 1; year++) {
        calendar_date there = {year, it->month, it->day ? it->day : it->month == today.month ? today.day : 15};
        int days = calendar_valid(there) ? calendar_days_between(today, there) : 1000;
        bool wrong = (when == TENSE_PAST && days > 0) || (when == TENSE_FUTURE && days < 0);
        if (!wrong && absolute(days) < distance) {
            distance = absolute(days);
            best = year;
        }
    }
    return best;
}

static void mean_unit(const expression *it, calendar_date today, meaning *out)
{
    int step = it->modified ? it->modifier : 0;
    int monday = calendar_weekday(today);
    out->known = true;
    if (it->unit == UNIT_YEAR)
        out->first = (calendar_date){today.year + step, 0, 0};
    else if (it->unit == UNIT_MONTH) {
        out->first = calendar_add_months(today, step);
        out->first.day = 0;
    } else if (it->unit == UNIT_WEEK) {
        out->first = calendar_add_days(today, step * 7 - monday);
        out->last = calendar_add_days(out->first, 6);
    } else if (it->modified && it->modifier) {
        /* A weekend that is over, or to come; on one it is not clear which is meant. */
        out->known = monday < 5;
        out->first = calendar_add_days(today, (step < 0 ? -2 : 5) - monday);
        out->last = calendar_add_days(out->first, 1);
    } else {
        out->known = false;
    }
}

static void mean_ago(const expression *it, calendar_date today, meaning *out)
{
    if (it->about)
        return;
    out->known = true;
    if (it->unit == UNIT_DAY || it->unit == UNIT_WEEK)
        out->first = calendar_add_days(today, -it->count * (it->unit == UNIT_WEEK ? 7 : 1));
    else if (it->unit == UNIT_MONTH) {
        out->first = calendar_add_months(today, -it->count);
        out->first.day = 0;
    } else if (it->unit == UNIT_YEAR)
        out->first = (calendar_date){today.year - it->count, 0, 0};
    else
        out->known = false;
}

static meaning mean(const expression *it, calendar_date today, tense when)
{
    meaning out = {0};
    if (it->year) {
        /* A season is named with its year; the year is what is sure. */
        out.first = (calendar_date){it->year, it->core == CORE_DAY || it->core == CORE_MONTH ? it->month : 0,
                                    it->core == CORE_DAY ? it->day : 0};
        out.known = true;
    }
    if (it->year || !today.year)
        return out;
    switch (it->core) {
    case CORE_WEEKDAY:
        mean_weekday(it, today, when, &out);
        break;
    case CORE_DAY:
    case CORE_MONTH:
    case CORE_SEASON:
        out.first = (calendar_date){year_near(it, today, when), it->core == CORE_SEASON ? 0 : it->month, it->day};
        out.known = out.first.year != 0 && !(it->core == CORE_SEASON && it->month == 12);
        break;
    case CORE_UNIT:
        mean_unit(it, today, &out);
        break;
    case CORE_AGO:
        mean_ago(it, today, &out);
        break;
    case CORE_NEAR:
        out = (meaning){.first = calendar_add_days(today, it->count), .known = true};
        break;
    default:
        break;
    }
    return out;
}

/* ---- Wording ---- */

static const char *month_name(int month)
{
    static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
    return names[(month + 11) % 12];
}

static void put(dp_text *out, slice text)
{
    dp_text_append(out, text.bytes, text.length);
}

static void put_date(dp_text *out, calendar_date date)
{
    if (date.day)
        dp_text_printf(out, "%d ", date.day);
    if (date.month)
        dp_text_printf(out, "%s ", month_name(date.month));
    dp_text_printf(out, "%d", date.year);
}

static void put_known(dp_text *out, const meaning *is)
{
    if (is->last.year) {
        put_date(out, is->first);
        dp_text_puts(out, " to ");
        put_date(out, is->last);
    } else {
        put_date(out, is->first);
    }
}

static void put_iso(dp_text *out, calendar_date date)
{
    dp_text_printf(out, "%04d", date.year);
    if (date.month)
        dp_text_printf(out, "-%02d", date.month);
    if (date.day)
        dp_text_printf(out, "-%02d", date.day);
}

static bool is_text(slice text, const char *wanted)
{
    return text.length == strlen(wanted) && memcmp(text.bytes, wanted, text.length) == 0;
}

static void put_preposition(dp_text *out, const expression *it)
{
    bool ends = it->preposition >= PREPOSITION_SINCE;
    bool day = it->core == CORE_WEEKDAY || (it->core == CORE_DAY);
    if (it->into)
        dp_text_puts(out, "overnight into ");
    else if (ends && !(it->core == CORE_NEAR && it->preposition == PREPOSITION_OUT)) {
        put(out, it->preposition_english);
        dp_text_puts(out, " ");
    } else if (it->modified && it->core != CORE_NEAR)
        dp_text_puts(out, "");
    else if (day && it->preposition)
        dp_text_puts(out, "on ");
    else if (it->core == CORE_MONTH || it->core == CORE_SEASON || it->core == CORE_YEAR)
        dp_text_puts(out, it->part.length || it->preposition ? "in " : "");
    else if (it->core == CORE_UNIT && !it->modified)
        dp_text_puts(out, "at the ");
}

static void put_part(dp_text *out, const expression *it)
{
    if (!it->part.length)
        return;
    put(out, it->part);
    dp_text_puts(out, is_text(it->part, "mid") ? "-" : " ");
}

static void put_modifier(dp_text *out, const expression *it)
{
    if (it->modified)
        dp_text_puts(out, it->modifier < 0 ? "last " : it->modifier > 0 ? "next " : "this ");
}

static const char *unit_name(int unit)
{
    return unit == UNIT_YEAR    ? "year"
           : unit == UNIT_MONTH ? "month"
           : unit == UNIT_WEEK  ? "week"
           : unit == UNIT_DAY   ? "day"
                                : "decade";
}

/* "on Saturday", "last year": what the German says. True when it is a whole date already. */
static bool put_core(dp_text *out, const expression *it, const meaning *is)
{
    put_preposition(out, it);
    put_part(out, it);
    switch (it->core) {
    case CORE_DAY:
    case CORE_MONTH:
    case CORE_YEAR:
        if (is->known) {
            put_date(out, is->first);
            return true;
        }
        put_modifier(out, it);
        if (it->day)
            dp_text_printf(out, "%d ", it->day);
        dp_text_puts(out, month_name(it->month));
        return false;
    case CORE_SEASON:
        put_modifier(out, it);
        dp_text_puts(out, it->part.length || it->modified ? "" : "the ");
        put(out, it->name);
        return false;
    case CORE_AGO:
        dp_text_cut(out, 0);
        dp_text_printf(out, "%s%d %s%s ago", it->about ? "about " : "", it->count, unit_name(it->unit),
                       it->count == 1 ? "" : "s");
        return false;
    case CORE_NEAR:
        put(out, it->name);
        break;
    default:
        put_modifier(out, it);
        put(out, it->name);
    }
    if (it->daypart.length && is_text(it->daypart, "night") && it->core == CORE_NEAR && it->count == 0) {
        dp_text_cut(out, 0);
        dp_text_puts(out, "tonight");
    } else if (it->daypart.length) {
        dp_text_puts(out, " ");
        put(out, it->daypart);
    }
    return false;
}

static const char *unknown(const expression *it, bool dated)
{
    if (dated)
        return it->core == CORE_AGO ? "" : it->core == CORE_SEASON ? " (year not certain)" : " (date not certain)";
    switch (it->core) {
    case CORE_DAY:
    case CORE_MONTH:
    case CORE_SEASON:
        return " (year not stated)";
    case CORE_UNIT:
        return it->unit == UNIT_YEAR    ? " (year not stated)"
               : it->unit == UNIT_MONTH ? " (month not stated)"
                                        : " (dates not stated)";
    default:
        return " (date not stated)";
    }
}

static void add_date(scan *all, const sentence *in, const expression *it)
{
    meaning is = mean(it, all->today, all->today.year ? tense_of(all, in, it->begin, it->end) : TENSE_UNKNOWN);
    entity *item = scan_add(all, ENTITY_DATE, it->begin, it->end);
    if (!item)
        return;
    dp_text english = {0}, value = {0};
    bool whole = put_core(&english, it, &is);
    if (!is.known) {
        dp_text_puts(&english, unknown(it, all->today.year != 0));
    } else if (!whole) {
        dp_text_puts(&english, it->core == CORE_AGO && it->unit != UNIT_DAY ? " (about " : " (");
        put_known(&english, &is);
        dp_text_puts(&english, ")");
    }
    if (is.known) {
        put_iso(&value, is.first);
        if (is.last.year) {
            dp_text_puts(&value, "/");
            put_iso(&value, is.last);
        }
    }
    item->name = scan_keep_span(all, item->span);
    item->english = scan_keep(all, &english);
    item->value = scan_keep(all, &value);
    item->score = is.known ? 0.9 : 0.6;
}

/* "am Freitag und Samstag": the second has the preposition of the first. */
static size_t add_second(scan *all, const sentence *in, const expression *first)
{
    expression second = {
        .begin = first->end + 1, .preposition = first->preposition, .preposition_english = first->preposition_english};
    if (first->core != CORE_WEEKDAY || !(scan_is(all, first->end, "und") || scan_is(all, first->end, "oder")) ||
        first->end + 1 >= in->end || !read_weekday(all, &second, first->end + 1, in->end))
        return first->end;
    add_date(all, in, &second);
    return second.end;
}

void find_dates(scan *all)
{
    for (size_t i = 0; i < all->sentence_count && !all->failed; i++) {
        const sentence *in = &all->sentences[i];
        expression it;
        for (size_t at = in->begin; at < in->end && !all->failed;) {
            if (all->tokens[at].code || all->tokens[at].taken || !read_expression(all, &it, at, in->end)) {
                at++;
                continue;
            }
            add_date(all, in, &it);
            at = add_second(all, in, &it);
        }
    }
}
