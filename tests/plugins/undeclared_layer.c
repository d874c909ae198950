/* SPDX-License-Identifier: ISC */
/* Broken: it writes a layer that it did not declare. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    return dp_doc_add_note(doc, "quotes", (dp_span){0, 0}, -1, error) ? DP_OK : error->status;
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("undeclared-layer"),
    .process = process,
};
