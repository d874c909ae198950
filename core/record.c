/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "record.h"

#include "alloc.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Levels of nesting; a record has six. */
#define MAX_DEPTH 32
/* Arrays and objects. The parser takes nearly a kilobyte for an empty object. */
#define MAX_CONTAINERS 1000000
#define MARK_DISTANCE  256

/* ---- Parsing ---- */

static bool has_few_containers(const char *json, size_t length)
{
    size_t count = 0;
    bool quoted = false;
    for (size_t i = 0; i < length && count <= MAX_CONTAINERS; i++) {
        if (quoted && json[i] == '\\')
            i++;
        else if (json[i] == '"')
            quoted = !quoted;
        else
            count += !quoted && (json[i] == '{' || json[i] == '[');
    }
    return count <= MAX_CONTAINERS;
}

static dp_status check_bytes(const char *json, size_t length, dp_error *error)
{
    size_t bad = 0;
    if (!dp_utf8_valid(json, length, &bad))
        return dp_error_set(error, DP_BAD_INPUT, "the JSON is not UTF-8 at byte %zu", bad);
    if (length > INT_MAX - 1 || !has_few_containers(json, length))
        return dp_error_set(error, DP_LIMIT, "the JSON is larger than any record: more than %d arrays and objects, or 2 GiB",
                            MAX_CONTAINERS);
    return DP_OK;
}

static dp_status check_end(json_tokener *tokener, const char *json, size_t length, dp_error *error)
{
    enum json_tokener_error reason = json_tokener_get_error(tokener);
    size_t end = json_tokener_get_parse_end(tokener);
    if (reason == json_tokener_continue || reason == json_tokener_error_parse_eof)
        return dp_error_set(error, DP_BAD_INPUT, "the JSON is cut off: it is not complete after %zu bytes", length);
    if (reason != json_tokener_success)
        return dp_error_set(error, DP_BAD_INPUT, "this is not JSON at byte %zu: %s", end, json_tokener_error_desc(reason));
    if (strspn(json + end, " \t\r\n") != length - end)
        return dp_error_set(error, DP_BAD_INPUT, "something stands behind the JSON, at byte %zu", end);
    return DP_OK;
}

json_object *record_parse(const char *json, size_t length, dp_error *error)
{
    if (check_bytes(json, length, error) != DP_OK)
        return NULL;
    json_tokener *tokener = json_tokener_new_ex(MAX_DEPTH);
    if (!tokener) {
        dp_error_set(error, DP_NO_MEMORY, "out of memory while reading JSON");
        return NULL;
    }
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS);
    json_object *value = json_tokener_parse_ex(tokener, json, (int)length + 1);
    dp_status status = check_end(tokener, json, length, error);
    if (status == DP_OK && !value)
        dp_error_set(error, DP_BAD_INPUT, "this is the JSON null, and no record");
    json_tokener_free(tokener);
    if (status == DP_OK)
        return value;
    json_object_put(value);
    return NULL;
}

/* ---- Members ---- */

json_object *record_member(json_object *object, const char *name)
{
    json_object *value = NULL;
    if (json_object_is_type(object, json_type_object))
        json_object_object_get_ex(object, name, &value);
    return value;
}

json_object *record_list(json_object *object, const char *name, size_t *count)
{
    json_object *list = record_member(object, name);
    bool good = json_object_is_type(list, json_type_array);
    *count = good ? json_object_array_length(list) : 0;
    return good ? list : NULL;
}

record_text record_string(json_object *object, const char *name)
{
    json_object *value = record_member(object, name);
    if (!json_object_is_type(value, json_type_string))
        return (record_text){NULL, 0};
    return (record_text){json_object_get_string(value), (size_t)json_object_get_string_len(value)};
}

bool record_is_number(json_object *value, size_t *number)
{
    if (!json_object_is_type(value, json_type_int))
        return false;
    int64_t got = json_object_get_int64(value);
    *number = got < 0 ? 0 : (size_t)got;
    return got >= 0 && got <= INT64_C(1) << 53;
}

bool record_number(json_object *object, const char *name, size_t *number)
{
    return record_is_number(record_member(object, name), number);
}

bool record_same(record_text a, record_text b)
{
    return a.data && b.data && a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

/* ---- Positions ---- */

bool record_positions_new(record_positions *positions, record_text text)
{
    *positions = (record_positions){.text = text, .length = dp_utf8_count(text.data, text.length)};
    positions->marks = alloc_zeroed(positions->length / MARK_DISTANCE + 1, sizeof *positions->marks);
    if (!positions->marks)
        return false;
    size_t count = 0;
    for (size_t at = 0; at < text.length; count++) {
        if (count % MARK_DISTANCE == 0)
            positions->marks[count / MARK_DISTANCE] = at;
        dp_utf8_next(text.data, text.length, &at);
    }
    if (count % MARK_DISTANCE == 0)
        positions->marks[count / MARK_DISTANCE] = text.length;
    return true;
}

void record_positions_free(record_positions *positions)
{
    free(positions->marks);
    *positions = (record_positions){0};
}

size_t record_byte(const record_positions *positions, size_t at)
{
    size_t byte = positions->marks[at / MARK_DISTANCE];
    for (size_t left = at % MARK_DISTANCE; left > 0; left--)
        dp_utf8_next(positions->text.data, positions->text.length, &byte);
    return byte;
}

record_text record_slice(const record_positions *positions, size_t start, size_t end)
{
    size_t begin = record_byte(positions, start);
    return (record_text){positions->text.data + begin, record_byte(positions, end) - begin};
}
