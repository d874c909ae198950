/* SPDX-License-Identifier: ISC */
/* Broken: its option has a fallback of the wrong type. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    return DP_OK;
}

static const dp_option options[] = {{.name = "count", .type = DP_OPTION_INTEGER, .fallback = "many", .help = "A number"}};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("bad-option"),
    .process = process,
    .options = options,
    .option_count = 1,
};
