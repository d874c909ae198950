/* SPDX-License-Identifier: ISC */
/* As built against a header that knew neither process_many nor score: what lies behind the end of its descriptor is none of the
 * host's business. */
#include "broken.h"

#include <stddef.h>
#include <stdlib.h>

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    return dp_doc_add_note(doc, "marks", (dp_span){0, 0}, -1, error) ? DP_OK : DP_FAILED;
}

static void never(void *state, dp_doc *const *docs, size_t count, dp_status *statuses, dp_error *errors)
{
    (void)state, (void)docs, (void)count, (void)statuses, (void)errors;
    abort();
}

static dp_status never_score(void *state, dp_scored *pairs, size_t count, dp_error *error)
{
    (void)state, (void)pairs, (void)count, (void)error;
    abort();
}

static const char *const writes[] = {"marks", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("old-struct"), .writes = writes, .process = process, .process_many = never, .score = never_score,
    .struct_size = offsetof(dp_plugin, process_many),
};
