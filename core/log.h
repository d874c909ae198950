/* SPDX-License-Identifier: ISC */
/*
 * Messages of the program to its user, on standard error: one line each, after "depesche: ". Control characters that
 * came in with file names or input are shown as "?".
 */
#ifndef CORE_LOG_H
#define CORE_LOG_H

#include <depesche/export.h>

#include <stdarg.h>

/* From this much on a message is shown. Errors always are. */
typedef enum log_level { LOG_ERROR = 0, LOG_WARNING = 1, LOG_INFO = 2 } log_level;

/* Show messages up to `level`; LOG_WARNING until it is called. */
void log_set_level(log_level level);

void log_error(const char *format, ...) DP_PRINTF(1, 2);
void log_warning(const char *format, ...) DP_PRINTF(1, 2);
void log_info(const char *format, ...) DP_PRINTF(1, 2);

#endif /* CORE_LOG_H */
