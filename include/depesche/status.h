/* SPDX-License-Identifier: ISC */
/*
 * How a call says that it failed: a status for the program, a sentence for the person.
 *
 * Every function that can fail returns a dp_status and takes a dp_error as its last argument. The error is
 * owned by the caller, lives where the caller likes (usually on the stack) and needs no clean-up. A null
 * pointer is allowed wherever a dp_error is taken: the sentence is then lost, the status is not.
 */
#ifndef DEPESCHE_STATUS_H
#define DEPESCHE_STATUS_H

#include <depesche/export.h>

#include <stdarg.h>

DP_BEGIN_DECLS

/* The numbers are part of the ABI: new ones are appended, none is ever changed. */
typedef enum dp_status {
    DP_OK = 0,            /* it worked */
    DP_NO_MEMORY = 1,     /* an allocation failed, or a limit on memory was reached */
    DP_INVALID = 2,       /* the caller broke a rule of this interface (a bad span, an undeclared layer …) */
    DP_BAD_INPUT = 3,     /* a file or text is not what it should be; other input may work */
    DP_BAD_OPTION = 4,    /* an option is unknown, ill-typed or out of range */
    DP_NOT_FOUND = 5,     /* a file, plugin, pipeline or member does not exist */
    DP_UNAVAILABLE = 6,   /* something optional is not installed (a model, a library); the text says how to get it */
    DP_INCOMPATIBLE = 7,  /* an ABI or file-format version outside the accepted window */
    DP_IO = 8,            /* reading or writing failed */
    DP_LIMIT = 9,         /* the input is larger than what is accepted */
    DP_FAILED = 10        /* anything else; the text says what */
} dp_status;

/* Bytes in the text of a dp_error, with the final NUL. Longer sentences are cut at a UTF-8 boundary. */
#define DP_ERROR_SIZE 1024

/* A sentence that says what failed, where, and what can be done about it. `text` is NUL-terminated UTF-8,
 * empty when nothing has failed. Initialise with `dp_error error = {0};`. */
typedef struct dp_error {
    dp_status status;
    char text[DP_ERROR_SIZE];
} dp_error;

/* Return a short name of the status in lower case, such as "bad input". Static; never null, also for numbers
 * that are no status. */
DP_API const char *dp_status_name(dp_status status);

/* Store a status and a printf-formatted sentence in the error, replacing what was there, and return the
 * status, so that a function can end with `return dp_error_set(error, DP_BAD_INPUT, "…")`. Copies its
 * arguments, which may point into the error itself. `error` may be null. Cannot fail. */
DP_API dp_status dp_error_set(dp_error *error, dp_status status, const char *format, ...) DP_PRINTF(3, 4);

/* As dp_error_set, with a va_list. */
DP_API dp_status dp_error_setv(dp_error *error, dp_status status, const char *format, va_list arguments) DP_PRINTF(3, 0);

/* Put a printf-formatted text and ": " in front of the sentence in the error, to say in which larger piece of
 * work it happened, and return the error's status (DP_FAILED if `error` is null). */
DP_API dp_status dp_error_prefix(dp_error *error, const char *format, ...) DP_PRINTF(2, 3);

DP_END_DECLS

#endif /* DEPESCHE_STATUS_H */
