/* SPDX-License-Identifier: ISC */
/*
 * How names are compared across the two languages: their letters rewritten by the rules of sounds.tsv, without double letters.
 */
#include "token.h"

#include <stdlib.h>
#include <string.h>

static const char rule_lines[] =
#include "data/sounds.inc"
    ;

/* Two names may differ in so many letters at the end if they share so many at the beginning. */
#define ENDING_LETTERS 3
#define SHARED_LETTERS 4

dp_status sounds_open(sounds *s)
{
    dp_status status = table_add_lines(&s->rules, rule_lines);
    if (status != DP_OK)
        return status;
    s->order = calloc(s->rules.count + 1, sizeof *s->order);
    if (!s->order)
        return DP_NO_MEMORY;
    for (uint32_t i = 0; i < s->rules.count; i++)
        s->first[(unsigned char)s->rules.rows[i].key[0] + 1]++;
    for (size_t c = 0; c < 256; c++)
        s->first[c + 1] += s->first[c];
    uint32_t filled[256] = {0};
    for (uint32_t i = 0; i < s->rules.count; i++) {
        unsigned char c = (unsigned char)s->rules.rows[i].key[0];
        s->order[s->first[c] + filled[c]++] = i;
    }
    return DP_OK;
}

void sounds_close(sounds *s)
{
    table_free(&s->rules);
    free(s->order);
    s->order = NULL;
}

static const table_row *find_rule(const sounds *s, const char *at, size_t left)
{
    unsigned char c = (unsigned char)*at;
    for (uint32_t i = s->first[c]; i < s->first[c + 1]; i++) {
        const table_row *row = &s->rules.rows[s->order[i]];
        if (row->key_length <= left && memcmp(row->key, at, row->key_length) == 0)
            return row;
    }
    return NULL;
}

static void put_once(dp_text *out, size_t begin, char c)
{
    if (out->length == begin || out->data[out->length - 1] != c)
        dp_text_append(out, &c, 1);
}

dp_status sounds_write(const sounds *s, const char *folded, size_t length, dp_text *out)
{
    size_t begin = out->length;
    for (size_t at = 0; at < length && !out->failed;) {
        const table_row *row = find_rule(s, folded + at, length - at);
        for (const char *c = row ? row->value : folded + at; c < (row ? row->end : folded + at + 1); c++)
            put_once(out, begin, *c);
        at += row ? row->key_length : 1;
    }
    return out->failed ? DP_NO_MEMORY : DP_OK;
}

bool sounds_alike(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t shared = 0, most = a_length > b_length ? a_length : b_length;
    while (shared < a_length && shared < b_length && a[shared] == b[shared])
        shared++;
    if (shared == a_length && shared == b_length)
        return shared > 0;
    /* A genitive. */
    if (shared + 1 == most && (shared == a_length ? b[shared] : a[shared]) == 's' && (shared == a_length || shared == b_length))
        return shared > 0;
    /* Other endings, and the s of a plural behind one: Assyrer, Assyrians. */
    most -= shared < most && (a_length > b_length ? a : b)[most - 1] == 's';
    return shared >= SHARED_LETTERS && shared + ENDING_LETTERS >= most;
}
