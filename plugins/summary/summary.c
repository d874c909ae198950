/* SPDX-License-Identifier: ISC */
/*
 * The plugin "summary": the sentences of an article that tell most of it.
 */
#include <depesche/plugin.h>

#include "summarize.h"

#include <stdlib.h>

static const char *const uses[] = {"sentences", NULL};
static const char *const writes[] = {"summary", NULL};

static const dp_option options[] = {
    {.name = "sentences",
     .type = DP_OPTION_INTEGER,
     .fallback = "5",
     .minimum = 1,
     .maximum = 1000,
     .help = "Most sentences of a summary"},
    {.name = "words",
     .type = DP_OPTION_INTEGER,
     .fallback = "0",
     .minimum = 0,
     .maximum = 1000000,
     .help = "Most words of a summary, instead of a number of sentences; 0 for no such limit"},
    {.name = "ratio",
     .type = DP_OPTION_NUMBER,
     .fallback = "0",
     .minimum = 0,
     .maximum = 1,
     .help = "Length of a summary as a share of the article's words, instead of a number of sentences; 0 for none"},
    {.name = "alone",
     .type = DP_OPTION_BOOLEAN,
     .fallback = "false",
     .help = "Choose no sentence that needs the one before (\"Er …\", \"Das teilte … mit\"), as for a list of points"},
};

static dp_status open_stage(const dp_options *values, void **state, dp_error *error)
{
    int given =
        dp_options_given(values, "sentences") + dp_options_given(values, "words") + dp_options_given(values, "ratio");
    if (given > 1)
        return dp_error_set(error, DP_BAD_OPTION,
                            "the length of a summary is given more than once: set one of the options "
                            "sentences, words and ratio");
    summarizer *s = calloc(1, sizeof *s);
    if (!s)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory");
    s->sentences = (size_t)dp_options_integer(values, "sentences");
    s->words = (size_t)dp_options_integer(values, "words");
    s->ratio = dp_options_number(values, "ratio");
    s->alone = dp_options_boolean(values, "alone");
    dp_status status = summarizer_open(s, NULL, error);
    if (status != DP_OK) {
        summarizer_close(s);
        free(s);
        return status;
    }
    *state = s;
    return DP_OK;
}

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    return summarizer_run(state, doc, error);
}

static void close_stage(void *state)
{
    summarizer_close(state);
    free(state);
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    .abi_version = DP_ABI_VERSION,
    .struct_size = sizeof(dp_plugin),
    .option_size = sizeof(dp_option),
    .id = "summary",
    .version = "1.0.0",
    .summary = "Chooses the sentences that tell most of the article",
    .uses = uses,
    .writes = writes,
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .open = open_stage,
    .process = process,
    .close = close_stage,
};
