/* SPDX-License-Identifier: ISC */
/*
 * A person is a run of capital words that no list knows as common nouns, with a function before or behind it. The last
 * word is what later sentences call them by.
 */
#include "people.h"

#include "phrase.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MAX_WORDS 5
#define COMMON         (CLASS(INSTITUTION) | CLASS(NAMING) | CLASS(TIME) | CLASS(ACCOUNT) | CLASS(DOCUMENT) | CLASS(CONTENT))

typedef struct reader {
    people *out;
    const analysis *work;
    view all; /* the whole document as one view, for phrases */
} reader;

static const token *token_of(const reader *in, size_t at)
{
    return &in->work->tokens.items[at];
}

static size_t hash_word(const char *bytes, size_t length)
{
    uint64_t value = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)bytes[i]) * 1099511628211u;
    return (size_t)(value ^ (value >> 31));
}

static bool closed(const token *word)
{
    return word->initial &&
           (word->classes & (CLASS(NOMINATIVE) | CLASS(OBLIQUE) | CLASS(PREPOSITION) | CLASS(ADVERB) |
                             CLASS(SUBORDINATOR) | CLASS(SUBJECT_PRONOUN) | CLASS(COORDINATOR) | CLASS(CORRELATE) |
                             CLASS(OBJECT_PRONOUN) | CLASS(QUESTION) | CLASS(POSSESSIVE)));
}

static bool is_name_word(const token *word)
{
    return word->kind == TOKEN_WORD && word->capital && !closed(word) && !word->truncated &&
           !(word->classes & (COMMON | CLASS(PERSON)));
}

static bool is_function(const token *word)
{
    return word->kind == TOKEN_WORD && word->capital && token_has(word, CLASS(PERSON)) && !closed(word);
}

/* Whether the token is a title or initial with its full stop: "Dr.", "J.". */
static bool is_shortened(const reader *in, size_t at)
{
    const token *word = token_of(in, at);
    return word->span.end - word->span.begin <= 4 && token_is(token_of(in, at + 1), in->work->source, ".");
}

/* The end of the run of name words that begins at `at`, small words inside names allowed. */
static size_t run_end(const reader *in, size_t at, size_t limit)
{
    static const char *const small[] = {"von", "van", "de", "bin", "al", "el", "da", "di", "zu", "le"};
    size_t end = at;
    size_t words = 0;
    while (end < limit && words < NAME_MAX_WORDS) {
        if (is_name_word(token_of(in, end))) {
            end++;
            words++;
            continue;
        }
        if (words > 0 && end + 1 < limit && is_shortened(in, end - 1) && is_name_word(token_of(in, end + 1))) {
            end++;
            continue;
        }
        bool particle = false;
        for (size_t i = 0; words > 0 && i < sizeof small / sizeof *small; i++)
            particle = particle || token_is(token_of(in, end), in->work->source, small[i]);
        if (!particle || token_of(in, end)->capital || end + 1 >= limit || !is_name_word(token_of(in, end + 1)))
            break;
        end++;
    }
    return end;
}

gender people_noun_gender(const analysis *work, const token *noun)
{
    size_t length = noun->span.end - noun->span.begin;
    const char *end = work->source + noun->span.end;
    if (length > 4 && memcmp(end - 2, "in", 2) == 0)
        return GENDER_FEMININE;
    if (token_is(noun, work->source, "frau") || token_is(noun, work->source, "witwe"))
        return GENDER_FEMININE;
    if (length > 4 && (memcmp(end - 2, "de", 2) == 0 || memcmp(end - 2, "te", 2) == 0))
        return GENDER_UNKNOWN;
    return GENDER_MASCULINE;
}

static gender first_name_gender(const token *word)
{
    if (token_has(word, CLASS(MASCULINE)))
        return GENDER_MASCULINE;
    return token_has(word, CLASS(FEMININE)) ? GENDER_FEMININE : GENDER_UNKNOWN;
}

/* The bytes of a name's last word without the s of a genitive. */
static size_t key_length(const analysis *work, const token *word, bool genitive)
{
    size_t length = word->span.end - word->span.begin;
    return genitive && length > 3 && work->source[word->span.end - 1] == 's' ? length - 1 : length;
}

static bool ends_name(const analysis *work, const person *who, const char *key, size_t length)
{
    size_t size = who->name.end - who->name.begin;
    const char *end = work->source + who->name.end;
    if (size < length || memcmp(end - length, key, length) != 0)
        return false;
    return size == length || end[-(ptrdiff_t)length - 1] == ' ';
}

static size_t find_key(const people *all, const analysis *work, const char *key, size_t length)
{
    size_t found = all->bucket_count ? all->buckets[hash_word(key, length) & (all->bucket_count - 1)] : 0;
    for (; found; found = all->items[found - 1].next)
        if (ends_name(work, &all->items[found - 1], key, length))
            return found - 1;
    return NOWHERE;
}

size_t people_find(const people *all, const analysis *work, size_t token_index)
{
    const token *word = &work->tokens.items[token_index];
    const char *key = work->source + word->span.begin;
    size_t found = find_key(all, work, key, key_length(work, word, false));
    if (found != NOWHERE)
        return found;
    size_t length = key_length(work, word, true);
    return length < word->span.end - word->span.begin ? find_key(all, work, key, length) : NOWHERE;
}

static bool grow(void **items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return true;
    size_t more = *capacity ? *capacity * 2 : 64;
    void *grown = more > SIZE_MAX / size ? NULL : realloc(*items, more * size);
    if (!grown)
        return false;
    *items = grown;
    *capacity = more;
    return true;
}

static bool add_mention(reader *in, size_t begin, size_t end, size_t sentence_index, size_t who)
{
    people *out = in->out;
    void *items = out->mentions;
    if (!grow(&items, &out->mention_capacity, out->mention_count, sizeof *out->mentions))
        return false;
    out->mentions = items;
    bool first = out->mention_count == 0 || out->mentions[out->mention_count - 1].sentence != sentence_index;
    out->mentions[out->mention_count++] = (mention){end - 1, begin, sentence_index, who, first};
    return true;
}

static size_t add_person(reader *in, person item, const token *last)
{
    people *out = in->out;
    void *items = out->items;
    if (!grow(&items, &out->capacity, out->count, sizeof *out->items))
        return NOWHERE;
    out->items = items;
    size_t bucket =
        hash_word(in->work->source + last->span.begin, key_length(in->work, last, false)) & (out->bucket_count - 1);
    item.next = out->buckets[bucket];
    out->items[out->count++] = item;
    out->buckets[bucket] = out->count;
    return out->count - 1;
}

/* The function behind a name: ", nationaler Sicherheitsberater des Weißen Hauses". */
static dp_span function_behind(const reader *in, size_t end, size_t limit)
{
    if (end + 1 >= limit || !token_is_punct(token_of(in, end), ','))
        return (dp_span){0, 0};
    size_t begin = end + 1;
    if (token_has(token_of(in, begin), CLASS(ARTICLE)))
        begin++;
    size_t stop = phrase_end(&in->all, begin, limit < begin + 20 ? limit : begin + 20, true);
    for (size_t i = begin; i < stop && i < begin + 5; i++)
        if (is_function(token_of(in, i)))
            return (dp_span){token_of(in, begin)->span.begin, token_of(in, stop - 1)->span.end};
    return (dp_span){0, 0};
}

/* The function before a name: "der Direktor der Behörde, Max Braun", "Bundeskanzlerin Berg". Stores its noun. */
static dp_span function_before(const reader *in, size_t low, size_t begin, size_t *noun)
{
    size_t end = begin;
    if (end > low && token_is_punct(token_of(in, end - 1), ','))
        end--;
    size_t at = end;
    while (at > low && end - at < 12 && token_of(in, at - 1)->kind != TOKEN_PUNCT) {
        at--;
        if (token_of(in, at)->capital && token_has(token_of(in, at), CLASS(MASCULINE) | CLASS(FEMININE)))
            break; /* the function is that person's: "Sprecher Jonas Berg der Agentur NTA" */
        if (!is_function(token_of(in, at)))
            continue;
        bool near = end == begin ? at + 1 == end || phrase_end(&in->all, at, end, false) == end
                                 : phrase_end(&in->all, at, end, true) == end;
        if (!near)
            break;
        *noun = at;
        size_t first = at;
        while (first > low && !token_of(in, first - 1)->capital && token_of(in, first - 1)->kind == TOKEN_WORD &&
               token_of(in, first - 1)->classes == 0 && token_of(in, first - 1)->forms == 0)
            first--;
        return (dp_span){token_of(in, first)->span.begin, token_of(in, end - 1)->span.end};
    }
    return (dp_span){0, 0};
}

static bool is_first_name(const token *word)
{
    return token_has(word, CLASS(MASCULINE) | CLASS(FEMININE));
}

/* "Kämmerin Ute Berg": before a first name and another stands an office that no list has. */
static bool is_led(const reader *in, size_t begin, size_t end)
{
    return end - begin > 2 && !is_first_name(token_of(in, begin)) && is_first_name(token_of(in, begin + 1)) &&
           token_of(in, begin)->span.end + 1 == token_of(in, begin + 1)->span.begin &&
           token_of(in, begin)->span.end - token_of(in, begin)->span.begin > 4;
}

/* Take in the name [begin, end) of a sentence. */
static bool read_name(reader *in, const sentence *unit, size_t sentence_index, size_t begin, size_t end)
{
    const token *last = token_of(in, end - 1);
    size_t noun = NOWHERE;
    bool led = is_led(in, begin, end);
    dp_span function = function_before(in, unit->begin, begin, &noun);
    if (led && function.begin == function.end) {
        noun = begin;
        function = token_of(in, begin)->span;
    }
    begin += led;
    if (function.begin == function.end && end - begin > 1)
        function = function_behind(in, end, unit->end);
    gender sex = noun != NOWHERE ? people_noun_gender(in->work, token_of(in, noun)) : GENDER_UNKNOWN;
    gender by_name = first_name_gender(token_of(in, begin));
    sex = by_name != GENDER_UNKNOWN ? by_name : sex;
    bool certain = function.end > function.begin || by_name != GENDER_UNKNOWN;
    size_t who = people_find(in->out, in->work, end - 1);
    if (who == NOWHERE) {
        if (end - begin < 2 && !certain)
            return true;
        who = add_person(in, (person){.name = {token_of(in, begin)->span.begin, last->span.end}, .words = end - begin},
                         last);
        if (who == NOWHERE)
            return false;
    }
    person *item = &in->out->items[who];
    if (end - begin > item->words && item->words == 1) {
        item->name = (dp_span){token_of(in, begin)->span.begin, last->span.end};
        item->words = end - begin;
    }
    size_t known = item->function.end - item->function.begin;
    if (function.end - function.begin > known)
        item->function = function;
    if (item->gender == GENDER_UNKNOWN)
        item->gender = sex;
    item->certain = item->certain || certain;
    return add_mention(in, begin, end, sentence_index, who);
}

dp_status people_read(people *out, const analysis *work)
{
    *out = (people){.bucket_count = 256};
    while (out->bucket_count < work->tokens.count / 4)
        out->bucket_count *= 2;
    out->buckets = calloc(out->bucket_count, sizeof *out->buckets);
    if (!out->buckets)
        return DP_NO_MEMORY;
    reader in = {.out = out, .work = work};
    in.all =
        (view){.items = work->tokens.items, .count = work->tokens.count, .source = work->source, .words = work->words};
    for (size_t i = 0; i < work->tokens.sentence_count; i++) {
        const sentence *unit = &work->tokens.sentences[i];
        for (size_t at = unit->begin; at < unit->end;) {
            size_t end = run_end(&in, at, unit->end);
            if (end > at && !read_name(&in, unit, i, at, end))
                return DP_NO_MEMORY;
            at = end > at ? end : at + 1;
        }
    }
    return DP_OK;
}

void people_free(people *out)
{
    free(out->items);
    free(out->mentions);
    free(out->buckets);
    *out = (people){0};
}

size_t people_last_mention(const people *all, size_t token_index)
{
    size_t low = 0;
    size_t high = all->mention_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (all->mentions[middle].token <= token_index)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
