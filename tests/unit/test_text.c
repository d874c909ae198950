/* SPDX-License-Identifier: ISC */
#include <depesche/text.h>

#include "tap.h"

#include <stdlib.h>

static void test_stepping(void)
{
    const char *text = "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\xFFz";
    const uint32_t want[] = {'a', 0xE4, 0x20AC, 0x1F600, 0xFFFD, 'z'};
    size_t length = strlen(text), position = 0;
    bool same = true;
    for (size_t i = 0; i < 6; i++)
        same = dp_utf8_next(text, length, &position) == want[i] && same;
    ok(same && dp_utf8_next(text, length, &position) == DP_UTF8_END, "stepping forwards");
    same = true;
    for (size_t i = 6; i-- > 0;)
        same = dp_utf8_previous(text, length, &position) == want[i] && same;
    ok(same && position == 0 && dp_utf8_previous(text, length, &position) == DP_UTF8_END, "stepping backwards");
    size_t bad = 0;
    ok(!dp_utf8_valid(text, length, &bad) && bad == 10, "the bad byte is found");
    ok(!dp_utf8_valid("\xED\xA0\x80", 3, NULL), "a surrogate is not valid");
    ok(!dp_utf8_valid("\xC0\x80", 2, NULL) && !dp_utf8_valid("\xF4\x90\x80\x80", 4, NULL), "overlong and out of range");
    is_int(dp_utf8_count(text, length), 6, "code points");
    ok(dp_utf8_boundary(text, length, 1) && !dp_utf8_boundary(text, length, 2), "boundaries");
}

static void test_words(void)
{
    const char *text = "US-Pr\xC3\xA4sident z. B. 3,4 Mrd.: \xE2\x80\x9Egeht's\xE2\x80\x9C - ja!";
    const char *want[] = {"US-Pr\xC3\xA4sident", "z", "B", "3,4", "Mrd", "geht's", "ja"};
    size_t position = 0, count = 0;
    dp_span word;
    bool same = true;
    while (dp_word_next(text, strlen(text), &position, &word)) {
        same = same && count < 7 && strlen(want[count]) == word.end - word.begin &&
               memcmp(want[count], text + word.begin, word.end - word.begin) == 0;
        count++;
    }
    ok(same && count == 7, "words of a German phrase (%zu)", count);
}

static void test_forms(void)
{
    dp_text out = {0};
    dp_text_nfc(&out, "Mu\xCC\x88ller", 8);
    is_string(out.data, "M\xC3\xBCller", "NFC composes");
    dp_text_cut(&out, 0);
    dp_text_fold(&out, "STRA\xC3\x9F" "E", 7);
    is_string(out.data, "strasse", "folding takes sharp s apart");
    dp_text_cut(&out, 0);
    dp_text_flatten(&out, "  ein\r\n\tWort\xC2\xA0" "da Do\xC2\xAD" "nau ", 25);
    is_string(out.data, "ein Wort da Donau", "flattening");
    dp_text_cut(&out, 0);
    dp_text_flatten(&out, "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80 Ra\xE2\x80\x8D" "d", 18);
    is_string(out.data, "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80 Rad", "joiners stay within pictures only");
    dp_text_cut(&out, 0);
    dp_text_flatten(&out, "a\xFF" "b", 3);
    is_string(out.data, "a\xEF\xBF\xBD" "b", "invalid bytes become U+FFFD");
    dp_text_free(&out);
    char *empty = dp_text_take(&out);
    is_string(empty, "", "taking an empty buffer");
    free(empty);
}

static void test_errors(void)
{
    dp_error error = {0};
    dp_error_set(&error, DP_NOT_FOUND, "a.txt");
    dp_error_prefix(&error, "reading %d", 3);
    is_string(error.text, "reading 3: a.txt", "a prefix goes in front");
    is_int(error.status, DP_NOT_FOUND, "and keeps the status");
    char longer[3000];
    memset(longer, 'x', sizeof longer);
    longer[DP_ERROR_SIZE - 2] = '\xC3';
    longer[DP_ERROR_SIZE - 1] = '\xA4';
    longer[sizeof longer - 1] = '\0';
    dp_error_set(&error, DP_FAILED, "%s", longer);
    ok(dp_utf8_valid(error.text, strlen(error.text), NULL), "a long sentence is cut at a boundary");
    is_int(dp_error_set(NULL, DP_IO, "lost"), DP_IO, "a null error loses the text only");
    is_string(dp_status_name((dp_status)99), "unknown status", "a name for any number");
}

int main(void)
{
    test_stepping();
    test_words();
    test_forms();
    test_errors();
    return tap_done();
}
