/* SPDX-License-Identifier: ISC */
#include "alloc.h"
#include "charset.h"
#include "tap.h"

#include <stdlib.h>

/* What the decoder should make of some bytes. */
typedef struct expectation {
    const char *name;
    const char *bytes;
    size_t length;
    const char *declared;
    const char *encoding;
    charset_reason reason;
    const char *text;
    size_t undecoded;
} expectation;

#define BYTES(literal) (literal), sizeof(literal) - 1

static const expectation expectations[] = {
    {"plain ASCII is UTF-8", BYTES("abc"), NULL, "UTF-8", CHARSET_VALID, "abc", 0},
    {"UTF-8 is seen whatever is declared", BYTES("K\xC3\xA4se"), "latin1", "UTF-8", CHARSET_VALID, "K\xC3\xA4se", 0},
    {"the mark of UTF-8 is no text", BYTES("\xEF\xBB\xBFK\xC3\xA4se"), NULL, "UTF-8", CHARSET_MARK, "K\xC3\xA4se", 0},
    {"a mark inside the text stays", BYTES("a\xEF\xBB\xBF" "b"), NULL, "UTF-8", CHARSET_VALID, "a\xEF\xBB\xBF" "b", 0},
    {"UTF-16LE by its mark", BYTES("\xFF\xFEK\0\xE4\0s\0e\0"), NULL, "UTF-16LE", CHARSET_MARK, "K\xC3\xA4se", 0},
    {"UTF-16BE by its mark", BYTES("\xFE\xFF\0K\0\xE4\0s\0e"), NULL, "UTF-16BE", CHARSET_MARK, "K\xC3\xA4se", 0},
    {"UTF-32LE by its mark", BYTES("\xFF\xFE\0\0K\0\0\0\xE4\0\0\0"), NULL, "UTF-32LE", CHARSET_MARK, "K\xC3\xA4", 0},
    {"UTF-32BE by its mark", BYTES("\0\0\xFE\xFF\0\0\0K\0\0\0\xE4"), NULL, "UTF-32BE", CHARSET_MARK, "K\xC3\xA4", 0},
    {"the mark beats what is declared", BYTES("\xFF\xFEK\0"), "UTF-8", "UTF-16LE", CHARSET_MARK, "K", 0},
    {"UTF-16LE by its NULs", BYTES("K\0\xE4\0s\0e\0 \0"), NULL, "UTF-16LE", CHARSET_NULS, "K\xC3\xA4se ", 0},
    {"UTF-16BE by its NULs", BYTES("\0K\0\xE4\0s\0e"), NULL, "UTF-16BE", CHARSET_NULS, "K\xC3\xA4se", 0},
    {"UTF-16 by declaration", BYTES("\xAC\x20\xAC\x20\x20\0"), "utf-16le", "UTF-16LE", CHARSET_DECLARED,
     "\xE2\x82\xAC\xE2\x82\xAC ", 0},
    {"an odd byte at the end of UTF-16", BYTES("\xFF\xFE" "a\0b\0c\0d\0e"), NULL, "UTF-16LE", CHARSET_MARK,
     "abcd\xEF\xBF\xBD", 1},
    {"half a surrogate pair", BYTES("\xFF\xFE" "a\0b\0\x3D\xD8" "c\0d\0e\0f\0"), NULL, "UTF-16LE", CHARSET_MARK,
     "ab\xEF\xBF\xBD" "cdef", 2},
    {"half a pair at the end", BYTES("\xFF\xFE" "a\0b\0c\0d\0\x3D\xD8"), NULL, "UTF-16LE", CHARSET_MARK, "abcd\xEF\xBF\xBD",
     2},
    {"U+0000 in UTF-16", BYTES("\xFF\xFE" "a\0b\0\0\0c\0d\0"), NULL, "UTF-16LE", CHARSET_MARK, "ab\xEF\xBF\xBD" "cd", 2},
    {"a surrogate pair", BYTES("\xFE\xFF\xD8\x3D\xDE\x00"), NULL, "UTF-16BE", CHARSET_MARK, "\xF0\x9F\x98\x80", 0},
    {"declared Windows-1252", BYTES("K\xE4se \x84x\x93 \x96 \x80"), "windows-1252", "Windows-1252", CHARSET_DECLARED,
     "K\xC3\xA4se \xE2\x80\x9Ex\xE2\x80\x9C \xE2\x80\x93 \xE2\x82\xAC", 0},
    {"ISO-8859-1 means Windows-1252", BYTES("\x84K\xE4se\x93"), "ISO-8859-1", "Windows-1252", CHARSET_DECLARED,
     "\xE2\x80\x9EK\xC3\xA4se\xE2\x80\x9C", 0},
    {"ISO-8859-15 has the euro elsewhere", BYTES("5 \xA4"), "ISO_8859-15", "ISO-8859-15", CHARSET_DECLARED,
     "5 \xE2\x82\xAC", 0},
    {"MacRoman", BYTES("K\x8Ase"), "macintosh", "Macintosh", CHARSET_DECLARED, "K\xC3\xA4se", 0},
    {"code page 850", BYTES("Stra\xE1" "e"), "CP850", "IBM850", CHARSET_DECLARED, "Stra\xC3\x9F" "e", 0},
    {"code page 437", BYTES("K\x84se"), "ibm437", "IBM437", CHARSET_DECLARED, "K\xC3\xA4se", 0},
    {"Windows-1250", BYTES("\xA3\xF3" "d\x9F"), "cp1250", "Windows-1250", CHARSET_DECLARED, "\xC5\x81\xC3\xB3" "d\xC5\xBA", 0},
    {"nothing known is Windows-1252", BYTES("K\xE4se"), NULL, "Windows-1252", CHARSET_FALLBACK, "K\xC3\xA4se", 0},
    {"an unknown name is no declaration", BYTES("K\xE4se"), "klingon", "Windows-1252", CHARSET_FALLBACK, "K\xC3\xA4se", 0},
    {"declared UTF-8 that is none", BYTES("K\xE4se, \xD6l, \xDC" "ber"), "utf-8", "Windows-1252", CHARSET_FALLBACK,
     "K\xC3\xA4se, \xC3\x96l, \xC3\x9C" "ber", 0},
    {"bytes without meaning in Windows-1252", BYTES("K\xE4se \x81 und Brot"), NULL, "Windows-1252", CHARSET_FALLBACK,
     "K\xC3\xA4se \xEF\xBF\xBD und Brot", 1},
    {"UTF-8 cut off inside a letter", BYTES("gr\xC3\xB6\xC3\x9F" "er, Stra\xC3"), NULL, "UTF-8", CHARSET_DAMAGED,
     "gr\xC3\xB6\xC3\x9F" "er, Stra\xEF\xBF\xBD", 1},
    {"UTF-8 cut off inside a quotation mark", BYTES("f\xC3\xBCr \xE2\x80\x9Ex\xE2\x80"), NULL, "UTF-8", CHARSET_DAMAGED,
     "f\xC3\xBCr \xE2\x80\x9Ex\xEF\xBF\xBD\xEF\xBF\xBD", 2},
    {"one broken byte in much UTF-8",
     BYTES("\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4 \xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4 \xFC!"),
     "latin1", "UTF-8", CHARSET_DAMAGED,
     "\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4 \xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4 \xEF\xBF\xBD!", 1},
    {"a last letter is no cut-off UTF-8", BYTES("CAF\xC9"), NULL, "Windows-1252", CHARSET_FALLBACK, "CAF\xC3\x89", 0},
};

static void test_decisions(void)
{
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
        const expectation *want = &expectations[i];
        dp_text text = {0};
        dp_error error = {0};
        charset_decision got;
        charset_decode(want->bytes, want->length, NULL, want->declared, &text, &got, &error);
        bool good = error.status == DP_OK && text.data && strcmp(text.data, want->text) == 0 &&
                    strcmp(got.encoding, want->encoding) == 0 && got.reason == want->reason &&
                    got.undecoded == want->undecoded;
        if (!ok(good, "%s", want->name))
            printf("# got %s, reason %d, %zu undecoded: %s %s\n", got.encoding, (int)got.reason, got.undecoded,
                   text.data ? text.data : "", error.text);
        dp_text_free(&text);
    }
}

static charset_decision decide(const char *bytes, size_t length, const char *forced, const char *declared, dp_error *error)
{
    dp_text text = {0};
    charset_decision got;
    *error = (dp_error){0};
    charset_decode(bytes, length, forced, declared, &text, &got, error);
    dp_text_free(&text);
    return got;
}

static void test_telling(void)
{
    dp_error error;
    ok(decide(BYTES("K\xC3\xA4se"), NULL, "latin1", &error).contradicted, "a wrong declaration is told");
    ok(!decide(BYTES("Brot"), NULL, "latin1", &error).contradicted, "unless it makes no difference");
    ok(!decide(BYTES("K\xE4se"), NULL, "latin1", &error).contradicted, "a right one is not");
    ok(decide(BYTES("K\xE4se"), NULL, "klingon", &error).unknown, "an unknown name is told");
}

static void test_forcing(void)
{
    dp_error error;
    charset_decision got = decide(BYTES("K\xC3\xA4se"), "latin1", NULL, &error);
    ok(strcmp(got.encoding, "Windows-1252") == 0 && got.reason == CHARSET_FORCED, "the caller overrides valid UTF-8");
    got = decide(BYTES("\xFE\xFF\0K"), "utf-16", NULL, &error);
    is_string(got.encoding, "UTF-16BE", "a mark says which UTF-16 was forced");
    decide(BYTES("abc"), "klingon", NULL, &error);
    ok(error.status == DP_BAD_OPTION && strstr(error.text, "Windows-1252") && strstr(error.text, "klingon"),
       "an unknown name is refused with the list: %s", error.text);
}

static void test_refusing(void)
{
    dp_error error;
    decide(BYTES("ab\0cdefgh"), NULL, NULL, &error);
    ok(error.status == DP_BAD_INPUT && strstr(error.text, "NUL at byte 2"), "a NUL is refused: %s", error.text);
    decide(BYTES("ab\0cdefgh"), "UTF-8", NULL, &error);
    is_int(error.status, DP_BAD_INPUT, "also when the encoding is forced");
    decide(BYTES("\xEF\xBB\xBF" "ab\0cd"), NULL, NULL, &error);
    is_int(error.status, DP_BAD_INPUT, "also behind a mark");
    decide(BYTES("\x01\x02\x03\x04\x05\x06\x07\x0E\x0F\x10"), NULL, NULL, &error);
    ok(error.status == DP_BAD_INPUT && strstr(error.text, "control characters"), "control characters are refused");
    decide(BYTES("K\xE4se \xF6 \xFC"), "UTF-8", NULL, &error);
    ok(error.status == DP_BAD_INPUT && strstr(error.text, "3 of 8 bytes"), "too little text is refused: %s", error.text);
}

static void test_names(void)
{
    char name[CHARSET_NAME_SIZE];
    ok(charset_find("utf8", name) && strcmp(name, "UTF-8") == 0, "utf8");
    ok(charset_find(" ISO_8859-1\r\n", name) && strcmp(name, "Windows-1252") == 0, "underscores and spaces");
    ok(!charset_find("", name) && !charset_find(NULL, name) && !charset_find("utf", name), "no name, no encoding");
    dp_text list = {0};
    charset_list(&list);
    ok(strncmp(list.data, "UTF-8, UTF-16LE, ", 17) == 0 && strstr(list.data, ", IBM437"), "the list of encodings");
    dp_text_free(&list);
}

static void test_no_memory(void)
{
    size_t n = 1;
    for (bool done = false; !done && n < 1000; n++) {
        dp_error error = {0};
        dp_text text = {0};
        charset_decision got;
        alloc_fail_at(n, false);
        done = charset_decode(BYTES("K\xE4se \x81 und Brot"), NULL, NULL, &text, &got, &error) == DP_OK;
        dp_text_free(&text);
        if (!done && error.status != DP_NO_MEMORY)
            break;
    }
    alloc_fail_at(0, false);
    ok(n > 10 && n < 1000, "every failing allocation is reported (%zu)", n);
}

/* A long input crosses the buffers of the decoder. */
static void test_long(void)
{
    size_t length = 100000;
    char *bytes = malloc(length);
    for (size_t i = 0; i < length; i += 2) {
        bytes[i] = (char)(i % 20000 == 0 ? 0x3D : 'a');
        bytes[i + 1] = (char)(i % 20000 == 0 ? 0xD8 : 0);
    }
    dp_text text = {0};
    charset_decision got;
    charset_decode(bytes, length, "UTF-16LE", NULL, &text, &got, NULL);
    is_int(text.length, 50000 + 5 * 2, "all of a long UTF-16 input is decoded");
    is_int(got.undecoded, 10, "its five broken units are counted");
    dp_text_free(&text);
    free(bytes);
}

int main(void)
{
    test_decisions();
    test_telling();
    test_forcing();
    test_refusing();
    test_names();
    test_no_memory();
    test_long();
    return tap_done();
}
