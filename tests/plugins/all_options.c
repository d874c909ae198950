/* SPDX-License-Identifier: ISC */
/* Not broken: it has an option of every type, and reads what another plugin writes. */
#include "broken.h"

static dp_status open_stage(const dp_options *options, void **state, dp_error *error)
{
    *state = NULL;
    if (!dp_options_string(options, "text") || !dp_options_string(options, "choice"))
        return dp_error_set(error, DP_FAILED, "an option has lost its value");
    return DP_OK;
}

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    for (size_t i = 0; i < dp_doc_note_count(doc, "places"); i++)
        if (!dp_doc_add_note(doc, "seen", dp_note_span(dp_doc_note(doc, "places", i)), 1, error))
            return error->status;
    return DP_OK;
}

static const char *const reads[] = {"sentences", "places", NULL};
static const char *const uses[] = {"terms", NULL};
static const char *const writes[] = {"seen", NULL};

static const dp_option options[] = {
    {.name = "text", .type = DP_OPTION_STRING, .fallback = "none", .help = "Any text"},
    {.name = "count",
     .type = DP_OPTION_INTEGER,
     .fallback = "3",
     .minimum = 1,
     .maximum = 9,
     .help = "A number of things"},
    {.name = "share", .type = DP_OPTION_NUMBER, .fallback = "0.5", .minimum = 0, .maximum = 1, .help = "A share"},
    {.name = "loud", .type = DP_OPTION_BOOLEAN, .fallback = "false", .help = "Whether to shout"},
    {.name = "choice", .type = DP_OPTION_CHOICE, .fallback = "a", .choices = "a,b", .help = "One of two"},
    {.name = "file", .type = DP_OPTION_FILE, .help = "A file"},
    {.name = "words", .type = DP_OPTION_LIST, .fallback = "x,y", .help = "Some words"},
};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("all-options"),
    .reads = reads,
    .uses = uses,
    .writes = writes,
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .open = open_stage,
    .process = process,
};
