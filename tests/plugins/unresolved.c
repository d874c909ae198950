/* SPDX-License-Identifier: ISC */
/* Broken: it needs a function that is nowhere. */
#include "broken.h"

dp_status unresolved_function_of_a_later_version(dp_doc *doc);

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)error;
    return unresolved_function_of_a_later_version(doc);
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("unresolved"),
    .process = process,
};
