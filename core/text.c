/* SPDX-License-Identifier: ISC */
#include "config.h"

#include <depesche/text.h>

#include "alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

void dp_text_free(dp_text *text)
{
    if (!text)
        return;
    free(text->data);
    *text = (dp_text){0};
}

/* Make room for `more` bytes and a NUL. */
static bool reserve(dp_text *text, size_t more)
{
    if (text->failed)
        return false;
    if (more > SIZE_MAX - 1 - text->length || !alloc_grow(&text->data, &text->capacity, text->length + more + 1, 1))
        text->failed = true;
    return !text->failed;
}

dp_status dp_text_append(dp_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length))
        return DP_NO_MEMORY;
    if (length)
        memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
    return DP_OK;
}

dp_status dp_text_puts(dp_text *text, const char *string)
{
    return string ? dp_text_append(text, string, strlen(string)) : DP_OK;
}

dp_status dp_text_put(dp_text *text, uint32_t code)
{
    char bytes[4];
    return dp_text_append(text, bytes, dp_utf8_encode(code, bytes));
}

dp_status dp_text_printf(dp_text *text, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        text->failed = true;
    else if (reserve(text, (size_t)length)) {
        vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
    return text->failed ? DP_NO_MEMORY : DP_OK;
}

void dp_text_cut(dp_text *text, size_t length)
{
    if (length >= text->length)
        return;
    text->length = length;
    text->data[length] = '\0';
}

char *dp_text_take(dp_text *text)
{
    if (!text->data)
        dp_text_append(text, "", 0);
    char *data = text->failed ? NULL : text->data;
    if (!data)
        free(text->data);
    *text = (dp_text){0};
    return data;
}

/* ---- Comparable forms ---- */

static bool is_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

/* Append what utf8proc makes of valid UTF-8. */
static dp_status append_mapped(dp_text *out, const char *text, size_t length, utf8proc_option_t options)
{
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &mapped, options);
    if (size < 0)
        out->failed = true;
    else
        dp_text_append(out, (const char *)mapped, (size_t)size);
    free(mapped);
    return out->failed ? DP_NO_MEMORY : DP_OK;
}

/* As append_mapped, for bytes that may not be valid UTF-8: those become U+FFFD first. */
static dp_status append_mended(dp_text *out, const char *text, size_t length, utf8proc_option_t options)
{
    if (dp_utf8_valid(text, length, NULL))
        return append_mapped(out, text, length, options);
    dp_text mended = {0};
    for (size_t i = 0; i < length;)
        dp_text_put(&mended, dp_utf8_next(text, length, &i));
    if (mended.failed)
        out->failed = true;
    dp_status status = mended.failed ? DP_NO_MEMORY : append_mapped(out, mended.data, mended.length, options);
    dp_text_free(&mended);
    return status;
}

dp_status dp_text_nfc(dp_text *out, const char *text, size_t length)
{
    if (is_ascii(text, length))
        return dp_text_append(out, text, length);
    return append_mended(out, text, length, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

dp_status dp_text_fold(dp_text *out, const char *text, size_t length)
{
    if (!is_ascii(text, length))
        return append_mended(out, text, length, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    if (!reserve(out, length))
        return DP_NO_MEMORY;
    for (size_t i = 0; i < length; i++)
        out->data[out->length++] = (char)dp_to_lower((unsigned char)text[i]);
    out->data[out->length] = '\0';
    return DP_OK;
}

/* Soft hyphen, zero-width space and joiners, word joiner, byte order mark: nothing a reader sees. But a joiner behind a
 * symbol makes one picture of several. */
static bool is_invisible(uint32_t code, uint32_t before)
{
    bool joins = code == 0x200D && (before >= 0x1F000 || (before >= 0x2600 && before <= 0x27BF) || before == 0xFE0F);
    return code == 0xAD || (code >= 0x200B && code <= 0x200D && !joins) || code == 0x2060 || code == 0xFEFF;
}

dp_status dp_text_flatten(dp_text *out, const char *text, size_t length)
{
    dp_text flat = {0};
    bool gap = false;
    uint32_t before = 0, code;
    for (size_t i = 0; i < length; before = code) {
        code = dp_utf8_next(text, length, &i);
        if (is_invisible(code, before))
            continue;
        if (dp_is_space(code)) {
            gap = flat.length > 0;
            continue;
        }
        if (gap)
            dp_text_put(&flat, ' ');
        gap = false;
        dp_text_put(&flat, code);
    }
    dp_status status = flat.failed ? DP_NO_MEMORY : dp_text_nfc(out, flat.data ? flat.data : "", flat.length);
    if (status != DP_OK)
        out->failed = true;
    dp_text_free(&flat);
    return status;
}
