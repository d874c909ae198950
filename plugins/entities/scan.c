/* SPDX-License-Identifier: ISC */
/*
 * Tokens of the sentences of a document, terms of several words in them, and the list of what was found.
 */
#include "entity.h"

#include <stdlib.h>
#include <string.h>

/* ---- Tokens ---- */

static bool reserve(scan *all, void *items, size_t count, size_t *capacity, size_t size)
{
    void *old, *grown;
    memcpy(&old, items, sizeof old);
    if (count < *capacity)
        return true;
    size_t wanted = *capacity ? *capacity * 2 : 512;
    grown = wanted > SIZE_MAX / size ? NULL : realloc(old, wanted * size);
    if (!grown) {
        all->failed = true;
        return false;
    }
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}

static void add_token(scan *all, token item)
{
    if (reserve(all, &all->tokens, all->token_count, &all->token_capacity, sizeof *all->tokens))
        all->tokens[all->token_count++] = item;
}

static bool all_capitals(const char *source, dp_span span)
{
    size_t letters = 0;
    for (size_t at = span.begin; at < span.end;) {
        uint32_t code = dp_utf8_next(source, span.end, &at);
        if (dp_is_lower(code))
            return false;
        letters += dp_is_upper(code);
    }
    return letters > 1;
}

static void add_word(scan *all, dp_span span, bool initial, bool quoted)
{
    char word[WORD_SIZE];
    size_t at = span.begin, length = lexicon_fold(all->source + span.begin, span.end - span.begin, word);
    uint32_t first = dp_utf8_next(all->source, span.end, &at);
    token item = {.span = span, .initial = initial, .quoted = quoted};
    item.capital = dp_is_upper(first);
    item.number = dp_is_digit(first);
    item.caps = item.capital && all_capitals(all->source, span);
    item.classes = length ? lexicon_classes(all->words, word, length) : 0;
    item.office = item.capital && length && lexicon_office(all->words, word, length).known;
    add_token(all, item);
}

/* Add the characters between two words; true when the next word may have a capital for its place alone. */
static bool add_gap(scan *all, size_t begin, size_t end, bool initial, bool *quoted)
{
    for (size_t at = begin; at < end && !all->failed;) {
        size_t start = at;
        uint32_t code = dp_utf8_next(all->source, end, &at);
        if (dp_is_space(code))
            continue;
        bool opens = code == 0x201E || code == 0xBB || (code == '"' && !*quoted);
        bool closes = code == 0x201C || code == 0x201D || code == 0xAB || (code == '"' && *quoted);
        *quoted = opens || (*quoted && !closes);
        initial = initial || opens || code == ':' || code == '.' || code == '!' || code == '?';
        add_token(all, (token){.span = {start, at}, .code = code, .quoted = *quoted});
    }
    return initial;
}

static void read_sentence(scan *all, dp_span span)
{
    bool initial = true, quoted = false;
    size_t before = span.begin;
    dp_span word;
    for (size_t at = span.begin; !all->failed && dp_word_next(all->source, span.end, &at, &word); before = word.end) {
        initial = add_gap(all, before, word.begin, initial, &quoted);
        add_word(all, word, initial, quoted);
        initial = false;
    }
    add_gap(all, before, span.end, false, &quoted);
}

static void mark_places(scan *all)
{
    for (size_t i = 0; i < all->sentence_count; i++) {
        const sentence *in = &all->sentences[i];
        size_t end;
        for (size_t at = in->begin; at < in->end; at++)
            all->tokens[at].place =
                all->tokens[at].capital && (scan_phrase(all, at, in->end, PHRASE_PLACE, &end) ||
                                            scan_phrase(all, at, in->end, PHRASE_INSTITUTION, &end));
    }
}

bool scan_read(scan *all, const dp_doc *doc, const lexicon *words)
{
    size_t count = dp_doc_sentence_count(doc);
    const char *date = dp_doc_field(doc, DP_FIELD_DATE);
    *all = (scan){.words = words, .source = dp_doc_source(doc, NULL)};
    all->sentences = calloc(count + 1, sizeof *all->sentences);
    all->glossed = calloc(words->phrase_count + 1, sizeof *all->glossed);
    all->failed = !all->sentences || !all->glossed || dp_text_put(&all->text, ' ') != DP_OK;
    if (date)
        calendar_read(date, &all->today);
    for (size_t i = 0; i < count && !all->failed; i++) {
        dp_sentence unit = dp_doc_sentence(doc, i);
        all->sentences[i] = (sentence){.begin = all->token_count, .headline = unit.headline};
        read_sentence(all, unit.span);
        all->sentences[i].end = all->token_count;
        all->sentence_count = i + 1;
    }
    if (!all->failed)
        mark_places(all);
    return !all->failed;
}

void scan_free(scan *all)
{
    free(all->tokens);
    free(all->sentences);
    free(all->entities);
    free(all->glossed);
    dp_text_free(&all->text);
    *all = (scan){0};
}

size_t scan_fold(const scan *all, size_t at, char out[WORD_SIZE])
{
    const token *word = &all->tokens[at];
    return word->code ? 0 : lexicon_fold(all->source + word->span.begin, word->span.end - word->span.begin, out);
}

bool scan_is(const scan *all, size_t at, const char *word)
{
    char folded[WORD_SIZE];
    size_t length = at < all->token_count ? scan_fold(all, at, folded) : 0;
    return length == strlen(word) && memcmp(folded, word, length) == 0;
}

bool scan_is_mark(const scan *all, size_t at, uint32_t code)
{
    return at < all->token_count && all->tokens[at].code == code;
}

/* ---- What was found ---- */

entity *scan_add(scan *all, entity_kind kind, size_t begin, size_t end)
{
    if (!reserve(all, &all->entities, all->entity_count, &all->entity_capacity, sizeof *all->entities))
        return NULL;
    entity *item = &all->entities[all->entity_count++];
    *item =
        (entity){.kind = kind, .span = {all->tokens[begin].span.begin, all->tokens[end - 1].span.end}, .score = 0.9};
    for (size_t at = begin; at < end && kind != ENTITY_GLOSS; at++)
        all->tokens[at].taken = true;
    return item;
}

static size_t keep_bytes(scan *all, const char *bytes, size_t length)
{
    size_t offset = all->text.length;
    if (length == 0)
        return 0;
    if (dp_text_flatten(&all->text, bytes, length) != DP_OK || dp_text_append(&all->text, "", 1) != DP_OK) {
        all->failed = true;
        return 0;
    }
    return offset;
}

size_t scan_keep(scan *all, dp_text *text)
{
    all->failed = all->failed || text->failed;
    size_t offset = text->data ? keep_bytes(all, text->data, text->length) : 0;
    dp_text_free(text);
    return offset;
}

size_t scan_keep_span(scan *all, dp_span span)
{
    return keep_bytes(all, all->source + span.begin, span.end - span.begin);
}

size_t scan_keep_slice(scan *all, slice text)
{
    return keep_bytes(all, text.bytes, text.length);
}

/* ---- Terms of several words ---- */

static bool ends_in(const char *word, size_t length, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (length == strlen(endings[i]) && memcmp(word, endings[i], length) == 0)
            return true;
    return false;
}

/* Whether a word of the text is a form of a word of a term: with an ending more, or declined as an adjective. */
static bool same_word(const phrase *term, size_t index, const char *text, size_t length)
{
    static const char *const cases[] = {"", "s", "es", "n", "en", "e", "’"};
    static const char *const declined[] = {"e", "en", "er", "es", "em"};
    slice word = term->words[index];
    if (length >= word.length && memcmp(word.bytes, text, word.length) == 0) {
        size_t count = term->fixed ? 1 : term->kind == PHRASE_PLACE ? 2 : 7;
        bool last = index + 1 == term->word_count;
        /* Words of two or three letters take no ending but a genitive. */
        if (ends_in(text + word.length, length - word.length, cases,
                    last ? (word.length < 4 && count > 2 ? 3 : count) : 1))
            return true;
    }
    bool adjective = index + 1 < term->word_count || term->adjective;
    size_t stem = word.length;
    while (adjective && stem > 2 && word.length - stem < 2) {
        stem--;
        if (ends_in(word.bytes + stem, word.length - stem, declined, 5) && length > stem &&
            memcmp(word.bytes, text, stem) == 0 && ends_in(text + stem, length - stem, declined, 5))
            return true;
    }
    return false;
}

static size_t match_phrase(const scan *all, const phrase *term, size_t at, size_t limit)
{
    for (size_t i = 0; i < term->word_count; i++, at++) {
        /* The full stop of "St. Gallen". */
        if (at < limit && i > 0 && all->tokens[at].code == '.' &&
            all->tokens[at - 1].span.end == all->tokens[at].span.begin)
            at++;
        if (at >= limit || all->tokens[at].code)
            return 0;
        dp_span span = all->tokens[at].span;
        if (!same_word(term, i, all->source + span.begin, span.end - span.begin))
            return 0;
    }
    return at;
}

const phrase *scan_phrase(const scan *all, size_t at, size_t limit, phrase_kind kind, size_t *end)
{
    char word[WORD_SIZE];
    size_t length = scan_fold(all, at, word);
    const phrase *best = NULL;
    *end = at;
    for (size_t cut = 0; cut <= 2 && cut < length; cut++) {
        const uint64_t *found = table_get(&all->words->phrase_keys, word, length - cut);
        for (size_t i = found ? (size_t)*found : 0; i; i = all->words->phrases[i - 1].next) {
            const phrase *term = &all->words->phrases[i - 1];
            size_t match = term->kind == kind ? match_phrase(all, term, at, limit) : 0;
            if (match > *end) {
                *end = match;
                best = term;
            }
        }
    }
    return best;
}
