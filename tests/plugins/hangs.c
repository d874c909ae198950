/* SPDX-License-Identifier: ISC */
/* Broken: it never returns. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    volatile bool done = false; /* nothing that counts: a fast processor would come to the end of the counter */
    while (!done)
        ;
    return DP_OK;
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("hangs"),
    .process = process,
};
