/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "options.h"

#include "alloc.h"
#include "loader.h"
#include "suggest.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct value {
    bool given;
    path_list strings; /* one for a string, choice or file; none when the option has no value */
    int64_t integer;
    double number;
    bool boolean;
} value;

struct dp_options {
    const dp_plugin *plugin;
    options_places places;
    value *values; /* one for each option of the plugin */
};

static dp_status no_memory(dp_error *error)
{
    return dp_error_set(error, DP_NO_MEMORY, "out of memory while reading options");
}

const char *options_type_name(dp_option_type type)
{
    static const char *const names[] = {NULL, "string", "integer", "number", "boolean", "choice", "file", "list"};
    return (size_t)type < sizeof names / sizeof *names ? names[type] : NULL;
}

bool options_is_host_layer(const char *layer)
{
    return strcmp(layer, "source") == 0 || strcmp(layer, "blocks") == 0 || strcmp(layer, "sentences") == 0;
}

void setting_free(setting *given)
{
    free(given->name);
    path_list_free(&given->values);
}

/* ---- One value from text ---- */

static dp_status check_range(const dp_option *option, double number, const char *text, dp_error *error)
{
    if ((option->minimum != 0 || option->maximum != 0) && !(number >= option->minimum && number <= option->maximum))
        return dp_error_set(error, DP_BAD_OPTION, "option '%s' must be from %g to %g, not %.80s", option->name,
                            option->minimum, option->maximum, text);
    return DP_OK;
}

static dp_status parse_integer(const dp_option *option, const char *text, value *out, dp_error *error)
{
    char *end = NULL;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end || !strchr("-0123456789", text[0]))
        return dp_error_set(error, DP_BAD_OPTION, "option '%s' must be a whole number, not '%.80s'", option->name,
                            text);
    out->integer = number;
    return check_range(option, (double)number, text, error);
}

static dp_status parse_number(const dp_option *option, const char *text, value *out, dp_error *error)
{
    char *end = NULL;
    double number = strtod(text, &end);
    if (end == text || *end || strspn(text, "+-.0123456789eE") != strlen(text) || !isfinite(number))
        return dp_error_set(error, DP_BAD_OPTION, "option '%s' must be a number, not '%.80s'", option->name, text);
    out->number = number;
    return check_range(option, number, text, error);
}

static dp_status parse_boolean(const dp_option *option, const char *text, value *out, dp_error *error)
{
    out->boolean = strcmp(text, "true") == 0;
    if (!out->boolean && strcmp(text, "false") != 0)
        return dp_error_set(error, DP_BAD_OPTION, "option '%s' must be true or false, not '%.80s'", option->name, text);
    return DP_OK;
}

static bool is_choice(const char *choices, const char *text)
{
    size_t length = strlen(text);
    for (const char *at = choices; *at;) {
        size_t size = strcspn(at, ",");
        if (size == length && memcmp(at, text, size) == 0)
            return true;
        at += size + (at[size] == ',');
    }
    return false;
}

static dp_status parse_string(const dp_option *option, const char *text, value *out, dp_error *error)
{
    if (option->type == DP_OPTION_CHOICE && !is_choice(option->choices, text))
        return dp_error_set(error, DP_BAD_OPTION, "option '%s' must be one of %s, not '%.80s'", option->name,
                            option->choices, text);
    path_list_free(&out->strings);
    return path_list_add(&out->strings, text, strlen(text)) ? DP_OK : no_memory(error);
}

static dp_status parse_value(const dp_option *option, const char *text, value *out, dp_error *error)
{
    if (!dp_utf8_valid(text, strlen(text), NULL))
        return dp_error_set(error, DP_BAD_OPTION, "the value of option '%s' is not UTF-8", option->name);
    switch (option->type) {
    case DP_OPTION_INTEGER:
        return parse_integer(option, text, out, error);
    case DP_OPTION_NUMBER:
        return parse_number(option, text, out, error);
    case DP_OPTION_BOOLEAN:
        return parse_boolean(option, text, out, error);
    case DP_OPTION_LIST:
        return path_list_add(&out->strings, text, strlen(text)) ? DP_OK : no_memory(error);
    default:
        return parse_string(option, text, out, error);
    }
}

static dp_status parse_fallback(const dp_option *option, value *out, dp_error *error)
{
    const char *text = option->fallback;
    if (!text)
        return DP_OK;
    if (option->type != DP_OPTION_LIST)
        return parse_value(option, text, out, error);
    while (*text) {
        size_t length = strcspn(text, ",");
        if (!path_list_add(&out->strings, text, length))
            return no_memory(error);
        text += length + (text[length] == ',');
    }
    return DP_OK;
}

/* ---- The plugin's own table ---- */

static dp_status check_choices(const dp_option *option, dp_error *error)
{
    if ((option->type == DP_OPTION_CHOICE) != (option->choices && *option->choices))
        return dp_error_set(error, DP_INVALID, "option '%s': 'choices' belongs to a choice, and to nothing else",
                            option->name);
    if (!(option->minimum <= option->maximum))
        return dp_error_set(error, DP_INVALID, "option '%s': its minimum %g is above its maximum %g", option->name,
                            option->minimum, option->maximum);
    return DP_OK;
}

dp_status options_check_declaration(const dp_plugin *plugin, size_t index, dp_error *error)
{
    const dp_option *option = &plugin->options[index];
    if (!option->name || !loader_is_name(option->name))
        return dp_error_set(error, DP_INVALID,
                            "option %zu of its table has the name '%.40s': "
                            "lower-case letters, digits and hyphens only",
                            index + 1, option->name ? option->name : "");
    for (size_t i = 0; i < index; i++)
        if (strcmp(plugin->options[i].name, option->name) == 0)
            return dp_error_set(error, DP_INVALID, "option '%s' stands twice in its table", option->name);
    if (!options_type_name(option->type))
        return dp_error_set(error, DP_INVALID, "option '%s' has the type %d, which there is not", option->name,
                            (int)option->type);
    if (!option->help || !*option->help)
        return dp_error_set(error, DP_INVALID, "option '%s' has no help", option->name);
    if (check_choices(option, error) != DP_OK)
        return DP_INVALID;
    value fallback = {0};
    dp_status status = parse_fallback(option, &fallback, error);
    path_list_free(&fallback.strings);
    return status == DP_OK ? DP_OK : dp_error_prefix(error, "its fallback is wrong");
}

/* ---- From settings ---- */

static const dp_option *find_option(const dp_plugin *plugin, const char *name, size_t *index)
{
    for (size_t i = 0; i < plugin->option_count; i++)
        if (strcmp(plugin->options[i].name, name) == 0) {
            *index = i;
            return &plugin->options[i];
        }
    return NULL;
}

static dp_status unknown_option(const dp_plugin *plugin, const char *name, dp_error *error)
{
    suggestion near = {.wrong = name};
    for (size_t i = 0; i < plugin->option_count; i++)
        suggest_offer(&near, plugin->options[i].name);
    if (near.best)
        return dp_error_set(error, DP_BAD_OPTION, "plugin '%s' has no option '%.80s'; did you mean '%s'?", plugin->id,
                            name, near.best);
    return dp_error_set(error, DP_BAD_OPTION,
                        "plugin '%s' has no option '%.80s'; 'depesche inspect %s' lists what it has", plugin->id, name,
                        plugin->id);
}

static dp_status check_kind(const dp_option *option, setting_kind kind, dp_error *error)
{
    static const setting_kind wanted[] = {
        [DP_OPTION_STRING] = SETTING_STRING, [DP_OPTION_INTEGER] = SETTING_NUMBER,
        [DP_OPTION_NUMBER] = SETTING_NUMBER, [DP_OPTION_BOOLEAN] = SETTING_BOOLEAN,
        [DP_OPTION_CHOICE] = SETTING_STRING, [DP_OPTION_FILE] = SETTING_STRING,
        [DP_OPTION_LIST] = SETTING_LIST,
    };
    static const char *const forms[] = {"", "a JSON string", "a JSON number", "true or false",
                                        "a JSON array of strings"};
    if (kind == SETTING_TEXT || kind == wanted[option->type])
        return DP_OK;
    return dp_error_set(error, DP_BAD_OPTION, "option '%s' is of type %s and must be given as %s", option->name,
                        options_type_name(option->type), forms[wanted[option->type]]);
}

/* A file named in a pipeline lies beside it, one named by --set where the user is, any of them among the data. */
static dp_status resolve_file(const options_places *places, setting_kind kind, value *out, dp_error *error)
{
    if (out->strings.count == 0 || out->strings.items[0][0] == '/')
        return DP_OK;
    const char *name = out->strings.items[0];
    if (kind == SETTING_TEXT && path_is_file(name))
        return DP_OK;
    char *path = kind == SETTING_STRING && places->pipeline_dir ? path_join(places->pipeline_dir, name, "") : NULL;
    if (path && !path_is_file(path)) {
        free(path);
        path = NULL;
    }
    if (!path && places->data_dirs)
        path = path_list_find(places->data_dirs, name);
    if (!path)
        return DP_OK;
    path_list_free(&out->strings);
    dp_status status = path_list_add(&out->strings, path, strlen(path)) ? DP_OK : no_memory(error);
    free(path);
    return status;
}

static dp_status apply(dp_options *options, const setting *given, dp_error *error)
{
    size_t index;
    const dp_option *option = find_option(options->plugin, given->name, &index);
    if (!option)
        return unknown_option(options->plugin, given->name, error);
    if (check_kind(option, given->kind, error) != DP_OK)
        return DP_BAD_OPTION;
    value *out = &options->values[index];
    path_list_free(&out->strings);
    out->given = true;
    size_t first = option->type == DP_OPTION_LIST || given->values.count == 0 ? 0 : given->values.count - 1;
    dp_status status = DP_OK;
    for (size_t i = first; i < given->values.count && status == DP_OK; i++)
        status = parse_value(option, given->values.items[i], out, error);
    if (status == DP_OK && option->type == DP_OPTION_FILE)
        status = resolve_file(&options->places, given->kind, out, error);
    return status;
}

static dp_status apply_fallbacks(dp_options *options, dp_error *error)
{
    for (size_t i = 0; i < options->plugin->option_count; i++) {
        const dp_option *option = &options->plugin->options[i];
        dp_status status = parse_fallback(option, &options->values[i], error);
        if (status == DP_OK && option->type == DP_OPTION_FILE)
            status = resolve_file(&options->places, SETTING_LIST, &options->values[i], error);
        if (status != DP_OK)
            return status;
    }
    return DP_OK;
}

dp_options *options_new(const dp_plugin *plugin, const setting *settings, size_t count, options_places places,
                        dp_error *error)
{
    dp_options *options = alloc_zeroed(1, sizeof *options);
    if (options) {
        options->plugin = plugin;
        options->places = places;
        options->values = alloc_zeroed(plugin->option_count, sizeof *options->values);
    }
    dp_status status = options && options->values ? apply_fallbacks(options, error) : no_memory(error);
    for (size_t i = 0; i < count && status == DP_OK; i++)
        status = apply(options, &settings[i], error);
    if (status == DP_OK)
        return options;
    options_free(options);
    return NULL;
}

void options_free(dp_options *options)
{
    if (!options)
        return;
    for (size_t i = 0; options->values && i < options->plugin->option_count; i++)
        path_list_free(&options->values[i].strings);
    free(options->values);
    free(options);
}

/* ---- What a plugin asks ---- */

static const value *get(const dp_options *options, const char *name, unsigned types)
{
    size_t index;
    const dp_option *option = find_option(options->plugin, name, &index);
    return option && (types & 1u << option->type) ? &options->values[index] : NULL;
}

const char *dp_options_string(const dp_options *options, const char *name)
{
    const value *found = get(options, name, 1u << DP_OPTION_STRING | 1u << DP_OPTION_CHOICE | 1u << DP_OPTION_FILE);
    return found && found->strings.count ? found->strings.items[0] : NULL;
}

int64_t dp_options_integer(const dp_options *options, const char *name)
{
    const value *found = get(options, name, 1u << DP_OPTION_INTEGER);
    return found ? found->integer : 0;
}

double dp_options_number(const dp_options *options, const char *name)
{
    const value *found = get(options, name, 1u << DP_OPTION_NUMBER);
    return found ? found->number : 0;
}

bool dp_options_boolean(const dp_options *options, const char *name)
{
    const value *found = get(options, name, 1u << DP_OPTION_BOOLEAN);
    return found && found->boolean;
}

size_t dp_options_count(const dp_options *options, const char *name)
{
    const value *found = get(options, name, 1u << DP_OPTION_LIST);
    return found ? found->strings.count : 0;
}

const char *dp_options_item(const dp_options *options, const char *name, size_t index)
{
    const value *found = get(options, name, 1u << DP_OPTION_LIST);
    return found && index < found->strings.count ? found->strings.items[index] : NULL;
}

bool dp_options_given(const dp_options *options, const char *name)
{
    size_t index;
    return find_option(options->plugin, name, &index) && options->values[index].given;
}

char *dp_options_find_data(const dp_options *options, const char *name)
{
    return options->places.data_dirs ? path_list_find(options->places.data_dirs, name) : NULL;
}
