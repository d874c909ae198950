/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "log.h"

#include <stdio.h>
#include <string.h>

/* Set once, while the command line is read. */
static log_level shown = LOG_WARNING;

void log_set_level(log_level level)
{
    shown = level;
}

DP_PRINTF(1, 0) static void write_line(const char *format, va_list arguments)
{
    char line[2048];
    int length = vsnprintf(line, sizeof line, format, arguments);
    if (length < 0)
        return;
    for (char *at = line; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            *at = '?';
    /* One call a line, so that lines of several processes do not mix. */
    fprintf(stderr, "depesche: %s\n", line);
}

void log_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line(format, arguments);
    va_end(arguments);
}

void log_warning(const char *format, ...)
{
    if (shown < LOG_WARNING)
        return;
    va_list arguments;
    va_start(arguments, format);
    write_line(format, arguments);
    va_end(arguments);
}

void log_info(const char *format, ...)
{
    if (shown < LOG_INFO)
        return;
    va_list arguments;
    va_start(arguments, format);
    write_line(format, arguments);
    va_end(arguments);
}
