/* SPDX-License-Identifier: ISC */
/* Broken: its ABI is older than the window. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    return DP_OK;
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("too-old"),
    .process = process,
    .abi_version = DP_ABI_OLDEST - 1,
};
