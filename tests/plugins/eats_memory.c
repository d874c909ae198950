/* SPDX-License-Identifier: ISC */
/* Broken: it takes all the memory there is. */
#include "broken.h"

#include <stdlib.h>
#include <string.h>

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    (void)state;
    (void)doc;
    for (size_t size = (size_t)16 << 20;;) {
        char *room = malloc(size);
        if (!room)
            return dp_error_set(error, DP_NO_MEMORY, "no more room");
        memset(room, 1, size);
    }
}

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("eats-memory"),
    .process = process,
};
