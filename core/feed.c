/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "feed.h"

#include "alloc.h"
#include "input.h"
#include "sniff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The library's own limit on one article. */
#define LARGEST_ARTICLE ((size_t)64 << 20)

static void refuse(work_result *refusal, dp_status status, const char *text)
{
    refusal->status = status;
    refusal->phase = WORK_READING;
    dp_text_puts(&refusal->text, text);
}

/* ---- Names ---- */

static bool is_taken(const path_list *stems, const char *stem)
{
    for (size_t i = 0; i < stems->count; i++)
        if (strcmp(stems->items[i], stem) == 0)
            return true;
    return false;
}

/* The name of a file without its ending. */
static const char *stem_of(const char *path, int *length)
{
    const char *base = strcmp(path, "-") == 0 ? "stdin" : path_base(path);
    const char *dot = strrchr(base, '.');
    *length = (int)(dot && dot > base ? (size_t)(dot - base) : strlen(base));
    return base;
}

/* Whether a file is called as a line of an NDJSON file with this stem would be, such as "x.12". */
static bool meets_lines(const feed *self, const char *stem)
{
    size_t own = strlen(stem);
    for (size_t i = 0; i < operand_count(self->files); i++) {
        int length;
        const char *other = stem_of(operand(self->files, i), &length);
        size_t size = (size_t)length;
        if (size > own + 1 && memcmp(other, stem, own) == 0 && other[own] == '.' &&
            strspn(other + own + 1, "0123456789") >= size - own - 1)
            return true;
    }
    return false;
}

/* Remember a stem for the file, with a number behind it when another file has that. */
static bool add_stem(feed *self, const char *path, bool has_lines)
{
    int length;
    const char *base = stem_of(path, &length);
    dp_text stem = {0};
    dp_text_printf(&stem, "%.*s", length, base);
    for (unsigned number = 2;
         !stem.failed && (is_taken(&self->stems, stem.data) || (has_lines && meets_lines(self, stem.data))); number++) {
        dp_text_cut(&stem, 0);
        dp_text_printf(&stem, "%.*s-%u", length, base, number);
    }
    bool good = !stem.failed && path_list_add(&self->stems, stem.data, stem.length);
    dp_text_free(&stem);
    return good;
}

/* Fill in the names of a task from the newest file: of the whole, or of one of its lines from 1. */
static bool name_task(const feed *self, work_task *task, size_t line)
{
    const char *path = operand(self->files, self->next - 1), *stem = self->stems.items[self->stems.count - 1];
    dp_text name = {0}, file = {0};
    dp_text_puts(&name, path);
    dp_text_puts(&file, stem);
    if (line > 0) {
        dp_text_printf(&name, ":%zu", line);
        dp_text_printf(&file, ".%zu", line);
    }
    task->name = dp_text_take(&name);
    task->stem = dp_text_take(&file);
    return task->name && task->stem;
}

/* ---- Files ---- */

static bool is_ndjson(const feed *self, const char *path, const char *bytes, size_t length)
{
    if (strcmp(self->format, "auto") != 0)
        return strcmp(self->format, "ndjson") == 0;
    size_t size = strlen(path);
    return (size > 7 && strcmp(path + size - 7, ".ndjson") == 0) ||
           (size > 6 && strcmp(path + size - 6, ".jsonl") == 0) || strcmp(sniff_format(bytes, length), "ndjson") == 0;
}

static bool is_file(const char *path)
{
    struct stat about;
    return (strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &about) : stat(path, &about)) == 0 && S_ISREG(about.st_mode);
}

static bool next_is_file(const feed *self)
{
    return self->next >= operand_count(self->files) || is_file(operand(self->files, self->next));
}

static dp_status read_whole(struct input *in, work_task *task, dp_error *error)
{
    const char *bytes;
    dp_status status = input_read_all(in, &bytes, &task->length, error);
    if (status != DP_OK)
        return status;
    task->bytes = alloc_copy(bytes, task->length);
    return task->bytes ? DP_OK : dp_error_set(error, DP_NO_MEMORY, "out of memory");
}

/* Open the next operand. True with a task or a refusal; false when it is NDJSON, whose lines come next. */
static bool open_next(feed *self, work_task *task, work_result *refusal)
{
    const char *path = operand(self->files, self->next++), *bytes;
    size_t length;
    dp_error error = {0};
    if (!add_stem(self, path, false) || !name_task(self, task, 0)) {
        refuse(refusal, DP_NO_MEMORY, "out of memory");
        return true;
    }
    struct input *in = input_open(path, LARGEST_ARTICLE, &error);
    dp_status status = in ? input_peek(in, &bytes, &length, &error) : error.status;
    if (status == DP_OK && is_ndjson(self, path, bytes, length)) {
        work_task_free(task);
        self->lines = in;
        self->lines_at_hand = is_file(path) && next_is_file(self); /* behind its last line comes the next */
        if (!meets_lines(self, self->stems.items[self->stems.count - 1]) || add_stem(self, path, true))
            return false;
        refuse(refusal, DP_NO_MEMORY, "out of memory");
        return true;
    }
    if (status == DP_OK)
        status = read_whole(in, task, &error);
    task->format = self->format;
    if (status != DP_OK)
        refuse(refusal, status, error.text);
    input_close(in);
    return true;
}

/* Read the next line. False at the end of the file. */
static bool read_line(feed *self, work_task *task, work_result *refusal)
{
    input_line line;
    dp_error error = {0};
    bool more = input_next_line(self->lines, &line, &error);
    if (!more && error.status == DP_OK)
        return false;
    if (!name_task(self, task, more ? line.number : 0)) {
        refuse(refusal, DP_NO_MEMORY, "out of memory");
    } else if (!more) {
        refuse(refusal, error.status, error.text);
        self->next = operand_count(self->files); /* the error would come again and again */
    } else if (!line.bytes) {
        refuse(refusal, DP_LIMIT, "the line is longer than 64 MiB and was passed over");
    } else {
        task->format = "ndjson";
        task->length = line.length;
        task->bytes = alloc_copy(line.bytes, line.length);
        if (!task->bytes)
            refuse(refusal, DP_NO_MEMORY, "out of memory");
    }
    return true;
}

bool feed_next(feed *self, work_task *task, work_result *refusal)
{
    for (;;) {
        if (self->lines && read_line(self, task, refusal))
            return true;
        input_close(self->lines);
        self->lines = NULL;
        if (self->next >= operand_count(self->files))
            return false;
        if (open_next(self, task, refusal))
            return true;
    }
}

bool feed_at_hand(const feed *self)
{
    return self->lines ? self->lines_at_hand : next_is_file(self);
}

void feed_free(feed *self)
{
    input_close(self->lines);
    path_list_free(&self->stems);
}
