/* SPDX-License-Identifier: ISC */
/* Broken: its translation is not UTF-8. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    const dp_translation latin1 = {.status = DP_TRANSLATED, .text = "M\xFCller", .score = 1};
    return dp_doc_set_translation(doc, 0, &latin1, error);
}

static const char *const writes[] = {"translation", "marks", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("bad-utf8"),
    .process = process,
    .writes = writes,
};
