/* SPDX-License-Identifier: ISC */
/*
 * The host: search paths, and the plugins loaded so far.
 */
#ifndef CORE_HOST_H
#define CORE_HOST_H

#include <depesche/depesche.h>

#include "search.h"

typedef struct loaded_plugin loaded_plugin;

struct dp_host {
    path_list plugin_dirs;
    path_list pipeline_dirs;
    path_list data_dirs;
    loaded_plugin **loaded;
    size_t loaded_count, loaded_capacity;
    path_list plugin_names; /* filled on first asking */
    path_list pipeline_names;
};

/* Return the id of the first plugin in the search path that writes a layer, or null. Loads every plugin there, so only
 * for error messages. */
const char *host_writer(dp_host *host, const char *layer);

#endif /* CORE_HOST_H */
