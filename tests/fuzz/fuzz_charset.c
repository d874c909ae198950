/* SPDX-License-Identifier: ISC */
/*
 * Decoding: the first byte chooses how the encoding is given, the rest is the text.
 */
#include "charset.h"

#include "fuzz.h"

#include <string.h>

static void decode(const uint8_t *data, size_t size, const char *forced, const char *declared)
{
    dp_text text = {0};
    dp_error error = {0};
    charset_decision got;
    dp_status status = charset_decode(data, size, forced, declared, &text, &got, &error);
    must(status == error.status && (status == DP_OK || error.text[0]));
    if (status == DP_OK) {
        char name[CHARSET_NAME_SIZE];
        must(charset_find(got.encoding, name) && strcmp(name, got.encoding) == 0);
        must(dp_utf8_valid(text.data ? text.data : "", text.length, NULL));
        must(text.length == 0 || !memchr(text.data, 0, text.length));
        must(got.undecoded <= size);
    }
    dp_text_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const labels[] = {NULL, "utf-8", "utf-16", "utf-16be", "utf-32", "latin1", "cp1250", "macintosh",
                                         "cp437", "no such", "", "iso-8859-15"};
    size_t count = sizeof labels / sizeof *labels;
    if (size == 0)
        return 0;
    decode(data + 1, size - 1, labels[data[0] % count], labels[data[0] / count % count]);
    decode(data + 1, size - 1, NULL, labels[data[0] % count]);
    return 0;
}
