/* SPDX-License-Identifier: ISC */
/* Broken: it prints. */
#include "broken.h"

#include <stdio.h>

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    puts("chatter of a plugin");
    fflush(stdout);
    return DP_OK;
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("prints"),
    .process = process,
};
