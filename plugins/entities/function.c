/* SPDX-License-Identifier: ISC */
/*
 * What a person is: adjectives, an office, and what it is an office of. "nationaler Sicherheitsberater des Weißen
 * Hauses".
 */
#include "entity.h"

#include <string.h>

/* Words behind an office that may belong to it. */
#define ATTRIBUTE_WORDS 9

static bool is_adjective(const scan *all, size_t at)
{
    char word[WORD_SIZE];
    const token *it = &all->tokens[at];
    size_t stem, length = it->code || it->number ? 0 : scan_fold(all, at, word);
    if (length < 4 || (it->classes & (CLASS_ARTICLE | CLASS_PREPOSITION)))
        return false;
    if (lexicon_adjective(all->words, word, length, &stem))
        return true;
    /* One that no list knows is told by its ending. */
    static const char *const endings[] = {"isch", "lich", "ig", "al"};
    for (size_t i = 0; i < 4 && stem < length; i++) {
        size_t size = strlen(endings[i]);
        if (stem > size + 2 && memcmp(word + stem - size, endings[i], size) == 0)
            return !it->capital || !it->initial;
    }
    return false;
}

/* Whether the word can stand in what an office is of: "des japanischen Sicherheitsministeriums". */
static bool is_attribute_word(const scan *all, size_t at)
{
    const token *it = &all->tokens[at];
    return !it->code && !it->number && !it->taken &&
           (it->capital || (it->classes & (CLASS_ARTICLE | CLASS_PREPOSITION)) || is_adjective(all, at) ||
            scan_is(all, at, "und"));
}

static size_t attribute_end(const scan *all, size_t at, size_t limit)
{
    size_t end = at;
    if (at >= limit || !(all->tokens[at].classes & CLASS_PREPOSITION))
        return at;
    limit = at + ATTRIBUTE_WORDS < limit ? at + ATTRIBUTE_WORDS : limit;
    while (end < limit && is_attribute_word(all, end))
        end++;
    while (end > at && !all->tokens[end - 1].capital)
        end--;
    return end;
}

size_t function_end(const scan *all, size_t at, size_t limit, size_t *office_at)
{
    size_t head = at;
    while (head < limit && head < at + 3 && is_adjective(all, head) && !all->tokens[head].office)
        head++;
    if (head >= limit || !all->tokens[head].office)
        return at;
    *office_at = head;
    return attribute_end(all, head + 1, limit);
}

/* ---- English ---- */

static void put(dp_text *out, slice text)
{
    dp_text_append(out, text.bytes, text.length);
}

static bool put_adjectives(const scan *all, size_t *at, size_t end, dp_text *out)
{
    char word[WORD_SIZE];
    for (; *at < end && !all->tokens[*at].office; (*at)++) {
        size_t stem, length = scan_fold(all, *at, word);
        const term_entry *known = lexicon_adjective(all->words, word, length, &stem);
        if (!known)
            return false;
        put(out, known->english);
        dp_text_puts(out, " ");
    }
    return *at < end;
}

static bool is_text(slice text, const char *wanted)
{
    return text.length == strlen(wanted) && memcmp(text.bytes, wanted, text.length) == 0;
}

/* "US-Präsident", "CDU-Politiker": capitals before a hyphen stay as they are. */
static bool put_office(const scan *all, size_t at, dp_text *out)
{
    char word[WORD_SIZE];
    size_t length = scan_fold(all, at, word);
    office_entry found = lexicon_office(all->words, word, length);
    if (found.english.length) {
        put(out, found.english);
        return true;
    }
    if (!found.split || !found.second.length)
        return false;
    if (found.first.length) {
        put(out, found.first);
        dp_text_puts(out, found.first.bytes[found.first.length - 1] == '-' ? "" : " ");
        put(out, found.second);
        return true;
    }
    const char *begin = all->source + all->tokens[at].span.begin;
    size_t capitals = 0;
    while (capitals < found.split && begin[capitals] >= 'A' && begin[capitals] <= 'Z')
        capitals++;
    if (capitals < 2 || capitals != found.split || begin[capitals] != '-')
        return false;
    dp_text_append(out, begin, capitals);
    dp_text_puts(out, " ");
    if (is_text(found.second, "head"))
        dp_text_puts(out, lexicon_classes(all->words, word, found.split) & CLASS_PARTY ? "leader" : "chief");
    else
        put(out, found.second);
    return true;
}

/* What it is an office of must be all known: a preposition or article, and a place, institution or party. */
static bool put_attribute(const scan *all, size_t at, size_t end, dp_text *out)
{
    bool in = scan_is(all, at, "im") || scan_is(all, at, "in");
    bool article = !scan_is(all, at, "von") && !scan_is(all, at, "in") && !scan_is(all, at, "für");
    const char *joint = in ? " in " : scan_is(all, at, "für") ? " for " : " of ";
    size_t behind;
    at++;
    if (at < end && (all->tokens[at].classes & CLASS_ARTICLE)) {
        article = true;
        at++;
    }
    if (at >= end)
        return false;
    const phrase *known = scan_phrase(all, at, end, PHRASE_INSTITUTION, &behind);
    if (!known)
        known = scan_phrase(all, at, end, PHRASE_PLACE, &behind);
    dp_text_puts(out, joint);
    if (known && behind == end) {
        bool the = article && known->kind == PHRASE_INSTITUTION;
        bool plain = known->kind == PHRASE_PLACE &&
                     (is_text(known->english, "United States") || is_text(known->english, "United Kingdom") ||
                      is_text(known->english, "Netherlands") || is_text(known->english, "European Union"));
        dp_text_puts(out, the || plain ? "the " : "");
        put(out, known->english);
        return true;
    }
    if (end != at + 1 || !all->tokens[at].caps)
        return false;
    dp_text_puts(out, "the ");
    dp_text_append(out, all->source + all->tokens[at].span.begin,
                   all->tokens[at].span.end - all->tokens[at].span.begin);
    return true;
}

bool function_english(const scan *all, size_t begin, size_t end, dp_text *out)
{
    size_t at = begin, before = out->length;
    bool known = put_adjectives(all, &at, end, out) && put_office(all, at, out);
    if (known && at + 1 < end)
        known = put_attribute(all, at + 1, end, out);
    if (!known)
        dp_text_cut(out, before);
    return known;
}

/* ---- German ---- */

void function_german(const scan *all, size_t begin, size_t end, dp_text *out)
{
    size_t head = begin;
    char word[WORD_SIZE];
    while (head < end && !all->tokens[head].office)
        head++;
    if (head == end)
        return;
    size_t length = scan_fold(all, head, word);
    office_entry found = lexicon_office(all->words, word, length);
    size_t written = all->tokens[head].span.end - all->tokens[head].span.begin;
    size_t cut = length - found.base;
    bool feminine = cut == 2 && memcmp(word + found.base, "in", 2) == 0;
    bool feminine_base = length > 3 && memcmp(word + length - 2, "in", 2) == 0 && cut == 0;
    bool masculine = !feminine && !feminine_base && !(found.base && word[found.base - 1] == 'e');
    for (size_t i = begin; i < head; i++) {
        dp_span span = all->tokens[i].span;
        size_t stem, size = scan_fold(all, i, word);
        lexicon_adjective(all->words, word, size, &stem);
        dp_text_append(out, all->source + span.begin, span.end - span.begin - (size - stem));
        dp_text_puts(out, stem == size ? " " : masculine ? "er " : "e ");
    }
    dp_text_append(out, all->source + all->tokens[head].span.begin, feminine ? written : written - cut);
    if (end > head + 1) {
        dp_text_puts(out, " ");
        dp_text_append(out, all->source + all->tokens[head + 1].span.begin,
                       all->tokens[end - 1].span.end - all->tokens[head + 1].span.begin);
    }
}
