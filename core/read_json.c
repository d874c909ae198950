/* SPDX-License-Identifier: ISC */
/*
 * NDJSON records, and the JSON-LD that pages carry.
 */
#include "config.h"

#include "read.h"

#include <json-c/json.h>

#include <limits.h>
#include <string.h>

/* Levels of nesting in a record; what we read is flat. */
#define MAX_DEPTH 32
/* Objects of a JSON-LD graph that are looked at. */
#define MAX_LD_OBJECTS 256

/* Members of a record beside "text". Of several for one field the first one that is there counts. */
static const struct {
    const char *name;
    dp_field field;
} members[] = {
    {"id", DP_FIELD_SOURCE_ID},   {"title", DP_FIELD_TITLE},        {"standfirst", DP_FIELD_STANDFIRST},
    {"date", DP_FIELD_DATE},      {"url", DP_FIELD_URL},            {"outlet", DP_FIELD_OUTLET},
    {"source", DP_FIELD_OUTLET},  {"author", DP_FIELD_AUTHOR},      {"language", DP_FIELD_LANGUAGE},
};

/* ---- Parsing ---- */

static dp_status refuse_json(json_tokener *tokener, enum json_tokener_error reason, size_t length, dp_error *error)
{
    if (reason == json_tokener_continue || reason == json_tokener_error_parse_eof)
        return dp_error_set(error, DP_BAD_INPUT,
                            "the record is cut off: its JSON is not complete after %zu bytes of the line", length);
    return dp_error_set(error, DP_BAD_INPUT, "the record is not valid JSON at byte %zu: %s",
                        json_tokener_get_parse_end(tokener), json_tokener_error_desc(reason));
}

static bool only_space(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!strchr(" \t\r\n", text[i]) || !text[i])
            return false;
    return true;
}

/* Parse the whole of the text, which has a NUL behind it, as one JSON value. Null with the error set when it is none. */
static json_object *parse_json(const char *text, size_t length, dp_error *error)
{
    if (length > INT_MAX - 1) {
        dp_error_set(error, DP_LIMIT, "a record of %zu bytes is too long", length);
        return NULL;
    }
    json_tokener *tokener = json_tokener_new_ex(MAX_DEPTH);
    if (!tokener) {
        dp_error_set(error, DP_NO_MEMORY, "out of memory while reading JSON");
        return NULL;
    }
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS);
    json_object *value = json_tokener_parse_ex(tokener, text, (int)length + 1);
    enum json_tokener_error reason = json_tokener_get_error(tokener);
    size_t end = json_tokener_get_parse_end(tokener);
    if (reason != json_tokener_success) {
        refuse_json(tokener, reason, length, error);
    } else if (!only_space(text + end, length - end)) {
        dp_error_set(error, DP_BAD_INPUT,
                     "there is more than one JSON value: the second begins at byte %zu; a record stands on its own line",
                     end);
        json_object_put(value);
        value = NULL;
    }
    json_tokener_free(tokener);
    return value;
}

/* ---- Records ---- */

static dp_status refuse_type(const char *name, json_object *value, dp_error *error)
{
    return dp_error_set(error, DP_BAD_INPUT, "the member \"%s\" of the record is of type %s; a string is wanted", name,
                        json_type_to_name(json_object_get_type(value)));
}

static dp_status take_member(article *story, json_object *record, const char *name, dp_field field, dp_error *error)
{
    json_object *value = json_object_object_get(record, name);
    if (!value)
        return DP_OK; /* absent or null */
    bool number = field == DP_FIELD_SOURCE_ID && json_object_is_type(value, json_type_int);
    if (!number && !json_object_is_type(value, json_type_string))
        return refuse_type(name, value, error);
    const char *text = json_object_get_string(value);
    size_t length = number ? strlen(text) : (size_t)json_object_get_string_len(value);
    if (field == DP_FIELD_DATE)
        article_date(story, text, length);
    else
        article_field(story, field, text, length);
    return DP_OK;
}

/* Make the text the source; U+0000 and surrogates without partner, which no UTF-8 text can hold, become U+FFFD. */
static void take_text(article *story, const char *text, size_t length)
{
    dp_text source = {0};
    size_t replaced = 0;
    for (size_t i = 0; i < length;) {
        size_t bad = i, begin = i;
        const char *nul = memchr(text + i, '\0', length - i);
        size_t plain = nul ? (size_t)(nul - text) : length;
        if (!dp_utf8_valid(text + i, plain - i, &bad))
            plain = begin + bad;
        dp_text_append(&source, text + i, plain - i);
        i = plain;
        if (i < length) {
            dp_text_put(&source, 0xFFFD);
            replaced++;
            i++;
        }
    }
    if (replaced)
        article_warn(story, "%zu characters of the text cannot be text (U+0000) and stand as U+FFFD", replaced);
    dp_text_free(&story->source);
    story->source = source;
}

static dp_status take_record(article *story, json_object *record, dp_error *error)
{
    if (json_object_is_type(record, json_type_array))
        return dp_error_set(error, DP_BAD_INPUT, "this is a JSON array; records stand one a line, without brackets around "
                                                 "them (jq -c '.[]' makes such a file)");
    if (!json_object_is_type(record, json_type_object))
        return dp_error_set(error, DP_BAD_INPUT, "the record is a JSON %s; an object with a member \"text\" is wanted",
                            json_type_to_name(json_object_get_type(record)));
    json_object *text = json_object_object_get(record, "text");
    if (!text)
        return dp_error_set(error, DP_BAD_INPUT, "the record has no member \"text\"");
    if (!json_object_is_type(text, json_type_string))
        return refuse_type("text", text, error);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        dp_status status = take_member(story, record, members[i].name, members[i].field, error);
        if (status != DP_OK)
            return status;
    }
    take_text(story, json_object_get_string(text), (size_t)json_object_get_string_len(text));
    return DP_OK;
}

dp_status read_record(article *story, dp_error *error)
{
    dp_error why = {0};
    json_object *record = parse_json(story->source.data, story->source.length, &why);
    if (why.status != DP_OK)
        return dp_error_set(error, why.status, "%s", why.text);
    dp_status status = take_record(story, record, error);
    json_object_put(record);
    return status;
}

/* ---- JSON-LD ---- */

static bool is_article_type(json_object *type)
{
    if (json_object_is_type(type, json_type_array))
        type = json_object_array_length(type) ? json_object_array_get_idx(type, 0) : NULL;
    if (!json_object_is_type(type, json_type_string))
        return false;
    const char *name = json_object_get_string(type);
    return strstr(name, "Article") || strstr(name, "BlogPosting");
}

/* A person or organisation is a string, an object with a name, or a list of those, of which the first counts. */
static void take_name(article *story, dp_field field, json_object *value)
{
    if (json_object_is_type(value, json_type_array) && json_object_array_length(value))
        value = json_object_array_get_idx(value, 0);
    if (json_object_is_type(value, json_type_object))
        value = json_object_object_get(value, "name");
    if (json_object_is_type(value, json_type_string))
        article_field(story, field, json_object_get_string(value), (size_t)json_object_get_string_len(value));
}

static void take_article(article *story, json_object *object)
{
    json_object *date = json_object_object_get(object, "datePublished");
    if (json_object_is_type(date, json_type_string))
        article_date(story, json_object_get_string(date), (size_t)json_object_get_string_len(date));
    take_name(story, DP_FIELD_AUTHOR, json_object_object_get(object, "author"));
    take_name(story, DP_FIELD_OUTLET, json_object_object_get(object, "publisher"));
}

void read_json_ld(article *story, const char *json, size_t length)
{
    json_object *root = parse_json(json, length, NULL);
    json_object *list = root;
    if (json_object_is_type(root, json_type_object) && json_object_object_get(root, "@graph"))
        list = json_object_object_get(root, "@graph");
    size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 1;
    for (size_t i = 0; i < count && i < MAX_LD_OBJECTS; i++) {
        json_object *object = list == root && count == 1 && !json_object_is_type(root, json_type_array)
                                  ? root
                                  : json_object_array_get_idx(list, i);
        if (json_object_is_type(object, json_type_object) &&
            is_article_type(json_object_object_get(object, "@type")))
            take_article(story, object);
    }
    json_object_put(root);
}
