/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "emitter.h"

#include "write.h"

#include <string.h>

/* Values of the outer levels stand on lines of their own; what is inside them does not. */
#define LINE_DEPTH 2

static void break_line(emitter *json)
{
    dp_text_puts(json->out, "\n");
    for (unsigned i = 0; i < json->depth; i++)
        dp_text_puts(json->out, "  ");
}

static void put_quoted(dp_text *out, const char *text, size_t length)
{
    dp_text_puts(out, "\"");
    for (size_t at = 0, begin = 0; begin < length; begin = at) {
        uint32_t code = dp_utf8_next(text, length, &at);
        if (code == '"' || code == '\\')
            dp_text_printf(out, "\\%c", (int)code);
        else if (code == '\n')
            dp_text_puts(out, "\\n");
        else if (code == '\t')
            dp_text_puts(out, "\\t");
        else if (write_is_control(code) || code == 0x2028 || code == 0x2029)
            dp_text_printf(out, "\\u%04x", (unsigned)code);
        else
            dp_text_append(out, text + begin, at - begin);
    }
    dp_text_puts(out, "\"");
}

/* Everything that stands before a value: comma, line break, key. */
static void begin_value(emitter *json, const char *key)
{
    uint64_t bit = UINT64_C(1) << json->depth;
    bool first = !(json->filled & bit);
    if (!first)
        dp_text_puts(json->out, ",");
    if (json->lines && json->depth > 0 && json->depth <= LINE_DEPTH)
        break_line(json);
    else if (json->lines && !first)
        dp_text_puts(json->out, " ");
    json->filled |= bit;
    if (key) {
        put_quoted(json->out, key, strlen(key));
        dp_text_puts(json->out, json->lines ? ": " : ":");
    }
}

void emit_open(emitter *json, const char *key, char bracket)
{
    begin_value(json, key);
    dp_text_append(json->out, &bracket, 1);
    json->depth++;
    json->filled &= ~(UINT64_C(1) << json->depth);
}

void emit_close(emitter *json, char bracket)
{
    bool empty = !(json->filled & UINT64_C(1) << json->depth);
    json->depth--;
    if (json->lines && !empty && json->depth < LINE_DEPTH)
        break_line(json);
    dp_text_append(json->out, &bracket, 1);
}

void emit_bytes(emitter *json, const char *key, const char *value, size_t length)
{
    begin_value(json, key);
    put_quoted(json->out, value, length);
}

void emit_string(emitter *json, const char *key, const char *value)
{
    if (value)
        emit_bytes(json, key, value, strlen(value));
    else
        emit_null(json, key);
}

void emit_count(emitter *json, const char *key, size_t value)
{
    begin_value(json, key);
    dp_text_printf(json->out, "%zu", value);
}

void emit_boolean(emitter *json, const char *key, bool value)
{
    begin_value(json, key);
    dp_text_puts(json->out, value ? "true" : "false");
}

void emit_null(emitter *json, const char *key)
{
    begin_value(json, key);
    dp_text_puts(json->out, "null");
}

void emit_decimal(emitter *json, const char *key, double value, unsigned decimals)
{
    if (!(value >= 0 && value <= 1e12)) {
        emit_null(json, key);
        return;
    }
    uint64_t scale = 1;
    for (unsigned i = 0; i < decimals; i++)
        scale *= 10;
    /* Integers, because printf writes the decimal point of the process's locale. */
    uint64_t scaled = (uint64_t)(value * (double)scale + 0.5);
    uint64_t behind = scaled % scale;
    for (; decimals > 1 && behind % 10 == 0; decimals--)
        behind /= 10;
    begin_value(json, key);
    dp_text_printf(json->out, "%llu.%0*llu", (unsigned long long)(scaled / scale), (int)decimals,
                   (unsigned long long)behind);
}
