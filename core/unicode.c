/* SPDX-License-Identifier: ISC */
/*
 * UTF-8 stepping and properties of code points. The only file, with text.c, that knows utf8proc.
 */
#include "config.h"

#include "unicode.h"

#include <depesche/text.h>

#include <utf8proc.h>

/* Length of the sequence that a first byte announces; 0 if it is no first byte. */
static size_t sequence_length(unsigned char byte)
{
    if (byte < 0x80)
        return 1;
    if (byte >= 0xC2 && byte <= 0xDF)
        return 2;
    if (byte >= 0xE0 && byte <= 0xEF)
        return 3;
    return byte >= 0xF0 && byte <= 0xF4 ? 4 : 0;
}

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Decode the sequence at the start of `bytes`; its length goes to `*used`, 0 if it is not well-formed. */
static uint32_t decode(const unsigned char *bytes, size_t length, size_t *used)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t need = sequence_length(bytes[0]);
    *used = 0;
    if (need == 0 || need > length)
        return 0xFFFD;
    uint32_t code = need == 1 ? bytes[0] : bytes[0] & (0x7Fu >> need);
    for (size_t i = 1; i < need; i++) {
        if (!is_continuation(bytes[i]))
            return 0xFFFD;
        code = code << 6 | (bytes[i] & 0x3Fu);
    }
    if (code < least[need] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return 0xFFFD;
    *used = need;
    return code;
}

uint32_t dp_utf8_next(const char *text, size_t length, size_t *position)
{
    if (*position >= length)
        return DP_UTF8_END;
    const unsigned char *bytes = (const unsigned char *)text + *position;
    if (bytes[0] < 0x80) {
        (*position)++;
        return bytes[0];
    }
    size_t used;
    uint32_t code = decode(bytes, length - *position, &used);
    *position += used ? used : 1;
    return code;
}

uint32_t dp_utf8_previous(const char *text, size_t length, size_t *position)
{
    if (*position == 0 || *position > length)
        return DP_UTF8_END;
    size_t end = *position, begin = end - 1;
    while (begin > 0 && end - begin < 4 && is_continuation((unsigned char)text[begin]))
        begin--;
    size_t next = begin;
    uint32_t code = dp_utf8_next(text, end, &next);
    if (next != end) { /* not one whole sequence: count the last byte alone */
        *position = end - 1;
        return 0xFFFD;
    }
    *position = begin;
    return code;
}

bool dp_utf8_valid(const char *text, size_t length, size_t *bad)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t i = 0; i < length;) {
        size_t used = 1;
        if (bytes[i] >= 0x80)
            decode(bytes + i, length - i, &used);
        if (used == 0) {
            if (bad)
                *bad = i;
            return false;
        }
        i += used;
    }
    return true;
}

size_t dp_utf8_count(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; count++)
        dp_utf8_next(text, length, &i);
    return count;
}

size_t dp_utf8_encode(uint32_t code, char *out)
{
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = 0xFFFD;
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t used = utf8proc_encode_char((utf8proc_int32_t)code, bytes);
    for (utf8proc_ssize_t i = 0; i < used; i++)
        out[i] = (char)bytes[i];
    return (size_t)used;
}

bool dp_utf8_boundary(const char *text, size_t length, size_t position)
{
    return position == length || (position < length && !is_continuation((unsigned char)text[position]));
}

static utf8proc_category_t category(uint32_t code)
{
    return code > 0x10FFFF ? UTF8PROC_CATEGORY_CN : utf8proc_category((utf8proc_int32_t)code);
}

bool dp_is_letter(uint32_t code)
{
    if (code < 0x80)
        return (code | 0x20) >= 'a' && (code | 0x20) <= 'z';
    utf8proc_category_t c = category(code);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_ME;
}

bool dp_is_upper(uint32_t code)
{
    if (code < 0x80)
        return code >= 'A' && code <= 'Z';
    utf8proc_category_t c = category(code);
    return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

bool dp_is_lower(uint32_t code)
{
    if (code < 0x80)
        return code >= 'a' && code <= 'z';
    return category(code) == UTF8PROC_CATEGORY_LL;
}

bool dp_is_digit(uint32_t code)
{
    if (code < 0x80)
        return code >= '0' && code <= '9';
    return category(code) == UTF8PROC_CATEGORY_ND;
}

bool dp_is_space(uint32_t code)
{
    if (code < 0x80)
        return code == ' ' || (code >= 9 && code <= 13);
    utf8proc_category_t c = category(code);
    return code == 0x85 || (c >= UTF8PROC_CATEGORY_ZS && c <= UTF8PROC_CATEGORY_ZP);
}

bool dp_is_punct(uint32_t code)
{
    utf8proc_category_t c = category(code);
    return c >= UTF8PROC_CATEGORY_PC && c <= UTF8PROC_CATEGORY_SO;
}

int unicode_width(uint32_t code)
{
    int width = code > 0x10FFFF ? 1 : utf8proc_charwidth((utf8proc_int32_t)code);
    return width < 0 ? 0 : width;
}

uint32_t dp_to_lower(uint32_t code)
{
    return code > 0x10FFFF ? code : (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
}

uint32_t dp_to_upper(uint32_t code)
{
    return code > 0x10FFFF ? code : (uint32_t)utf8proc_toupper((utf8proc_int32_t)code);
}

static bool is_word_part(uint32_t code)
{
    return code != DP_UTF8_END && (dp_is_letter(code) || dp_is_digit(code));
}

/* Whether `code` between two code points keeps them in one word. */
static bool joins(uint32_t before, uint32_t code, uint32_t after)
{
    if (code == '.' || code == ',')
        return dp_is_digit(before) && dp_is_digit(after);
    bool joiner = code == '-' || code == 0x2010 || code == 0x2011 || code == '\'' || code == 0x2019 || code == 0xAD;
    return joiner && is_word_part(after);
}

bool dp_word_next(const char *text, size_t length, size_t *position, dp_span *word)
{
    size_t begin = *position, end = begin;
    uint32_t code = dp_utf8_next(text, length, &end);
    while (code != DP_UTF8_END && !is_word_part(code)) {
        begin = end;
        code = dp_utf8_next(text, length, &end);
    }
    if (code == DP_UTF8_END)
        return false;
    for (;;) {
        size_t next = end;
        uint32_t following = dp_utf8_next(text, length, &next);
        size_t behind = next;
        if (!is_word_part(following) && !joins(code, following, dp_utf8_next(text, length, &behind)))
            break;
        code = following;
        end = next;
    }
    *word = (dp_span){begin, end};
    *position = end;
    return true;
}
