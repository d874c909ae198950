/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "delivery.h"

#include "search.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* File name endings of the formats. */
static const char *ending_of(const char *format)
{
    static const struct {
        const char *format, *ending;
    } endings[] = {{"json", ".json"}, {"ndjson", ".ndjson"}, {"markdown", ".md"}, {"html", ".html"}, {"text", ".txt"}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(endings[i].format, format) == 0)
            return endings[i].ending;
    return ".out";
}

/* What stands between two records of one output. */
static const char *separator_of(const char *format)
{
    if (strcmp(format, "markdown") == 0)
        return "\n---\n\n";
    return strcmp(format, "text") == 0 ? "\n\n" : "";
}

static bool wants_directory(const char *target)
{
    struct stat about;
    size_t length = target ? strlen(target) : 0;
    return length > 0 && (target[length - 1] == '/' || (stat(target, &about) == 0 && S_ISDIR(about.st_mode)));
}

dp_status delivery_open(delivery *self, const char *target, const char *format, dp_error *error)
{
    *self = (delivery){.target = target, .format = format, .directory = wants_directory(target)};
    if (self->directory) {
        if (mkdir(target, 0777) != 0 && errno != EEXIST)
            return dp_error_set(error, DP_IO, "%s: cannot be made: %s", target, strerror(errno));
        /* Standard output is not ours to write to then, nor the plugins'. */
        output *none = output_open(NULL, error);
        output_abandon(none);
        return none ? DP_OK : error->status;
    }
    self->out = output_open(target, error);
    return self->out ? DP_OK : error->status;
}

static dp_status put_file(const delivery *self, const char *stem, const dp_text *record, dp_error *error)
{
    char *path = path_join(self->target, stem, ending_of(self->format));
    if (!path)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory");
    output *out = output_open(path, error);
    free(path);
    if (!out)
        return error->status;
    dp_status status = output_write(out, record->data, record->length, error);
    if (status == DP_OK)
        return output_commit(out, error);
    output_abandon(out);
    return status;
}

dp_status delivery_put(delivery *self, const char *stem, const dp_text *record, dp_error *error)
{
    dp_status status = DP_OK;
    const char *separator = separator_of(self->format);
    if (!self->directory && self->records > 0)
        status = output_write(self->out, separator, strlen(separator), error);
    if (status == DP_OK)
        status = self->directory ? put_file(self, stem, record, error)
                                 : output_write(self->out, record->data, record->length, error);
    self->records += status == DP_OK;
    return status;
}

dp_status delivery_close(delivery *self, bool keep, dp_error *error)
{
    output *out = self->out;
    self->out = NULL;
    if (out && keep && self->records > 0)
        return output_commit(out, error);
    output_abandon(out);
    return DP_OK;
}
