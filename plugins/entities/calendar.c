/* SPDX-License-Identifier: ISC */
/*
 * Days are counted from 1 March of the year 0, so that the leap day is the last of its year.
 */
#include "calendar.h"

#include <stddef.h>

static int to_number(calendar_date date)
{
    int month = (date.month + 9) % 12;
    int year = date.year - month / 10;
    return 365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + date.day - 1;
}

static calendar_date from_number(int number)
{
    int year = (int)((10000LL * number + 14780) / 3652425);
    int rest = number - (365 * year + year / 4 - year / 100 + year / 400);
    if (rest < 0) {
        year--;
        rest = number - (365 * year + year / 4 - year / 100 + year / 400);
    }
    int month = (100 * rest + 52) / 3060;
    return (calendar_date){year + (month + 2) / 12, (month + 2) % 12 + 1, rest - (month * 306 + 5) / 10 + 1};
}

static bool same(calendar_date a, calendar_date b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

bool calendar_valid(calendar_date date)
{
    if (date.year < 1000 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31)
        return false;
    return same(from_number(to_number(date)), date);
}

calendar_date calendar_add_days(calendar_date date, int days)
{
    return from_number(to_number(date) + days);
}

calendar_date calendar_add_months(calendar_date date, int months)
{
    int all = date.year * 12 + date.month - 1 + months;
    return (calendar_date){all / 12, all % 12 + 1, 1};
}

int calendar_days_between(calendar_date from, calendar_date to)
{
    return to_number(to) - to_number(from);
}

int calendar_weekday(calendar_date date)
{
    /* 1 March of the year 0 was a Wednesday. */
    return (to_number(date) + 2) % 7;
}

static int read_digits(const char *text, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool calendar_read(const char *text, calendar_date *date)
{
    calendar_date read = {0};
    read.year = read_digits(text, 4);
    if (read.year < 0 || text[4] != '-')
        return false;
    read.month = read_digits(text + 5, 2);
    if (read.month < 0 || text[7] != '-')
        return false;
    read.day = read_digits(text + 8, 2);
    if (!calendar_valid(read))
        return false;
    *date = read;
    return true;
}
