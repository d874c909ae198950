/* SPDX-License-Identifier: ISC */
/*
 * One article in several encodings and formats has the same blocks and sentences in all of them.
 */
#include "config.h"

#include <depesche/depesche.h>

#include "input.h"
#include "tap.h"

#include <stdlib.h>

static const char article[] =
    "Br\xC3\xBC" "cke \xC3\xBC" "ber die Weser wird gesperrt\n\n\n"
    "Die Stadt \xE2\x80\x9E" "bedauert\xE2\x80\x9C die lange Sperrung und verspricht eine Umleitung f\xC3\xBCr Radfahrer.\n\n"
    "Die Br\xC3\xBC" "cke wird am 3. Mai gesperrt. Dr. M\xC3\xBCller sagte, sie werde f\xC3\xBCr 3,4 Mio. Euro erneuert.\n\n"
    "\xE2\x80\x9EWir warten ab\xE2\x80\x9C, sagte er am Samstag \xE2\x80\x93 und ging. Mehr wollte er dazu nicht sagen.\n\n"
    "Umleitung \xC3\xBC" "ber die Altstadt\n\n"
    "Der Verkehr wird durch die Altstadt geleitet, wo schon jetzt kaum jemand vorankommt, wie Anwohner klagen.\n\n"
    "Leave a Reply";

/* ---- Rewriting ---- */

static unsigned char in_windows_1252(uint32_t code)
{
    static const struct {
        uint32_t code;
        unsigned char byte;
    } quotes[] = {{0x201E, 0x84}, {0x201C, 0x93}, {0x201D, 0x94}, {0x2013, 0x96}, {0x2019, 0x92}, {0x20AC, 0x80}};
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (quotes[i].code == code)
            return quotes[i].byte;
    return code < 0x80 || (code >= 0xA0 && code < 0x100) ? (unsigned char)code : '?';
}

static void as_windows_1252(const char *text, size_t length, dp_text *out)
{
    for (size_t i = 0; i < length;) {
        char byte = (char)in_windows_1252(dp_utf8_next(text, length, &i));
        dp_text_append(out, &byte, 1);
    }
}

static void as_utf16(const char *text, size_t length, dp_text *out)
{
    dp_text_append(out, "\xFF\xFE", 2);
    for (size_t i = 0; i < length;) {
        uint32_t code = dp_utf8_next(text, length, &i);
        char unit[2] = {(char)(code & 0xFF), (char)(code >> 8)};
        dp_text_append(out, unit, 2);
    }
}

static void as_crlf(const char *text, size_t length, dp_text *out)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n')
            dp_text_puts(out, "\r");
        dp_text_append(out, text + i, 1);
    }
}

static void as_html(const dp_doc *doc, dp_text *out)
{
    const char *source = dp_doc_source(doc, NULL);
    dp_text_puts(out, "<!DOCTYPE html><html lang=\"de\"><head><meta charset=\"utf-8\"><title>x</title></head><body>\n");
    for (size_t i = 0; i < dp_doc_block_count(doc); i++) {
        static const char *const tags[] = {"h1", "p class=\"standfirst\"", "h2", "p", "p", ""};
        dp_block block = dp_doc_block(doc, i);
        if (block.kind == DP_BLOCK_SPACE)
            continue;
        dp_text_printf(out, "<%s>", tags[block.kind]);
        dp_text_append(out, source + block.span.begin, block.span.end - block.span.begin);
        dp_text_printf(out, "</%.2s>\n", tags[block.kind][0] == 'h' ? tags[block.kind] : "p");
    }
    dp_text_puts(out, "</body></html>\n");
}

static void as_json(const char *text, size_t length, dp_text *out)
{
    dp_text_puts(out, "{\"text\":\"");
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n')
            dp_text_puts(out, "\\n");
        else if (text[i] == '"' || text[i] == '\\')
            dp_text_printf(out, "\\%c", text[i]);
        else
            dp_text_append(out, text + i, 1);
    }
    dp_text_puts(out, "\"}\n");
}

/* ---- Comparing ---- */

/* Blocks and sentences, white space folded. */
static void summarise(const dp_doc *doc, dp_text *out)
{
    const char *source = dp_doc_source(doc, NULL);
    for (size_t i = 0; i < dp_doc_block_count(doc); i++)
        if (dp_doc_block(doc, i).kind != DP_BLOCK_SPACE)
            dp_text_printf(out, "%s\n", dp_block_kind_name(dp_doc_block(doc, i).kind));
    for (size_t i = 0; i < dp_doc_sentence_count(doc); i++) {
        dp_span span = dp_doc_sentence(doc, i).span;
        dp_text_flatten(out, source + span.begin, span.end - span.begin);
        dp_text_puts(out, "\n");
    }
}

static void same_as(const char *want, const dp_text *bytes, const char *encoding, const char *name)
{
    dp_error error = {0};
    dp_text got = {0};
    dp_doc *doc = dp_doc_read(bytes->data, bytes->length, NULL, &error);
    if (doc) {
        summarise(doc, &got);
        is_string(dp_doc_field(doc, DP_FIELD_ENCODING), encoding, name);
        is_int(dp_doc_undecoded(doc), 0, "nothing is lost");
    }
    is_string(doc ? got.data : error.text, want, "the blocks and sentences are the same");
    dp_doc_free(doc);
    dp_text_free(&got);
}

static void test_variants(const char *text, size_t length)
{
    dp_text want = {0}, variant = {0};
    dp_doc *doc = dp_doc_read(text, length, NULL, NULL);
    summarise(doc, &want);
    as_windows_1252(text, length, &variant);
    same_as(want.data, &variant, "Windows-1252", "in Windows-1252");
    dp_text_cut(&variant, 0);
    as_utf16(text, length, &variant);
    same_as(want.data, &variant, "UTF-16LE", "in UTF-16");
    dp_text_cut(&variant, 0);
    as_crlf(text, length, &variant);
    same_as(want.data, &variant, "UTF-8", "with CR LF");
    dp_text_cut(&variant, 0);
    as_json(text, length, &variant);
    same_as(want.data, &variant, "UTF-8", "as NDJSON");
#ifdef HAVE_XML
    dp_text_cut(&variant, 0);
    as_html(doc, &variant);
    same_as(want.data, &variant, "UTF-8", "as HTML");
#else
    (void)as_html;
#endif
    dp_doc_free(doc);
    dp_text_free(&want);
    dp_text_free(&variant);
}

static void test_seed(void)
{
    const char *shared = getenv("SHARED"), *bytes;
    dp_text path = {0};
    dp_text_printf(&path, "%s/seed/000_08b31e837cd17748.txt", shared ? shared : "");
    input *in = input_open(path.data, (size_t)1 << 20, NULL);
    size_t length;
    if (in && input_read_all(in, &bytes, &length, NULL) == DP_OK)
        test_variants(bytes, length);
    else
        skip("the seed article", "it is not there");
    input_close(in);
    dp_text_free(&path);
}

int main(void)
{
    test_variants(article, sizeof article - 1);
    test_seed();
    return tap_done();
}
