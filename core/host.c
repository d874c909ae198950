/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "host.h"

#include "alloc.h"
#include "loader.h"
#include "suggest.h"

#include <stdlib.h>
#include <string.h>

const char *dp_version(void)
{
    return PACKAGE_VERSION;
}

static dp_status no_memory(dp_error *error)
{
    return dp_error_set(error, DP_NO_MEMORY, "out of memory");
}

/* ---- Life ---- */

static bool fill_paths(dp_host *host)
{
    return path_list_add_all(&host->plugin_dirs, getenv("DEPESCHE_PLUGIN_PATH")) &&
           path_list_add_xdg_data(&host->plugin_dirs, "depesche/plugins") &&
           path_list_add(&host->plugin_dirs, DP_PLUGIN_DIR, strlen(DP_PLUGIN_DIR)) &&
           path_list_add_all(&host->pipeline_dirs, getenv("DEPESCHE_PIPELINE_PATH")) &&
           path_list_add_xdg_config(&host->pipeline_dirs, "depesche/pipelines") &&
           path_list_add_xdg_data(&host->pipeline_dirs, "depesche/pipelines") &&
           path_list_add(&host->pipeline_dirs, DP_DATA_DIR "/pipelines", strlen(DP_DATA_DIR "/pipelines")) &&
           path_list_add_all(&host->data_dirs, getenv("DEPESCHE_DATA_PATH")) &&
           path_list_add_xdg_data(&host->data_dirs, "depesche") &&
           path_list_add(&host->data_dirs, DP_DATA_DIR, strlen(DP_DATA_DIR));
}

dp_host *dp_host_new(void)
{
    dp_host *host = alloc_zeroed(1, sizeof *host);
    if (host && !fill_paths(host)) {
        dp_host_free(host);
        return NULL;
    }
    return host;
}

void dp_host_free(dp_host *host)
{
    if (!host)
        return;
    for (size_t i = 0; i < host->loaded_count; i++)
        loader_close(host->loaded[i]);
    free(host->loaded);
    path_list_free(&host->plugin_dirs);
    path_list_free(&host->pipeline_dirs);
    path_list_free(&host->data_dirs);
    path_list_free(&host->plugin_names);
    path_list_free(&host->pipeline_names);
    free(host);
}

dp_status dp_host_add_plugin_dir(dp_host *host, const char *dir, dp_error *error)
{
    path_list_free(&host->plugin_names);
    return path_list_add_first(&host->plugin_dirs, dir) ? DP_OK : no_memory(error);
}

/* ---- Finding plugins ---- */

/* A directory may be the build folder of libtool modules, which lie in .libs below it. */
static const char *const places[] = {"", ".libs/"};
#define PLACES (sizeof places / sizeof *places)

/* Return the path of try `number` for a plugin, which the caller frees: places within directories. Null past the end,
 * with
 * `*more` false, or when memory ran out. */
static char *candidate(const dp_host *host, const char *id, size_t number, bool *more)
{
    size_t index = number / PLACES;
    *more = index < host->plugin_dirs.count;
    if (!*more)
        return NULL;
    char *below = path_join(host->plugin_dirs.items[index], places[number % PLACES], id);
    char *path = below ? alloc_zeroed(strlen(below) + sizeof ".so", 1) : NULL;
    if (path) {
        memcpy(path, below, strlen(below));
        memcpy(path + strlen(below), ".so", sizeof ".so");
    }
    free(below);
    return path;
}

/* Return the first candidate that is there, which the caller frees. */
static char *find_plugin(const dp_host *host, const char *id, dp_error *error)
{
    bool more = true;
    for (size_t number = 0;; number++) {
        char *path = candidate(host, id, number, &more);
        if (!path && more)
            no_memory(error);
        if (!path || path_is_file(path))
            return path;
        free(path);
    }
}

static bool is_path(const char *name)
{
    return strchr(name, '/') != NULL;
}

static loaded_plugin *find_loaded(const dp_host *host, const char *name)
{
    for (size_t i = 0; i < host->loaded_count; i++) {
        loaded_plugin *loaded = host->loaded[i];
        if (strcmp(is_path(name) ? loaded->path : loaded->plugin.id, name) == 0)
            return loaded;
    }
    return NULL;
}

static void plugin_not_found(dp_host *host, const char *name, dp_error *error)
{
    if (error && error->status == DP_NO_MEMORY)
        return;
    suggestion near = {.wrong = name};
    const char *known;
    for (size_t i = 0; (known = dp_host_plugin_name(host, i)); i++)
        suggest_offer(&near, known);
    if (near.best)
        dp_error_set(error, DP_NOT_FOUND, "there is no plugin '%.80s'; did you mean '%s'?", name, near.best);
    else
        dp_error_set(error, DP_NOT_FOUND,
                     "there is no plugin '%.80s'; 'depesche list' shows what there is, "
                     "'depesche why %.80s' where it was looked for",
                     name, name);
}

static loaded_plugin *load(dp_host *host, const char *path, dp_error *error)
{
    if (!alloc_grow(&host->loaded, &host->loaded_capacity, host->loaded_count + 1, sizeof *host->loaded)) {
        no_memory(error);
        return NULL;
    }
    loaded_plugin *loaded = loader_open(path, error);
    if (!loaded)
        return NULL;
    const loaded_plugin *other = find_loaded(host, loaded->plugin.id);
    if (other) {
        dp_error_set(error, DP_INVALID, "%s cannot be used: plugin '%s' is already loaded from %s", path,
                     other->plugin.id, other->path);
        loader_close(loaded);
        return NULL;
    }
    host->loaded[host->loaded_count++] = loaded;
    return loaded;
}

static loaded_plugin *get_plugin(dp_host *host, const char *name, dp_error *error)
{
    loaded_plugin *loaded = find_loaded(host, name);
    if (loaded)
        return loaded;
    if (is_path(name))
        return load(host, name, error);
    dp_error own = {0};
    char *path = loader_is_name(name) ? find_plugin(host, name, &own) : NULL;
    if (!path) {
        plugin_not_found(host, name, &own);
        dp_error_set(error, own.status, "%s", own.text);
        return NULL;
    }
    loaded = load(host, path, error);
    free(path);
    return loaded;
}

const dp_plugin *dp_host_plugin(dp_host *host, const char *name, dp_error *error)
{
    const loaded_plugin *loaded = get_plugin(host, name, error);
    return loaded ? &loaded->plugin : NULL;
}

const char *dp_host_plugin_file(const dp_host *host, const char *name)
{
    const loaded_plugin *loaded = find_loaded(host, name);
    return loaded ? loaded->path : NULL;
}

/* ---- What there is ---- */

static bool list_plugins(dp_host *host)
{
    for (size_t i = 0; i < host->plugin_dirs.count; i++)
        for (size_t j = 0; j < PLACES; j++) {
            char *dir = path_join(host->plugin_dirs.items[i], places[j], "");
            bool good = dir && path_list_add_names(&host->plugin_names, dir, ".so");
            free(dir);
            if (!good)
                return false;
        }
    return true;
}

static bool list_pipelines(dp_host *host)
{
    for (size_t i = 0; i < host->pipeline_dirs.count; i++)
        if (!path_list_add_names(&host->pipeline_names, host->pipeline_dirs.items[i], ".json"))
            return false;
    return true;
}

static const char *listed(dp_host *host, path_list *names, bool (*fill)(dp_host *host), size_t index)
{
    if (names->count == 0) {
        if (!fill(host))
            path_list_free(names);
        path_list_sort(names);
    }
    return index < names->count ? names->items[index] : NULL;
}

const char *dp_host_plugin_name(dp_host *host, size_t index)
{
    return listed(host, &host->plugin_names, list_plugins, index);
}

const char *dp_host_pipeline_name(dp_host *host, size_t index)
{
    return listed(host, &host->pipeline_names, list_pipelines, index);
}

const char *host_writer(dp_host *host, const char *layer)
{
    const char *name;
    for (size_t i = 0; (name = dp_host_plugin_name(host, i)); i++) {
        const dp_plugin *plugin = loader_is_name(name) ? dp_host_plugin(host, name, NULL) : NULL;
        for (size_t j = 0; plugin && plugin->writes && plugin->writes[j]; j++)
            if (strcmp(plugin->writes[j], layer) == 0)
                return plugin->id;
    }
    return NULL;
}

/* ---- Why a plugin loads or does not ---- */

static void trace_used(const loaded_plugin *loaded, const char *path, dp_text *out)
{
    dp_text_printf(
        out, "  used      %s\n            version %s, built for plugin ABI %u; depesche %s loads ABI %u to %u\n", path,
        loaded->plugin.version, loaded->plugin.abi_version, dp_version(), DP_ABI_OLDEST, DP_ABI_VERSION);
}

/* Say what became of one file that is there. */
static void trace_file(const char *path, bool shadowed, dp_text *out)
{
    if (shadowed) {
        dp_text_printf(out, "  shadowed  %s\n", path);
        return;
    }
    dp_error error = {0};
    loaded_plugin *loaded = loader_open(path, &error);
    if (loaded)
        trace_used(loaded, path, out);
    else
        dp_text_printf(out, "  refused   %s\n", error.text);
    loader_close(loaded);
}

static bool trace_search(const dp_host *host, const char *name, dp_text *out)
{
    bool found = false, more = true;
    for (size_t number = 0; more; number++) {
        char *path = candidate(host, name, number, &more);
        if (path && path_is_file(path)) {
            trace_file(path, found, out);
            found = true;
        } else if (path) {
            dp_text_printf(out, "  not at    %s\n", path);
        }
        free(path);
    }
    return found;
}

dp_status dp_host_trace(dp_host *host, const char *name, dp_text *out, dp_error *error)
{
    dp_error reason = {0};
    bool found = true;
    dp_text_printf(out, "plugin '%s':\n", name);
    if (is_path(name))
        trace_file(name, false, out);
    else
        found = trace_search(host, name, out);
    const dp_plugin *plugin = dp_host_plugin(host, name, &reason);
    if (plugin)
        dp_text_printf(out, "'%s' can be used.\n", plugin->id);
    else if (found)
        dp_text_printf(
            out,
            "It cannot be used. The first file found counts, also when it is refused: mend it, or take it away.\n");
    else
        dp_text_printf(out,
                       "It cannot be used: %s\nPut %s.so into one of these directories, or name its directory with "
                       "--plugin-path or in DEPESCHE_PLUGIN_PATH.\n",
                       reason.text, name);
    if (out->failed)
        return no_memory(error);
    return plugin ? DP_OK : dp_error_set(error, reason.status, "%s", reason.text);
}
