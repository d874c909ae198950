/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "date.h"

#include <depesche/text.h>

#include <stdio.h>
#include <string.h>

static const char months[] =
#include "data/months.inc"
    ;

typedef struct cursor {
    const char *text;
    size_t length, at;
} cursor;

/* Read a number of at most `digits` digits. Returns how many there were. */
static size_t read_number(cursor *in, size_t digits, unsigned *value)
{
    size_t count = 0;
    *value = 0;
    while (count < digits && in->at < in->length && in->text[in->at] >= '0' && in->text[in->at] <= '9') {
        *value = *value * 10 + (unsigned)(in->text[in->at++] - '0');
        count++;
    }
    return count;
}

static bool read_char(cursor *in, char wanted)
{
    if (in->at >= in->length || in->text[in->at] != wanted)
        return false;
    in->at++;
    return true;
}

static void skip_spaces(cursor *in)
{
    for (size_t next = in->at; dp_is_space(dp_utf8_next(in->text, in->length, &next)); in->at = next)
        if (next == in->at)
            break;
}

/* Whether the word at the cursor is `name`, in any case; moves behind it. */
static bool read_word(cursor *in, const char *name, size_t length)
{
    size_t at = in->at;
    for (size_t i = 0; i < length;) {
        uint32_t code = dp_utf8_next(in->text, in->length, &at);
        if (code == DP_UTF8_END || dp_to_lower(code) != dp_utf8_next(name, length, &i))
            return false;
    }
    size_t next = at;
    uint32_t behind = dp_utf8_next(in->text, in->length, &next);
    if (behind != DP_UTF8_END && dp_is_letter(behind))
        return false;
    in->at = at;
    return true;
}

/* Read the name of a month, with the full stop of an abbreviation. Returns its number, from 1; 0 for none. */
static unsigned read_month(cursor *in)
{
    unsigned month = 1;
    for (const char *at = months; *at; at++) {
        size_t length = strcspn(at, " \n");
        if (read_word(in, at, length)) {
            read_char(in, '.');
            return month;
        }
        at += length;
        month += *at == '\n';
    }
    return 0;
}

/* Read the year behind day and month, if there is one. */
static void read_year(cursor *in, date *into)
{
    cursor ahead = *in;
    unsigned year;
    skip_spaces(&ahead);
    size_t digits = read_number(&ahead, 5, &year);
    if (digits != 4 && digits != 2)
        return;
    into->year = digits == 4 ? year : 0;
    *in = ahead;
}

static bool read_iso_date(cursor *in, date *into)
{
    return read_number(in, 4, &into->year) == 4 && read_char(in, '-') && read_number(in, 2, &into->month) == 2 &&
           read_char(in, '-') && read_number(in, 2, &into->day) == 2;
}

static bool read_german_date(cursor *in, date *into)
{
    if (!read_number(in, 2, &into->day) || !read_char(in, '.'))
        return false;
    skip_spaces(in);
    if (read_number(in, 2, &into->month)) {
        if (!read_char(in, '.'))
            return false;
    } else {
        into->month = read_month(in);
    }
    into->year = 0;
    read_year(in, into);
    return true;
}

bool date_read(const char *text, size_t length, size_t *position, date *into)
{
    static const unsigned days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    cursor in = {text, length, *position};
    date found = {0};
    if (!read_iso_date(&in, &found)) {
        in.at = *position;
        if (!read_german_date(&in, &found))
            return false;
    }
    if (found.month < 1 || found.month > 12 || found.day < 1 || found.day > days[found.month - 1])
        return false;
    *position = in.at;
    *into = found;
    return true;
}

bool date_write(const date *day, char *out)
{
    if (day->year < 1000)
        return false;
    snprintf(out, DATE_SIZE, "%04u-%02u-%02u", day->year % 10000, day->month % 100, day->day % 100);
    return true;
}
