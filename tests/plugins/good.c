/* SPDX-License-Identifier: ISC */
/* Not broken: the control. Marks every sentence, in two layers. */
#include "broken.h"

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    for (size_t i = 0; i < dp_doc_sentence_count(doc); i++)
        if (!dp_doc_add_note(doc, "marks", dp_doc_sentence(doc, i).span, 1, error) ||
            !dp_doc_add_note(doc, "places", dp_doc_sentence(doc, i).span, 1, error))
            return error->status;
    return DP_OK;
}

static const char *const writes[] = {"marks", "places", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("good"),
    .process = process,
    .writes = writes,
};
