/* SPDX-License-Identifier: ISC */
/* Broken: it cannot be opened. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    return DP_OK;
}

static dp_status open_stage(const dp_options *options, void **state, dp_error *error)
{
    (void)options;
    (void)state;
    return dp_error_set(error, DP_IO, "the weights are on the other disk");
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("fails-open"),
    .process = process,
    .open = open_stage,
};
