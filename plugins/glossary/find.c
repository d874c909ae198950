/* SPDX-License-Identifier: ISC */
/*
 * Finding the entries of a glossary in text. A word's candidates are found by a hash of its stem; each is then compared
 * word by word. The parts of a compound are found by hashes of all its beginnings and ends, each made from the one
 * before, so that the time grows with the length of the text and with nothing else.
 */
#include "store.h"

#include <stdlib.h>
#include <string.h>

/* Shortest term that is looked for inside a compound, in bytes: less is too often there by accident. */
#define SHORTEST_PART 5

/* Most parts that hyphens make of a word that is searched for terms of several parts. */
#define MOST_PARTS 8

typedef struct token {
    dp_span span;
    word form; /* begin and length are those in the searcher's `folded` */
    uint64_t key;
} token;

typedef struct searcher {
    const glossary *g;
    const char *text;
    token *tokens;
    size_t count, capacity;
    dp_text folded, flat;
    dp_status (*found)(void *, const glossary_match *);
    void *context;
} searcher;

/* ---- One word ---- */

static bool case_agrees(const word *want, const word *have, glossary_case letters)
{
    if (letters == CASE_ANY)
        return true;
    if (letters == CASE_EXACT)
        return want->upper == have->upper && want->acronym == have->acronym;
    if (want->acronym) /* "Nato" is "NATO", but "Who" need not be "WHO" */
        return have->acronym || (have->upper && want->length > 3);
    if (have->acronym) /* "IT" is no "it" */
        return want->upper || want->length > 3;
    return have->upper || !want->upper;
}

static bool form_agrees(const searcher *s, const stored *entry, size_t index, const word *have)
{
    const word *want = &s->g->words[entry->first_word + index];
    const char *base = s->g->folded.data + want->begin, *form = s->folded.data + have->begin;
    bool last = index + 1 == entry->word_count;
    if (want->acronym)
        return inflect_is_form(base, want->length, form, have->length, INFLECTION_NAME);
    if (want->upper && last)
        return inflect_is_form(base, want->length, form, have->length, entry->kind);
    if (inflect_is_form(base, want->length, form, have->length, INFLECTION_ADJECTIVE))
        return true;
    /* The capital of a noun may be missing in the glossary, and a noun may stand before others: "Verbrechen gegen …" */
    bool noun = want->upper || (last && have->upper && entry->entry.pos != 'a');
    return noun && inflect_is_form(base, want->length, form, have->length, INFLECTION_NOUN);
}

/* How a word of the text agrees with word `index` of an entry, if worse than `kind`; false when it does not. */
static bool word_agrees(const searcher *s, const stored *entry, size_t index, const word *have,
                        glossary_match_kind *kind)
{
    const word *want = &s->g->words[entry->first_word + index];
    if (!case_agrees(want, have, entry->entry.letters))
        return false;
    bool same = want->length == have->length &&
                memcmp(s->g->folded.data + want->begin, s->folded.data + have->begin, want->length) == 0;
    if (same) {
        glossary_match_kind this = want->hyphen != have->hyphen                                      ? MATCH_SPELLING
                                   : want->upper != have->upper || (want->acronym && !have->acronym) ? MATCH_CASE
                                                                                                     : MATCH_EXACT;
        *kind = this > *kind ? this : *kind;
        return true;
    }
    *kind = MATCH_INFLECTED;
    return !entry->entry.fixed && form_agrees(s, entry, index, have);
}

static glossary_match_kind kind_of(const stored *entry, glossary_match_kind kind)
{
    return entry->entry.derived ? MATCH_DERIVED : kind;
}

/* The best entry of a single word. */
static const stored *word_entry(const searcher *s, uint64_t key, const word *have, glossary_match_kind *kind)
{
    const stored *best = NULL;
    for (const stored *entry = store_first(s->g, key); entry; entry = store_next(s->g, entry)) {
        glossary_match_kind this = MATCH_EXACT;
        if (entry->word_count != 1 || !word_agrees(s, entry, 0, have, &this))
            continue;
        this = kind_of(entry, this);
        if (!best || this < *kind) {
            best = entry;
            *kind = this;
        }
    }
    return best;
}

/* ---- Several words ---- */

/* Words of an entry may be parted by white space and by hyphens: "Staats- und Regierungschefs". */
static bool gap_is_plain(const searcher *s, size_t left)
{
    for (size_t i = s->tokens[left].span.end; i < s->tokens[left + 1].span.begin;) {
        uint32_t code = dp_utf8_next(s->text, s->tokens[left + 1].span.begin, &i);
        if (!dp_is_space(code) && code != '-' && code != 0xAD)
            return false;
    }
    return true;
}

static bool phrase_agrees(const searcher *s, const stored *entry, size_t at, glossary_match_kind *kind)
{
    if (entry->word_count < 2 || entry->word_count > s->count - at)
        return false;
    for (size_t i = 0; i < entry->word_count; i++) {
        if (!word_agrees(s, entry, i, &s->tokens[at + i].form, kind))
            return false;
        if (i + 1 < entry->word_count && !gap_is_plain(s, at + i))
            return false;
    }
    return true;
}

/* The best entry of several words that begins at token `at`: most words, then the closest form, then the first added.
 */
static const stored *phrase_entry(const searcher *s, size_t at, glossary_match_kind *kind)
{
    const stored *best = NULL;
    if (at + 1 >= s->count)
        return NULL;
    uint64_t key = store_pair_key(s->tokens[at].key, s->tokens[at + 1].key);
    for (const stored *entry = store_first(s->g, key); entry; entry = store_next(s->g, entry)) {
        glossary_match_kind this = MATCH_EXACT;
        if (!phrase_agrees(s, entry, at, &this))
            continue;
        if (!best || entry->word_count > best->word_count || (entry->word_count == best->word_count && this < *kind)) {
            best = entry;
            *kind = this;
        }
    }
    return best;
}

/* A compound that is written apart: "Cyber Angriff". Both halves are nouns, and together they are an entry as it
 * stands. */
static const stored *apart_entry(searcher *s, size_t at)
{
    if (at + 1 >= s->count || !s->tokens[at].form.upper || !s->tokens[at + 1].form.upper ||
        s->tokens[at + 1].span.begin != s->tokens[at].span.end + 1 || s->text[s->tokens[at].span.end] != ' ')
        return NULL;
    /* The folded forms of neighbours stand side by side. */
    word both = s->tokens[at].form;
    both.length += s->tokens[at + 1].form.length;
    both.acronym = both.acronym && s->tokens[at + 1].form.acronym;
    uint64_t key = store_word_key(s->g, s->folded.data + both.begin, both.length, &s->flat);
    glossary_match_kind kind = MATCH_EXACT;
    const stored *entry = word_entry(s, key, &both, &kind);
    return entry && !s->g->words[entry->first_word].acronym && s->tokens[at].form.length > 2 ? entry : NULL;
}

/* ---- Compounds ---- */

/* A term inside a word, by offsets in the word's folded form. */
typedef struct part {
    const stored *entry;
    size_t begin, end;
} part;

/* A word made ready for searching its parts. */
typedef struct compound {
    const char *form;
    size_t length;
    size_t flat_length;
    size_t stem; /* of the flat form */
    uint64_t sums[LONGEST_COMPOUND + 1];
    size_t origin[LONGEST_COMPOUND + 1]; /* offset in the form of each flat byte */
} compound;

static bool may_be_part(const searcher *s, const stored *entry)
{
    const word *want = &s->g->words[entry->first_word];
    return entry->word_count == 1 && want->upper && want->length >= SHORTEST_PART && !entry->entry.fixed &&
           entry->kind != INFLECTION_ADJECTIVE && !(want->acronym && want->length < 8);
}

static void prepare(searcher *s, const word *form, compound *c)
{
    c->form = s->folded.data + form->begin;
    c->length = form->length;
    dp_text_cut(&s->flat, 0);
    inflect_flatten(&s->flat, c->form, c->length);
    c->flat_length = s->flat.data ? s->flat.length : 0;
    store_sums(s->flat.data, c->flat_length, c->sums);
    for (size_t i = 0, at = 0; i <= c->flat_length; i++) {
        c->origin[i] = at;
        /* A flat byte that differs stands for the two of an umlaut. */
        at += at < c->length && i < c->flat_length && s->flat.data[i] != c->form[at] ? 2 : 1;
    }
    c->stem = inflect_stem(s->flat.data, c->flat_length);
}

/* The longest entry that the word begins with. */
static part first_part(const searcher *s, const compound *c)
{
    part best = {0};
    for (size_t end = 3; end < c->flat_length; end++) {
        /* The stems of all beginnings end in front of such a letter. */
        if (end > 3 && inflect_stem(s->flat.data + end - 4, 4) == 3)
            continue;
        const stored *entry = store_first(s->g, store_key(s->g, c->sums, 0, end));
        for (; entry; entry = store_next(s->g, entry)) {
            const word *want = &s->g->words[entry->first_word];
            size_t length = may_be_part(s, entry)
                                ? inflect_first_part(s->g->folded.data + want->begin, want->length, c->form, c->length)
                                : 0;
            if (length > best.end)
                best = (part){.entry = entry, .end = length};
        }
    }
    return best;
}

/* The longest entry, inflected or not, that the word ends with. */
static part last_part(const searcher *s, const compound *c)
{
    for (size_t begin = 3; begin + SHORTEST_PART <= c->flat_length + 1; begin++) {
        size_t end = c->stem < begin + 3 ? begin + 3 : c->stem, at = c->origin[begin];
        const stored *entry = end > c->flat_length ? NULL : store_first(s->g, store_key(s->g, c->sums, begin, end));
        for (; entry; entry = store_next(s->g, entry)) {
            const word *want = &s->g->words[entry->first_word];
            if (may_be_part(s, entry) && inflect_may_modify(c->form, at) &&
                inflect_is_form(s->g->folded.data + want->begin, want->length, c->form + at, c->length - at,
                                entry->kind))
                return (part){.entry = entry, .begin = at, .end = c->length};
        }
    }
    return (part){0};
}

/* ---- Telling what was found ---- */

/* Where the folded form of a word has come to `offset`, in the text. */
static size_t source_offset(const char *text, dp_span span, size_t offset)
{
    size_t position = span.begin;
    for (size_t folded = 0; folded < offset && position < span.end;) {
        size_t begin = position;
        uint32_t code = dp_utf8_next(text, span.end, &position);
        folded += code == 0xDF || code == 0x1E9E ? 2 : position - begin;
    }
    return position;
}

static dp_status tell_part(const searcher *s, dp_span inner, dp_span outer, const part *p)
{
    dp_span span = {source_offset(s->text, inner, p->begin), source_offset(s->text, inner, p->end)};
    return s->found(
        s->context,
        &(glossary_match){.entry = &p->entry->entry, .span = span, .compound = outer, .kind = MATCH_COMPOUND});
}

/* Search a word without hyphens for terms that it begins or ends with. If they overlap, the longer is told. */
static dp_status search_solid(searcher *s, dp_span inner, dp_span outer, const word *form)
{
    compound c;
    if (!form->upper || form->length < 3 + SHORTEST_PART || form->length > LONGEST_COMPOUND || form->hyphen)
        return DP_OK;
    prepare(s, form, &c);
    part first = first_part(s, &c), last = last_part(s, &c);
    if (first.entry && last.entry && first.end > last.begin) {
        if (first.end >= last.end - last.begin)
            last.entry = NULL;
        else
            first.entry = NULL;
    }
    dp_status status = first.entry ? tell_part(s, inner, outer, &first) : DP_OK;
    return status == DP_OK && last.entry ? tell_part(s, inner, outer, &last) : status;
}

/* ---- Words with hyphens ---- */

/* Cut a word at its hyphens; how many parts there are. */
static size_t cut(const char *text, dp_span span, dp_span *parts)
{
    size_t count = 0, position = span.begin, begin = span.begin;
    while (count < MOST_PARTS - 1 && position < span.end) {
        size_t at = position;
        uint32_t code = dp_utf8_next(text, span.end, &position);
        if (code == '-' || code == 0x2010 || code == 0x2011) {
            parts[count++] = (dp_span){begin, at};
            begin = position;
        }
    }
    parts[count++] = (dp_span){begin, span.end};
    return count;
}

/* The longest entry that the parts from `first` on make, and how many they are. */
static const stored *hyphen_entry(searcher *s, const dp_span *parts, size_t first, size_t *count)
{
    for (; *count > 0; --*count) {
        dp_span span = {parts[first].begin, parts[first + *count - 1].end};
        dp_text_cut(&s->folded, s->tokens[s->count - 1].form.begin + s->tokens[s->count - 1].form.length);
        word form = store_fold(s->text, span, &s->folded);
        glossary_match_kind kind = MATCH_EXACT;
        if (s->folded.failed)
            return NULL;
        uint64_t key = store_word_key(s->g, s->folded.data + form.begin, form.length, &s->flat);
        const stored *entry = word_entry(s, key, &form, &kind);
        if (entry)
            return entry;
        if (*count == 1)
            return NULL;
    }
    return NULL;
}

static dp_status search_hyphens(searcher *s, dp_span whole)
{
    dp_span parts[MOST_PARTS];
    size_t count = cut(s->text, whole, parts);
    dp_status status = DP_OK;
    for (size_t i = 0; status == DP_OK && i < count;) {
        size_t run = i == 0 ? count - 1 : count - i;
        const stored *entry = hyphen_entry(s, parts, i, &run);
        dp_span span = {parts[i].begin, parts[i + run - 1].end};
        if (entry) {
            status = s->found(
                s->context,
                &(glossary_match){
                    .entry = &entry->entry, .span = span, .compound = whole, .hyphen = true, .kind = MATCH_COMPOUND});
        } else {
            dp_text_cut(&s->folded, s->tokens[s->count - 1].form.begin + s->tokens[s->count - 1].form.length);
            word form = store_fold(s->text, span, &s->folded);
            status = s->folded.failed ? DP_NO_MEMORY : search_solid(s, span, whole, &form);
        }
        i += run;
    }
    return status;
}

/* ---- Compounds that share their last part ---- */

/* Whether the text between token `left` and the next is one of two strings. */
static bool gap_is(const searcher *s, size_t left, const char *one, const char *other)
{
    size_t begin = s->tokens[left].span.end, length = s->tokens[left + 1].span.begin - begin;
    return (length == strlen(one) && memcmp(s->text + begin, one, length) == 0) ||
           (length == strlen(other) && memcmp(s->text + begin, other, length) == 0);
}

static bool joins(const searcher *s, size_t at)
{
    static const char *const words[] = {"und", "oder", "sowie", "bis"};
    const word *form = &s->tokens[at].form;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (form->length == strlen(words[i]) && memcmp(s->folded.data + form->begin, words[i], form->length) == 0)
            return true;
    return false;
}

/* The token that completes the one at `at`: "Außenminister" after "Finanz-, Innen- und"; 0 when there is none. */
static size_t completing(const searcher *s, size_t at)
{
    for (size_t most = at + MOST_PARTS; at < most && at + 2 < s->count && gap_is(s, at, "- ", "-, "); at++)
        if (joins(s, at + 1))
            return gap_is(s, at + 1, " ", " ") && s->tokens[at + 2].form.upper ? at + 2 : 0;
    return 0;
}

/* The entry made of token `at` and the longest end of the token that completes it. */
static const stored *elliptic_entry(searcher *s, size_t at, size_t *last)
{
    char whole[LONGEST_COMPOUND];
    *last = s->tokens[at].form.upper ? completing(s, at) : 0;
    const word *first = &s->tokens[at].form, *head = &s->tokens[*last].form;
    if (*last == 0 || head->length < 6 || first->length + head->length > sizeof whole)
        return NULL;
    memcpy(whole, s->folded.data + first->begin, first->length);
    for (size_t cut_off = 3; cut_off + 3 <= head->length; cut_off++) {
        word both = {.length = first->length + head->length - cut_off, .upper = true};
        memcpy(whole + first->length, s->folded.data + head->begin + cut_off, head->length - cut_off);
        uint64_t key = store_word_key(s->g, whole, both.length, &s->flat);
        if (!store_first(s->g, key))
            continue;
        const word *end = &s->tokens[s->count - 1].form;
        dp_text_cut(&s->folded, end->begin + end->length);
        both.begin = s->folded.length;
        glossary_match_kind kind = MATCH_EXACT;
        if (dp_text_append(&s->folded, whole, both.length) != DP_OK)
            return NULL;
        const stored *entry = word_entry(s, key, &both, &kind);
        if (entry)
            return entry;
    }
    return NULL;
}

/* ---- The text ---- */

static dp_status tokenize(searcher *s, size_t length)
{
    size_t position = 0;
    dp_span span;
    while (dp_word_next(s->text, length, &position, &span)) {
        if (!store_grow(&s->tokens, &s->capacity, s->count + 1, sizeof *s->tokens))
            return DP_NO_MEMORY;
        s->tokens[s->count++] = (token){.span = span, .form = store_fold(s->text, span, &s->folded)};
    }
    for (size_t i = 0; i < s->count && !s->folded.failed; i++) {
        const word *form = &s->tokens[i].form;
        const char *folded = s->folded.data ? s->folded.data + form->begin : "";
        s->tokens[i].key = store_word_key(s->g, folded, form->length, &s->flat);
    }
    return s->folded.failed || s->flat.failed ? DP_NO_MEMORY : DP_OK;
}

/* Tell the entries of single words inside one of several. */
static dp_status tell_within(const searcher *s, const stored *longer, size_t at)
{
    dp_status status = DP_OK;
    for (size_t i = at; status == DP_OK && i < at + longer->word_count; i++) {
        glossary_match_kind kind = MATCH_EXACT;
        const stored *entry = word_entry(s, s->tokens[i].key, &s->tokens[i].form, &kind);
        if (entry)
            status = s->found(s->context, &(glossary_match){.entry = &entry->entry,
                                                            .span = s->tokens[i].span,
                                                            .compound = s->tokens[i].span,
                                                            .kind = kind,
                                                            .within = &longer->entry});
    }
    return status;
}

/* Whether a full name, of a glossary of names, ends with an entry of a glossary that goes before those. */
static bool gives_way(const searcher *s, const stored *phrase, size_t at)
{
    const token *last = &s->tokens[at + phrase->word_count - 1];
    glossary_match_kind kind = MATCH_EXACT;
    if (!phrase->entry.aside || phrase->entry.pos != 'N')
        return false;
    const stored *entry = word_entry(s, last->key, &last->form, &kind);
    return entry && !entry->entry.aside;
}

/* Tell the best entry at token `*at` and move on behind it. */
static dp_status find_at(searcher *s, size_t *at)
{
    const token *here = &s->tokens[*at];
    glossary_match_kind kind = MATCH_EXACT;
    const stored *entry = phrase_entry(s, *at, &kind);
    entry = entry && gives_way(s, entry, *at) ? NULL : entry;
    size_t words = entry ? entry->word_count : 1, last = 0;
    const stored *shared = entry ? NULL : elliptic_entry(s, *at, &last);
    if (shared) {
        dp_span whole = {here->span.begin, s->tokens[last].span.end};
        ++*at;
        return s->found(
            s->context,
            &(glossary_match){.entry = &shared->entry, .span = here->span, .compound = whole, .kind = MATCH_ELLIPTIC});
    }
    if (!entry)
        entry = word_entry(s, here->key, &here->form, &kind);
    if (!entry && (entry = apart_entry(s, *at))) {
        words = 2;
        kind = MATCH_SPELLING;
    }
    size_t first = *at;
    dp_span span = {here->span.begin, s->tokens[first + words - 1].span.end};
    *at += words;
    if (entry) {
        dp_status status = s->found(
            s->context, &(glossary_match){.entry = &entry->entry, .span = span, .compound = span, .kind = kind});
        return status == DP_OK && entry->word_count > 1 ? tell_within(s, entry, first) : status;
    }
    return here->form.hyphen ? search_hyphens(s, here->span) : search_solid(s, here->span, here->span, &here->form);
}

dp_status glossary_find(const glossary *g, const char *text, size_t length,
                        dp_status (*found)(void *, const glossary_match *), void *context)
{
    if (g->count == 0 || !g->slots)
        return DP_OK;
    searcher s = {.g = g, .text = text, .found = found, .context = context};
    dp_status status = tokenize(&s, length);
    for (size_t at = 0; status == DP_OK && at < s.count;)
        status = find_at(&s, &at);
    if (status == DP_OK && (s.folded.failed || s.flat.failed))
        status = DP_NO_MEMORY;
    free(s.tokens);
    dp_text_free(&s.folded);
    dp_text_free(&s.flat);
    return status;
}
