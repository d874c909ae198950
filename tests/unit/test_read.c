/* SPDX-License-Identifier: ISC */
#include <depesche/depesche.h>

#include "alloc.h"
#include "tap.h"

static dp_doc *read_as(const char *text, const char *format, dp_error *error)
{
    *error = (dp_error){0};
    return dp_doc_read(text, strlen(text), &(dp_read_options){.name = "a", .format = format}, error);
}

static bool warns(const dp_doc *doc, const char *part)
{
    for (size_t i = 0; i < dp_doc_note_count(doc, "warning"); i++)
        if (strstr(dp_note_get(dp_doc_note(doc, "warning", i), "message"), part))
            return true;
    return false;
}

/* ---- Any format ---- */

static void test_fields(void)
{
    dp_error error;
    dp_doc *doc = read_as("abc", NULL, &error);
    is_string(dp_doc_source(doc, NULL), "abc", "the source is the input");
    is_string(dp_doc_field(doc, DP_FIELD_NAME), "a", "the name is kept");
    is_string(dp_doc_field(doc, DP_FIELD_FORMAT), "text", "the format is text");
    is_string(dp_doc_field(doc, DP_FIELD_LANGUAGE), "de", "the language is German");
    is_string(dp_doc_field(doc, DP_FIELD_ENCODING), "UTF-8", "the encoding is told");
    is_string(dp_doc_field(doc, DP_FIELD_DECLARED_ENCODING), NULL, "nothing was declared");
    is_string(dp_doc_field(doc, DP_FIELD_SHA256), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
              "the fingerprint is that of the bytes");
    is_int(dp_doc_note_count(doc, "warning"), 0, "no warnings");
    dp_doc_free(doc);
}

static void test_encoding(void)
{
    dp_error error = {0};
    dp_doc *doc = dp_doc_read("K\xE4se \x81 und Brot", 14, NULL, &error);
    ok(doc && dp_doc_undecoded(doc) == 1, "undecoded bytes are counted");
    ok(warns(doc, "1 bytes"), "and warned about");
    ok(warns(doc, "read as Windows-1252"), "and so is a guess");
    is_string(dp_doc_field(doc, DP_FIELD_NAME), "-", "no name is standard input");
    dp_doc_free(doc);
    doc = dp_doc_read("K\xC3\xA4se", 5, &(dp_read_options){.declared = "latin1"}, &error);
    ok(warns(doc, "'latin1'"), "a wrong declaration is warned about");
    is_string(dp_doc_field(doc, DP_FIELD_DECLARED_ENCODING), "latin1", "and kept");
    dp_doc_free(doc);
    doc = dp_doc_read("K\xC3\xA4se", 5, &(dp_read_options){.charset = "latin1"}, &error);
    is_string(dp_doc_source(doc, NULL), "K\xC3\x83\xC2\xA4se", "the user may override");
    is_int(dp_doc_note_count(doc, "warning"), 0, "without being told off");
    dp_doc_free(doc);
    doc = dp_doc_read("a\r\nb\r\n", 6, NULL, &error);
    is_string(dp_doc_source(doc, NULL), "a\r\nb\r\n", "line ends are kept");
    dp_doc_free(doc);
}

static void refuses(const char *bytes, size_t length, const dp_read_options *options, dp_status status, const char *part,
                    const char *name)
{
    dp_error error = {0};
    dp_doc *doc = dp_doc_read(bytes, length, options, &error);
    bool good = !doc && error.status == status && strstr(error.text, part) != NULL;
    if (!ok(good, "%s", name))
        printf("# got: %s: %s\n", dp_status_name(error.status), error.text);
    dp_doc_free(doc);
}

static void test_refusals(void)
{
    dp_read_options small = {.limit = 3, .name = "x.txt"}, odd = {.format = "odd"}, old = {.struct_size = sizeof(size_t)};
    refuses("", 0, NULL, DP_BAD_INPUT, "standard input: the input is empty", "an empty input");
    refuses(" \n\xC2\xA0\n", 5, NULL, DP_BAD_INPUT, "white space", "nothing but white space");
    refuses("abcd", 4, &small, DP_LIMIT, "x.txt: the input has 4 bytes", "a long input, naming it");
    refuses("abc", 3, &odd, DP_BAD_OPTION, "markdown", "an unknown format, naming those there are");
    refuses("%PDF-1.7 \x81", 10, NULL, DP_BAD_INPUT, "pdftotext", "a PDF, saying what to do");
    refuses("a\0b", 3, NULL, DP_BAD_INPUT, "NUL", "a NUL");
    dp_doc *doc = dp_doc_read("abcd", 4, &old, NULL);
    ok(doc != NULL, "a caller with a shorter struct");
    dp_doc_free(doc);
    ok(!dp_doc_read("", 0, NULL, NULL), "a null error is allowed");
}

/* ---- Markdown ---- */

static void test_markdown(void)
{
    dp_error error;
    const char *text = "---\ntitle: \"Der Titel\"\ndate: 9. Dezember 2023\nauthor: Eva Muster\nodd\n---\n\n# Der Titel\n\n"
                       "Ein Satz.\n\n## Mehr ##\n\n- Punkt eins.\n- Punkt zwei.\n";
    dp_doc *doc = read_as(text, NULL, &error);
    is_string(dp_doc_field(doc, DP_FIELD_FORMAT), "markdown", "Markdown is seen");
    is_string(dp_doc_source(doc, NULL), text, "the source stays as it is");
    is_string(dp_doc_field(doc, DP_FIELD_TITLE), "Der Titel", "front matter gives the title");
    is_string(dp_doc_field(doc, DP_FIELD_DATE), "2023-12-09", "and the date");
    is_string(dp_doc_field(doc, DP_FIELD_AUTHOR), "Eva Muster", "and the author");
    dp_doc_free(doc);
    doc = read_as("---\ntitle: offen\n", "markdown", &error);
    is_string(dp_doc_field(doc, DP_FIELD_TITLE), NULL, "front matter without end is none");
    dp_doc_free(doc);
}

static void test_dates(void)
{
    static const char *const dates[][2] = {
        {"2023-12-09", "2023-12-09"},         {"2023-12-09T12:30:00+01:00", "2023-12-09"},
        {"9.12.2023", "2023-12-09"},          {"Samstag, 9. Dezember 2023, 12:30 Uhr", "2023-12-09"},
        {"1. M\xC3\xA4rz 2024", "2024-03-01"}, {"3. J\xC3\xA4n. 2024", "2024-01-03"},
        {"31.12.99", NULL},                   {"2023-13-01", NULL},
        {"32.1.2023", NULL},                  {"gestern", NULL},
        {"9. Smarch 2023", NULL},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        dp_error error;
        dp_text text = {0};
        dp_text_printf(&text, "---\ndate: %s\n---\nText.\n", dates[i][0]);
        dp_doc *doc = read_as(text.data, "markdown", &error);
        is_string(dp_doc_field(doc, DP_FIELD_DATE), dates[i][1], dates[i][0]);
        if (!dates[i][1])
            ok(warns(doc, dates[i][0]), "and a warning names it");
        dp_doc_free(doc);
        dp_text_free(&text);
    }
}

/* ---- NDJSON ---- */

static void test_record(void)
{
    dp_error error;
    dp_doc *doc = read_as("{\"id\":7,\"title\":\"Titel\",\"date\":\"2005-08-20\",\"source\":\"de.wikinews.org\",\"odd\":[1],"
                          "\"url\":null,\"text\":\"Ein \\u201eSatz\\u201c.\\r\\n\\r\\n\"}\n",
                          NULL, &error);
    is_string(dp_doc_field(doc, DP_FIELD_FORMAT), "ndjson", "a record is seen");
    is_string(dp_doc_source(doc, NULL), "Ein \xE2\x80\x9ESatz\xE2\x80\x9C.\r\n\r\n", "the source is the text, exactly");
    is_string(dp_doc_field(doc, DP_FIELD_TITLE), "Titel", "the title is a field");
    ok(!dp_doc_field_in_source(doc, DP_FIELD_TITLE), "that does not stand in the source");
    is_string(dp_doc_field(doc, DP_FIELD_SOURCE_ID), "7", "a number is an id too");
    is_string(dp_doc_field(doc, DP_FIELD_DATE), "2005-08-20", "the date");
    is_string(dp_doc_field(doc, DP_FIELD_OUTLET), "de.wikinews.org", "the outlet");
    dp_doc_free(doc);
    doc = read_as("{\"text\":\"a\\u0000b\"}", NULL, &error);
    is_string(dp_doc_source(doc, NULL), "a\xEF\xBF\xBD" "b", "U+0000 is replaced");
    ok(warns(doc, "U+0000"), "and warned about");
    dp_doc_free(doc);
    doc = read_as("{\"text\":\"a\\ud800b\",\"language\":\"en\"}", NULL, &error);
    is_string(dp_doc_source(doc, NULL), "a\xEF\xBF\xBD" "b", "half a surrogate pair is replaced");
    ok(warns(doc, "'en'"), "another language is warned about");
    dp_doc_free(doc);
}

static void refuses_record(const char *record, const char *part, const char *name)
{
    dp_read_options options = {.format = "ndjson"};
    refuses(record, strlen(record), &options, DP_BAD_INPUT, part, name);
}

static void test_bad_records(void)
{
    refuses_record("{\"text\":", "cut off", "half a record");
    refuses_record("{\"text\" \"a\"}", "at byte 8", "broken JSON, saying where");
    refuses_record("{\"title\":\"a\"}", "no member \"text\"", "a record without text");
    refuses_record("{\"text\":1}", "\"text\" of the record is of type int", "a number for the text");
    refuses_record("{\"text\":\"a\",\"title\":{}}", "\"title\"", "an object for the title");
    refuses_record("{\"text\":\"\"}", "no text", "an empty text");
    refuses_record("[{\"text\":\"a\"}]", "jq", "an array, saying what to do");
    refuses_record("3", "JSON int", "a number");
    refuses_record("{\"text\":\"a\"}\n{\"text\":\"b\"}", "more than one", "two records");
    dp_text deep = {0};
    for (int i = 0; i < 100000; i++)
        dp_text_puts(&deep, "[");
    refuses_record(deep.data, "nesting", "deep nesting");
    dp_text_free(&deep);
}

/* ---- Memory ---- */

static void fails_in_turn(const char *text, const char *format)
{
    size_t n = 1;
    for (bool done = false; !done && n < 3000; n++) {
        dp_error error;
        alloc_fail_at(n, false);
        dp_doc *doc = read_as(text, format, &error);
        done = doc != NULL;
        dp_doc_free(doc);
        if (!done && error.status != DP_NO_MEMORY) {
            printf("# %zu: %s\n", n, error.text);
            break;
        }
    }
    alloc_fail_at(0, false);
    ok(n > 10 && n < 3000, "every failing allocation is reported: %s (%zu)", format, n);
}

int main(void)
{
    test_fields();
    test_encoding();
    test_refusals();
    test_markdown();
    test_dates();
    test_record();
    test_bad_records();
    fails_in_turn("K\xE4se", "text");
    fails_in_turn("---\ntitle: T\ndate: gestern\n---\n# T\n\nEin Satz.\n", "markdown");
    fails_in_turn("{\"title\":\"T\",\"date\":\"x\",\"text\":\"T\\n\\nEin Satz.\\u0000\"}", "ndjson");
    return tap_done();
}
