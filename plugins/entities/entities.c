/* SPDX-License-Identifier: ISC */
/*
 * The stage that finds who, where, when and how much.
 */
#include <depesche/plugin.h>

#include "notes.h"

static dp_status entities_open(const dp_options *options, void **state, dp_error *error)
{
    (void)options;
    *state = lexicon_new();
    return *state ? DP_OK : dp_error_set(error, DP_NO_MEMORY, "out of memory while reading the word lists");
}

static void entities_close(void *state)
{
    lexicon_free(state);
}

static dp_status entities_process(void *state, dp_doc *doc, dp_error *error)
{
    return notes_write(doc, state, error);
}

static const char *const reads[] = {"sentences", NULL};
static const char *const uses[] = {"terms", NULL};
static const char *const writes[] = {"entities", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    .abi_version = DP_ABI_VERSION,
    .struct_size = sizeof(dp_plugin),
    .option_size = sizeof(dp_option),
    .id = "entities",
    .version = "1.0.0",
    .summary = "finds persons, organisations, places, dates and figures, and explains German institutions",
    .reads = reads,
    .uses = uses,
    .writes = writes,
    .open = entities_open,
    .process = entities_process,
    .close = entities_close,
};
