/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "loader.h"

#include <depesche/depesche.h>

#include "alloc.h"
#include "options.h"
#include "search.h"

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* More than any plugin needs; a garbled count is then an error and no long walk through memory. */
#define MOST_OPTIONS 256
#define MOST_LAYERS  64

bool loader_is_name(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length < 64 && name[length] == '\0' && name[0] != '-';
}

/* ---- The descriptor ---- */

static dp_status check_string(const char *text, const char *what, dp_error *error)
{
    if (!text || !*text)
        return dp_error_set(error, DP_INVALID, "its descriptor has no '%s'", what);
    if (!dp_utf8_valid(text, strlen(text), NULL))
        return dp_error_set(error, DP_INVALID, "'%s' in its descriptor is not UTF-8", what);
    return DP_OK;
}

static dp_status check_layers(const char *const *list, const char *what, bool writes, dp_error *error)
{
    for (size_t i = 0; list && list[i]; i++) {
        if (i >= MOST_LAYERS)
            return dp_error_set(error, DP_INVALID, "'%s' in its descriptor does not end: finish the list with NULL",
                                what);
        if (!loader_is_name(list[i]))
            return dp_error_set(error, DP_INVALID,
                                "'%.40s' in '%s' is no layer name: lower-case letters, digits and hyphens only",
                                list[i], what);
        if (writes && options_is_host_layer(list[i]))
            return dp_error_set(error, DP_INVALID, "it lists '%s' in 'writes', but that layer is the host's own",
                                list[i]);
    }
    return DP_OK;
}

static dp_status check_id(const dp_plugin *plugin, const char *file_id, dp_error *error)
{
    if (check_string(plugin->id, "id", error) != DP_OK)
        return DP_INVALID;
    if (!loader_is_name(plugin->id))
        return dp_error_set(error, DP_INVALID, "its id '%.40s' is no name: lower-case letters, digits and hyphens only",
                            plugin->id);
    if (file_id && strcmp(plugin->id, file_id) != 0)
        return dp_error_set(error, DP_INVALID, "its id is '%s', so the file must be called %s.so", plugin->id,
                            plugin->id);
    return DP_OK;
}

static dp_status check_options(const dp_plugin *plugin, dp_error *error)
{
    if (plugin->option_count > MOST_OPTIONS || (plugin->option_count > 0 && !plugin->options))
        return dp_error_set(error, DP_INVALID,
                            "its descriptor claims %zu options: set 'options' and 'option_count' together",
                            plugin->option_count);
    for (size_t i = 0; i < plugin->option_count; i++)
        if (options_check_declaration(plugin, i, error) != DP_OK)
            return DP_INVALID;
    return DP_OK;
}

dp_status loader_check(const dp_plugin *plugin, const char *file_id, dp_error *error)
{
    if (check_id(plugin, file_id, error) != DP_OK || check_string(plugin->version, "version", error) != DP_OK ||
        check_string(plugin->summary, "summary", error) != DP_OK ||
        check_layers(plugin->reads, "reads", false, error) != DP_OK ||
        check_layers(plugin->uses, "uses", false, error) != DP_OK ||
        check_layers(plugin->writes, "writes", true, error) != DP_OK || check_options(plugin, error) != DP_OK)
        return DP_INVALID;
    if (!plugin->process)
        return dp_error_set(error, DP_INVALID, "its descriptor has no 'process': there is nothing it could do");
    return DP_OK;
}

static dp_status check_version(const dp_plugin *plugin, dp_error *error)
{
    if (plugin->abi_version < DP_ABI_OLDEST || plugin->abi_version > DP_ABI_VERSION)
        return dp_error_set(error, DP_INCOMPATIBLE,
                            "it was built for plugin ABI %u, but depesche %s loads ABI %u to %u: %s",
                            plugin->abi_version, dp_version(), DP_ABI_OLDEST, DP_ABI_VERSION,
                            plugin->abi_version > DP_ABI_VERSION ? "install a newer depesche, or rebuild the plugin"
                                                                 : "rebuild the plugin");
    if (plugin->struct_size < offsetof(dp_plugin, process_many))
        return dp_error_set(error, DP_INCOMPATIBLE,
                            "its descriptor says it has %u bytes, but in ABI %u it has %zu: "
                            "set .struct_size = sizeof(dp_plugin) and rebuild it",
                            plugin->struct_size, plugin->abi_version, offsetof(dp_plugin, process_many));
    if (plugin->option_count > 0 &&
        (plugin->option_size < sizeof(dp_option) || plugin->option_size % _Alignof(dp_option)))
        return dp_error_set(error, DP_INCOMPATIBLE,
                            "its descriptor says an option has %u bytes, but in ABI %u it has %zu: "
                            "set .option_size = sizeof(dp_option) and rebuild it",
                            plugin->option_size, plugin->abi_version, sizeof(dp_option));
    return DP_OK;
}

/* A descriptor of another version may be shorter: what it has not got is null. Options of a later ABI are larger: step by the
 * plugin's size, keep what this version knows. */
static dp_status copy_descriptor(loaded_plugin *loaded, const dp_plugin *found, dp_error *error)
{
    memcpy(&loaded->plugin, found, found->struct_size < sizeof *found ? found->struct_size : sizeof *found);
    if (found->option_count == 0 || !found->options || found->option_count > MOST_OPTIONS)
        return DP_OK;
    loaded->options = alloc_zeroed(found->option_count, sizeof *loaded->options);
    if (!loaded->options)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < found->option_count; i++)
        memcpy(&loaded->options[i], (const char *)found->options + i * found->option_size, sizeof *loaded->options);
    loaded->plugin.options = loaded->options;
    loaded->plugin.option_size = sizeof *loaded->options;
    return DP_OK;
}

/* ---- The shared object ---- */

static dp_status open_object(loaded_plugin *loaded, dp_error *error)
{
    if (access(loaded->path, R_OK) != 0)
        return dp_error_set(error, errno == ENOENT ? DP_NOT_FOUND : DP_IO, "%s", strerror(errno));
    /* A name without a slash would be searched for among the system's libraries. */
    char *path = strchr(loaded->path, '/') ? alloc_string(loaded->path) : path_join(".", loaded->path, "");
    if (!path)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory");
    loaded->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    free(path);
    if (!loaded->handle) {
        const char *reason = dlerror();
        return dp_error_set(
            error, DP_INCOMPATIBLE,
            "the dynamic loader says: %s; rebuild it for this machine, or install what it needs (see ldd)",
            reason ? reason : "nothing");
    }
    return DP_OK;
}

static char *promised_id(const char *path)
{
    const char *base = path_base(path);
    size_t length = strlen(base);
    return alloc_copy(base, length > 3 && strcmp(base + length - 3, ".so") == 0 ? length - 3 : length);
}

static dp_status accept_descriptor(loaded_plugin *loaded, dp_error *error)
{
    const dp_plugin *found = dlsym(loaded->handle, DP_PLUGIN_SYMBOL);
    if (!found)
        return dp_error_set(error, DP_INCOMPATIBLE,
                            "it is no plugin of depesche: it does not export '" DP_PLUGIN_SYMBOL
                            "' (declare the descriptor with DP_PLUGIN_EXPORT)");
    dp_status status = check_version(found, error);
    if (status == DP_OK)
        status = copy_descriptor(loaded, found, error);
    if (status != DP_OK)
        return status;
    char *id = promised_id(loaded->path);
    if (!id)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory");
    status = loader_check(&loaded->plugin, id, error);
    free(id);
    return status;
}

loaded_plugin *loader_open(const char *path, dp_error *error)
{
    dp_error own = {0};
    loaded_plugin *loaded = alloc_zeroed(1, sizeof *loaded);
    if (loaded)
        loaded->path = alloc_string(path);
    dp_status status = loaded && loaded->path ? DP_OK : dp_error_set(&own, DP_NO_MEMORY, "out of memory");
    if (status == DP_OK)
        status = open_object(loaded, &own);
    if (status == DP_OK)
        status = accept_descriptor(loaded, &own);
    if (status == DP_OK)
        return loaded;
    dp_error_set(error, status, "%s cannot be used: %s", path, own.text);
    loader_close(loaded);
    return NULL;
}

void loader_close(loaded_plugin *loaded)
{
    if (!loaded)
        return;
#ifndef DP_KEEP_PLUGINS_LOADED
    if (loaded->handle)
        dlclose(loaded->handle);
#endif
    free(loaded->options);
    free(loaded->path);
    free(loaded);
}
