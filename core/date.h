/* SPDX-License-Identifier: ISC */
/*
 * Dates as German texts and machines write them: "9.12.2023", "9. Dezember 2023", "2023-12-09". The names of the months
 * are in data/months.txt.
 */
#ifndef CORE_DATE_H
#define CORE_DATE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct date {
    unsigned year; /* 0 when not given, or only with two digits */
    unsigned month;
    unsigned day;
} date;

/* Read the date at byte `*position` of UTF-8 text and move `*position` behind it. Returns false, moving nothing, when
 * there is none. Day and month are in range; the year may be missing. */
bool date_read(const char *text, size_t length, size_t *position, date *into);

/* Bytes that date_write needs. */
#define DATE_SIZE 11

/* Write a date as "2023-12-09". Returns false, writing nothing, when the year is not known. */
bool date_write(const date *day, char *out);

#endif /* CORE_DATE_H */
