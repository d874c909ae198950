/* SPDX-License-Identifier: ISC */
/* Broken: its id is not its file name. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    return DP_OK;
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("other-id"),
    .process = process,
    .id = "another-id",
};
