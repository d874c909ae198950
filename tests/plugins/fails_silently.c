/* SPDX-License-Identifier: ISC */
/* Broken: it fails and does not say why. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    return DP_FAILED;
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("fails-silently"),
    .process = process,
};
