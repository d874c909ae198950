/* SPDX-License-Identifier: ISC */
/*
 * Pipeline files:
 *
 *   { "name": "quotes", "description": "…",
 *     "stages": [ { "plugin": "quotes", "name": "q", "optional": true, "options": { "minimum": 3 } } ] }
 *
 * Only "stages" and in each stage "plugin" are needed. Members that are not known are refused: they are typing errors.
 */
#include "config.h"

#include "alloc.h"
#include "loader.h"
#include "pipeline.h"
#include "suggest.h"

#include <json-c/json.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* Deeper than any pipeline: values are at most lists. */
#define DEEPEST 16

static dp_status no_memory(dp_error *error)
{
    return dp_error_set(error, DP_NO_MEMORY, "out of memory while reading a pipeline");
}

static dp_status refuse_member(const char *where, const char *key, const char *const *known, dp_error *error)
{
    suggestion near = {.wrong = key};
    for (size_t i = 0; known[i]; i++)
        suggest_offer(&near, known[i]);
    return dp_error_set(error, DP_BAD_INPUT, "%s has no member \"%.40s\"%s%s%s", where, key,
                        near.best ? "; did you mean \"" : "", near.best ? near.best : "", near.best ? "\"?" : "");
}

static dp_status check_members(json_object *object, const char *where, const char *const *known, dp_error *error)
{
    json_object_object_foreach(object, key, member)
    {
        (void)member;
        size_t i = 0;
        while (known[i] && strcmp(known[i], key) != 0)
            i++;
        if (!known[i])
            return refuse_member(where, key, known, error);
    }
    return DP_OK;
}

/* Copy a string member into `*out`; one that is not there leaves it alone. */
static dp_status read_string(json_object *object, const char *key, char **out, dp_error *error)
{
    json_object *member;
    if (!json_object_object_get_ex(object, key, &member))
        return DP_OK;
    const char *text = json_object_is_type(member, json_type_string) ? json_object_get_string(member) : NULL;
    if (!text || !*text || strlen(text) != (size_t)json_object_get_string_len(member))
        return dp_error_set(error, DP_BAD_INPUT, "\"%s\" must be a string that is not empty", key);
    *out = alloc_string(text);
    return *out ? DP_OK : no_memory(error);
}

/* ---- Options ---- */

static dp_status add_value(setting *place, json_object *value, dp_error *error)
{
    const char *text = json_object_get_string(value);
    if (json_object_is_type(value, json_type_string) && text &&
        strlen(text) != (size_t)json_object_get_string_len(value))
        return dp_error_set(error, DP_BAD_INPUT, "option '%.40s' holds a NUL character", place->name);
    return text && path_list_add(&place->values, text, strlen(text)) ? DP_OK : no_memory(error);
}

static dp_status read_list(setting *place, json_object *list, dp_error *error)
{
    dp_status status = DP_OK;
    for (size_t i = 0; i < json_object_array_length(list) && status == DP_OK; i++) {
        json_object *item = json_object_array_get_idx(list, i);
        if (json_object_is_type(item, json_type_string))
            status = add_value(place, item, error);
        else
            status = dp_error_set(error, DP_BAD_OPTION, "option '%.40s': a list holds strings only", place->name);
    }
    return status;
}

static dp_status read_option(setting *place, json_object *value, dp_error *error)
{
    switch (json_object_get_type(value)) {
    case json_type_array:
        place->kind = SETTING_LIST;
        return read_list(place, value, error);
    case json_type_string:
        place->kind = SETTING_STRING;
        return add_value(place, value, error);
    case json_type_boolean:
        place->kind = SETTING_BOOLEAN;
        return add_value(place, value, error);
    case json_type_int:
    case json_type_double:
        place->kind = SETTING_NUMBER;
        return add_value(place, value, error);
    default:
        return dp_error_set(error, DP_BAD_OPTION,
                            "option '%.40s' must be a string, a number, true, false or an array of "
                            "strings",
                            place->name);
    }
}

static dp_status read_options(pipeline_stage *stage, json_object *options, dp_error *error)
{
    if (!json_object_is_type(options, json_type_object))
        return dp_error_set(error, DP_BAD_INPUT, "\"options\" must be an object");
    json_object_object_foreach(options, key, value)
    {
        setting *place = pipeline_stage_setting(stage, key);
        if (!place)
            return no_memory(error);
        dp_status status = read_option(place, value, error);
        if (status != DP_OK)
            return status;
    }
    return DP_OK;
}

/* ---- Stages ---- */

static dp_status check_stage_name(const dp_pipeline *pipeline, const pipeline_stage *stage, dp_error *error)
{
    if (!stage->plugin)
        return dp_error_set(error, DP_BAD_INPUT, "it names no \"plugin\"");
    if (!loader_is_name(stage->name))
        return dp_error_set(error, DP_BAD_INPUT,
                            "'%.40s' is no name for a stage: lower-case letters, digits and hyphens "
                            "only; give it a \"name\"",
                            stage->name);
    for (const pipeline_stage *other = pipeline->stages; other < stage; other++)
        if (strcmp(other->name, stage->name) == 0)
            return dp_error_set(error, DP_BAD_INPUT, "stage %zu is also called '%s'; give one of them another \"name\"",
                                (size_t)(other - pipeline->stages) + 1, stage->name);
    return DP_OK;
}

/* A stage is called after its plugin: its id, or the name of its file. */
static dp_status name_by_plugin(pipeline_stage *stage, dp_error *error)
{
    const char *base = path_base(stage->plugin);
    size_t length = strlen(base);
    if (length > 3 && strcmp(base + length - 3, ".so") == 0)
        length -= 3;
    stage->name = alloc_copy(base, length);
    return stage->name ? DP_OK : no_memory(error);
}

/* A plugin given by a relative path lies beside its pipeline file. */
static dp_status place_plugin(const dp_pipeline *pipeline, pipeline_stage *stage, dp_error *error)
{
    if (!strchr(stage->plugin, '/') || stage->plugin[0] == '/' || !pipeline->dir)
        return DP_OK;
    char *path = path_join(pipeline->dir, stage->plugin, "");
    if (!path)
        return no_memory(error);
    free(stage->plugin);
    stage->plugin = path;
    return DP_OK;
}

static dp_status read_optional(pipeline_stage *stage, json_object *object, dp_error *error)
{
    json_object *member;
    if (!json_object_object_get_ex(object, "optional", &member))
        return DP_OK;
    if (!json_object_is_type(member, json_type_boolean))
        return dp_error_set(error, DP_BAD_INPUT, "\"optional\" must be true or false");
    stage->optional = json_object_get_boolean(member);
    return DP_OK;
}

static dp_status read_stage(dp_pipeline *pipeline, json_object *object, dp_error *error)
{
    static const char *const known[] = {"plugin", "name", "optional", "options", NULL};
    pipeline_stage *stage = pipeline_add_stage(pipeline);
    if (!stage)
        return no_memory(error);
    if (!json_object_is_type(object, json_type_object))
        return dp_error_set(error, DP_BAD_INPUT, "a stage must be an object such as {\"plugin\": \"quotes\"}");
    dp_status status = check_members(object, "a stage", known, error);
    if (status == DP_OK)
        status = read_string(object, "plugin", &stage->plugin, error);
    if (status == DP_OK)
        status = read_string(object, "name", &stage->name, error);
    if (status == DP_OK && !stage->name && stage->plugin)
        status = name_by_plugin(stage, error);
    if (status == DP_OK)
        status = check_stage_name(pipeline, stage, error);
    if (status == DP_OK)
        status = place_plugin(pipeline, stage, error);
    if (status == DP_OK)
        status = read_optional(stage, object, error);
    json_object *options;
    if (status == DP_OK && json_object_object_get_ex(object, "options", &options))
        status = read_options(stage, options, error);
    return status;
}

static dp_status read_stages(dp_pipeline *pipeline, json_object *root, dp_error *error)
{
    json_object *stages;
    if (!json_object_object_get_ex(root, "stages", &stages) || !json_object_is_type(stages, json_type_array) ||
        json_object_array_length(stages) == 0)
        return dp_error_set(error, DP_BAD_INPUT, "it needs \"stages\", an array that is not empty");
    size_t count = json_object_array_length(stages);
    if (count > PIPELINE_MOST_STAGES)
        return dp_error_set(error, DP_LIMIT, "it has %zu stages; %d are allowed", count, PIPELINE_MOST_STAGES);
    for (size_t i = 0; i < count; i++) {
        dp_status status = read_stage(pipeline, json_object_array_get_idx(stages, i), error);
        if (status != DP_OK) {
            dp_error_prefix(error, "stage %zu", i + 1);
            return status;
        }
    }
    return DP_OK;
}

/* ---- The file ---- */

static dp_status name_by_file(dp_pipeline *pipeline, dp_error *error)
{
    const char *base = pipeline->origin ? path_base(pipeline->origin) : "pipeline";
    size_t length = strlen(base);
    if (length > 5 && strcmp(base + length - 5, ".json") == 0)
        length -= 5;
    pipeline->name = alloc_copy(base, length);
    return pipeline->name ? DP_OK : no_memory(error);
}

static dp_status read_root(dp_pipeline *pipeline, json_object *root, dp_error *error)
{
    static const char *const known[] = {"name", "description", "stages", NULL};
    if (!json_object_is_type(root, json_type_object))
        return dp_error_set(error, DP_BAD_INPUT, "a pipeline must be a JSON object");
    dp_status status = check_members(root, "a pipeline", known, error);
    if (status == DP_OK)
        status = read_string(root, "name", &pipeline->name, error);
    if (status == DP_OK)
        status = read_string(root, "description", &pipeline->description, error);
    if (status == DP_OK && !pipeline->name)
        status = name_by_file(pipeline, error);
    return status == DP_OK ? read_stages(pipeline, root, error) : status;
}

static size_t line_at(const char *json, size_t position)
{
    size_t line = 1;
    for (size_t i = 0; i < position; i++)
        line += json[i] == '\n';
    return line;
}

static dp_status parse(json_tokener *tokener, const char *json, size_t length, json_object **root, dp_error *error)
{
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    *root = json_tokener_parse_ex(tokener, json, (int)length);
    enum json_tokener_error code = json_tokener_get_error(tokener);
    if (code == json_tokener_continue) {
        json_object_put(*root);
        *root = NULL;
        return dp_error_set(error, DP_BAD_INPUT, "the JSON text ends too early");
    }
    size_t end = json_tokener_get_parse_end(tokener);
    while (code == json_tokener_success && end < length) {
        if (!strchr(" \t\r\n", json[end]) || json[end] == '\0')
            code = json_tokener_error_parse_unexpected;
        else
            end++;
    }
    if (code == json_tokener_success)
        return DP_OK;
    json_object_put(*root);
    *root = NULL;
    return dp_error_set(error, DP_BAD_INPUT, "line %zu is not JSON: %s", line_at(json, end < length ? end : length),
                        json_tokener_error_desc(code));
}

dp_status config_read(dp_pipeline *pipeline, const char *json, size_t length, dp_error *error)
{
    dp_error own = {0};
    json_object *root = NULL;
    dp_status status = DP_OK;
    json_tokener *tokener = json_tokener_new_ex(DEEPEST);
    if (!tokener)
        status = no_memory(&own);
    else if (length > INT_MAX)
        status = dp_error_set(&own, DP_LIMIT, "it is too large");
    else
        status = parse(tokener, json, length, &root, &own);
    if (status == DP_OK)
        status = read_root(pipeline, root, &own);
    json_object_put(root);
    if (tokener)
        json_tokener_free(tokener);
    return status == DP_OK ? DP_OK : dp_error_set(error, status, "%s: %s", pipeline_label(pipeline), own.text);
}
