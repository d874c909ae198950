/* SPDX-License-Identifier: ISC */
/*
 * A pipeline: which plugins run in which order with which options, as a file says it. Nothing here loads a plugin.
 */
#ifndef CORE_PIPELINE_H
#define CORE_PIPELINE_H

#include <depesche/depesche.h>

#include "options.h"

/* More than any sensible pipeline has. */
#define PIPELINE_MOST_STAGES 64

typedef struct pipeline_stage {
    char *name;   /* the plugin's id unless the file says otherwise */
    char *plugin; /* id, or a path */
    bool optional;
    setting *settings;
    size_t setting_count, setting_capacity;
} pipeline_stage;

struct dp_pipeline {
    char *name;
    char *description; /* may be null */
    char *origin;      /* file; null for none */
    char *dir;         /* directory of the file; null for none */
    pipeline_stage *stages;
    size_t stage_count, stage_capacity;
};

/* Add an empty stage; null when memory ran out. Valid until the next is added. */
pipeline_stage *pipeline_add_stage(dp_pipeline *pipeline);

/* Return the setting of that name, added if need be; null when memory ran out. Valid until the next is added. */
setting *pipeline_stage_setting(pipeline_stage *stage, const char *name);

/* What to call the pipeline in a message: its file, or else its name. */
const char *pipeline_label(const dp_pipeline *pipeline);

/* Fill the pipeline, whose `origin` and `dir` are set, from JSON text. In config.c. */
dp_status config_read(dp_pipeline *pipeline, const char *json, size_t length, dp_error *error);

#endif /* CORE_PIPELINE_H */
