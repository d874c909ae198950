/* SPDX-License-Identifier: ISC */
/*
 * What `depesche check` tries on a plugin. Each examination runs in a process of its own, so it may crash or hang.
 */
#ifndef CORE_EXAMINE_H
#define CORE_EXAMINE_H

#include <depesche/depesche.h>

typedef enum examine_verdict { EXAMINE_PASSED = 'p', EXAMINE_FAILED = 'f', EXAMINE_SKIPPED = 's' } examine_verdict;

/* The plugin that is examined. */
typedef struct examine_subject {
    dp_host *host;
    const char *file;
} examine_subject;

typedef struct examination {
    const char *name; /* what holds when it passes */

    /* Append the reason when it fails or is skipped. */
    examine_verdict (*run)(const examine_subject *subject, dp_text *reason);
} examination;

/* Return examination `index` in the order they are made, or null past the end. The first, loading, must pass before the
 * others make sense. */
const examination *examine_step(size_t index);

#endif /* CORE_EXAMINE_H */
