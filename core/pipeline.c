/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "pipeline.h"

#include "alloc.h"
#include "host.h"
#include "loader.h"
#include "suggest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A pipeline file is a page of text; more is something else. */
#define LARGEST_FILE ((size_t)1 << 20)

static dp_status no_memory(dp_error *error)
{
    return dp_error_set(error, DP_NO_MEMORY, "out of memory while reading a pipeline");
}

/* ---- Building and freeing ---- */

pipeline_stage *pipeline_add_stage(dp_pipeline *pipeline)
{
    if (!alloc_grow(&pipeline->stages, &pipeline->stage_capacity, pipeline->stage_count + 1, sizeof *pipeline->stages))
        return NULL;
    pipeline_stage *stage = &pipeline->stages[pipeline->stage_count++];
    *stage = (pipeline_stage){0};
    return stage;
}

setting *pipeline_stage_setting(pipeline_stage *stage, const char *name)
{
    for (size_t i = 0; i < stage->setting_count; i++)
        if (strcmp(stage->settings[i].name, name) == 0)
            return &stage->settings[i];
    if (!alloc_grow(&stage->settings, &stage->setting_capacity, stage->setting_count + 1, sizeof *stage->settings))
        return NULL;
    char *copy = alloc_string(name);
    if (!copy)
        return NULL;
    setting *added = &stage->settings[stage->setting_count++];
    *added = (setting){.name = copy, .kind = SETTING_STRING};
    return added;
}

static void free_stage(pipeline_stage *stage)
{
    for (size_t i = 0; i < stage->setting_count; i++)
        setting_free(&stage->settings[i]);
    free(stage->settings);
    free(stage->name);
    free(stage->plugin);
}

void dp_pipeline_free(dp_pipeline *pipeline)
{
    if (!pipeline)
        return;
    for (size_t i = 0; i < pipeline->stage_count; i++)
        free_stage(&pipeline->stages[i]);
    free(pipeline->stages);
    free(pipeline->name);
    free(pipeline->description);
    free(pipeline->origin);
    free(pipeline->dir);
    free(pipeline);
}

const char *pipeline_label(const dp_pipeline *pipeline)
{
    return pipeline->origin ? pipeline->origin : pipeline->name ? pipeline->name : "pipeline";
}

/* ---- Reading ---- */

dp_pipeline *dp_pipeline_parse(const char *json, size_t length, const char *origin, dp_error *error)
{
    dp_pipeline *pipeline = alloc_zeroed(1, sizeof *pipeline);
    if (pipeline && origin) {
        pipeline->origin = alloc_string(origin);
        pipeline->dir = path_directory(origin);
    }
    dp_status status = DP_OK;
    if (!pipeline || (origin && (!pipeline->origin || !pipeline->dir)))
        status = no_memory(error);
    else
        status = config_read(pipeline, json, length, error);
    if (status == DP_OK)
        return pipeline;
    dp_pipeline_free(pipeline);
    return NULL;
}

static dp_status read_stream(FILE *file, const char *path, dp_text *out, dp_error *error)
{
    char bytes[4096];
    size_t count;
    while ((count = fread(bytes, 1, sizeof bytes, file)) > 0) {
        if (dp_text_append(out, bytes, count) != DP_OK)
            return no_memory(error);
        if (out->length > LARGEST_FILE)
            return dp_error_set(error, DP_LIMIT, "%s is larger than 1 MiB: that is no pipeline", path);
    }
    return ferror(file) ? dp_error_set(error, DP_IO, "%s cannot be read: %s", path, strerror(errno)) : DP_OK;
}

static dp_pipeline *read_file(const char *path, dp_error *error)
{
    FILE *file = fopen(path, "rbe");
    if (!file) {
        dp_error_set(error, errno == ENOENT ? DP_NOT_FOUND : DP_IO, "%s cannot be read: %s", path, strerror(errno));
        return NULL;
    }
    dp_text json = {0};
    dp_pipeline *pipeline = NULL;
    if (read_stream(file, path, &json, error) == DP_OK)
        pipeline = dp_pipeline_parse(json.data ? json.data : "", json.length, path, error);
    dp_text_free(&json);
    fclose(file);
    return pipeline;
}

static bool is_path(const char *name)
{
    size_t length = strlen(name);
    return strchr(name, '/') || (length > 5 && strcmp(name + length - 5, ".json") == 0);
}

static void not_found(dp_host *host, const char *name, dp_error *error)
{
    suggestion near = {.wrong = name};
    const char *known;
    for (size_t i = 0; (known = dp_host_pipeline_name(host, i)); i++)
        suggest_offer(&near, known);
    if (near.best)
        dp_error_set(error, DP_NOT_FOUND, "there is no pipeline '%.80s'; did you mean '%s'?", name, near.best);
    else
        dp_error_set(error, DP_NOT_FOUND,
                     "there is no pipeline '%.80s'; 'depesche list' shows what there is, and a name "
                     "that ends in .json is taken for a file",
                     name);
}

dp_pipeline *dp_pipeline_find(dp_host *host, const char *name, dp_error *error)
{
    if (is_path(name))
        return read_file(name, error);
    char *file = alloc_zeroed(strlen(name) + sizeof ".json", 1);
    if (!file) {
        no_memory(error);
        return NULL;
    }
    memcpy(file, name, strlen(name));
    memcpy(file + strlen(name), ".json", sizeof ".json");
    char *path = path_list_find(&host->pipeline_dirs, file);
    dp_pipeline *pipeline = path ? read_file(path, error) : NULL;
    if (!path)
        not_found(host, name, error);
    free(path);
    free(file);
    return pipeline;
}

/* ---- --set ---- */

static pipeline_stage *find_stage(const dp_pipeline *pipeline, const char *name, size_t length)
{
    for (size_t i = 0; i < pipeline->stage_count; i++)
        if (strlen(pipeline->stages[i].name) == length && memcmp(pipeline->stages[i].name, name, length) == 0)
            return &pipeline->stages[i];
    return NULL;
}

static dp_status no_such_stage(const dp_pipeline *pipeline, const char *assignment, size_t length, dp_error *error)
{
    char *wrong = alloc_copy(assignment, length);
    if (!wrong)
        return no_memory(error);
    suggestion near = {.wrong = wrong};
    for (size_t i = 0; i < pipeline->stage_count; i++)
        suggest_offer(&near, pipeline->stages[i].name);
    dp_error_set(error, DP_BAD_OPTION, "%s has no stage '%.80s'%s%s%s", pipeline_label(pipeline), wrong,
                 near.best ? "; did you mean '" : "", near.best ? near.best : "", near.best ? "'?" : "");
    free(wrong);
    return DP_BAD_OPTION;
}

static dp_status set_value(pipeline_stage *stage, const char *name, const char *text, dp_error *error)
{
    setting *place = pipeline_stage_setting(stage, name);
    if (!place)
        return no_memory(error);
    if (place->kind != SETTING_TEXT)
        path_list_free(&place->values);
    place->kind = SETTING_TEXT;
    return path_list_add(&place->values, text, strlen(text)) ? DP_OK : no_memory(error);
}

dp_status dp_pipeline_set(dp_pipeline *pipeline, const char *assignment, dp_error *error)
{
    size_t stage_length = strcspn(assignment, ".="), name_length = 0;
    if (assignment[stage_length] == '.')
        name_length = strcspn(assignment + stage_length + 1, "=");
    const char *equals = assignment + stage_length + 1 + name_length;
    if (name_length == 0 || *equals != '=')
        return dp_error_set(error, DP_BAD_OPTION, "'%.80s' is not of the form STAGE.OPTION=VALUE", assignment);
    pipeline_stage *stage = find_stage(pipeline, assignment, stage_length);
    if (!stage)
        return no_such_stage(pipeline, assignment, stage_length, error);
    char *name = alloc_copy(assignment + stage_length + 1, name_length);
    if (!name)
        return no_memory(error);
    dp_status status = set_value(stage, name, equals + 1, error);
    free(name);
    return status;
}

/* ---- Looking at one ---- */

const char *dp_pipeline_name(const dp_pipeline *pipeline)
{
    return pipeline->name;
}

const char *dp_pipeline_description(const dp_pipeline *pipeline)
{
    return pipeline->description;
}

const char *dp_pipeline_file(const dp_pipeline *pipeline)
{
    return pipeline->origin;
}

size_t dp_pipeline_stage_count(const dp_pipeline *pipeline)
{
    return pipeline->stage_count;
}

dp_stage dp_pipeline_stage(const dp_pipeline *pipeline, size_t index)
{
    if (index >= pipeline->stage_count)
        return (dp_stage){0};
    const pipeline_stage *stage = &pipeline->stages[index];
    return (dp_stage){.name = stage->name, .plugin = stage->plugin, .optional = stage->optional};
}

const char *dp_pipeline_value(const dp_pipeline *pipeline, size_t index, const char *option, size_t which)
{
    const pipeline_stage *stage = index < pipeline->stage_count ? &pipeline->stages[index] : NULL;
    for (size_t i = 0; stage && i < stage->setting_count; i++)
        if (strcmp(stage->settings[i].name, option) == 0)
            return which < stage->settings[i].values.count ? stage->settings[i].values.items[which] : NULL;
    return NULL;
}
