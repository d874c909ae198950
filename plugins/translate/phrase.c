/* SPDX-License-Identifier: ISC */
/*
 * English terms as text.
 */
#include "config.h"

#include "phrase.h"

#include <string.h>

static bool ends_with(const char *term, size_t length, const char *ending)
{
    size_t size = strlen(ending);
    return length > size && memcmp(term + length - size, ending, size) == 0;
}

/* Whether the last word begins with a small letter and has more than one. */
static bool ends_in_noun(const char *term, size_t length)
{
    size_t first = length;
    while (first > 0 && term[first - 1] != ' ')
        first--;
    for (size_t i = first; i < length; i++)
        if (term[i] < 'a' || term[i] > 'z')
            return false;
    return length - first > 1;
}

void phrase_plural(dp_text *out, const char *term)
{
    static const char *const hissing[] = {"x", "z", "ch", "sh"};
    static const char *const vowels[] = {"ay", "ey", "oy", "uy"};
    const char *rest = strstr(term, " of "); /* heads of state */
    size_t length = rest ? (size_t)(rest - term) : strlen(term);
    if (!ends_in_noun(term, length) || ends_with(term, length, "s") || ends_with(term, length, "ing"))
        return;
    const char *ending = "s";
    for (size_t i = 0; i < sizeof hissing / sizeof *hissing; i++)
        if (ends_with(term, length, hissing[i]))
            ending = "es";
    bool vowel = false;
    for (size_t i = 0; i < sizeof vowels / sizeof *vowels; i++)
        vowel = vowel || ends_with(term, length, vowels[i]);
    if (ends_with(term, length, "y") && !vowel) {
        length--;
        ending = "ies";
    } else if (ends_with(term, length, "man")) {
        length -= 2;
        ending = "en";
    }
    dp_text_append(out, term, length);
    dp_text_puts(out, ending);
    dp_text_puts(out, rest ? rest : "");
}

static bool in_word(const dp_text *text, size_t position)
{
    size_t at = position;
    uint32_t code = position < text->length ? dp_utf8_next(text->data, text->length, &at) : ' ';
    return dp_is_letter(code) || dp_is_digit(code);
}

static bool behind_word(const dp_text *text, size_t position)
{
    size_t at = position;
    uint32_t code = position > 0 ? dp_utf8_previous(text->data, text->length, &at) : ' ';
    return dp_is_letter(code) || dp_is_digit(code);
}

bool phrase_take(const dp_text *text, const dp_text *term, bool *used)
{
    if (term->length == 0 || text->length < term->length)
        return false;
    for (size_t i = 0; i + term->length <= text->length; i++) {
        if (memcmp(text->data + i, term->data, term->length) != 0 || used[i] || used[i + term->length - 1] ||
            behind_word(text, i) || in_word(text, i + term->length))
            continue;
        memset(used + i, true, term->length * sizeof *used);
        return true;
    }
    return false;
}
