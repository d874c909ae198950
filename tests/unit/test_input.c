/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "alloc.h"
#include "input.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/depesche-input.XXXXXX";
static char path[64];

static void write_file(const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    fwrite(bytes, 1, length, file);
    fclose(file);
}

static void test_whole(void)
{
    dp_error error = {0};
    const char *bytes;
    size_t length;
    write_file("a\0b\n", 4);
    input *in = input_open(path, 4, &error);
    ok(in && input_peek(in, &bytes, &length, &error) == DP_OK && length == 4, "a file may be looked into");
    ok(input_read_all(in, &bytes, &length, &error) == DP_OK && length == 4 && memcmp(bytes, "a\0b\n", 4) == 0,
       "and is then read whole");
    input_close(in);
    in = input_open(path, 3, &error);
    is_int(input_read_all(in, &bytes, &length, &error), DP_LIMIT, "a file over the limit is refused");
    ok(strstr(error.text, path) && strstr(error.text, "3 bytes"), "naming file and limit: %s", error.text);
    input_close(in);
    write_file("", 0);
    in = input_open(path, 3, &error);
    ok(input_read_all(in, &bytes, &length, &error) == DP_OK && length == 0 && bytes, "an empty file is no error here");
    input_close(in);
}

static void refuses(const char *name, dp_status status, const char *part)
{
    dp_error error = {0};
    input *in = input_open(name, 100, &error);
    ok(!in && error.status == status && strstr(error.text, part) && strstr(error.text, name), "%s", error.text);
    input_close(in);
}

static void test_refusals(void)
{
    refuses("/nonexistent/a", DP_NOT_FOUND, "no such file");
    refuses(dir, DP_BAD_INPUT, "is a directory");
    write_file("a", 1);
    chmod(path, 0);
    if (geteuid() == 0)
        skip("an unreadable file", "root reads everything");
    else
        refuses(path, DP_IO, "no permission");
    chmod(path, 0600);
    dp_error error = {0};
    const char *bytes;
    size_t length;
    input *in = input_open("/dev/zero", 100000, &error);
    is_int(input_read_all(in, &bytes, &length, &error), DP_LIMIT, "a device without end stops at the limit");
    input_close(in);
    input_close(NULL);
}

static void test_pipe(void)
{
    dp_error error = {0};
    const char *bytes;
    size_t length;
    int ends[2];
    ok(pipe(ends) == 0 && dup2(ends[0], STDIN_FILENO) == 0 && write(ends[1], "eins\nzwei", 9) == 9, "a pipe");
    close(ends[1]);
    input *in = input_open("-", 100, &error);
    ok(input_read_all(in, &bytes, &length, &error) == DP_OK && length == 9, "standard input is read whole");
    input_close(in);
    close(ends[0]);
}

/* Read all lines of the file as "number:length;" ("number:-;" for a line that was too long). */
static void is_lines(const char *text, size_t length, size_t limit, const char *want, const char *name)
{
    dp_error error = {0};
    dp_text got = {0};
    input_line line;
    write_file(text, length);
    input *in = input_open(path, limit, &error);
    while (input_next_line(in, &line, &error)) {
        if (line.bytes)
            dp_text_printf(&got, "%zu:%zu;", line.number, line.length);
        else
            dp_text_printf(&got, "%zu:-;", line.number);
    }
    is_string(got.data ? got.data : "", want, name);
    is_int(error.status, DP_OK, "without an error");
    input_close(in);
    dp_text_free(&got);
}

static void test_lines(void)
{
    is_lines("a\nbc\n", 5, 10, "1:1;2:2;", "lines");
    is_lines("a\nbc", 4, 10, "1:1;2:2;", "the last line needs no end");
    is_lines("\n \t\r\na\n\n", 8, 10, "3:1;", "blank lines are passed over but counted");
    is_lines("", 0, 10, "", "an empty file has no lines");
    is_lines("a\0b\n", 4, 10, "1:3;", "a NUL is a byte like others");
    is_lines("abc\nabcd\nab\n", 12, 3, "1:3;2:-;3:2;", "a line over the limit does not hide the next");
    is_lines("abcd", 4, 3, "1:-;", "nor the end");
    dp_text text = {0};
    for (size_t i = 0; i < 500000; i++)
        dp_text_puts(&text, "x");
    dp_text_puts(&text, "\nshort\n");
    for (size_t i = 0; i < 150000; i++)
        dp_text_puts(&text, "y");
    is_lines(text.data, text.length, 200000, "1:-;2:5;3:150000;", "lines longer than a buffer");
    dp_text_free(&text);
}

static void test_no_memory(void)
{
    size_t n = 1;
    write_file("a\nb\n", 4);
    for (bool done = false; !done && n < 100; n++) {
        dp_error error = {0};
        input_line line;
        alloc_fail_at(n, false);
        input *in = input_open(path, 10, &error);
        done = in && input_next_line(in, &line, &error);
        input_close(in);
        if (!done && error.status != DP_NO_MEMORY)
            break;
    }
    alloc_fail_at(0, false);
    ok(n > 2 && n < 100, "every failing allocation is reported (%zu)", n);
}

int main(void)
{
    if (!mkdtemp(dir))
        return 1;
    snprintf(path, sizeof path, "%s/input", dir);
    test_whole();
    test_refusals();
    test_pipe();
    test_lines();
    test_no_memory();
    unlink(path);
    rmdir(dir);
    return tap_done();
}
