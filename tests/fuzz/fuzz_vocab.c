/* SPDX-License-Identifier: ISC */
/*
 * Vocabularies: what opens cuts a text into pieces that lie in order inside it, and makes UTF-8 of any pieces.
 */
#include "config.h"

#include "../../plugins/translate/vocab.h"
#include "fuzz.h"

static void use(const vocab *v)
{
    static const char text[] = "Die \303\204rzte: \342\200\236ja\342\200\234 ab7";
    uint32_t ids[64] = {0, 1, 2, 99999};
    piece *pieces = NULL;
    size_t count = 0, used = 4;
    dp_text out = {0};
    if (vocab_encode(v, text, sizeof text - 1, &pieces, &count, NULL) == DP_OK)
        for (size_t i = 0; i < count; i++) {
            must(pieces[i].span.begin <= pieces[i].span.end && pieces[i].span.end <= sizeof text - 1);
            if (used < 64)
                ids[used++] = pieces[i].id;
        }
    must(vocab_decode(v, ids, used, &out, NULL, NULL) == DP_OK);
    must(out.length == 0 || dp_utf8_valid(out.data, out.length, NULL));
    dp_text_free(&out);
    free(pieces);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    vocab *v = NULL;
    dp_error error = {0};
    if (vocab_parse(data, size, "input", &v, &error) == DP_OK)
        use(v);
    else
        must(error.text[0] != '\0');
    vocab_free(v);
    return 0;
}
