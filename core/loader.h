/* SPDX-License-Identifier: ISC */
/*
 * Loading one shared object: what is checked before anything in it is trusted, and what is said when it is refused. The
 * only file that knows dlopen is loader.c.
 */
#ifndef CORE_LOADER_H
#define CORE_LOADER_H

#include <depesche/plugin.h>

/* A plugin that was accepted. */
typedef struct loaded_plugin {
    char *path;
    void *handle;
    dp_plugin plugin;   /* the host's copy, in the layout of this version; strings stay in the shared object */
    dp_option *options; /* likewise */
} loaded_plugin;

/* Load the file and check its descriptor. Null on failure: the error names the file, what is wrong and what to do. */
loaded_plugin *loader_open(const char *path, dp_error *error);

/* Unload. Null is allowed. */
void loader_close(loaded_plugin *loaded);

/* Check a descriptor that has passed the version checks: names, lists, options, process. `file_id` is the id that the
 * file's name promises, or null for any. */
dp_status loader_check(const dp_plugin *plugin, const char *file_id, dp_error *error);

/* Whether a plugin, stage, option or layer may be called so: lower-case letters, digits and hyphens, at most 63. */
bool loader_is_name(const char *name);

#endif /* CORE_LOADER_H */
