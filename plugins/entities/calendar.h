/* SPDX-License-Identifier: ISC */
/*
 * Days of the Gregorian calendar.
 */
#ifndef ENTITIES_CALENDAR_H
#define ENTITIES_CALENDAR_H

#include <stdbool.h>

typedef struct calendar_date {
    int year, month, day; /* from 1; a year of 0: not known */
} calendar_date;

/* Whether there is such a day, between the years 1000 and 9999. */
bool calendar_valid(calendar_date date);

/* The day so many days later, or earlier. */
calendar_date calendar_add_days(calendar_date date, int days);

/* The first of the month so many months later, or earlier. */
calendar_date calendar_add_months(calendar_date date, int months);

/* Days from `from` to `to`; negative when `to` is earlier. */
int calendar_days_between(calendar_date from, calendar_date to);

/* 0 for Monday to 6 for Sunday. */
int calendar_weekday(calendar_date date);

/* Read "2023-12-09", whatever stands behind it. False for anything else. */
bool calendar_read(const char *text, calendar_date *date);

#endif /* ENTITIES_CALENDAR_H */
