/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "worker.h"

#include "alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* More than any record; a larger one is nonsense from a process that has lost its mind. */
#define LARGEST_FRAME ((uint64_t)1 << 32)

/* What stands in front of the bytes of a task: name and input. */
typedef struct task_head {
    uint64_t name_length;
    uint64_t length;
    char format[16];
} task_head;

/* What stands in front of the text of a reply. */
typedef struct reply_head {
    uint32_t word;
    uint32_t status;
    uint32_t phase;
    uint64_t length;
    work_figure figures[WORK_MOST_STAGES];
} reply_head;

/* ---- Bytes over the socket ---- */

static bool send_bytes(int socket, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t count = send(socket, at, length, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        at += count;
        length -= (size_t)count;
    }
    return true;
}

static bool receive_bytes(int socket, void *bytes, size_t length)
{
    char *at = bytes;
    while (length > 0) {
        ssize_t count = recv(socket, at, length, 0);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        at += count;
        length -= (size_t)count;
    }
    return true;
}

/* ---- In the process ---- */

static bool send_reply(int socket, worker_word word, const work_result *result)
{
    reply_head head = {.word = word, .status = result->status, .phase = result->phase, .length = result->text.length};
    memcpy(head.figures, result->figures, sizeof head.figures);
    return send_bytes(socket, &head, sizeof head) && send_bytes(socket, result->text.data, result->text.length);
}

static bool receive_task(int socket, work_task *task, char format[16])
{
    task_head head;
    if (!receive_bytes(socket, &head, sizeof head))
        return false;
    memcpy(format, head.format, sizeof head.format);
    task->name = alloc_zeroed((size_t)head.name_length + 1, 1);
    task->bytes = alloc_zeroed((size_t)head.length + 1, 1);
    task->length = (size_t)head.length;
    task->format = format;
    return task->name && task->bytes && receive_bytes(socket, task->name, (size_t)head.name_length) &&
           receive_bytes(socket, task->bytes, task->length);
}

/* The tasks that are done together, and what became of them. */
typedef struct desk {
    work_task tasks[WORK_MOST_TASKS];
    char formats[WORK_MOST_TASKS][16];
    work_result results[WORK_MOST_TASKS];
} desk;

/* Receive how many tasks there are, then those. False at the end of the conversation. */
static bool receive_tasks(int socket, desk *d, size_t *count)
{
    uint64_t told;
    bool good = receive_bytes(socket, &told, sizeof told) && told > 0 && told <= WORK_MOST_TASKS;
    *count = good ? (size_t)told : 0;
    for (size_t i = 0; i < *count && good; i++)
        good = receive_task(socket, &d->tasks[i], d->formats[i]);
    return good;
}

static void serve(dp_chain *chain, int socket, const work_settings *settings, work_progress *progress)
{
    desk *d = alloc_zeroed(1, sizeof *d);
    for (size_t count = 0; d;) {
        bool good = receive_tasks(socket, d, &count);
        if (good)
            work_do(chain, settings, d->tasks, count, progress, d->results);
        for (size_t i = 0; i < count; i++) {
            good = good && send_reply(socket, WORKER_RESULT, &d->results[i]);
            dp_text_free(&d->results[i].text);
            work_task_free(&d->tasks[i]);
        }
        if (!good)
            break;
    }
    free(d);
}

/* Set the limit below which the process would live on its own. Sanitizers map terabytes, which a limit would forbid. */
static void limit_process(worker_limits limits)
{
#ifndef DP_KEEP_PLUGINS_LOADED
    if (limits.memory_mib > 0) {
        struct rlimit memory = {.rlim_cur = (rlim_t)limits.memory_mib << 20,
                                .rlim_max = (rlim_t)limits.memory_mib << 20};
        setrlimit(RLIMIT_AS, &memory);
    }
#else
    (void)limits;
#endif
    struct rlimit core = {0};
    setrlimit(RLIMIT_CORE, &core);
}

/* Leave nothing of the program to a plugin that runs wild: no terminal input, no output file, no other worker's socket.
 */
static int shed(int socket)
{
    signal(SIGINT, SIG_IGN); /* the program decides */
    signal(SIGTERM, SIG_DFL);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null >= 0)
        dup2(null, STDIN_FILENO);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    if (dup2(socket, 3) == 3)
        socket = 3;
    if (socket == 3)
        closefrom(4);
    return socket;
}

static int live(int socket, pid_t program, const work_settings *settings, worker_limits limits, work_progress *progress)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != program)
        return EXIT_FAILURE;
    socket = shed(socket);
    limit_process(limits);
    dp_error error = {0};
    work_result opened = {.phase = WORK_OPENING};
    dp_chain *chain = dp_chain_open(settings->host, settings->pipeline, &error);
    opened.status = chain ? DP_OK : error.status;
    dp_text_puts(&opened.text, error.text);
    progress->phase = WORK_WAITING;
    if (send_reply(socket, chain ? WORKER_READY : WORKER_REFUSED, &opened) && chain)
        serve(chain, socket, settings, progress);
    dp_text_free(&opened.text);
    dp_chain_close(chain);
    close(socket);
    return EXIT_SUCCESS;
}

/* ---- In the program ---- */

/* Neither side waits for ever for one that has stopped in the middle of a sentence. */
static void set_patience(int socket, size_t seconds)
{
    struct timeval patience = {.tv_sec = (time_t)seconds + 1};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

static void release(worker *self)
{
    if (self->progress)
        munmap(self->progress, sizeof *self->progress);
    if (self->socket >= 0)
        close(self->socket);
    *self = (worker){.socket = -1};
}

dp_status worker_start(worker *self, const work_settings *settings, worker_limits limits, dp_error *error)
{
    int sockets[2];
    void *shared = mmap(NULL, sizeof *self->progress, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return dp_error_set(error, DP_NO_MEMORY, "a worker process cannot be started: %s", strerror(errno));
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) {
        munmap(shared, sizeof *self->progress);
        return dp_error_set(error, DP_IO, "a worker process cannot be started: %s", strerror(errno));
    }
    *self = (worker){.socket = sockets[0], .progress = shared};
    atomic_init(&self->progress->phase, WORK_OPENING);
    set_patience(self->socket, limits.seconds);
    fflush(NULL); /* or the process would write it a second time */
    pid_t program = getpid();
    self->process = fork();
    if (self->process == 0)
        exit(live(sockets[1], program, settings, limits, self->progress));
    close(sockets[1]);
    if (self->process > 0)
        return DP_OK;
    dp_error_set(error, DP_IO, "a worker process cannot be started: %s", strerror(errno));
    release(self);
    return DP_IO;
}

static bool send_task(int socket, const work_task *task)
{
    task_head head = {.name_length = strlen(task->name), .length = task->length};
    snprintf(head.format, sizeof head.format, "%s", task->format ? task->format : "auto");
    return send_bytes(socket, &head, sizeof head) && send_bytes(socket, task->name, strlen(task->name)) &&
           send_bytes(socket, task->bytes, task->length);
}

bool worker_send(worker *self, const work_task *const *tasks, size_t count)
{
    uint64_t told = count;
    bool good = send_bytes(self->socket, &told, sizeof told);
    for (size_t i = 0; i < count && good; i++)
        good = send_task(self->socket, tasks[i]);
    return good;
}

worker_word worker_receive(worker *self, work_result *result)
{
    reply_head head;
    *result = (work_result){0};
    if (!receive_bytes(self->socket, &head, sizeof head) || head.word > WORKER_RESULT || head.length > LARGEST_FRAME)
        return WORKER_GONE;
    char block[16384];
    for (uint64_t left = head.length; left > 0;) {
        size_t part = left < sizeof block ? (size_t)left : sizeof block;
        if (!receive_bytes(self->socket, block, part) || dp_text_append(&result->text, block, part) != DP_OK) {
            dp_text_free(&result->text);
            return WORKER_GONE;
        }
        left -= part;
    }
    result->status = (dp_status)head.status;
    result->phase = head.phase;
    memcpy(result->figures, head.figures, sizeof result->figures);
    return (worker_word)head.word;
}

/* Say what ended the process, as the end of a sentence that begins with where it was. */
static void describe_end(int status, worker_limits limits, bool late, dp_text *text)
{
    if (late)
        dp_text_printf(text, " took longer than %zu second%s and was stopped", limits.seconds,
                       limits.seconds == 1 ? "" : "s");
    else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        dp_text_puts(text, " was killed (SIGKILL), perhaps because the machine ran out of memory");
    else if (WIFSIGNALED(status))
        dp_text_printf(text, " crashed (SIG%s)", sigabbrev_np(WTERMSIG(status)) ? sigabbrev_np(WTERMSIG(status)) : "?");
    else
        dp_text_printf(text, " ended the process with exit(%d)", WEXITSTATUS(status));
}

void worker_bury(worker *self, const work_settings *settings, worker_limits limits, bool late, work_result *result)
{
    char where[160];
    int status = 0;
    *result = (work_result){.status = DP_FAILED, .phase = atomic_load(&self->progress->phase)};
    /* What is dying already keeps the status it is dying with; what has only closed its socket must not live on. */
    kill(self->process, SIGKILL);
    while (waitpid(self->process, &status, 0) < 0 && errno == EINTR)
        ;
    work_phase_name(settings->pipeline, result->phase, where, sizeof where);
    dp_text_puts(&result->text, where);
    describe_end(status, limits, late, &result->text);
    release(self);
}

void worker_stop(worker *self, worker_limits limits)
{
    if (self->process <= 0)
        return;
    shutdown(self->socket, SHUT_WR);
    struct pollfd end = {.fd = self->socket, .events = POLLIN};
    if (poll(&end, 1, (int)limits.seconds * 1000) == 0)
        kill(self->process, SIGKILL); /* a plugin does not come back from closing */
    while (waitpid(self->process, NULL, 0) < 0 && errno == EINTR)
        ;
    release(self);
}
