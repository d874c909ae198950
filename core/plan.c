/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "plan.h"

#include "alloc.h"
#include "host.h"
#include "options.h"
#include "pipeline.h"

#include <stdlib.h>
#include <string.h>

static bool list_has(const char *const *list, const char *name)
{
    for (; list && *list; list++)
        if (strcmp(*list, name) == 0)
            return true;
    return false;
}

/* ---- Layers ---- */

static bool is_written(const plan *state, size_t before, const char *layer)
{
    for (size_t i = 0; i < before; i++)
        if (state->plugins[i] && list_has(state->plugins[i]->writes, layer))
            return true;
    return options_is_host_layer(layer);
}

static bool any_left_out(const plan *state, size_t before)
{
    for (size_t i = 0; i < before; i++)
        if (!state->plugins[i])
            return true;
    return false;
}

/* Say who could write the layer: a later stage of the pipeline, or some other plugin. */
static dp_status missing_layer(const plan *state, const char *layer, dp_error *error)
{
    for (size_t i = state->next + 1; i < state->pipeline->stage_count; i++) {
        const dp_plugin *later = dp_host_plugin(state->host, state->pipeline->stages[i].plugin, NULL);
        if (later && list_has(later->writes, layer))
            return dp_error_set(error, DP_INVALID,
                                "needs the layer '%s', which stage %zu '%s' writes: put that stage first", layer, i + 1,
                                state->pipeline->stages[i].name);
    }
    const char *writer = host_writer(state->host, layer);
    if (writer)
        return dp_error_set(error, DP_INVALID,
                            "needs the layer '%s', which no earlier stage writes; plugin '%s' writes it", layer,
                            writer);
    return dp_error_set(error, DP_INVALID,
                        "needs the layer '%s', which no earlier stage writes, nor any plugin in the search "
                        "path",
                        layer);
}

static dp_status check_layers(const plan *state, const dp_plugin *plugin, dp_error *error)
{
    for (size_t i = 0; plugin->reads && plugin->reads[i]; i++)
        if (!is_written(state, state->next, plugin->reads[i]))
            return missing_layer(state, plugin->reads[i], error);
    return DP_OK;
}

/* ---- Stages ---- */

static dp_status make_options(const plan *state, const pipeline_stage *stage, const dp_plugin *plugin,
                              dp_options **options, dp_error *error)
{
    options_places places = {.pipeline_dir = state->pipeline->dir, .data_dirs = &state->host->data_dirs};
    *options = options_new(plugin, stage->settings, stage->setting_count, places, error);
    return *options ? DP_OK : error->status;
}

static dp_status look_at(plan *state, const pipeline_stage *stage, dp_options **options, dp_error *error)
{
    const dp_plugin *plugin = dp_host_plugin(state->host, stage->plugin, error);
    if (!plugin) {
        if (stage->optional && error->status == DP_NOT_FOUND)
            plan_leave_out(state, error->text);
        return state->left_out[0] ? DP_OK : error->status;
    }
    dp_status status = make_options(state, stage, plugin, options, error);
    if (status == DP_OK)
        status = check_layers(state, plugin, error);
    if (status == DP_OK) {
        state->plugins[state->next] = plugin;
        return DP_OK;
    }
    options_free(*options);
    *options = NULL;
    /* What it needs would have come from a stage that was itself left out. */
    if (status == DP_INVALID && stage->optional && any_left_out(state, state->next)) {
        plan_leave_out(state, error->text);
        return DP_OK;
    }
    return status;
}

dp_status plan_next(plan *state, dp_options **options, dp_error *error)
{
    const dp_pipeline *pipeline = state->pipeline;
    dp_error own = {0};
    *options = NULL;
    state->left_out[0] = '\0';
    if (!state->plugins)
        state->plugins = alloc_zeroed(pipeline->stage_count, sizeof *state->plugins);
    else
        state->next++;
    if (!state->plugins)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory while checking a pipeline");
    if (state->next >= pipeline->stage_count)
        return dp_error_set(error, DP_INVALID, "%s has no further stage", pipeline_label(pipeline));
    const pipeline_stage *stage = &pipeline->stages[state->next];
    dp_status status = look_at(state, stage, options, &own);
    if (status == DP_OK)
        return DP_OK;
    const char *colon = status == DP_INVALID && strncmp(own.text, "needs ", 6) == 0 ? "" : ":";
    return dp_error_set(error, status, "%s: stage %zu '%s'%s %s", pipeline_label(pipeline), state->next + 1,
                        stage->name, colon, own.text);
}

void plan_leave_out(plan *state, const char *reason)
{
    state->plugins[state->next] = NULL;
    size_t length = strlen(reason);
    if (length >= sizeof state->left_out)
        length = sizeof state->left_out - 1;
    memcpy(state->left_out, reason, length);
    state->left_out[length] = '\0';
}

void plan_free(plan *state)
{
    free(state->plugins);
    state->plugins = NULL;
}

dp_status dp_pipeline_check(dp_host *host, const dp_pipeline *pipeline, dp_error *error)
{
    plan state = {.host = host, .pipeline = pipeline};
    dp_status status = DP_OK;
    for (size_t i = 0; i < pipeline->stage_count && status == DP_OK; i++) {
        dp_options *options;
        status = plan_next(&state, &options, error);
        options_free(options);
    }
    plan_free(&state);
    return status;
}
