/* SPDX-License-Identifier: ISC */
/*
 * What a digest compares of an article: runs of words, to find copies; names, numbers and rare words, to find stories.
 */
#include "config.h"

#include "digest.h"

#include "alloc.h"
#include "record.h"

#include <stdlib.h>
#include <string.h>

/* Words in a run. Five are enough that different writers seldom share one by chance. */
#define RUN 5

/* A word counts as rare from this many letters on; shorter ones tell little. */
#define SHORTEST_WORD 5

static const char common_nouns[] =
#include "data/common_nouns.inc"
    ;

typedef struct reader {
    arena *memory;
    digest_article *article;
    dp_text word; /* folded */
    bool failed;
} reader;

/* FNV-1a. */
static uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

static uint64_t hash_kind(feature_kind kind)
{
    return hash_bytes(UINT64_C(14695981039346656037), &"nfw"[kind], 1);
}

static const char *keep(reader *r, const char *text, size_t length)
{
    const char *kept = arena_copy(r->memory, text, length);
    r->failed = r->failed || !kept;
    return kept ? kept : "";
}

static const char *keep_string(reader *r, json_object *object, const char *name)
{
    record_text text = record_string(object, name);
    return text.data && text.length > 0 ? keep(r, text.data, text.length) : NULL;
}

static void add_feature(reader *r, uint64_t key, feature_kind kind, const char *label)
{
    digest_article *to = r->article;
    if (!alloc_grow(&to->features, &to->feature_capacity, to->feature_count + 1, sizeof *to->features)) {
        r->failed = true;
        return;
    }
    to->features[to->feature_count++] = (digest_feature){.key = key, .kind = kind, .label = label};
}

/* ---- Words ---- */

static void fold_word(reader *r, const char *text, dp_span word)
{
    dp_text_cut(&r->word, 0);
    if (dp_text_fold(&r->word, text + word.begin, word.end - word.begin) != DP_OK)
        r->failed = true;
}

static void cut_ending(dp_text *word)
{
    static const char *const endings[] = {"en", "er", "es", "em", "s", "n", "e"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(endings[i]);
        if (word->length >= size + 5 && memcmp(word->data + word->length - size, endings[i], size) == 0) {
            dp_text_cut(word, word->length - size);
            return;
        }
    }
}

static bool is_common(const dp_text *word)
{
    for (const char *line = common_nouns; *line; line += strcspn(line, "\n") + 1)
        if (strcspn(line, "\n") == word->length && memcmp(line, word->data, word->length) == 0)
            return true;
    return false;
}

/* Take a noun or name, which German writes with a capital. The first word of a sentence may be anything. */
static void add_rare_word(reader *r, const char *text, dp_span word)
{
    size_t at = word.begin, length = word.end - word.begin;
    if (!dp_is_upper(dp_utf8_next(text, word.end, &at)) || dp_utf8_count(text + word.begin, length) < SHORTEST_WORD)
        return;
    cut_ending(&r->word);
    if (!is_common(&r->word))
        add_feature(r, hash_bytes(hash_kind(FEATURE_WORD), r->word.data, r->word.length), FEATURE_WORD,
                    keep(r, text + word.begin, length));
}

static void add_run(reader *r, const uint64_t *last, size_t count)
{
    digest_article *to = r->article;
    uint64_t run = 0;
    if (count < RUN)
        return;
    if (!alloc_grow(&to->shingles, &to->shingle_capacity, to->shingle_count + 1, sizeof *to->shingles)) {
        r->failed = true;
        return;
    }
    for (size_t i = 0; i < RUN; i++)
        run = (run ^ last[(count + i) % RUN]) * UINT64_C(1099511628211);
    to->shingles[to->shingle_count++] = run;
}

/* The headline is no part of the text that agencies sell: every outlet writes its own. */
static void read_title(reader *r, json_object *record)
{
    record_text german = record_string(record_member(record, "title"), "de");
    size_t at = 0;
    dp_span word;
    while (german.data && dp_word_next(german.data, german.length, &at, &word) && !r->failed) {
        fold_word(r, german.data, word);
        if (!r->failed)
            add_rare_word(r, german.data, word);
    }
}

static void read_sentences(reader *r, json_object *record)
{
    size_t sentences, seen = 0;
    uint64_t last[RUN] = {0};
    json_object *list = record_list(record, "sentences", &sentences);
    for (size_t i = 0; i < sentences && !r->failed; i++) {
        record_text german = record_string(json_object_array_get_idx(list, i), "de");
        size_t at = 0;
        dp_span word;
        bool first = true;
        for (; german.data && !r->failed && dp_word_next(german.data, german.length, &at, &word); first = false) {
            fold_word(r, german.data, word);
            last[seen++ % RUN] = hash_bytes(hash_kind(FEATURE_WORD), r->word.data, r->word.length);
            add_run(r, last, seen);
            if (!first && !r->failed)
                add_rare_word(r, german.data, word);
        }
    }
}

/* ---- Names and numbers ---- */

static void add_entity(reader *r, feature_kind kind, record_text key, record_text label)
{
    fold_word(r, key.data, (dp_span){0, key.length});
    if (!r->failed)
        add_feature(r, hash_bytes(hash_kind(kind), r->word.data, r->word.length), kind, keep(r, label.data, label.length));
}

/* "drei Länder" is in many articles; "28 Container" is in few. */
static bool is_telling(record_text value)
{
    return value.data && strcspn(value.data, "123456789") < value.length && value.length > 1;
}

static void read_entities(reader *r, json_object *record)
{
    size_t count;
    json_object *list = record_list(record, "entities", &count);
    for (size_t i = 0; i < count && !r->failed; i++) {
        json_object *entity = json_object_array_get_idx(list, i);
        record_text kind = record_string(entity, "kind"), name = record_string(entity, "name");
        record_text english = record_string(entity, "english"), value = record_string(entity, "value");
        record_text label = english.data ? english : name;
        if (!kind.data || !name.data)
            continue;
        if (strcmp(kind.data, "person") == 0 || strcmp(kind.data, "organisation") == 0 || strcmp(kind.data, "place") == 0)
            add_entity(r, FEATURE_NAME, label, label);
        else if (strcmp(kind.data, "figure") == 0 && is_telling(value))
            add_entity(r, FEATURE_NUMBER, value, label);
    }
}

/* ---- The whole ---- */

static int compare_features(const void *a, const void *b)
{
    const digest_feature *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return strcmp(x->label, y->label);
}

int digest_compare_keys(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void sort_once(digest_article *article)
{
    size_t kept = 0;
    if (article->feature_count > 0)
        qsort(article->features, article->feature_count, sizeof *article->features, compare_features);
    for (size_t i = 0; i < article->feature_count; i++)
        if (kept == 0 || article->features[i].key != article->features[kept - 1].key)
            article->features[kept++] = article->features[i];
    article->feature_count = kept;
    kept = 0;
    if (article->shingle_count > 0)
        qsort(article->shingles, article->shingle_count, sizeof *article->shingles, digest_compare_keys);
    for (size_t i = 0; i < article->shingle_count; i++)
        if (kept == 0 || article->shingles[i] != article->shingles[kept - 1])
            article->shingles[kept++] = article->shingles[i];
    article->shingle_count = kept;
}

/* Number the day of "2024-03-09…", or 0; months count 31 days, which is near enough for "within a week or so". */
static long day_of(const char *date)
{
    long year = 0, month = 0, day = 0;
    if (!date || strlen(date) < 10 || date[4] != '-' || date[7] != '-' || strspn(date, "0123456789-") < 10)
        return 0;
    for (size_t i = 0; i < 10; i++) {
        long digit = date[i] - '0';
        if (i < 4)
            year = year * 10 + digit;
        else if (i == 5 || i == 6)
            month = month * 10 + digit;
        else if (i == 8 || i == 9)
            day = day * 10 + digit;
    }
    return (year * 12 + month) * 31 + day;
}

/* The headline as the briefing has it, or else as the record has it. */
static void read_headline(reader *r, json_object *record)
{
    digest_article *article = r->article;
    size_t count;
    json_object *list = record_list(record, "briefing", &count), *title = record_member(record, "title");
    for (size_t i = 0; i < count && !article->headline; i++) {
        json_object *item = json_object_array_get_idx(list, i);
        record_text section = record_string(item, "section"), language = record_string(item, "language");
        if (!section.data || strcmp(section.data, "headline") != 0)
            continue;
        article->headline = keep_string(r, item, "text");
        article->untranslated = language.data && strcmp(language.data, "de") == 0;
    }
    if (!article->headline)
        article->headline = keep_string(r, title, "en");
    if (!article->headline) {
        article->headline = keep_string(r, title, "de");
        article->untranslated = article->headline != NULL;
    }
    if (!article->headline)
        article->headline = article->name;
}

bool digest_read_article(arena *memory, json_object *record, digest_article *article)
{
    reader r = {.memory = memory, .article = article};
    json_object *source = record_member(record, "source");
    const char *name = keep_string(&r, source, "name"), *hash = keep_string(&r, source, "sha256");
    article->name = name ? name : "-";
    article->sha256 = hash ? hash : "";
    article->outlet = keep_string(&r, source, "outlet");
    article->date = keep_string(&r, source, "date");
    article->day = day_of(article->date);
    read_headline(&r, record);
    read_title(&r, record);
    read_sentences(&r, record);
    read_entities(&r, record);
    dp_text_free(&r.word);
    sort_once(article);
    return !r.failed;
}

void digest_free_article(digest_article *article)
{
    free(article->features);
    free(article->shingles);
}
