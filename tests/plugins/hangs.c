/* SPDX-License-Identifier: ISC */
/* Broken: it never returns. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    for (volatile int i = 0;; i = i + 1)
        if (i == -1)
            return DP_OK;
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("hangs"),
    .process = process,
};
