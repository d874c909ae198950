/* SPDX-License-Identifier: ISC */
/*
 * Lists of directories to search, and the little that is needed of paths.
 */
#ifndef CORE_SEARCH_H
#define CORE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

/* A growing list of strings. Initialise with zeros. */
typedef struct path_list {
    char **items;
    size_t count;
    size_t capacity;
} path_list;

/* Append a copy of `length` bytes; false when memory ran out. */
bool path_list_add(path_list *list, const char *path, size_t length);

/* Put a copy in front of all others; false when memory ran out. */
bool path_list_add_first(path_list *list, const char *path);

/* Append the directories of a colon-separated list; null and empty pieces add nothing. */
bool path_list_add_all(path_list *list, const char *paths);

/* Append the user's and the system's XDG data directories, each with `below` behind it. */
bool path_list_add_xdg_data(path_list *list, const char *below);

/* Append the user's XDG configuration directory with `below` behind it. */
bool path_list_add_xdg_config(path_list *list, const char *below);

/* Sort the strings by byte order and drop repeated ones. */
void path_list_sort(path_list *list);

/* Append the names, without the ending, of the files in `directory` that end in `ending`. A directory that cannot be
 * read has none. */
bool path_list_add_names(path_list *list, const char *directory, const char *ending);

void path_list_free(path_list *list);

/* Return "DIRECTORY/NAME" followed by `ending`, which the caller frees; null when memory ran out. */
char *path_join(const char *directory, const char *name, const char *ending);

/* Return the directory part of a path ("." when it has none), which the caller frees; null when memory ran out. */
char *path_directory(const char *path);

/* Return the last component of a path, borrowed from it. */
const char *path_base(const char *path);

/* Whether something that is no directory is there. */
bool path_is_file(const char *path);

/* Return the first "DIRECTORY/NAME" of the list that is a file, or a directory when the name ends in a slash, which the
 * caller frees; null when there is none. */
char *path_list_find(const path_list *list, const char *name);

#endif /* CORE_SEARCH_H */
