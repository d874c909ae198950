/* SPDX-License-Identifier: ISC */
/*
 * Which stages of a pipeline can run: plugins loaded, options checked, every layer written before it is read. Checking
 * a pipeline and opening a chain both walk its stages with this.
 */
#ifndef CORE_PLAN_H
#define CORE_PLAN_H

#include <depesche/depesche.h>

/* Walks the stages of a pipeline. Initialise `host` and `pipeline`, the rest with zeros. */
typedef struct plan {
    dp_host *host;
    const dp_pipeline *pipeline;
    size_t next;                  /* index of the stage that plan_next looks at */
    const dp_plugin **plugins;    /* for each stage, null when it was left out */
    char left_out[DP_ERROR_SIZE]; /* why plan_next left its stage out; empty when it did not */
} plan;

/* Look at the next stage. DP_OK with `*options` set: it can be opened, and counts as writing its layers. DP_OK with
 * `*options` null: it is optional and left out, `left_out` says why. `*options` is freed with options_free. Otherwise
 * the error names file and stage. */
dp_status plan_next(plan *state, dp_options **options, dp_error *error);

/* Take back the stage that plan_next allowed, because it could not be opened: it then writes nothing. */
void plan_leave_out(plan *state, const char *reason);

void plan_free(plan *state);

#endif /* CORE_PLAN_H */
