/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "output.h"

#include "alloc.h"
#include "exit_code.h"
#include "search.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct output {
    int file;
    char *path;      /* the final name; null for standard output and for what is written directly */
    char *temporary; /* null likewise */
};

/* What a signal has to remove: a handler can be told in no other way. */
static _Atomic(char *) unfinished;

/* Where standard output is kept once it has been set aside; 0 before. */
static int standard_output;

/* ---- Signals ---- */

static void interrupted(int signal)
{
    (void)signal;
    const char *path = atomic_load(&unfinished);
    if (path)
        unlink(path);
    _exit(EXIT_INTERRUPTED);
}

void output_catch_signals(void)
{
    struct sigaction action = {.sa_handler = interrupted};
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGINT);
    sigaddset(&action.sa_mask, SIGTERM);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

/* ---- Opening ---- */

static dp_status failed(const char *path, const char *what, dp_error *error)
{
    return dp_error_set(error, DP_IO, "%s: %s: %s", path ? path : "standard output", what, strerror(errno));
}

static dp_status open_standard(output *out, dp_error *error)
{
    if (standard_output == 0) {
        fflush(stdout);
        int copy = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
        if (copy < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
            return failed(NULL, "cannot be opened", error);
        standard_output = copy;
    }
    out->file = standard_output;
    return DP_OK;
}

/* A file keeps its permissions when it is replaced; a new one gets those that creating it plainly would give. */
static mode_t mode_for(const struct stat *old)
{
    if (old)
        return old->st_mode & 0777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static char *temporary_beside(const char *path)
{
    char *directory = path_directory(path), *hidden = NULL;
    char *name = alloc_zeroed(strlen(path) + sizeof "..XXXXXX", 1);
    if (directory && name) {
        snprintf(name, strlen(path) + sizeof "..XXXXXX", ".%s.XXXXXX", path_base(path));
        hidden = path_join(directory, name, "");
    }
    free(directory);
    free(name);
    return hidden;
}

static dp_status open_temporary(output *out, const char *path, const struct stat *old, dp_error *error)
{
    /* Through a symbolic link, the file it points to is replaced, not the link. */
    char *real = old ? realpath(path, NULL) : NULL;
    out->path = alloc_string(real ? real : path);
    free(real);
    out->temporary = out->path ? temporary_beside(out->path) : NULL;
    if (!out->temporary)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory");
    out->file = mkostemp(out->temporary, O_CLOEXEC);
    if (out->file < 0) {
        dp_status status = failed(path, "cannot be written", error);
        free(out->temporary);
        out->temporary = NULL;
        return status;
    }
    atomic_store(&unfinished, out->temporary);
    if (fchmod(out->file, mode_for(old)) != 0)
        return failed(path, "cannot be written", error);
    return DP_OK;
}

static dp_status open_path(output *out, const char *path, dp_error *error)
{
    struct stat old;
    bool exists = stat(path, &old) == 0;
    if (!exists || S_ISREG(old.st_mode))
        return open_temporary(out, path, exists ? &old : NULL, error);
    out->file = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return out->file < 0 ? failed(path, "cannot be written", error) : DP_OK;
}

output *output_open(const char *path, dp_error *error)
{
    output *out = alloc_zeroed(1, sizeof *out);
    if (!out) {
        dp_error_set(error, DP_NO_MEMORY, "out of memory");
        return NULL;
    }
    out->file = -1;
    bool standard = !path || strcmp(path, "-") == 0;
    if ((standard ? open_standard(out, error) : open_path(out, path, error)) == DP_OK)
        return out;
    output_abandon(out);
    return NULL;
}

/* ---- Writing and ending ---- */

dp_status output_write(output *out, const char *bytes, size_t length, dp_error *error)
{
    while (length > 0) {
        ssize_t count = write(out->file, bytes, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failed(out->path, "cannot be written", error);
        bytes += count;
        length -= (size_t)count;
    }
    return DP_OK;
}

static int close_file(output *out)
{
    int file = out->file;
    out->file = -1;
    return file < 0 || file == standard_output ? 0 : close(file);
}

dp_status output_commit(output *out, dp_error *error)
{
    dp_status status = DP_OK;
    if (out->temporary && fsync(out->file) != 0)
        status = failed(out->path, "cannot be written", error);
    if (close_file(out) != 0 && status == DP_OK)
        status = failed(out->path, "cannot be written", error);
    if (status == DP_OK && out->temporary) {
        if (rename(out->temporary, out->path) != 0) {
            status = failed(out->path, "cannot be given its name", error);
        } else {
            atomic_store(&unfinished, NULL);
            free(out->temporary);
            out->temporary = NULL;
        }
    }
    output_abandon(out);
    return status;
}

void output_abandon(output *out)
{
    if (!out)
        return;
    close_file(out);
    if (out->temporary)
        unlink(out->temporary);
    atomic_store(&unfinished, NULL);
    free(out->temporary);
    free(out->path);
    free(out);
}
