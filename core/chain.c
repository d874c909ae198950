/* SPDX-License-Identifier: ISC */
/*
 * A chain: the open stages of a pipeline, run over documents in order.
 */
#include "config.h"

#include "alloc.h"
#include "doc.h"
#include "host.h"
#include "options.h"
#include "pipeline.h"
#include "plan.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct stage {
    const char *name; /* borrowed from the pipeline */
    size_t number;    /* in the pipeline, from 1 */
    const dp_plugin *plugin;
    void *state;
} stage;

struct dp_chain {
    const dp_pipeline *pipeline;
    stage *stages;
    size_t count;
    path_list left_out; /* warnings for every document */
};

static dp_status no_memory(dp_error *error)
{
    return dp_error_set(error, DP_NO_MEMORY, "out of memory while opening a pipeline");
}

/* A plugin may forget to say why, or return a number that is no status. */
static dp_status normalise(dp_status status, dp_error *error)
{
    if ((size_t)status > DP_FAILED)
        status = DP_FAILED;
    if (!dp_utf8_valid(error->text, strlen(error->text), NULL))
        error->text[0] = '\0';
    if (!error->text[0])
        dp_error_set(error, status, "%s; the plugin does not say more", dp_status_name(status));
    error->status = status;
    return status;
}

/* ---- Opening ---- */

static dp_status note_left_out(dp_chain *chain, const char *name, const char *reason, dp_error *error)
{
    dp_text text = {0};
    dp_text_printf(&text, "stage '%s' was left out: %s", name, reason);
    bool good = !text.failed && path_list_add(&chain->left_out, text.data, text.length);
    dp_text_free(&text);
    return good ? DP_OK : no_memory(error);
}

static dp_status open_stage(dp_chain *chain, plan *walk, const dp_options *options, dp_error *error)
{
    const pipeline_stage *from = &chain->pipeline->stages[walk->next];
    stage opened = {.name = from->name, .number = walk->next + 1, .plugin = walk->plugins[walk->next]};
    dp_error own = {0};
    dp_status status = opened.plugin->open ? opened.plugin->open(options, &opened.state, &own) : DP_OK;
    if (status == DP_OK) {
        chain->stages[chain->count++] = opened;
        return DP_OK;
    }
    status = normalise(status, &own);
    if (status == DP_UNAVAILABLE && from->optional) {
        plan_leave_out(walk, own.text);
        return DP_OK;
    }
    return dp_error_set(error, status, "%s: stage %zu '%s' could not be opened: %s", pipeline_label(chain->pipeline),
                        opened.number, opened.name, own.text);
}

static dp_status open_stages(dp_chain *chain, plan *walk, dp_error *error)
{
    for (size_t i = 0; i < chain->pipeline->stage_count; i++) {
        dp_options *options;
        dp_status status = plan_next(walk, &options, error);
        if (status == DP_OK && options)
            status = open_stage(chain, walk, options, error);
        options_free(options);
        if (status == DP_OK && walk->left_out[0])
            status = note_left_out(chain, chain->pipeline->stages[i].name, walk->left_out, error);
        if (status != DP_OK)
            return status;
    }
    return DP_OK;
}

dp_chain *dp_chain_open(dp_host *host, const dp_pipeline *pipeline, dp_error *error)
{
    plan walk = {.host = host, .pipeline = pipeline};
    dp_chain *chain = alloc_zeroed(1, sizeof *chain);
    if (chain) {
        chain->pipeline = pipeline;
        chain->stages = alloc_zeroed(pipeline->stage_count, sizeof *chain->stages);
    }
    dp_status status = chain && chain->stages ? open_stages(chain, &walk, error) : no_memory(error);
    plan_free(&walk);
    if (status == DP_OK)
        return chain;
    dp_chain_close(chain);
    return NULL;
}

/* Later stages may lean on what earlier ones opened, so they go first. */
void dp_chain_close(dp_chain *chain)
{
    if (!chain)
        return;
    while (chain->count > 0) {
        const stage *last = &chain->stages[--chain->count];
        if (last->plugin->close)
            last->plugin->close(last->state);
    }
    free(chain->stages);
    path_list_free(&chain->left_out);
    free(chain);
}

/* ---- Running ---- */

static double milliseconds(struct timespec since, struct timespec until)
{
    return (double)(until.tv_sec - since.tv_sec) * 1e3 + (double)(until.tv_nsec - since.tv_nsec) / 1e6;
}

static dp_status begin_document(const dp_chain *chain, dp_doc *doc, dp_error *error)
{
    dp_status status = doc_set_pipeline(doc, chain->pipeline->name, error);
    for (size_t i = 0; i < chain->left_out.count && status == DP_OK; i++)
        status = dp_doc_warn(doc, (dp_span){0, 0}, error, "%s", chain->left_out.items[i]);
    return status;
}

/* The last stage before another that can score. */
static doc_engine find_engine(const dp_chain *chain, size_t before)
{
    while (before-- > 0) {
        const stage *s = &chain->stages[before];
        if (s->plugin->score)
            return (doc_engine){s->name, s->plugin, s->state};
    }
    return (doc_engine){0};
}

static dp_status process(const dp_chain *chain, size_t index, dp_doc *doc, dp_error *error)
{
    const stage *current = &chain->stages[index];
    dp_error own = {0};
    dp_status status = doc_begin_stage(doc, current->plugin, current->name, &own);
    if (status == DP_OK) {
        struct timespec before, after;
        doc_lend_engine(doc, find_engine(chain, index));
        clock_gettime(CLOCK_MONOTONIC, &before);
        status = current->plugin->process(current->state, doc, &own);
        clock_gettime(CLOCK_MONOTONIC, &after);
        doc_end_stage(doc, milliseconds(before, after));
    }
    if (status == DP_OK)
        return DP_OK;
    status = normalise(status, &own);
    return dp_error_set(error, status, "stage %zu '%s': %s", current->number, current->name, own.text);
}

dp_status dp_chain_run_stage(dp_chain *chain, size_t index, dp_doc *doc, dp_error *error)
{
    if (index >= chain->count)
        return dp_error_set(error, DP_INVALID, "the chain has %zu open stages, no number %zu", chain->count, index);
    dp_status status = index == 0 ? begin_document(chain, doc, error) : DP_OK;
    return status == DP_OK ? process(chain, index, doc, error) : status;
}

/* ---- Several documents ---- */

/* The documents of one call, and where they stand in the caller's arrays. */
typedef struct group {
    dp_doc **docs;
    dp_status *statuses;
    dp_error *errors;
    size_t *places;
    size_t count;
} group;

static void group_free(group *g)
{
    free(g->docs);
    free(g->statuses);
    free(g->errors);
    free(g->places);
}

static bool group_new(group *g, size_t most)
{
    *g = (group){.docs = alloc_zeroed(most, sizeof *g->docs),
                 .statuses = alloc_zeroed(most, sizeof *g->statuses),
                 .errors = alloc_zeroed(most, sizeof *g->errors),
                 .places = alloc_zeroed(most, sizeof *g->places)};
    if (g->docs && g->statuses && g->errors && g->places)
        return true;
    group_free(g);
    return false;
}

static void call_many(const stage *current, const group *g)
{
    struct timespec before, after;
    size_t all = 0, length;
    clock_gettime(CLOCK_MONOTONIC, &before);
    current->plugin->process_many(current->state, g->docs, g->count, g->statuses, g->errors);
    clock_gettime(CLOCK_MONOTONIC, &after);
    for (size_t i = 0; i < g->count; i++) {
        dp_doc_source(g->docs[i], &length);
        all += length + 1;
    }
    for (size_t i = 0; i < g->count; i++) {
        dp_doc_source(g->docs[i], &length);
        doc_end_stage(g->docs[i], milliseconds(before, after) * (double)(length + 1) / (double)all);
    }
}

/* Let the documents that are still well into the group; each fails alone. */
static void gather(dp_chain *chain, size_t index, group *g, dp_doc *const *docs, size_t count, dp_status *statuses,
                   dp_error *errors)
{
    const stage *current = &chain->stages[index];
    for (size_t i = 0; i < count; i++) {
        if (statuses[i] == DP_OK && index == 0)
            statuses[i] = begin_document(chain, docs[i], &errors[i]);
        if (statuses[i] == DP_OK)
            statuses[i] = doc_begin_stage(docs[i], current->plugin, current->name, &errors[i]);
        if (statuses[i] != DP_OK)
            continue;
        doc_lend_engine(docs[i], find_engine(chain, index));
        g->places[g->count] = i;
        g->docs[g->count++] = docs[i];
    }
}

void dp_chain_run_stage_many(dp_chain *chain, size_t index, dp_doc *const *docs, size_t count, dp_status *statuses,
                             dp_error *errors)
{
    size_t well = 0;
    group g;
    for (size_t i = 0; i < count; i++)
        well += statuses[i] == DP_OK;
    if (well < 2 || index >= chain->count || !chain->stages[index].plugin->process_many || !group_new(&g, count)) {
        for (size_t i = 0; i < count; i++)
            if (statuses[i] == DP_OK)
                statuses[i] = dp_chain_run_stage(chain, index, docs[i], &errors[i]);
        return;
    }
    const stage *current = &chain->stages[index];
    gather(chain, index, &g, docs, count, statuses, errors);
    if (g.count > 0)
        call_many(current, &g);
    for (size_t i = 0; i < g.count; i++) {
        if (g.statuses[i] == DP_OK)
            continue;
        dp_status status = normalise(g.statuses[i], &g.errors[i]);
        statuses[g.places[i]] = dp_error_set(&errors[g.places[i]], status, "stage %zu '%s': %s", current->number, current->name,
                                             g.errors[i].text);
    }
    group_free(&g);
}

dp_status dp_chain_run(dp_chain *chain, dp_doc *doc, dp_error *error)
{
    if (chain->count == 0)
        return begin_document(chain, doc, error);
    dp_status status = DP_OK;
    for (size_t i = 0; i < chain->count && status == DP_OK; i++)
        status = dp_chain_run_stage(chain, i, doc, error);
    return status;
}

size_t dp_chain_stage_count(const dp_chain *chain)
{
    return chain->count;
}

const char *dp_chain_stage_name(const dp_chain *chain, size_t index)
{
    return index < chain->count ? chain->stages[index].name : NULL;
}
