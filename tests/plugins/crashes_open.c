/* SPDX-License-Identifier: ISC */
/* Broken: it reads through a null pointer before it has seen a document. */
#include "broken.h"

static dp_status open_stage(const dp_options *options, void **state, dp_error *error)
{
    (void)error;
    const volatile char *text = dp_options_string(options, "none");
    *state = *text ? state : NULL;
    return DP_OK;
}

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    return DP_OK;
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("crashes-open"),
    .open = open_stage,
    .process = process,
};
