/* SPDX-License-Identifier: ISC */
/*
 * Quotation marks, and the shape of the English: empty, too short or long, repeated, cut off, German in part.
 */
#include "pair.h"

#include <string.h>

/* Shares of the German's length, in per cent, and the length in bytes from which they are looked at. */
#define LENGTH_LEAST   40
#define LENGTH_MOST    260
#define LENGTH_LOOKED  30
/* A word or group of words is repeated when it stands so often in a row. */
#define REPEATED_WORDS 3
/* German words are one piece of German when so many words apart. */
#define LEFT_OVER_NEAR 4

/* ---- Quotation marks ---- */

static bool is_mark(uint32_t code)
{
    return code == '"' || code == 0xAB || code == 0xBB || (code >= 0x201A && code <= 0x201F) || code == 0x2018;
}

/* Number of quotation marks; a ' counts when it opens before a letter, and none does between letters, since those are
 * apostrophes. */
static size_t count_marks(const tokens *all)
{
    size_t count = 0, at = 0;
    uint32_t before = ' ', code;
    while ((code = dp_utf8_next(all->text, all->length, &at)) != DP_UTF8_END) {
        size_t next = at;
        bool letter = dp_is_letter(dp_utf8_next(all->text, all->length, &next));
        bool opens = code == '\'' && (dp_is_space(before) || before == '(') && letter;
        count += (is_mark(code) && !(letter && dp_is_letter(before))) || opens;
        before = code;
    }
    return count;
}

/* Whether a word begins so: "sogenannt" says without marks what English says with them. */
static bool has_beginning(const tokens *all, const char *part)
{
    for (size_t i = 0; i < all->count; i++)
        if (strncmp(all->items[i].fold, part, strlen(part)) == 0)
            return true;
    return false;
}

void check_marks(pair *p)
{
    size_t german = count_marks(&p->sides[GERMAN]), english = count_marks(&p->sides[ENGLISH]);
    if (german > 0 && english == 0)
        pair_add(p, "quote", true, (dp_span){0, 0}, "The quotation marks of the German are lost in the English.");
    else if (english > 0 && german == 0 && !has_beginning(&p->sides[GERMAN], "sogenannt"))
        pair_add(p, "quote", true, (dp_span){0, 0}, "The English has quotation marks, the German has none.");
}

/* ---- Shape ---- */

static bool same_words(const tokens *all, size_t a, size_t b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (all->items[a + i].fold_length != all->items[b + i].fold_length || all->items[a + i].kind != TOKEN_WORD ||
            strcmp(all->items[a + i].fold, all->items[b + i].fold) != 0)
            return false;
    return true;
}

/* Whether a sentence ends before a token. */
static bool is_stopped(const tokens *all, size_t i)
{
    for (size_t at = all->items[i - 1].span.end; at < all->items[i].span.begin; at++)
        if (strchr(".!?", all->text[at]))
            return true;
    return false;
}

/* Find a word that stands three times in a row, or two to four words that stand twice, but not at the end of a sentence and the
 * beginning of the next: "… of the guru. The guru …". */
static const token *find_repeated(const tokens *all, size_t *words)
{
    for (size_t i = 0; i < all->count; i++) {
        for (size_t size = 1; size <= 4; size++) {
            size_t times = 1, wanted = size == 1 ? REPEATED_WORDS : 2;
            while (times < wanted && i + (times + 1) * size <= all->count && same_words(all, i, i + times * size, size))
                times++;
            if (times == wanted && !(size > 1 && is_stopped(all, i + size))) {
                *words = size;
                return &all->items[i];
            }
        }
    }
    return NULL;
}

static bool has_end(const tokens *all)
{
    size_t last = all->count ? all->items[all->count - 1].span.end : 0;
    for (size_t at = last; at < all->length;) {
        uint32_t code = dp_utf8_next(all->text, all->length, &at);
        if (code == '.' || code == '!' || code == '?' || code == ':' || code == 0x2026)
            return true;
    }
    return false;
}

/* ---- German that was left over ---- */

/* Whether a small word and the one behind it stand in the German just so. Words of names and of both languages do not count. */
static bool is_copied(const pair *p, size_t i)
{
    const tokens *german = &p->sides[GERMAN], *english = &p->sides[ENGLISH];
    static const char *const german_too[] = {"die", "den", "hat", "war", "was", NULL};
    static const char *const shared[] = {"von", "van", "und", "des", "del", "bin", "ibn", "los", "las", "les", NULL};
    const token *t = &english->items[i];
    if (i + 1 >= english->count || t->kind != TOKEN_WORD || t->upper || t->fold_length < 3)
        return false;
    bool both = token_is_one_of(t, shared) || table_has(&p->known->english_words, t->fold, t->fold_length);
    if (both && !token_is_one_of(t, german_too))
        return false;
    for (size_t k = 0; k + 1 < german->count; k++)
        if (token_is(&german->items[k], t->fold) && token_is(&german->items[k + 1], t[1].fold))
            return true;
    return false;
}

static bool is_german(const pair *p, size_t i)
{
    const token *t = &p->sides[ENGLISH].items[i];
    return t->kind == TOKEN_WORD && !t->upper &&
           (table_has(&p->known->german_small_words, t->fold, t->fold_length) ||
            is_copied(p, i));
}

/* Two German words that are written small, near each other; one alone may belong to a name ("von", "und"). */
void check_left_over(pair *p)
{
    const tokens *english = &p->sides[ENGLISH];
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < english->count; i++) {
        if (!is_german(p, i))
            continue;
        if (last != SIZE_MAX && i - last <= LEFT_OVER_NEAR) {
            dp_span span = {english->items[last].span.begin, english->items[i].span.end};
            pair_add(p, "german", true, (dp_span){0, 0}, "The English still has German in it: “%.*s”.",
                     (int)(span.end - span.begin), english->text + span.begin);
            return;
        }
        last = i;
    }
}

/* ---- All of it ---- */

void check_shape(pair *p)
{
    const tokens *german = &p->sides[GERMAN], *english = &p->sides[ENGLISH];
    dp_span whole = {0, 0};
    size_t words, other;
    if (english->count == 0) {
        if (german->count > 0)
            pair_add(p, "empty", true, whole, "The English has no words.");
        return;
    }
    if (german->length >= LENGTH_LOOKED && english->length * 100 < german->length * LENGTH_LEAST)
        pair_add(p, "length", true, whole, "The English is far shorter than the German.");
    else if (german->length >= LENGTH_LOOKED && english->length * 100 > german->length * LENGTH_MOST)
        pair_add(p, "length", true, whole, "The English is far longer than the German.");
    const token *repeated = find_repeated(english, &words);
    if (repeated && !find_repeated(german, &other))
        pair_add(p, "repetition", true, whole, "The English repeats “%.*s”.",
                 (int)(english->items[repeated - english->items + (long)words - 1].span.end - repeated->span.begin),
                 english->text + repeated->span.begin);
    if (has_end(german) && !has_end(english))
        pair_add(p, "truncated", false, whole, "The English has no full stop and may be cut off.");
}
