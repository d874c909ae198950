/* SPDX-License-Identifier: ISC */
/*
 * The Test Anything Protocol for tests in C, in one header. Each check is one test point; tap_done() prints the plan
 * and gives the exit status. A test that crashes prints no plan, which the harness reports as an error.
 */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count;
static int tap_failed;

__attribute__((format(printf, 4, 5), unused)) static bool tap_check(bool good, const char *file, int line,
                                                                    const char *name, ...)
{
    va_list arguments;
    va_start(arguments, name);
    printf("%s %d - ", good ? "ok" : "not ok", ++tap_count);
    vprintf(name, arguments);
    va_end(arguments);
    putchar('\n');
    if (!good) {
        tap_failed++;
        printf("# failed at %s:%d\n", file, line);
    }
    fflush(stdout);
    return good;
}

/* One test point: ok(condition, "name %d", 1). */
#define ok(good, ...) tap_check((good), __FILE__, __LINE__, __VA_ARGS__)

/* Compare two strings (null allowed), showing both when they differ. */
#define is_string(got, want, name) tap_string((got), (want), __FILE__, __LINE__, (name))

__attribute__((unused)) static bool tap_string(const char *got, const char *want, const char *file, int line,
                                               const char *name)
{
    bool same = got == want || (got && want && strcmp(got, want) == 0);
    tap_check(same, file, line, "%s", name);
    if (!same)
        printf("#   got: %s\n#  want: %s\n", got ? got : "(null)", want ? want : "(null)");
    return same;
}

/* Compare two integers, showing both when they differ. */
#define is_int(got, want, name) tap_int((long long)(got), (long long)(want), __FILE__, __LINE__, (name))

__attribute__((unused)) static bool tap_int(long long got, long long want, const char *file, int line, const char *name)
{
    tap_check(got == want, file, line, "%s", name);
    if (got != want)
        printf("#   got: %lld\n#  want: %lld\n", got, want);
    return got == want;
}

/* Count `name` as skipped, with the reason. */
__attribute__((unused)) static void skip(const char *name, const char *reason)
{
    printf("ok %d - %s # SKIP %s\n", ++tap_count, name, reason);
}

__attribute__((unused)) static int tap_done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failed > 0;
}

#endif /* TESTS_TAP_H */
