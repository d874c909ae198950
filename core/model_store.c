/* SPDX-License-Identifier: ISC */
/*
 * The store of translation models.
 */
#include "config.h"

#include "model_store.h"

#include "search.h"
#include "sha256.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_ENTRIES 256
#define LIST_NAME    "translate/models.tsv"
#define LIST_LIMIT   ((size_t)1 << 20)
#define COLUMNS      7

struct model_store {
    path_list directories; /* data directories, the user's among them */
    path_list users;       /* where models are installed */
    char *list;            /* the file; entries point into it */
    model_file_entry entries[MOST_ENTRIES];
    size_t count;
};

/* ---- The list ---- */

/* Cut a line at its tabs. Returns the number of columns. */
static size_t cut_line(char *line, char *columns[COLUMNS])
{
    size_t count = 0;
    while (line && count < COLUMNS) {
        columns[count++] = line;
        line = strchr(line, '\t');
        if (line)
            *line++ = '\0';
    }
    return count;
}

/* A name that stays in its directory. */
static bool plain_name(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

static bool read_entry(char *line, model_file_entry *entry)
{
    char *columns[COLUMNS], *end;
    if (cut_line(line, columns) != COLUMNS || !plain_name(columns[0]) || !plain_name(columns[3]))
        return false;
    errno = 0;
    *entry = (model_file_entry){columns[0], columns[1], columns[2], columns[3], strtoull(columns[4], &end, 10),
                                columns[5], columns[6]};
    return *end == '\0' && errno == 0 && entry->bytes > 0 && strlen(entry->sha256) == 64;
}

static dp_status read_list(model_store *store, const char *path, dp_error *error)
{
    size_t number = 0;
    for (char *line = store->list, *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        number++;
        if (line[0] == '#' || line[0] == '\0')
            continue;
        if (store->count == MOST_ENTRIES || !read_entry(line, &store->entries[store->count++]))
            return dp_error_set(error, DP_BAD_INPUT, "%s:%zu: not a line of the list of models", path, number);
    }
    return DP_OK;
}

static dp_status load_list(model_store *store, const char *path, dp_error *error)
{
    FILE *file = fopen(path, "r");
    if (!file)
        return dp_error_set(error, DP_IO, "%s: %s", path, strerror(errno));
    store->list = calloc(LIST_LIMIT + 1, 1);
    size_t length = store->list ? fread(store->list, 1, LIST_LIMIT, file) : 0;
    bool good = store->list && !ferror(file) && length < LIST_LIMIT;
    fclose(file);
    if (!good)
        return dp_error_set(error, DP_IO, "%s: cannot be read", path);
    return read_list(store, path, error);
}

static bool find_directories(model_store *store)
{
    return path_list_add_xdg_data(&store->users, "depesche") &&
           path_list_add_all(&store->directories, getenv("DEPESCHE_DATA_PATH")) &&
           path_list_add_xdg_data(&store->directories, "depesche") &&
           path_list_add(&store->directories, DP_DATA_DIR, strlen(DP_DATA_DIR));
}

model_store *model_store_open(dp_error *error)
{
    model_store *store = calloc(1, sizeof *store);
    if (!store || !find_directories(store)) {
        dp_error_set(error, DP_NO_MEMORY, "out of memory");
        model_store_free(store);
        return NULL;
    }
    char *path = path_list_find(&store->directories, LIST_NAME);
    dp_status status = path ? load_list(store, path, error)
                            : dp_error_set(error, DP_NOT_FOUND,
                                           "the list of models, " LIST_NAME ", is in none of the data directories");
    free(path);
    if (status == DP_OK)
        return store;
    model_store_free(store);
    return NULL;
}

void model_store_free(model_store *store)
{
    if (!store)
        return;
    path_list_free(&store->directories);
    path_list_free(&store->users);
    free(store->list);
    free(store);
}

const model_file_entry *model_store_entry(const model_store *store, size_t index)
{
    return index < store->count ? &store->entries[index] : NULL;
}

/* ---- Places ---- */

static char *room_in(const char *directory, const char *id, const char *ending)
{
    char *room = path_join(directory, "translate", "");
    char *path = room ? path_join(room, id, ending) : NULL;
    free(room);
    return path;
}

char *model_store_directory(const model_store *store, const char *id)
{
    for (size_t i = 0; i < store->directories.count; i++) {
        struct stat about;
        char *path = room_in(store->directories.items[i], id, "");
        if (!path || (stat(path, &about) == 0 && S_ISDIR(about.st_mode)))
            return path;
        free(path);
    }
    return store->users.count > 0 ? room_in(store->users.items[0], id, "") : NULL;
}

static char *entry_path(const model_store *store, const model_file_entry *entry, const char *ending)
{
    char *directory = model_store_directory(store, entry->id);
    char *path = directory ? path_join(directory, entry->file, ending) : NULL;
    free(directory);
    return path;
}

static bool has_size(const char *path, uint64_t bytes)
{
    struct stat about;
    return path && stat(path, &about) == 0 && S_ISREG(about.st_mode) && (uint64_t)about.st_size == bytes;
}

model_state model_store_state(const model_store *store, const char *id)
{
    size_t files = 0, good = 0;
    char *directory = model_store_directory(store, id);
    bool begun = directory && access(directory, F_OK) == 0;
    for (size_t i = 0; i < store->count; i++) {
        if (strcmp(store->entries[i].id, id) != 0)
            continue;
        char *path = entry_path(store, &store->entries[i], "");
        files++;
        good += has_size(path, store->entries[i].bytes);
        free(path);
    }
    free(directory);
    return files > 0 && good == files ? MODEL_INSTALLED : begun ? MODEL_PARTIAL : MODEL_ABSENT;
}

/* ---- Checking and fetching ---- */

static dp_status verify_file(const char *path, const model_file_entry *entry, dp_error *error)
{
    unsigned char bytes[65536];
    char hex[65];
    sha256 hash;
    uint64_t total = 0;
    FILE *file = fopen(path, "rb");
    if (!file)
        return dp_error_set(error, DP_NOT_FOUND, "%s: %s", path, strerror(errno));
    sha256_init(&hash);
    for (size_t length; (length = fread(bytes, 1, sizeof bytes, file)) > 0; total += length)
        sha256_update(&hash, bytes, length);
    bool broken = ferror(file);
    fclose(file);
    sha256_final(&hash, hex);
    if (broken)
        return dp_error_set(error, DP_IO, "%s: cannot be read", path);
    if (total != entry->bytes)
        return dp_error_set(error, DP_BAD_INPUT, "%s: has %llu bytes instead of %llu", path, (unsigned long long)total,
                            (unsigned long long)entry->bytes);
    if (strcmp(hex, entry->sha256) != 0)
        return dp_error_set(error, DP_BAD_INPUT, "%s: its SHA-256 is %s instead of %s", path, hex, entry->sha256);
    return DP_OK;
}

dp_status model_store_verify(const model_store *store, const model_file_entry *entry, dp_error *error)
{
    char *path = entry_path(store, entry, "");
    dp_status status = path ? verify_file(path, entry, error) : dp_error_set(error, DP_NO_MEMORY, "out of memory");
    free(path);
    return status;
}

/* Make a directory and those above it. */
static dp_status make_directories(char *path, dp_error *error)
{
    for (char *at = strchr(path + 1, '/');; at = strchr(at + 1, '/')) {
        if (at)
            *at = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST)
            return dp_error_set(error, DP_IO, "%s: %s", path, strerror(errno));
        if (!at)
            return DP_OK;
        *at = '/';
    }
}

/* Fetch into `part`, once more from the beginning when what lay there cannot be gone on from or does not come out
 * right. */
static dp_status fetch_part(const char *part, const model_file_entry *entry, download_progress *progress,
                            dp_error *error)
{
    bool begun = access(part, F_OK) == 0;
    dp_status status = download(entry->url, part, entry->bytes, progress, error);
    if (status == DP_OK)
        status = verify_file(part, entry, error);
    if (status != DP_BAD_INPUT)
        return status;
    remove(part);
    if (!begun)
        return status;
    status = download(entry->url, part, entry->bytes, progress, error);
    if (status == DP_OK)
        status = verify_file(part, entry, error);
    if (status == DP_BAD_INPUT)
        remove(part);
    return status;
}

static dp_status copy_file(FILE *in, const char *path, dp_error *error)
{
    char bytes[65536];
    FILE *out = fopen(path, "wb");
    bool good = out != NULL;
    for (size_t length; good && (length = fread(bytes, 1, sizeof bytes, in)) > 0;)
        good = fwrite(bytes, 1, length, out) == length;
    if (out && fclose(out) != 0)
        good = false;
    return good && !ferror(in) ? DP_OK : dp_error_set(error, DP_IO, "%s: %s", path, strerror(errno));
}

/* Copy a file that has been fetched in another way, if it is the right one. */
static dp_status copy_part(const char *from, const char *part, const model_file_entry *entry, dp_error *error)
{
    dp_status status = verify_file(from, entry, error);
    FILE *in = status == DP_OK ? fopen(from, "rb") : NULL;
    if (in) {
        status = copy_file(in, part, error);
        fclose(in);
    } else if (status == DP_OK) {
        status = dp_error_set(error, DP_IO, "%s: %s", from, strerror(errno));
    }
    if (status == DP_OK)
        status = verify_file(part, entry, error);
    if (status != DP_OK)
        remove(part);
    return status;
}

dp_status model_store_get(const model_store *store, const model_file_entry *entry, const char *from,
                          download_progress *progress, dp_error *error)
{
    char *path = entry_path(store, entry, ""), *part = entry_path(store, entry, ".part");
    char *directory = path ? path_directory(path) : NULL;
    dp_status status = DP_OK;
    if (!part || !directory)
        status = dp_error_set(error, DP_NO_MEMORY, "out of memory");
    else if (!has_size(path, entry->bytes) || verify_file(path, entry, NULL) != DP_OK) {
        status = make_directories(directory, error);
        if (status == DP_OK)
            status = from ? copy_part(from, part, entry, error) : fetch_part(part, entry, progress, error);
        if (status == DP_OK && rename(part, path) != 0)
            status = dp_error_set(error, DP_IO, "%s: %s", path, strerror(errno));
    }
    free(path);
    free(part);
    free(directory);
    return status;
}
