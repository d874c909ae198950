/* SPDX-License-Identifier: ISC */
/* Broken: it was built for a later ABI. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    return DP_OK;
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("too-new"),
    .process = process,
    .abi_version = DP_ABI_VERSION + 7,
};
