/* SPDX-License-Identifier: ISC */
/* Choosing a writer. What the writers write is tested with plain files beside this one. */
#include <depesche/depesche.h>

#include "doc.h"
#include "emitter.h"
#include "tap.h"
#include "write.h"

static dp_doc *build(void)
{
    dp_error error = {0};
    dp_doc *doc = doc_new("Ein Satz.", 9, &error);
    doc_add_block(doc, DP_BLOCK_PARAGRAPH, (dp_span){0, 9}, NULL, &error);
    doc_add_sentence(doc, 0, (dp_span){0, 9}, &error);
    doc_seal(doc, &error);
    return doc;
}

static void test_dispatch(void)
{
    static const char *const names[] = {"json", "ndjson", "markdown", "html", "text"};
    dp_doc *doc = build();
    dp_error error = {0};
    dp_text out = {0};
    for (size_t i = 0; i < 5; i++)
        is_string(dp_write_format(i), names[i], "the formats have a fixed order");
    ok(!dp_write_format(5), "and an end");
    dp_text_puts(&out, "before");
    is_int(dp_write(doc, "pdf", NULL, &out, &error), DP_BAD_OPTION, "an unknown format is refused");
    ok(strstr(error.text, "'pdf'") && strstr(error.text, "markdown"), "with its name and a list");
    is_int(dp_write(doc, NULL, NULL, &out, &error), DP_BAD_OPTION, "so is none");
    is_int(dp_write(doc, "html", &(dp_write_options){.order = "fr-en"}, &out, &error), DP_BAD_OPTION, "and an unknown order");
    is_string(out.data, "before", "a refused call writes nothing");
    is_int(dp_write(doc, "text", NULL, &out, &error), DP_OK, "options may be null");
    ok(strncmp(out.data, "before(no headline)\n", 20) == 0, "a record is appended");
    dp_text_free(&out);
    dp_doc_free(doc);
}

/* A caller built against a header that ended before `width` must not have its memory read beyond. */
static void test_struct_size(void)
{
    dp_doc *doc = build();
    dp_text with = {0}, without = {0};
    dp_write_options options = {.struct_size = offsetof(dp_write_options, width), .width = 20};
    dp_write(doc, "text", &options, &with, NULL);
    dp_write(doc, "text", NULL, &without, NULL);
    is_string(with.data, without.data, "fields beyond struct_size are not looked at");
    dp_text_free(&with);
    dp_text_free(&without);
    dp_doc_free(doc);
}

static void test_numbers(void)
{
    static const struct {
        double value;
        const char *want;
    } cases[] = {{0, "0.0"}, {1, "1.0"}, {0.5, "0.5"}, {0.99996, "1.0"}, {0.0301, "0.0301"}, {-1, "null"}, {1e300, "null"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_text out = {0};
        emitter json = {.out = &out};
        emit_decimal(&json, NULL, cases[i].value, 4);
        is_string(out.data, cases[i].want, "a decimal number");
        dp_text_free(&out);
    }
    dp_text out = {0};
    emitter json = {.out = &out};
    emit_open(&json, NULL, '[');
    emit_string(&json, NULL, "\"\\\n\t\x01\xE2\x80\xAE\xE2\x80\xA8\xF0\x9F\x98\x80");
    emit_open(&json, NULL, '{');
    emit_close(&json, '}');
    emit_string(&json, NULL, NULL);
    emit_close(&json, ']');
    is_string(out.data, "[\"\\\"\\\\\\n\\t\\u0001\\u202e\\u2028\xF0\x9F\x98\x80\",{},null]", "what JSON escapes");
    dp_text_free(&out);
}

int main(void)
{
    test_dispatch();
    test_struct_size();
    test_numbers();
    return tap_done();
}
