/* SPDX-License-Identifier: ISC */
/* Broken: it opens a file for every document and closes none. */
#include "broken.h"

#include <stdio.h>

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    return fopen("/dev/null", "re") ? DP_OK : dp_error_set(error, DP_IO, "no more files");
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("leaves-files"),
    .process = process,
};
