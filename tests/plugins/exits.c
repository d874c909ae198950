/* SPDX-License-Identifier: ISC */
/* Broken: it ends the process. */
#include "broken.h"

#include <stdlib.h>

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    (void)error;
    exit(0);
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("exits"),
    .process = process,
};
