/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "input.h"

#include "alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PEEK_SIZE ((size_t)65536)

struct input {
    int file;
    char *path;
    size_t limit;
    size_t expected; /* size of a regular file, 0 when not known */
    char *buffer;    /* bytes begin to end are read and not consumed */
    size_t begin, end, capacity;
    size_t lines;
    bool ended;
};

static const char *shown_path(const input *in)
{
    return strcmp(in->path, "-") == 0 ? "standard input" : in->path;
}

static dp_status no_memory(const input *in, dp_error *error)
{
    return dp_error_set(error, DP_NO_MEMORY, "%s: out of memory while reading", shown_path(in));
}

/* ---- Opening ---- */

static dp_status refuse_path(const char *path, int reason, dp_error *error)
{
    if (reason == ENOENT)
        return dp_error_set(error, DP_NOT_FOUND, "%s: there is no such file", path);
    if (reason == EACCES)
        return dp_error_set(error, DP_IO, "%s: no permission to read this file", path);
    return dp_error_set(error, DP_IO, "%s: cannot be opened: %s", path, strerror(reason));
}

static dp_status open_file(input *in, dp_error *error)
{
    bool standard = strcmp(in->path, "-") == 0;
    in->file = standard ? STDIN_FILENO : open(in->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat facts;
    if (in->file < 0 || fstat(in->file, &facts) != 0)
        return refuse_path(shown_path(in), errno, error);
    if (S_ISDIR(facts.st_mode))
        return dp_error_set(error, DP_BAD_INPUT, "%s: is a directory; name the files in it, for instance %s/*.txt",
                            shown_path(in), standard ? "DIR" : in->path);
    if (S_ISREG(facts.st_mode) && facts.st_size > 0)
        in->expected = (size_t)facts.st_size;
    return DP_OK;
}

input *input_open(const char *path, size_t limit, dp_error *error)
{
    input *in = alloc_zeroed(1, sizeof *in);
    if (in) {
        in->file = -1;
        in->limit = limit;
        in->path = alloc_string(path);
    }
    if (!in || !in->path) {
        dp_error_set(error, DP_NO_MEMORY, "%s: out of memory while opening", path);
    } else if (open_file(in, error) == DP_OK) {
        return in;
    }
    input_close(in);
    return NULL;
}

void input_close(input *in)
{
    if (!in)
        return;
    if (in->file > STDIN_FILENO)
        close(in->file);
    free(in->path);
    free(in->buffer);
    free(in);
}

/* ---- Reading ---- */

/* Make room for `room` more bytes behind those that are held, moving them to the front first. */
static bool make_room(input *in, size_t room)
{
    if (in->begin > 0 && in->capacity - in->end < room) {
        memmove(in->buffer, in->buffer + in->begin, in->end - in->begin);
        in->end -= in->begin;
        in->begin = 0;
    }
    return room <= SIZE_MAX - in->end && alloc_grow(&in->buffer, &in->capacity, in->end + room, 1);
}

/* Read once, into the room there is. */
static dp_status read_some(input *in, dp_error *error)
{
    ssize_t count;
    do
        count = read(in->file, in->buffer + in->end, in->capacity - in->end);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return dp_error_set(error, DP_IO, "%s: cannot be read: %s", shown_path(in), strerror(errno));
    in->ended = count == 0;
    in->end += (size_t)count;
    return DP_OK;
}

dp_status input_peek(input *in, const char **bytes, size_t *length, dp_error *error)
{
    while (!in->ended && in->end - in->begin < PEEK_SIZE) {
        if (!make_room(in, PEEK_SIZE))
            return no_memory(in, error);
        dp_status status = read_some(in, error);
        if (status != DP_OK)
            return status;
    }
    size_t held = in->end - in->begin;
    *bytes = held ? in->buffer + in->begin : "";
    *length = held < PEEK_SIZE ? held : PEEK_SIZE;
    return DP_OK;
}

static dp_status refuse_length(const input *in, dp_error *error)
{
    return dp_error_set(error, DP_LIMIT, "%s: is larger than the %zu bytes that are accepted", shown_path(in), in->limit);
}

dp_status input_read_all(input *in, const char **bytes, size_t *length, dp_error *error)
{
    if (in->expected > in->limit)
        return refuse_length(in, error);
    size_t step = in->expected > PEEK_SIZE ? in->expected - PEEK_SIZE + 1 : PEEK_SIZE;
    while (!in->ended) {
        if (in->end - in->begin > in->limit)
            return refuse_length(in, error);
        if (in->capacity - in->end == 0 && !make_room(in, step))
            return no_memory(in, error);
        step = PEEK_SIZE;
        dp_status status = read_some(in, error);
        if (status != DP_OK)
            return status;
    }
    if (in->end - in->begin > in->limit)
        return refuse_length(in, error);
    *bytes = in->end > in->begin ? in->buffer + in->begin : "";
    *length = in->end - in->begin;
    return DP_OK;
}

/* ---- Lines ---- */

static bool is_blank(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!memchr(" \t\r", bytes[i], 3))
            return false;
    return true;
}

/* Find the end of the line that begins the held bytes, reading as needed; `*bytes_seen` of them hold none. A line that
 * outgrows the limit is thrown away up to its end, and `*skipped` set. */
static dp_status find_line_end(input *in, size_t *line_end, bool *skipped, dp_error *error)
{
    size_t seen = 0;
    for (*skipped = false;;) {
        size_t held = in->end - in->begin;
        const char *newline = held > seen ? memchr(in->buffer + in->begin + seen, '\n', held - seen) : NULL;
        if (newline || in->ended) {
            *line_end = newline ? (size_t)(newline - in->buffer) : in->end;
            *skipped = *skipped || *line_end - in->begin > in->limit;
            return DP_OK;
        }
        seen = held;
        if (held > in->limit) {
            *skipped = true;
            in->begin = in->end;
            seen = 0;
        }
        if (!make_room(in, PEEK_SIZE))
            return no_memory(in, error);
        dp_status status = read_some(in, error);
        if (status != DP_OK)
            return status;
    }
}

bool input_next_line(input *in, input_line *line, dp_error *error)
{
    while (!in->ended || in->begin < in->end) {
        size_t end = 0;
        bool skipped;
        if (find_line_end(in, &end, &skipped, error) != DP_OK)
            return false;
        const char *bytes = in->buffer + in->begin;
        size_t length = end - in->begin;
        bool newline = end < in->end;
        in->begin = end + newline;
        if (!newline && length == 0 && !skipped)
            return false;
        in->lines++;
        if (!skipped && is_blank(bytes, length))
            continue;
        *line = (input_line){.bytes = skipped ? NULL : bytes, .length = skipped ? 0 : length, .number = in->lines};
        return true;
    }
    return false;
}
