/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <depesche/status.h>
#include <depesche/text.h>

#include <stdio.h>
#include <string.h>

const char *dp_status_name(dp_status status)
{
    static const char *const names[] = {
        [DP_OK] = "ok",
        [DP_NO_MEMORY] = "out of memory",
        [DP_INVALID] = "invalid call",
        [DP_BAD_INPUT] = "bad input",
        [DP_BAD_OPTION] = "bad option",
        [DP_NOT_FOUND] = "not found",
        [DP_UNAVAILABLE] = "unavailable",
        [DP_INCOMPATIBLE] = "incompatible",
        [DP_IO] = "input/output error",
        [DP_LIMIT] = "limit exceeded",
        [DP_FAILED] = "failed",
    };
    size_t number = (size_t)status;
    return number < sizeof names / sizeof *names ? names[number] : "unknown status";
}

/* Shorten a sentence that vsnprintf cut so that it does not end inside a UTF-8 sequence. */
static void cut_to_boundary(char *text)
{
    size_t length = strlen(text), bad;
    if (!dp_utf8_valid(text, length, &bad) && length - bad < 4)
        text[bad] = '\0';
}

dp_status dp_error_setv(dp_error *error, dp_status status, const char *format, va_list arguments)
{
    if (!error)
        return status;
    char text[DP_ERROR_SIZE]; /* the arguments may point into the old text */
    vsnprintf(text, sizeof text, format, arguments);
    cut_to_boundary(text);
    memcpy(error->text, text, strlen(text) + 1);
    error->status = status;
    return status;
}

dp_status dp_error_set(dp_error *error, dp_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    dp_error_setv(error, status, format, arguments);
    va_end(arguments);
    return status;
}

dp_status dp_error_prefix(dp_error *error, const char *format, ...)
{
    if (!error)
        return DP_FAILED;
    char prefix[DP_ERROR_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(prefix, sizeof prefix, format, arguments);
    va_end(arguments);
    return dp_error_set(error, error->status, "%s: %s", prefix, error->text);
}
