/* SPDX-License-Identifier: ISC */
/*
 * Reading records back: what `depesche run -f json` wrote, or what somebody says it wrote. Nothing in a record is
 * believed: a member of another type is the same as none.
 */
#ifndef CORE_RECORD_H
#define CORE_RECORD_H

#include <depesche/text.h>

#include <json-c/json.h>

/* A string of a record; `data` is null when there is none, otherwise NUL-terminated and borrowed from the record. */
typedef struct record_text {
    const char *data;
    size_t length;
} record_text;

/* Parse one JSON value, which has a NUL behind it. Refuses what is no JSON in UTF-8 (DP_BAD_INPUT), and more arrays and
 * objects than any record has (DP_LIMIT), because each costs much more memory than its bytes. Null on failure; freed with
 * json_object_put. */
json_object *record_parse(const char *json, size_t length, dp_error *error);

/* A member of an object; null when there is none, or `object` is no object. */
json_object *record_member(json_object *object, const char *name);

/* A member that is an array with its length, or null with 0. */
json_object *record_list(json_object *object, const char *name, size_t *count);

/* A member that is a string. */
record_text record_string(json_object *object, const char *name);

/* A member that is a number from 0 to 2^53; false for anything else. */
bool record_number(json_object *object, const char *name, size_t *number);

/* As record_number, for a value. */
bool record_is_number(json_object *value, size_t *number);

bool record_same(record_text a, record_text b);

/* ---- Positions ---- */

/* A text in which positions are given in code points. Initialise with record_positions_new. */
typedef struct record_positions {
    record_text text;
    size_t length; /* in code points */
    size_t *marks; /* byte of every 256th code point */
} record_positions;

/* False when memory ran out. The text is borrowed; freed with record_positions_free. */
bool record_positions_new(record_positions *positions, record_text text);
void record_positions_free(record_positions *positions);

/* The byte of a code point, `at` being at most the length. */
size_t record_byte(const record_positions *positions, size_t at);

/* The text from one code point to another, start <= end <= length. Not NUL-terminated at its end. */
record_text record_slice(const record_positions *positions, size_t start, size_t end);

#endif /* CORE_RECORD_H */
