/* SPDX-License-Identifier: ISC */
/*
 * Counting an article's words, stems and word pairs in one pass over its sentences.
 */
#include "story.h"

#include <stdlib.h>
#include <string.h>

void story_free(story *a)
{
    lexicon_free(&a->lexicon);
    lexicon_free(&a->stem_lexicon);
    lexicon_free(&a->pair_lexicon);
    free(a->word);
    free(a->stem);
    free(a->pair);
    free(a->words);
    free(a->pairs);
    free(a->sentences);
    memset(a, 0, sizeof *a);
}

/* ---- Words ---- */

/* Step to the next run of letters and digits. The parts of "US-Präsident" are words of their own here: they are what
 * other sentences share with this one. */
static bool next_token(const char *text, size_t length, size_t *position, dp_span *token)
{
    size_t at = *position, begin = length;
    for (size_t before = at;; before = at) {
        uint32_t code = dp_utf8_next(text, length, &at);
        bool inside = code != DP_UTF8_END && (dp_is_letter(code) || dp_is_digit(code));
        if (inside && begin == length)
            begin = before;
        if (!inside && begin < length) {
            *token = (dp_span){begin, before};
            *position = before;
            return true;
        }
        if (code == DP_UTF8_END)
            return false;
    }
}

/* What reading needs beside the article itself. The tables grow with the lexicons and move to the article at the end.
 */
typedef struct reader {
    story *a;
    const german *german;
    dp_text folded;
    size_t word_capacity, stem_capacity, pair_capacity, words_capacity;
} reader;

static bool grow(void **items, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return true;
    size_t wanted = *capacity < 128 ? 256 : *capacity * 2;
    void *new = wanted < need || wanted > SIZE_MAX / size ? NULL : realloc(*items, wanted * size);
    if (!new)
        return false;
    memset((char *)new + *capacity *size, 0, (wanted - *capacity) * size);
    *items = new;
    *capacity = wanted;
    return true;
}

/* The stem of the folded word, LEXICON_NONE when memory ran out. */
static uint32_t add_stem(reader *r)
{
    uint32_t stem = lexicon_add(&r->a->stem_lexicon, r->folded.data, german_stem(r->folded.data, r->folded.length));
    void *items = r->a->stem;
    if (stem == LEXICON_NONE || !grow(&items, &r->stem_capacity, (size_t)stem + 1, sizeof *r->a->stem))
        return LEXICON_NONE;
    r->a->stem = items;
    return stem;
}

/* The number of the word at `token`, LEXICON_NONE when memory ran out. */
static uint32_t add_word(reader *r, const char *text, dp_span token)
{
    story *a = r->a;
    dp_text_cut(&r->folded, 0);
    if (dp_text_fold(&r->folded, text + token.begin, token.end - token.begin) != DP_OK || !r->folded.data)
        return LEXICON_NONE;
    uint32_t known = a->lexicon.count, number = lexicon_add(&a->lexicon, r->folded.data, r->folded.length);
    void *items = a->word;
    if (number == LEXICON_NONE || !grow(&items, &r->word_capacity, (size_t)number + 1, sizeof *a->word))
        return LEXICON_NONE;
    a->word = items;
    if (number < known)
        return number;
    size_t at = 0;
    a->word[number] = (story_word){
        .stem = add_stem(r),
        .stopword = german_is_stopword(r->german, r->folded.data, r->folded.length) || r->folded.length < 2,
        .number = dp_is_digit(dp_utf8_next(r->folded.data, r->folded.length, &at)),
        .letters = dp_utf8_count(r->folded.data, r->folded.length),
        .first = SIZE_MAX,
    };
    return a->word[number].stem == LEXICON_NONE ? LEXICON_NONE : number;
}

static uint32_t add_pair(reader *r, uint32_t left, uint32_t right)
{
    story *a = r->a;
    uint32_t key[2] = {left, right}, known = a->pair_lexicon.count;
    uint32_t number = lexicon_add(&a->pair_lexicon, key, sizeof key);
    void *items = a->pair;
    if (number == LEXICON_NONE || !grow(&items, &r->pair_capacity, (size_t)number + 1, sizeof *a->pair))
        return LEXICON_NONE;
    a->pair = items;
    if (number >= known)
        a->pair[number] = (story_pair){.left = left, .right = right, .first = SIZE_MAX};
    return number;
}

/* ---- Headline ---- */

static dp_status read_title(reader *r, const char *title)
{
    story *a = r->a;
    size_t length = title ? strlen(title) : 0, position = 0;
    uint32_t before = LEXICON_NONE;
    for (dp_span token; next_token(title, length, &position, &token);) {
        uint32_t number = add_word(r, title, token);
        uint32_t pair = number == LEXICON_NONE || before == LEXICON_NONE ? 0 : add_pair(r, before, number);
        if (number == LEXICON_NONE || pair == LEXICON_NONE)
            return DP_NO_MEMORY;
        story_word *word = &a->word[number];
        word->in_title = true;
        if (!word->stopword) {
            a->title_stems += !a->stem[word->stem].in_title;
            a->stem[word->stem].in_title = true;
        }
        if (before != LEXICON_NONE)
            a->pair[pair].in_title = true;
        before = number;
    }
    return DP_OK;
}

/* ---- Sentences ---- */

static void count_word(story *a, uint32_t number, size_t sentence, bool capital)
{
    story_word *word = &a->word[number];
    word->count++;
    word->capitals += capital;
    if (word->first == SIZE_MAX)
        word->first = sentence;
    story_stem *stem = &a->stem[word->stem];
    if (!word->stopword) {
        stem->count++;
        /* `last` is the sentence plus 1, so that zero means none. */
        stem->sentences += stem->last != sentence + 1;
        stem->last = sentence + 1;
    }
}

/* Make room for one more word and pair. */
static bool reserve_word(reader *r)
{
    story *a = r->a;
    void *words = a->words, *pairs = a->pairs;
    size_t capacity = r->words_capacity;
    bool good = grow(&pairs, &capacity, a->word_total + 1, sizeof *a->pairs);
    a->pairs = pairs;
    good = good && grow(&words, &r->words_capacity, a->word_total + 1, sizeof *a->words);
    a->words = words;
    return good;
}

/* Take the word at `token` as the next of the sentence at `place`; `*before` is the one before it. */
static dp_status read_word(reader *r, size_t place, const char *text, dp_span token, uint32_t *before)
{
    story *a = r->a;
    uint32_t number = reserve_word(r) ? add_word(r, text, token) : LEXICON_NONE;
    if (number == LEXICON_NONE)
        return DP_NO_MEMORY;
    if (*before != LEXICON_NONE) {
        uint32_t pair = add_pair(r, *before, number);
        if (pair == LEXICON_NONE)
            return DP_NO_MEMORY;
        a->pairs[a->pair_total++] = pair;
        a->pair[pair].count++;
        if (a->pair[pair].first == SIZE_MAX)
            a->pair[pair].first = place;
    }
    size_t at = token.begin;
    bool capital = dp_is_upper(dp_utf8_next(text, token.end, &at));
    count_word(a, number, place, capital);
    a->sentences[place].capitals += capital;
    a->words[a->word_total++] = number;
    *before = number;
    return DP_OK;
}

static dp_status read_words(reader *r, size_t place, const char *text, size_t length)
{
    story_sentence *s = &r->a->sentences[place];
    size_t position = 0;
    uint32_t before = LEXICON_NONE;
    dp_status status = DP_OK;
    s->word = r->a->word_total;
    s->pair = r->a->pair_total;
    for (dp_span token; status == DP_OK && next_token(text, length, &position, &token);)
        status = read_word(r, place, text, token, &before);
    s->word_count = r->a->word_total - s->word;
    return status;
}

/* Sentences a word stands in, and how near to the start they are: once all words are known. */
static dp_status count_sentences(story *a)
{
    size_t *last = calloc((size_t)a->lexicon.count + 1, sizeof *last);
    for (size_t i = 0; last && i < a->count; i++) {
        const story_sentence *s = &a->sentences[i];
        for (size_t k = s->word; k < s->word + s->word_count; k++) {
            uint32_t number = a->words[k];
            if (last[number] == i + 1)
                continue;
            last[number] = i + 1;
            a->word[number].sentences++;
            a->word[number].nearness += 1 / (1 + (double)i);
        }
    }
    bool good = last != NULL;
    free(last);
    return good ? DP_OK : DP_NO_MEMORY;
}

static void look_at_marks(story_sentence *s, const char *text, size_t length)
{
    bool space = true;
    uint32_t code = 0, last = 0;
    for (size_t at = 0; (code = dp_utf8_next(text, length, &at)) != DP_UTF8_END; last = code) {
        s->spaced += space && !dp_is_space(code);
        space = dp_is_space(code);
        s->quote |= code == '"' || code == 0xAB || code == 0xBB || (code >= 0x201C && code <= 0x201F);
        s->parenthesis |= code == '(';
        s->colon |= code == ':';
        s->commas += code == ',';
    }
    s->question = last == '?';
}

static dp_status read_sentence(reader *r, const dp_doc *doc, size_t index)
{
    story *a = r->a;
    size_t length;
    const char *source = dp_doc_source(doc, &length);
    dp_sentence sentence = dp_doc_sentence(doc, index);
    const char *text = source + sentence.span.begin;
    length = sentence.span.end - sentence.span.begin;
    story_sentence *s = &a->sentences[a->count];
    bool start = a->count == 0 || dp_doc_sentence(doc, s[-1].index).block != sentence.block;
    a->paragraphs += start;
    *s = (story_sentence){
        .index = index,
        .paragraph = a->paragraphs - 1,
        .paragraph_start = start,
        .standfirst = dp_doc_block(doc, sentence.block).kind == DP_BLOCK_STANDFIRST,
        .dangles = german_dangles(r->german, text, length),
        .bare = german_is_bare_quote(text, length),
    };
    look_at_marks(s, text, length);
    dp_status status = read_words(r, a->count, text, length);
    a->count += status == DP_OK && s->word_count > 0;
    return status;
}

/* Read the sentences; fillers too when `fillers` says so. */
static dp_status read_sentences(reader *r, const dp_doc *doc, bool fillers)
{
    size_t length, count = dp_doc_sentence_count(doc);
    const char *source = dp_doc_source(doc, &length);
    for (size_t i = 0; i < count; i++) {
        dp_sentence sentence = dp_doc_sentence(doc, i);
        if (sentence.headline)
            continue;
        if (!fillers && german_is_filler(source + sentence.span.begin, sentence.span.end - sentence.span.begin))
            continue;
        dp_status status = read_sentence(r, doc, i);
        if (status != DP_OK)
            return status;
    }
    return DP_OK;
}

dp_status story_read(story *a, const german *de, const dp_doc *doc)
{
    reader r = {.a = a, .german = de};
    a->sentences = calloc(dp_doc_sentence_count(doc) + 1, sizeof *a->sentences);
    dp_status status = a->sentences ? DP_OK : DP_NO_MEMORY;
    if (status == DP_OK)
        status = read_title(&r, dp_doc_field(doc, DP_FIELD_TITLE));
    if (status == DP_OK)
        status = read_sentences(&r, doc, false);
    if (status == DP_OK && a->count == 0)
        status = read_sentences(&r, doc, true);
    if (status == DP_OK)
        status = count_sentences(a);
    dp_text_free(&r.folded);
    return status;
}
