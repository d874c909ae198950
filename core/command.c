/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "command.h"

#include "log.h"
#include "search.h"

#include <stdio.h>
#include <string.h>

dp_host *command_host(const arguments *given)
{
    dp_error error = {0};
    path_list dirs = {0};
    dp_host *host = dp_host_new();
    bool good = host && path_list_add_all(&dirs, argument_value(given, "plugin-path"));
    for (size_t i = dirs.count; good && i > 0; i--) /* each goes before all others */
        good = dp_host_add_plugin_dir(host, dirs.items[i - 1], &error) == DP_OK;
    path_list_free(&dirs);
    if (good)
        return host;
    log_error("out of memory");
    dp_host_free(host);
    return NULL;
}

void print_cell(const char *text, size_t width)
{
    size_t count = dp_utf8_count(text, strlen(text));
    fputs(text, stdout);
    for (; count < width; count++)
        putchar(' ');
}

void print_line(const char *text, size_t width)
{
    size_t length = strlen(text);
    size_t position = 0;
    for (size_t column = 0; position < length; column++) {
        if (width > 0 && column + 1 >= width && dp_utf8_count(text + position, length - position) > 1) {
            fputs("…", stdout);
            return;
        }
        char bytes[4] = {0};
        uint32_t code = dp_utf8_next(text, length, &position);
        bool control = code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
                       (code >= 0x2066 && code <= 0x2069);
        size_t size = dp_utf8_encode(control ? ' ' : code, bytes);
        fwrite(bytes, 1, size, stdout);
    }
}
