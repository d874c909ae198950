/* SPDX-License-Identifier: ISC */
/* Broken: it says something else every time. */
#include "broken.h"

#include <stdio.h>
#include <time.h>

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    struct timespec now;
    timespec_get(&now, TIME_UTC);
    dp_note *note = dp_doc_add_note(doc, "marks", (dp_span){0, 0}, -1, error);
    return note ? dp_note_setf(note, "time", error, "%ld", now.tv_nsec) : error->status;
}

static const char *const writes[] = {"translation", "marks", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("random"),
    .process = process,
    .writes = writes,
};
