/* SPDX-License-Identifier: ISC */
/* Broken: its note ends behind the source. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    size_t length;
    dp_doc_source(doc, &length);
    return dp_doc_add_note(doc, "marks", (dp_span){0, length + 1}, -1, error) ? DP_OK : error->status;
}

static const char *const writes[] = {"translation", "marks", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("bad-span"),
    .process = process,
    .writes = writes,
};
