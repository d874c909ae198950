/* SPDX-License-Identifier: ISC */
/*
 * depesche check: try what a host may do to a plugin, each thing in a process of its own.
 */
#include "config.h"

#include "alloc.h"
#include "command.h"
#include "examine.h"
#include "exit_code.h"
#include "search.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* An examination that takes longer has failed. */
#define PATIENCE 60

/* Make one examination in this process, which then ends. What it says is a letter for the verdict, then the reason. */
static void examine_here(const examination *step, const examine_subject *subject, int pipe_end)
{
    dp_text reason = {0};
    struct rlimit core = {0};
    setrlimit(RLIMIT_CORE, &core);
    alarm(PATIENCE);
    char verdict = (char)step->run(subject, &reason);
    bool told = write(pipe_end, &verdict, 1) == 1 &&
                (reason.length == 0 || write(pipe_end, reason.data, reason.length) == (ssize_t)reason.length);
    dp_text_free(&reason);
    close(pipe_end);
    dp_host_free(subject->host);
    exit(told ? EXIT_SUCCESS : EXIT_FAILURE);
}

static void read_words(int pipe_end, char *words, size_t size)
{
    size_t length = 0;
    ssize_t count = 1;
    while (length + 1 < size && count != 0) {
        count = read(pipe_end, words + length, size - 1 - length);
        if (count < 0 && errno != EINTR)
            break;
        length += count > 0 ? (size_t)count : 0;
    }
    words[length] = '\0';
}

static examine_verdict judge(int status, char *words, size_t size)
{
    char verdict = words[0];
    memmove(words, words + (verdict != '\0'), strlen(words) + (verdict == '\0'));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && verdict != '\0')
        return (examine_verdict)verdict;
    if (WIFEXITED(status)) {
        snprintf(words, size, "it ended the process with exit(%d)", WEXITSTATUS(status));
    } else if (WTERMSIG(status) == SIGALRM) {
        snprintf(words, size, "it took longer than %d seconds", PATIENCE);
    } else {
        const char *name = sigabbrev_np(WTERMSIG(status));
        snprintf(words, size, "it crashed (SIG%s); to debug it: gdb --args depesche run --no-isolate",
                 name ? name : "?");
    }
    return EXAMINE_FAILED;
}

static examine_verdict examine(const examination *step, const examine_subject *subject, char *reason, size_t size)
{
    int ends[2], status = 0;
    if (pipe(ends) != 0) {
        snprintf(reason, size, "no pipe: %s", strerror(errno));
        return EXAMINE_FAILED;
    }
    fflush(NULL);
    pid_t process = fork();
    if (process == 0) {
        close(ends[0]);
        examine_here(step, subject, ends[1]);
    }
    close(ends[1]);
    read_words(ends[0], reason, size);
    close(ends[0]);
    if (process < 0 || waitpid(process, &status, 0) < 0) {
        snprintf(reason, size, "no process: %s", strerror(errno));
        return EXAMINE_FAILED;
    }
    return judge(status, reason, size);
}

static int run_check(const arguments *given)
{
    if (operand_count(given) != 1)
        return usage_error(given, "name one plugin file, such as ./money.so");
    /* A name without a slash would be that of a plugin in the search path. */
    char *file =
        strchr(operand(given, 0), '/') ? alloc_string(operand(given, 0)) : path_join(".", operand(given, 0), "");
    examine_subject subject = {.host = file ? command_host(given) : NULL, .file = file};
    if (!subject.host) {
        free(file);
        return EXIT_SOME_FAILED;
    }
    size_t passed = 0, failed = 0, skipped = 0;
    const examination *step;
    for (size_t i = 0; (step = examine_step(i)) && (i == 0 || passed + skipped > 0); i++) {
        char reason[DP_ERROR_SIZE];
        examine_verdict verdict = examine(step, &subject, reason, sizeof reason);
        passed += verdict == EXAMINE_PASSED;
        failed += verdict == EXAMINE_FAILED;
        skipped += verdict == EXAMINE_SKIPPED;
        printf("%-7s %s%s%s\n",
               verdict == EXAMINE_PASSED   ? "passed"
               : verdict == EXAMINE_FAILED ? "FAILED"
                                           : "skipped",
               step->name, *reason ? ": " : "", reason);
    }
    printf("%zu passed, %zu failed, %zu skipped\n", passed, failed, skipped);
    dp_host_free(subject.host);
    free(file);
    return failed == 0 ? EXIT_DONE : EXIT_SOME_FAILED;
}

const command command_check = {
    .name = "check",
    .operands = "FILE.so",
    .summary = "Try what a host may do to a plugin, in processes of its own.",
    .examples = "  depesche check ./money.so\n",
    .run = run_check,
};
