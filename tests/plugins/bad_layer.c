/* SPDX-License-Identifier: ISC */
/* Broken: it writes a layer that is the host's. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    return DP_OK;
}

static const char *const writes[] = {"sentences", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("bad-layer"),
    .process = process,
    .writes = writes,
};
