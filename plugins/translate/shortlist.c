/* SPDX-License-Identifier: ISC */
/*
 * Reading a lexical shortlist (.s2t.bin): six numbers, one offset per source piece, then lists of target pieces.
 */
#include "config.h"

#include "shortlist.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC        UINT64_C(0xF11A48D5013417F5)
#define HEADER_WORDS 6u
#define MOST_BYTES   (256u << 20)

/* The number of allowed pieces is filled up to a multiple of this. */
#define ROUND_TO 8u

struct shortlist {
    void *bytes;             /* of the file */
    size_t mapped;           /* how many; 0: they are allocated */
    const uint64_t *offsets; /* sources + 1 */
    const uint32_t *pieces;
    size_t sources, targets;
    size_t first;   /* pieces below this are always allowed */
    size_t longest; /* entries of the longest list */
    bool shared;
};

enum { WORD_MAGIC, WORD_CHECKSUM, WORD_FIRST, WORD_BEST, WORD_OFFSETS, WORD_PIECES };

static uint64_t checksum(const uint64_t *words, size_t count)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++)
        hash ^= words[i] + UINT64_C(0x9e3779b9) + (hash << 6) + (hash >> 2);
    return hash;
}

static dp_status check_header(const uint64_t *words, size_t length, const char *name, dp_error *error)
{
    if (length < HEADER_WORDS * 8 || words[WORD_MAGIC] != MAGIC)
        return dp_error_set(error, DP_BAD_INPUT, "%s: not a binary lexical shortlist", name);
    uint64_t offsets = words[WORD_OFFSETS], pieces = words[WORD_PIECES];
    if (offsets > MOST_BYTES / 8 || pieces > MOST_BYTES / 4 || length != HEADER_WORDS * 8 + 8 * offsets + 4 * pieces)
        return dp_error_set(error, DP_BAD_INPUT, "%s: the shortlist has not the size that it says; get it again", name);
    if (checksum(words + WORD_FIRST, (length - 16) / 8) != words[WORD_CHECKSUM])
        return dp_error_set(error, DP_BAD_INPUT, "%s: the shortlist's checksum is wrong: it is damaged, get it again",
                            name);
    return DP_OK;
}

static dp_status check_lists(shortlist *list, const uint64_t *words, const char *name, dp_error *error)
{
    if (words[WORD_OFFSETS] != list->sources + 1)
        return dp_error_set(error, DP_BAD_INPUT, "%s: made for %llu source pieces, but the model has %zu", name,
                            (unsigned long long)words[WORD_OFFSETS] - 1, list->sources);
    if (words[WORD_FIRST] == 0 || words[WORD_FIRST] > list->targets)
        return dp_error_set(error, DP_BAD_INPUT, "%s: the shortlist always allows %llu pieces, of %zu", name,
                            (unsigned long long)words[WORD_FIRST], list->targets);
    list->first = (size_t)words[WORD_FIRST];
    uint64_t before = 0;
    for (size_t i = 0; i <= list->sources; i++) {
        if (list->offsets[i] < before || list->offsets[i] > words[WORD_PIECES] || (i == 0 && list->offsets[i] != 0))
            return dp_error_set(error, DP_BAD_INPUT, "%s: the shortlist's offsets are not in order", name);
        if (list->offsets[i] - before > list->longest)
            list->longest = (size_t)(list->offsets[i] - before);
        before = list->offsets[i];
    }
    uint32_t highest = 0;
    for (uint64_t i = 0; i < words[WORD_PIECES]; i++)
        highest = list->pieces[i] > highest ? list->pieces[i] : highest;
    if (highest >= list->targets)
        return dp_error_set(error, DP_BAD_INPUT, "%s: the shortlist names piece %lu, but the model has %zu", name,
                            (unsigned long)highest, list->targets);
    return DP_OK;
}

static void release(shortlist *list)
{
    if (list->mapped > 0)
        munmap(list->bytes, list->mapped);
    else
        free(list->bytes);
}

/* Take over the bytes, also on failure. */
static dp_status adopt(shortlist bytes, size_t length, const char *name, shortlist **out, dp_error *error)
{
    shortlist *list = malloc(sizeof *list);
    if (!list) {
        release(&bytes);
        return dp_error_set(error, DP_NO_MEMORY, "%s: no memory for the shortlist", name);
    }
    *list = bytes;
    const uint64_t *words = list->bytes;
    dp_status status = check_header(words, length, name, error);
    if (status == DP_OK) {
        list->offsets = words + HEADER_WORDS;
        list->pieces = (const uint32_t *)(const void *)(list->offsets + words[WORD_OFFSETS]);
        status = check_lists(list, words, name, error);
    }
    if (status != DP_OK)
        shortlist_free(list);
    else
        *out = list;
    return status;
}

dp_status shortlist_parse(const void *bytes, size_t length, const char *name, size_t sources, size_t targets,
                          bool shared, shortlist **list, dp_error *error)
{
    unsigned char *copy = malloc(length + 8);
    if (!copy)
        return dp_error_set(error, DP_NO_MEMORY, "%s: no memory for the shortlist", name);
    if (length > 0)
        memcpy(copy, bytes, length);
    shortlist taken = {.bytes = copy, .sources = sources, .targets = targets, .shared = shared};
    return adopt(taken, length, name, list, error);
}

static dp_status map_file(int descriptor, const char *path, shortlist *list, dp_error *error)
{
    struct stat about;
    if (fstat(descriptor, &about) != 0)
        return dp_error_set(error, DP_IO, "%s: cannot read the shortlist: %s", path, strerror(errno));
    if (!S_ISREG(about.st_mode) || about.st_size <= 0)
        return dp_error_set(error, DP_BAD_INPUT, "%s: not a binary lexical shortlist", path);
    if ((uintmax_t)about.st_size > MOST_BYTES)
        return dp_error_set(error, DP_LIMIT, "%s: too large for a shortlist", path);
    list->mapped = (size_t)about.st_size;
    void *mapping = mmap(NULL, list->mapped, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (mapping == MAP_FAILED)
        return dp_error_set(error, DP_IO, "%s: cannot be mapped: %s", path, strerror(errno));
    list->bytes = mapping;
    return DP_OK;
}

dp_status shortlist_open(const char *path, size_t sources, size_t targets, bool shared, shortlist **list,
                         dp_error *error)
{
    shortlist taken = {.sources = sources, .targets = targets, .shared = shared};
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return dp_error_set(error, errno == ENOENT ? DP_NOT_FOUND : DP_IO, "%s: cannot open the shortlist: %s", path,
                            strerror(errno));
    dp_status status = map_file(descriptor, path, &taken, error);
    close(descriptor);
    return status == DP_OK ? adopt(taken, taken.mapped, path, list, error) : status;
}

void shortlist_free(shortlist *list)
{
    if (!list)
        return;
    release(list);
    free(list);
}

size_t shortlist_limit(const shortlist *list, size_t count)
{
    size_t each = list->longest + 1;
    size_t most = count > list->targets / each ? list->targets : list->first + count * each + ROUND_TO;
    return most < list->targets ? most : list->targets;
}

/* Mark a piece and count it if it is new. */
static size_t allow(uint32_t piece, uint8_t *seen, size_t count)
{
    count += !seen[piece];
    seen[piece] = 1;
    return count;
}

/* Collect the marked pieces in ascending order and wipe the marks. */
static void collect(uint8_t *seen, size_t targets, uint32_t *allowed)
{
    for (size_t piece = 0; piece < targets; piece++) {
        uint64_t eight = 0;
        if (targets - piece >= 8)
            memcpy(&eight, seen + piece, 8);
        if (targets - piece >= 8 && eight == 0) {
            piece += 7;
        } else if (seen[piece]) {
            *allowed++ = (uint32_t)piece;
            seen[piece] = 0;
        }
    }
}

size_t shortlist_select(const shortlist *list, const uint32_t *source, size_t count, uint8_t *seen, uint32_t *allowed)
{
    size_t chosen = 0;
    for (uint32_t piece = 0; piece < list->first; piece++)
        chosen = allow(piece, seen, chosen);
    for (size_t i = 0; i < count; i++) {
        for (uint64_t j = list->offsets[source[i]]; j < list->offsets[source[i] + 1]; j++)
            chosen = allow(list->pieces[j], seen, chosen);
        if (list->shared)
            chosen = allow(source[i], seen, chosen);
    }
    for (uint32_t piece = (uint32_t)list->first; chosen % ROUND_TO != 0 && piece < list->targets; piece++)
        chosen = allow(piece, seen, chosen);
    collect(seen, list->targets, allowed);
    return chosen;
}
