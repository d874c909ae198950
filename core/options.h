/* SPDX-License-Identifier: ISC */
/*
 * Options of a stage: from what a pipeline file and --set say to the checked values that a plugin sees.
 */
#ifndef CORE_OPTIONS_H
#define CORE_OPTIONS_H

#include <depesche/plugin.h>

#include "search.h"

/* How a value was written: JSON says its type, --set does not. */
typedef enum setting_kind { SETTING_TEXT, SETTING_STRING, SETTING_NUMBER, SETTING_BOOLEAN, SETTING_LIST } setting_kind;

/* A value given to an option, not yet checked against any plugin. */
typedef struct setting {
    char *name;
    setting_kind kind;
    path_list
        values; /* one, save for a list; of SETTING_TEXT all that were given, the last one counts unless for a list */
} setting;

void setting_free(setting *given);

/* What the values are looked up in. All borrowed. */
typedef struct options_places {
    const char *pipeline_dir;   /* directory of the pipeline file; may be null */
    const path_list *data_dirs; /* may be null */
} options_places;

/* Check the settings against the plugin's table and make its values. Null on failure; the error names the option and,
 * for an unknown one, the nearest. The places are borrowed until options_free. */
dp_options *options_new(const dp_plugin *plugin, const setting *settings, size_t count, options_places places,
                        dp_error *error);
void options_free(dp_options *options);

/* Check row `index` of a plugin's table of options. */
dp_status options_check_declaration(const dp_plugin *plugin, size_t index, dp_error *error);

/* Whether the layer is one that every document has from the start. */
bool options_is_host_layer(const char *layer);

/* Return the name of an option type as shown to people ("integer"), or null for a number that is none. */
const char *options_type_name(dp_option_type type);

#endif /* CORE_OPTIONS_H */
