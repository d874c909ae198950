/* SPDX-License-Identifier: ISC */
/*
 * Finding the files of a model.
 */
#include "config.h"

#include "model_place.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ROOM      "translate/"
#define OWN_MODEL "model" /* directory of the model that is part of depesche */

static dp_status no_memory(dp_error *error)
{
    return dp_error_set(error, DP_NO_MEMORY, "no memory for the name of a model");
}

static bool is_directory(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* Two parts with a slash between them, to be freed by the caller. */
static char *joined(const char *directory, const char *name)
{
    dp_text path = {0};
    dp_text_printf(&path, "%s/%s", directory, name);
    return dp_text_take(&path);
}

static bool matches(const char *name, const char *start, const char *end)
{
    size_t length = strlen(name), first = strlen(start), last = strlen(end);
    return length >= first + last && strncmp(name, start, first) == 0 && strcmp(name + length - last, end) == 0;
}

/* The first file in a directory, by name, that begins and ends so; null when there is none. */
static char *file_like(const char *directory, const char *start, const char *end)
{
    DIR *open = opendir(directory);
    char *best = NULL;
    for (struct dirent *entry = open ? readdir(open) : NULL; entry; entry = readdir(open)) {
        if (!matches(entry->d_name, start, end) || (best && strcmp(entry->d_name, best) >= 0))
            continue;
        free(best);
        best = strdup(entry->d_name);
    }
    if (open)
        closedir(open);
    char *path = best ? joined(directory, best) : NULL;
    free(best);
    return path;
}

static char *without_ending(const char *name, const char *ending)
{
    char *copy = strdup(name);
    size_t length = strlen(name), cut = strlen(ending);
    if (copy && length > cut && strcmp(name + length - cut, ending) == 0)
        copy[length - cut] = '\0';
    return copy;
}

static const char *last_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* ---- Directories and files ---- */

/* The name of a model: its directory's, or, in the directory of depesche's own model, what stands between "model." and
 * ".bin". */
static char *directory_id(const char *directory, const char *model)
{
    const char *name = last_name(directory), *file = model ? last_name(model) : "";
    if (strcmp(name, OWN_MODEL) != 0 || !matches(file, "model.", ".bin") || strlen(file) <= strlen("model..bin"))
        return strdup(name);
    return without_ending(file + strlen("model."), ".bin");
}

static dp_status place_directory(const char *directory, model_place *place, dp_error *error)
{
    place->model = file_like(directory, "model", ".bin");
    place->id = directory_id(directory, place->model);
    place->vocab = file_like(directory, "vocab", ".spm");
    place->shortlist = file_like(directory, "lex", ".bin");
    if (!place->model)
        return dp_error_set(error, DP_NOT_FOUND, "%s: holds no model*.bin", directory);
    return place->id ? DP_OK : no_memory(error);
}

static dp_status place_file(const char *path, model_place *place, dp_error *error)
{
    const char *name = last_name(path);
    char *directory = name == path ? strdup(".") : strndup(path, (size_t)(name - path));
    place->id = without_ending(name, ".bin");
    place->model = strdup(path);
    if (directory) {
        place->vocab = file_like(directory, "vocab", ".spm");
        place->shortlist = file_like(directory, "lex", ".bin");
    }
    free(directory);
    return place->id && place->model ? DP_OK : no_memory(error);
}

static dp_status place_path(const char *path, model_place *place, dp_error *error)
{
    char *trimmed = without_ending(path, "/");
    if (!trimmed)
        return no_memory(error);
    dp_status status =
        is_directory(trimmed) ? place_directory(trimmed, place, error) : place_file(trimmed, place, error);
    free(trimmed);
    return status;
}

/* ---- Installed models ---- */

/* The directory of an installed model, or null. */
static char *installed(const dp_options *options, const char *id)
{
    dp_text name = {0};
    dp_text_printf(&name, ROOM "%s/", id);
    char *path = name.data ? dp_options_find_data(options, name.data) : NULL;
    dp_text_free(&name);
    char *model = path && is_directory(path) ? file_like(path, "model", ".bin") : NULL;
    if (!model) {
        free(path);
        path = NULL;
    }
    free(model);
    return path;
}

/* The first model of the list that is installed, or null. */
static char *best_installed(const dp_options *options)
{
    char line[1024], *list = dp_options_find_data(options, ROOM "models.tsv"), *path = NULL;
    FILE *stream = list ? fopen(list, "r") : NULL;
    while (stream && !path && fgets(line, sizeof line, stream)) {
        line[strcspn(line, "\t\n")] = '\0';
        if (line[0] != '\0' && line[0] != '#')
            path = installed(options, line);
    }
    if (stream)
        fclose(stream);
    free(list);
    return path ? path : installed(options, OWN_MODEL);
}

static dp_status place_installed(const dp_options *options, const char *id, model_place *place, dp_error *error)
{
    char *directory = id ? installed(options, id) : best_installed(options);
    if (!directory && id)
        return dp_error_set(error, DP_UNAVAILABLE,
                            "the translation model '%s' is not installed: 'depesche model get %s' fetches it, if "
                            "'depesche model list' knows it",
                            id, id);
    if (!directory)
        return dp_error_set(error, DP_UNAVAILABLE,
                            "no translation model is installed: 'depesche model list' shows which there are, "
                            "'depesche model get NAME' fetches one");
    dp_status status = place_path(directory, place, error);
    free(directory);
    return status;
}

/* ---- Interface ---- */

static dp_status override(char **path, const char *given, dp_error *error)
{
    if (!given)
        return DP_OK;
    free(*path);
    *path = strdup(given);
    return *path ? DP_OK : no_memory(error);
}

dp_status model_place_find(const dp_options *options, model_place *place, dp_error *error)
{
    const char *model = dp_options_string(options, "model");
    *place = (model_place){0};
    dp_status status =
        model && strchr(model, '/') ? place_path(model, place, error) : place_installed(options, model, place, error);
    if (status == DP_OK)
        status = override(&place->vocab, dp_options_string(options, "vocab"), error);
    if (status == DP_OK)
        status = override(&place->shortlist, dp_options_string(options, "shortlist"), error);
    if (status == DP_OK && !dp_options_boolean(options, "use-shortlist")) {
        free(place->shortlist);
        place->shortlist = NULL;
    }
    if (status == DP_OK && !place->vocab)
        status =
            dp_error_set(error, DP_NOT_FOUND,
                         "%s: no vocab*.spm lies beside the model; name one with the option 'vocab'", place->model);
    if (status != DP_OK)
        model_place_free(place);
    return status;
}

void model_place_free(model_place *place)
{
    free(place->id);
    free(place->model);
    free(place->vocab);
    free(place->shortlist);
    *place = (model_place){0};
}
