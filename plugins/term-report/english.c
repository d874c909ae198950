/* SPDX-License-Identifier: ISC */
#include "english.h"

#include <stdlib.h>
#include <string.h>

static const char irregular[] =
#include "data/irregular.inc"
    ;

/* ---- Words ---- */

static bool add_word(english_text *self, dp_span span)
{
    if (self->count == self->capacity) {
        size_t capacity = self->capacity ? self->capacity * 2 : 32;
        english_word *words =
            capacity > SIZE_MAX / sizeof *words ? NULL : realloc(self->words, capacity * sizeof *words);
        if (!words)
            return false;
        self->words = words;
        self->capacity = capacity;
    }
    english_word *word = &self->words[self->count++];
    *word = (english_word){.span = span, .begin = self->folded.length};
    dp_text_fold(&self->folded, self->text + span.begin, span.end - span.begin);
    word->length = self->folded.length - word->begin;
    return !self->folded.failed;
}

/* Where the 's at the end of a word begins; its end when there is none. */
static size_t without_possessive(const char *text, dp_span span)
{
    static const char *const endings[] = {"'s", "’s", "'S", "’S"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t length = strlen(endings[i]);
        if (span.end - span.begin > length && memcmp(text + span.end - length, endings[i], length) == 0)
            return span.end - length;
    }
    return span.end;
}

bool english_read(english_text *self, const char *text, size_t length)
{
    size_t position = 0;
    dp_span span;
    self->text = text;
    self->count = 0;
    dp_text_cut(&self->folded, 0);
    while (dp_word_next(text, length, &position, &span)) {
        span.end = without_possessive(text, span);
        for (size_t at = span.begin; at < span.end;) {
            size_t end = at;
            while (end < span.end && text[end] != '-')
                end++;
            if (end > at && !add_word(self, (dp_span){at, end}))
                return false;
            at = end + 1;
        }
    }
    return true;
}

void english_free(english_text *self)
{
    free(self->words);
    dp_text_free(&self->folded);
    *self = (english_text){0};
}

/* ---- Forms ---- */

static bool ends_with(const char *word, size_t length, const char *ending)
{
    size_t size = strlen(ending);
    return length >= size && memcmp(word + length - size, ending, size) == 0;
}

static bool is_irregular(const char *one, size_t one_length, const char *many, size_t many_length)
{
    for (const char *line = irregular; *line; line = strchr(line, '\n') + 1) {
        size_t single = strcspn(line, "\t"), plural = strcspn(line + single + 1, "\n");
        if (one_length < single || many_length < plural || one_length - single != many_length - plural)
            continue;
        if (memcmp(one, many, one_length - single) == 0 && memcmp(one + one_length - single, line, single) == 0 &&
            memcmp(many + many_length - plural, line + single + 1, plural) == 0)
            return true;
    }
    return false;
}

/* Whether `many` is the plural of `one`. */
static bool is_plural(const char *one, size_t one_length, const char *many, size_t many_length)
{
    bool begins = many_length > one_length && memcmp(one, many, one_length) == 0;
    size_t more = many_length - one_length;
    if (one_length < 2)
        return false;
    if (begins && more == 1 && many[one_length] == 's')
        return true;
    if (begins && more == 2 && memcmp(many + one_length, "es", 2) == 0)
        return ends_with(one, one_length, "s") || ends_with(one, one_length, "x") || ends_with(one, one_length, "z") ||
               ends_with(one, one_length, "ch") || ends_with(one, one_length, "sh") || ends_with(one, one_length, "o");
    if (many_length == one_length + 2 && one[one_length - 1] == 'y' && memcmp(one, many, one_length - 1) == 0)
        return memcmp(many + one_length - 1, "ies", 3) == 0;
    return is_irregular(one, one_length, many, many_length);
}

static bool same_word(const char *a, size_t a_length, const char *b, size_t b_length)
{
    if (a_length == b_length && memcmp(a, b, a_length) == 0)
        return true;
    return is_plural(a, a_length, b, b_length) || is_plural(b, b_length, a, a_length);
}

static bool words_agree(const english_text *term, size_t which, const english_text *self, size_t at,
                        english_rules rules)
{
    const english_word *want = &term->words[which], *have = &self->words[at];
    bool exact = rules.exact && at > 0;
    const char *one = exact ? term->text + want->span.begin : term->folded.data + want->begin;
    const char *other = exact ? self->text + have->span.begin : self->folded.data + have->begin;
    size_t one_length = exact ? want->span.end - want->span.begin : want->length;
    size_t other_length = exact ? have->span.end - have->span.begin : have->length;
    if (rules.fixed)
        return one_length == other_length && memcmp(one, other, one_length) == 0;
    return same_word(one, one_length, other, other_length);
}

/* How many words of a term stand at `at`, in order and unused. */
static size_t count_same(const english_text *self, const english_text *term, size_t at, english_rules rules)
{
    size_t same = 0;
    while (same < term->count && at + same < self->count && !self->words[at + same].used &&
           words_agree(term, same, self, at + same, rules))
        same++;
    return same;
}

/* Words that a shared last word may be away: "nuclear, biological and chemical weapons". */
#define FARTHEST_SHARED 6u

/* Whether the last word of a term stands behind "at", where all others are, and a conjunction between. */
static bool ends_shared(const english_text *self, const english_text *term, size_t at, english_rules rules)
{
    bool joined = false;
    size_t last = term->count - 1;
    for (size_t i = at + last; i < self->count && i <= at + last + FARTHEST_SHARED; i++) {
        const english_word *word = &self->words[i];
        const char *folded = self->folded.data + word->begin;
        joined = joined || (word->length == 3 && memcmp(folded, "and", 3) == 0) ||
                 (word->length == 2 && memcmp(folded, "or", 2) == 0);
        if (joined && words_agree(term, last, self, i, rules))
            return true;
    }
    return false;
}

bool english_take(english_text *self, const english_text *term, english_rules rules)
{
    for (size_t at = 0; term->count > 0 && at < self->count; at++) {
        size_t same = count_same(self, term, at, rules);
        bool shared = rules.shared && term->count > 1 && same + 1 == term->count && ends_shared(self, term, at, rules);
        if (same < term->count && !shared)
            continue;
        for (size_t i = 0; i < same; i++)
            self->words[at + i].used = true;
        return true;
    }
    return false;
}

static bool is_article(const char *word, size_t length)
{
    return (length == 3 && memcmp(word, "the", 3) == 0) || (length == 1 && *word == 'a') ||
           (length == 2 && memcmp(word, "an", 2) == 0);
}

/* Append a word in the singular as far as its ending tells. */
static void put_singular(dp_text *out, const char *word, size_t length)
{
    if (length > 4 && ends_with(word, length, "ies")) {
        dp_text_append(out, word, length - 3);
        dp_text_puts(out, "y");
        return;
    }
    bool plural = length > 3 && word[length - 1] == 's' && !memchr("sui", word[length - 2], 3);
    dp_text_append(out, word, length - (plural ? 1 : 0));
}

void english_form(dp_text *out, const english_text *rendering)
{
    size_t first = 0;
    while (first + 1 < rendering->count &&
           is_article(rendering->folded.data + rendering->words[first].begin, rendering->words[first].length))
        first++;
    for (size_t i = first; i < rendering->count; i++) {
        const english_word *word = &rendering->words[i];
        const char *folded = rendering->folded.data + word->begin;
        if (i > first)
            dp_text_puts(out, " ");
        if (i + 1 == rendering->count)
            put_singular(out, folded, word->length);
        else
            dp_text_append(out, folded, word->length);
    }
}
