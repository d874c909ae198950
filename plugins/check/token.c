/* SPDX-License-Identifier: ISC */
/*
 * Cuts a text into words, numerals and signs.
 */
#include "token.h"

#include <stdlib.h>
#include <string.h>

static bool is_apostrophe(uint32_t code)
{
    return code == '\'' || code == 0x2019;
}

static bool is_sign(uint32_t code)
{
    return code == '%' || code == '$' || code == 0xA3 || code == 0xA5 || (code >= 0x20A0 && code <= 0x20CF);
}

static uint32_t peek(const tokens *all, size_t at)
{
    return dp_utf8_next(all->text, all->length, &at);
}

static bool is_hyphen(uint32_t code)
{
    return code == '-' || code == 0x2010 || code == 0x2011;
}

/* Move behind the letters of a word, apostrophes between letters included. */
static size_t word_end(const tokens *all, size_t at)
{
    for (;;) {
        size_t next = at;
        uint32_t code = dp_utf8_next(all->text, all->length, &next);
        if (code == 0xAD || (code != DP_UTF8_END && dp_is_letter(code)))
            at = next;
        else if (is_apostrophe(code) && dp_is_letter(peek(all, next)))
            at = next;
        else
            return at;
    }
}

/* Whether exactly three digits stand at a place: a group of thousands. */
static bool is_group(const tokens *all, size_t at)
{
    for (int i = 0; i < 3; i++)
        if (!dp_is_digit(dp_utf8_next(all->text, all->length, &at)))
            return false;
    return !dp_is_digit(peek(all, at));
}

/* Move behind digits and what joins them: separators before a digit, and spaces before a group of three. */
static size_t numeral_end(const tokens *all, size_t at)
{
    size_t run = 1; /* digits since the last separator; the first is behind us */
    for (;;) {
        size_t next = at;
        uint32_t code = dp_utf8_next(all->text, all->length, &next);
        if (dp_is_digit(code)) {
            at = next;
            run++;
            continue;
        }
        bool joins = code == '.' || code == ',' || code == ':' || code == '/' || is_apostrophe(code);
        bool space = code == 0xA0 || code == 0x202F || code == 0x2009 || code == ' ';
        if (joins && dp_is_digit(peek(all, next)))
            at = next;
        else if (space && run > 0 && run <= 3 && is_group(all, next))
            at = next;
        else
            return at;
        run = 0;
    }
}

/* What stands between two tokens, and whether a word behind it may be capitalised for that. */
static token_gap read_gap(const tokens *all, size_t begin, size_t end, bool *start)
{
    size_t count = 0, spaces = 0, hyphens = 0;
    for (size_t at = begin; at < end; count++) {
        uint32_t code = dp_utf8_next(all->text, end, &at);
        spaces += dp_is_space(code);
        hyphens += is_hyphen(code);
        if (!dp_is_space(code) && !is_hyphen(code) && code != ',' && code != ')' && code != ']' && code != '(' && code != '/')
            *start = true;
    }
    if (count == 0)
        return GAP_NONE;
    if (count == 1 && hyphens == 1)
        return GAP_HYPHEN;
    return spaces == count ? GAP_SPACE : GAP_MARKS;
}

static void note_case(const tokens *all, token *t)
{
    size_t at = t->span.begin, letters = 0, capitals = 0;
    while (at < t->span.end) {
        uint32_t code = dp_utf8_next(all->text, t->span.end, &at);
        bool upper = dp_is_upper(code);
        t->upper = t->upper || (letters == 0 && upper);
        letters += dp_is_letter(code);
        capitals += upper;
    }
    t->capitals = capitals >= 2 && capitals == letters;
}

/* Write the folded form and the sound into the pool; pointers are set at the end, when the pool has its place. */
static dp_status write_forms(tokens *all, const sounds *s, token *t)
{
    dp_text folded = {0};
    dp_status status = dp_text_fold(&folded, all->text + t->span.begin, t->span.end - t->span.begin);
    size_t kept = 0;
    for (size_t i = 0; i < folded.length;) { /* ’ as ', soft hyphens and the full stops of initials dropped */
        if (folded.length - i >= 3 && memcmp(folded.data + i, "\xE2\x80\x99", 3) == 0) {
            folded.data[kept++] = '\'';
            i += 3;
        } else if (folded.length - i >= 2 && memcmp(folded.data + i, "\xC2\xAD", 2) == 0) {
            i += 2;
        } else if (t->kind == TOKEN_WORD && folded.data[i] == '.') {
            i++;
        } else {
            folded.data[kept++] = folded.data[i++];
        }
    }
    t->fold_length = (uint32_t)kept;
    if (status == DP_OK)
        status = dp_text_append(&all->pool, folded.data, kept);
    dp_text_append(&all->pool, "", 1);
    size_t sound = all->pool.length, stem = kept;
    if (kept > 2 && memcmp(folded.data + kept - 2, "'s", 2) == 0)
        stem -= 2;
    if (status == DP_OK && t->kind == TOKEN_WORD)
        status = sounds_write(s, folded.data, stem, &all->pool);
    t->sound_length = (uint32_t)(all->pool.length - sound);
    dp_text_free(&folded);
    return dp_text_append(&all->pool, "", 1) == DP_OK ? status : DP_NO_MEMORY;
}

static dp_status add_token(tokens *all, const sounds *s, token t)
{
    if (all->count == all->capacity) {
        size_t capacity = all->capacity ? all->capacity * 2 : 64;
        token *items = realloc(all->items, capacity * sizeof *items);
        if (!items)
            return DP_NO_MEMORY;
        all->items = items;
        all->capacity = capacity;
    }
    note_case(all, &t);
    dp_status status = write_forms(all, s, &t);
    all->items[all->count++] = t;
    return status;
}

static void set_pointers(tokens *all)
{
    size_t at = 0;
    for (size_t i = 0; i < all->count; i++) {
        token *t = &all->items[i];
        t->fold = all->pool.data + at;
        at += t->fold_length + 1;
        t->sound = all->pool.data + at;
        at += t->sound_length + 1;
    }
}

/* The end of capital letters with full stops between, as in "U.S.", without the last full stop; `begin` if there are none. */
static size_t initials_end(const char *text, size_t length, size_t begin)
{
    size_t end = begin;
    while (end + 2 < length && text[end] >= 'A' && text[end] <= 'Z' && text[end + 1] == '.' && text[end + 2] >= 'A' &&
           text[end + 2] <= 'Z')
        end += 2;
    size_t next = end + 1;
    bool longer = next < length && dp_is_letter(dp_utf8_next(text, length, &next));
    return end == begin || longer ? begin : end + 1;
}

dp_status tokens_read(tokens *out, const sounds *s, const char *text, size_t length, size_t most)
{
    *out = (tokens){.text = text, .length = length};
    dp_status status = DP_OK;
    size_t last = 0;
    for (size_t at = 0; at < length && status == DP_OK && out->count < most;) {
        size_t begin = at;
        uint32_t code = dp_utf8_next(text, length, &at);
        token t = {.start = begin == 0 || out->count == 0};
        if (dp_is_digit(code)) {
            t.kind = TOKEN_NUMERAL;
            at = numeral_end(out, at);
        } else if (dp_is_letter(code)) {
            size_t initials = initials_end(text, length, begin);
            at = initials > begin ? initials : word_end(out, at);
        } else if (is_sign(code)) {
            t.kind = TOKEN_SIGN;
        } else {
            continue;
        }
        t.span = (dp_span){begin, at};
        t.gap = read_gap(out, last, begin, &t.start);
        t.ended = at < length && text[at] == '.';
        last = at;
        status = add_token(out, s, t);
    }
    if (status == DP_OK)
        set_pointers(out);
    return status;
}

void tokens_free(tokens *all)
{
    free(all->items);
    dp_text_free(&all->pool);
    *all = (tokens){0};
}

bool token_is(const token *t, const char *word)
{
    return t->fold_length == strlen(word) && memcmp(t->fold, word, t->fold_length) == 0;
}

bool token_is_one_of(const token *t, const char *const *words)
{
    for (; t && *words; words++)
        if (token_is(t, *words))
            return true;
    return false;
}
