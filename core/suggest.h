/* SPDX-License-Identifier: ISC */
/*
 * "Did you mean …": the known name that is nearest to a mistyped one.
 */
#ifndef CORE_SUGGEST_H
#define CORE_SUGGEST_H

#include <stddef.h>

/* Initialise with the mistyped name; offer all known names; `best` is then the nearest that is near enough, or null. */
typedef struct suggestion {
    const char *wrong;
    const char *best; /* borrowed from suggest_offer */
    size_t distance;
} suggestion;

/* Offer a known name. Null is ignored. */
void suggest_offer(suggestion *state, const char *known);

#endif /* CORE_SUGGEST_H */
