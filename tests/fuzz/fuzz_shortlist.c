/* SPDX-License-Identifier: ISC */
/*
 * Lexical shortlists: what is selected lies within the vocabulary, in order, each piece once.
 */
#include "config.h"

#include "../../plugins/translate/shortlist.h"
#include "fuzz.h"

#define PIECES 120

static void select_some(const shortlist *list)
{
    static const uint32_t from[] = {2, 117, 2, 40, 0};
    uint8_t seen[PIECES] = {0};
    uint32_t allowed[PIECES];
    must(shortlist_limit(list, 5) <= PIECES);
    size_t count = shortlist_select(list, from, 5, seen, allowed);
    must(count <= shortlist_limit(list, 5));
    for (size_t i = 0; i < count; i++)
        must(allowed[i] < PIECES && (i == 0 || allowed[i - 1] < allowed[i]));
    for (size_t i = 0; i < PIECES; i++)
        must(seen[i] == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    shortlist *list = NULL;
    dp_error error = {0};
    if (shortlist_parse(data, size, "input", PIECES, PIECES, true, &list, &error) == DP_OK)
        select_some(list);
    else
        must(error.text[0] != '\0');
    shortlist_free(list);
    return 0;
}
