/* SPDX-License-Identifier: ISC */
/* Broken: it reads through a null pointer. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)doc;
    (void)error;
    const volatile int *nothing = state;
    return *nothing ? DP_FAILED : DP_OK;
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("crashes"),
    .process = process,
};
