/* SPDX-License-Identifier: ISC */
/* Takes several documents at once, and marks each. Over one whose text has a certain word it crashes, ends the process, hangs or
 * fails, alone as well as among others. */
#include "broken.h"

#include <stdlib.h>
#include <string.h>

static dp_status mark(dp_doc *doc, bool together, dp_error *error)
{
    const char *text = dp_doc_source(doc, NULL);
    if (strstr(text, "Absturz"))
        abort();
    if (strstr(text, "Ende"))
        exit(7);
    while (strstr(text, "Schlaf"))
        ;
    if (strstr(text, "Fehler"))
        return dp_error_set(error, DP_FAILED, "there is a fault in it");
    if (together && strstr(text, "Stumm"))
        return (dp_status)99; /* no status, and no word why */
    return dp_doc_add_note(doc, "marks", (dp_span){0, 0}, -1, error) ? DP_OK : DP_FAILED;
}

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    return mark(doc, false, error);
}

static void process_many(void *state, dp_doc *const *docs, size_t count, dp_status *statuses, dp_error *errors)
{
    (void)state;
    for (size_t i = count; i-- > 0;)
        statuses[i] = mark(docs[i], true, &errors[i]);
}

static const char *const writes[] = {"marks", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("together"), .writes = writes, .process = process, .process_many = process_many,
};
