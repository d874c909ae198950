/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "search.h"

#include "alloc.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool path_list_add(path_list *list, const char *path, size_t length)
{
    if (!alloc_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items))
        return false;
    char *copy = alloc_copy(path, length);
    if (!copy)
        return false;
    list->items[list->count++] = copy;
    return true;
}

bool path_list_add_first(path_list *list, const char *path)
{
    if (!path_list_add(list, path, strlen(path)))
        return false;
    char *added = list->items[list->count - 1];
    memmove(list->items + 1, list->items, (list->count - 1) * sizeof *list->items);
    list->items[0] = added;
    return true;
}

bool path_list_add_all(path_list *list, const char *paths)
{
    while (paths && *paths) {
        size_t length = strcspn(paths, ":");
        if (length > 0 && !path_list_add(list, paths, length))
            return false;
        paths += length + (paths[length] == ':');
    }
    return true;
}

/* The XDG rules: a relative path counts as not set. */
static bool add_below(path_list *list, const char *directory, const char *below)
{
    if (directory[0] != '/')
        return true;
    char *path = path_join(directory, below, "");
    bool good = path && path_list_add(list, path, strlen(path));
    free(path);
    return good;
}

static bool add_user_directory(path_list *list, const char *variable, const char *otherwise, const char *below)
{
    const char *own = getenv(variable);
    if (own && own[0] == '/')
        return add_below(list, own, below);
    const char *home = getenv("HOME");
    char *directory = home && home[0] == '/' ? path_join(home, otherwise, "") : NULL;
    if (!directory)
        return !home || home[0] != '/';
    bool good = add_below(list, directory, below);
    free(directory);
    return good;
}

bool path_list_add_xdg_data(path_list *list, const char *below)
{
    path_list system = {0};
    const char *set = getenv("XDG_DATA_DIRS");
    bool good = add_user_directory(list, "XDG_DATA_HOME", ".local/share", below) &&
                path_list_add_all(&system, set && *set ? set : "/usr/local/share:/usr/share");
    for (size_t i = 0; good && i < system.count; i++)
        good = add_below(list, system.items[i], below);
    path_list_free(&system);
    return good;
}

bool path_list_add_xdg_config(path_list *list, const char *below)
{
    return add_user_directory(list, "XDG_CONFIG_HOME", ".config", below);
}

static int compare_strings(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

void path_list_sort(path_list *list)
{
    if (list->count == 0)
        return;
    qsort(list->items, list->count, sizeof *list->items, compare_strings);
    size_t kept = 1;
    for (size_t i = 1; i < list->count; i++) {
        if (strcmp(list->items[kept - 1], list->items[i]) == 0)
            free(list->items[i]);
        else
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

bool path_list_add_names(path_list *list, const char *directory, const char *ending)
{
    DIR *stream = opendir(directory);
    if (!stream)
        return true;
    bool good = true;
    for (const struct dirent *entry; good && (entry = readdir(stream));) {
        size_t length = strlen(entry->d_name), tail = strlen(ending);
        if (length > tail && strcmp(entry->d_name + length - tail, ending) == 0)
            good = path_list_add(list, entry->d_name, length - tail);
    }
    closedir(stream);
    return good;
}

void path_list_free(path_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i]);
    free(list->items);
    *list = (path_list){0};
}

char *path_join(const char *directory, const char *name, const char *ending)
{
    size_t lengths[] = {strlen(directory), strlen(name), strlen(ending)};
    char *path = alloc_zeroed(lengths[0] + lengths[1] + lengths[2] + 2, 1);
    if (!path)
        return NULL;
    memcpy(path, directory, lengths[0]);
    path[lengths[0]] = '/';
    memcpy(path + lengths[0] + 1, name, lengths[1]);
    memcpy(path + lengths[0] + 1 + lengths[1], ending, lengths[2]);
    return path;
}

char *path_directory(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return alloc_string(".");
    return slash == path ? alloc_string("/") : alloc_copy(path, (size_t)(slash - path));
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

bool path_is_file(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && !S_ISDIR(about.st_mode);
}

/* Whether there is what the name asks for: a directory when it ends in a slash, otherwise a file. */
static bool path_is_wanted(const char *path, const char *name)
{
    struct stat about;
    size_t length = strlen(name);
    if (length == 0 || name[length - 1] != '/')
        return path_is_file(path);
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

char *path_list_find(const path_list *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++) {
        char *path = path_join(list->items[i], name, "");
        if (!path || path_is_wanted(path, name))
            return path;
        free(path);
    }
    return NULL;
}
