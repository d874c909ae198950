/* SPDX-License-Identifier: ISC */
/* Broken: what it writes depends on whether documents come alone. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    return dp_doc_add_note(doc, "marks", (dp_span){0, 1}, -1, error) ? DP_OK : DP_FAILED;
}

static void process_many(void *state, dp_doc *const *docs, size_t count, dp_status *statuses, dp_error *errors)
{
    (void)state;
    for (size_t i = 0; i < count; i++)
        statuses[i] = dp_doc_add_note(docs[i], "marks", (dp_span){0, 0}, -1, &errors[i]) ? DP_OK : DP_FAILED;
}

static const char *const writes[] = {"marks", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("unlike"), .writes = writes, .process = process, .process_many = process_many,
};
