/* SPDX-License-Identifier: ISC */
/* Broken: it reads a layer that nobody writes. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    return DP_OK;
}

static const char *const reads[] = {"horoscopes", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("missing-layer"),
    .process = process,
    .reads = reads,
};
