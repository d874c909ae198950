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

/* Make one examination in this process, which then ends. What it says is a letter for the verdict, then the reason. */
static void examine_here(const examination *step, const examine_subject *subject, size_t seconds, int pipe_end)
{
    dp_text reason = {0};
    struct rlimit core = {0};
    setrlimit(RLIMIT_CORE, &core);
    alarm((unsigned)seconds);
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

/* What became of an examination. */
typedef struct finding {
    examine_verdict verdict;
    bool late;
    char reason[DP_ERROR_SIZE];
} finding;

static void judge(int status, size_t seconds, finding *found)
{
    char verdict = found->reason[0];
    if (verdict != '\0')
        memmove(found->reason, found->reason + 1, strlen(found->reason));
    found->verdict = EXAMINE_FAILED;
    found->late = WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && verdict != '\0')
        found->verdict = (examine_verdict)verdict;
    else if (WIFEXITED(status))
        snprintf(found->reason, sizeof found->reason, "it ended the process with exit(%d)", WEXITSTATUS(status));
    else if (found->late)
        snprintf(found->reason, sizeof found->reason, "it took longer than %zu second%s; the rest is left out", seconds,
                 seconds == 1 ? "" : "s");
    else
        snprintf(found->reason, sizeof found->reason,
                 "it crashed (SIG%s); to debug it: gdb --args depesche run --no-isolate",
                 sigabbrev_np(WTERMSIG(status)) ? sigabbrev_np(WTERMSIG(status)) : "?");
}

static void examine(const examination *step, const examine_subject *subject, size_t seconds, finding *found)
{
    int ends[2], status = 0;
    *found = (finding){.verdict = EXAMINE_FAILED};
    if (pipe(ends) != 0) {
        snprintf(found->reason, sizeof found->reason, "no pipe: %s", strerror(errno));
        return;
    }
    fflush(NULL);
    pid_t process = fork();
    if (process == 0) {
        close(ends[0]);
        examine_here(step, subject, seconds, ends[1]);
    }
    close(ends[1]);
    read_words(ends[0], found->reason, sizeof found->reason);
    close(ends[0]);
    if (process < 0 || waitpid(process, &status, 0) < 0)
        snprintf(found->reason, sizeof found->reason, "no process: %s", strerror(errno));
    else
        judge(status, seconds, found);
}

static int examine_all(const examine_subject *subject, size_t seconds)
{
    size_t passed = 0, failed = 0, skipped = 0;
    const examination *step;
    finding found = {.late = false};
    for (size_t i = 0; !found.late && (step = examine_step(i)) && (i == 0 || passed > 0); i++) {
        examine(step, subject, seconds, &found);
        const char *word = "FAILED";
        if (found.verdict == EXAMINE_PASSED)
            word = "passed";
        else if (found.verdict == EXAMINE_SKIPPED)
            word = "skipped";
        passed += found.verdict == EXAMINE_PASSED;
        failed += found.verdict == EXAMINE_FAILED;
        skipped += found.verdict == EXAMINE_SKIPPED;
        printf("%-7s %s%s%s\n", word, step->name, *found.reason ? ": " : "", found.reason);
    }
    printf("%zu passed, %zu failed, %zu skipped\n", passed, failed, skipped);
    return failed == 0 ? EXIT_DONE : EXIT_SOME_FAILED;
}

static int run_check(const arguments *given)
{
    size_t seconds = 60;
    if (operand_count(given) != 1)
        return usage_error(given, "name one plugin file, such as ./money.so");
    if (!argument_number(given, "timeout", 1, 86400, &seconds))
        return EXIT_USAGE;
    /* A name without a slash would be that of a plugin in the search path. */
    const char *name = operand(given, 0);
    char *file = strchr(name, '/') ? alloc_string(name) : path_join(".", name, "");
    examine_subject subject = {.host = file ? command_host(given) : NULL, .file = file};
    int status = subject.host ? examine_all(&subject, seconds) : EXIT_SOME_FAILED;
    dp_host_free(subject.host);
    free(file);
    return status;
}

static const option_row rows[] = {
    {"timeout", 0, "SECONDS", "give up on a trial after this long; default: 60"},
    {NULL, 0, NULL, NULL},
};

const command command_check = {
    .name = "check",
    .operands = "FILE.so",
    .summary = "Try what a host may do to a plugin, in processes of its own.",
    .options = rows,
    .examples = "  depesche check ./money.so\n"
                "  depesche check --timeout=5 plugins/.libs/quotes.so\n",
    .run = run_check,
};
