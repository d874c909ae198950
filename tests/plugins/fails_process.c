/* SPDX-License-Identifier: ISC */
/* Broken: it fails on every document. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    return dp_error_set(error, DP_FAILED, "it is Monday");
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("fails-process"),
    .process = process,
};
