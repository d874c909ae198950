/* SPDX-License-Identifier: ISC */
/*
 * The record is walked once. Every place costs time in proportion to its length, so the lengths of all places together
 * are bounded: a record whose places lie over each other a thousand times is no record of ours.
 */
#include "config.h"

#include "verify.h"

#include "alloc.h"
#include "record.h"
#include "sha256.h"

#include <depesche/depesche.h>

#include <stdlib.h>
#include <string.h>

#define FORMAT      "depesche-record-1"
#define HASH_DIGITS 16

/* Bytes looked at may be this many times those of the text, and some more. */
#define WORK_FACTOR 64
#define WORK_LEAST  ((size_t)16 << 20)

/* What a step over a sentence or note counts for. */
#define STEP 64

/* Of a wording in a message. */
#define SHOWN 60

typedef struct sentence {
    size_t start, end;
    json_object *object;
} sentence;

/* A note whose strings a briefing may show. */
typedef struct noted {
    size_t start, end;
    json_object *object;
} noted;

/* Something with a place, and how to call it. */
typedef struct spot {
    const char *name;   /* "sentence" */
    size_t number;      /* from 1; 0: none */
    const char *detail; /* may be null */
    bool placed;
    size_t start, end;
    json_object *object;
} spot;

struct verification {
    json_object *root;
    json_object *source;
    record_positions positions;
    sentence *sentences;
    size_t sentence_count;
    noted *notes; /* terms, entities and quotes in the order of their places */
    size_t note_count;
    verify_report *report;
    void *context;
    size_t faults, checked;
    size_t work; /* bytes that may still be looked at */
    bool overworked, failed;
};

/* ---- Faults ---- */

static void put_fault(verification *v, const spot *at, const char *what)
{
    dp_text where = {0};
    dp_text_puts(&where, at->name);
    if (at->number > 0)
        dp_text_printf(&where, " %zu", at->number);
    if (at->detail)
        dp_text_printf(&where, " (%.40s)", at->detail);
    if (at->placed)
        dp_text_printf(&where, " at %zu-%zu", at->start, at->end);
    v->faults++;
    if (where.failed)
        v->failed = true;
    else
        v->report(v->context, where.data, what);
    dp_text_free(&where);
}

static void fault(verification *v, const spot *at, const char *format, ...) DP_PRINTF(3, 4);

static void fault(verification *v, const spot *at, const char *format, ...)
{
    dp_error text; /* cut at a character where it is too long */
    va_list list;
    va_start(list, format);
    dp_error_setv(&text, DP_OK, format, list);
    va_end(list);
    put_fault(v, at, text.text);
}

void verify_fault(verification *v, const char *where, const char *format, ...)
{
    const spot at = {.name = where};
    dp_error text;
    va_list list;
    va_start(list, format);
    dp_error_setv(&text, DP_OK, format, list);
    va_end(list);
    put_fault(v, &at, text.text);
}

/* A wording, cut for a message. */
static int shown(record_text text)
{
    size_t at = 0;
    while (at < text.length && at < SHOWN)
        dp_utf8_next(text.data, text.length, &at);
    return (int)at;
}

/* Ask for the right to look at so many bytes. */
static bool may_look(verification *v, size_t bytes)
{
    if (bytes <= v->work) {
        v->work -= bytes;
        return true;
    }
    if (!v->overworked)
        verify_fault(v, "record", "its places overlap so much that they cannot all be checked");
    v->overworked = true;
    v->work = 0;
    return false;
}

/* ---- Places ---- */

static record_text slice(verification *v, size_t start, size_t end)
{
    record_text text = record_slice(&v->positions, start, end);
    return may_look(v, text.length) ? text : (record_text){NULL, 0};
}

/* Read the place of an object. False, with a fault, when it has none in the text. */
static bool read_place(verification *v, spot *at)
{
    if (!json_object_is_type(at->object, json_type_object)) {
        fault(v, at, "this is no JSON object");
        return false;
    }
    bool good = record_number(at->object, "start", &at->start) && record_number(at->object, "end", &at->end);
    if (!good || at->start > at->end || at->end > v->positions.length) {
        fault(v, at, "\"start\" and \"end\" are no place in the text of %zu code points", v->positions.length);
        return false;
    }
    at->placed = true;
    return true;
}

static void check_hash(verification *v, const spot *at)
{
    char hex[65];
    json_object *given = record_member(at->object, "hash");
    record_text hash = record_string(at->object, "hash");
    if (at->start == at->end) {
        if (given)
            fault(v, at, "it has a hash, but its place is empty");
        return;
    }
    record_text text = slice(v, at->start, at->end);
    if (!text.data)
        return;
    sha256_hex(text.data, text.length, hex);
    if (!hash.data)
        fault(v, at, "it has no hash");
    else if (hash.length != HASH_DIGITS || memcmp(hash.data, hex, HASH_DIGITS) != 0)
        fault(v, at, "the German there does not have the hash %.*s but %.16s: “%.*s”", shown(hash), hash.data, hex,
              shown(text), text.data);
}

/* ---- Wordings ---- */

/* The flat form of a text; null data when memory ran out. */
static dp_text flat(verification *v, record_text text)
{
    dp_text out = {0};
    dp_text_flatten(&out, text.data ? text.data : "", text.length);
    if (out.failed)
        v->failed = true;
    return out;
}

static const char *find(const char *text, size_t length, const char *part, size_t size)
{
    return size > length ? NULL : memmem(text, length, part, size);
}

/* Whether a flat wording stands in a flat text: its parts, between ellipses, one behind the other. */
static bool holds(const dp_text *text, const dp_text *wording)
{
    static const char gap[] = " … ";
    const char *at = text->data ? text->data : "", *end = at + text->length;
    const char *part = wording->data ? wording->data : "", *last = part + wording->length;
    for (;;) {
        const char *stop = find(part, (size_t)(last - part), gap, sizeof gap - 1);
        size_t size = (size_t)((stop ? stop : last) - part);
        at = find(at, (size_t)(end - at), part, size);
        if (!at || !stop)
            return at != NULL;
        at += size;
        part = stop + sizeof gap - 1;
    }
}

/* Whether a German wording stands at a place, white space aside. */
static bool stands_at(verification *v, record_text wording, size_t start, size_t end)
{
    record_text there = slice(v, start, end);
    if (!there.data)
        return true; /* told already */
    dp_text text = flat(v, there), wanted = flat(v, wording);
    bool good = holds(&text, &wanted) || v->failed;
    dp_text_free(&text);
    dp_text_free(&wanted);
    return good;
}

/* Whether two wordings are the same but for white space. */
static bool same_wording(verification *v, record_text a, record_text b)
{
    dp_text x = flat(v, a), y = flat(v, b);
    bool good = v->failed || (x.length == y.length && (x.length == 0 || memcmp(x.data, y.data, x.length) == 0));
    dp_text_free(&x);
    dp_text_free(&y);
    return good;
}

/* ---- Sentences of a place ---- */

/* The first sentence that ends behind a code point. */
static size_t sentence_behind(const verification *v, size_t at)
{
    size_t low = 0, high = v->sentence_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (v->sentences[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Widen a place to the sentences it touches; `*first` to `*last` (one past) are their indexes. */
static void touch(verification *v, size_t *start, size_t *end, size_t *first, size_t *last)
{
    size_t behind = *end;
    *first = *last = sentence_behind(v, *start);
    for (; *last < v->sentence_count && v->sentences[*last].start < behind && may_look(v, STEP); ++*last) {
        const sentence *one = &v->sentences[*last];
        *start = one->start < *start ? one->start : *start;
        *end = one->end > *end ? one->end : *end;
    }
}

/* ---- English ---- */

/* For each beginning of a wording, the length of the longest shorter beginning that it ends in. */
static size_t *make_borders(record_text wording)
{
    const char *part = wording.data;
    size_t *borders = alloc_zeroed(wording.length, sizeof *borders);
    for (size_t i = 1, k = 0; borders && i < wording.length; i++) {
        while (k > 0 && part[k] != part[i])
            k = borders[k - 1];
        k += part[k] == part[i];
        borders[i] = k;
    }
    return borders;
}

/* Length of the longest beginning of a wording that stands anywhere in a text, in time linear in both. */
static size_t longest_found(verification *v, record_text text, record_text wording)
{
    if (wording.length == 0 || !may_look(v, text.length + wording.length))
        return 0;
    size_t best = 0, k = 0, *borders = make_borders(wording);
    if (!borders) {
        v->failed = true;
        return 0;
    }
    for (size_t i = 0; i < text.length && best < wording.length; i++) {
        while (k > 0 && wording.data[k] != text.data[i])
            k = borders[k - 1];
        k += wording.data[k] == text.data[i];
        best = k > best ? k : best;
    }
    free(borders);
    return best;
}

/* Whether an English wording is part of the translation of the sentences `first` to `last`: of one, or the end of a first,
 * all of those between and the beginning of a last, with a blank between two. */
static bool is_translation(verification *v, record_text wording, size_t first, size_t last)
{
    record_text left = wording;
    for (size_t i = first; i < last; i++) {
        record_text english = record_string(v->sentences[i].object, "en");
        if (!english.data)
            continue;
        size_t found = longest_found(v, english, left);
        if (found == left.length)
            return true;
        /* What does not end here goes on behind a blank in the next sentence. */
        while (found > 0 && left.data[found] != ' ')
            found--;
        if (found > 0) {
            left.data += found + 1;
            left.length -= found + 1;
        }
    }
    return v->overworked || v->failed;
}

/* ---- The frame ---- */

static json_object *need_list(verification *v, const char *name, size_t *count)
{
    json_object *list = record_list(v->root, name, count);
    if (!list)
        verify_fault(v, "record", "it has no array \"%s\"", name);
    return list;
}

static void check_text(verification *v)
{
    size_t length;
    record_text unit = record_string(v->root, "unit"), hash = record_string(v->source, "sha256");
    if (!unit.data || strcmp(unit.data, "code points") != 0)
        verify_fault(v, "record", "\"unit\" is not \"code points\"");
    if (!record_number(v->source, "length", &length) || length != v->positions.length)
        verify_fault(v, "source", "\"length\" is not the %zu code points that the text has", v->positions.length);
    if (record_member(v->source, "sha256") && (hash.length != 64 || strspn(hash.data, "0123456789abcdef") != 64))
        verify_fault(v, "source", "\"sha256\" is no SHA-256");
}

static bool check_block_sentences(verification *v, const spot *block, size_t index)
{
    size_t count, id;
    json_object *list = record_list(block->object, "sentences", &count);
    for (size_t i = 0; i < count; i++) {
        size_t of;
        if (!record_is_number(json_object_array_get_idx(list, i), &id) || id < 1 || id > v->sentence_count) {
            fault(v, block, "it names a sentence that there is not");
            return false;
        }
        const sentence *one = &v->sentences[id - 1];
        if (!record_number(one->object, "block", &of) || of != index || one->start < block->start || one->end > block->end)
            fault(v, block, "sentence %zu is not part of it", id);
    }
    return true;
}

static void check_blocks(verification *v)
{
    size_t count, at = 0;
    json_object *list = need_list(v, "blocks", &count);
    for (size_t i = 0; i < count; i++) {
        spot block = {.name = "block", .number = i + 1, .object = json_object_array_get_idx(list, i)};
        block.detail = record_string(block.object, "kind").data;
        if (!read_place(v, &block))
            continue;
        if (block.start != at)
            fault(v, &block, "it does not begin where the block before it ends, at %zu", at);
        at = block.end;
        record_text german = record_string(block.object, "de");
        if (german.data && !stands_at(v, german, block.start, block.end))
            fault(v, &block, "its German does not stand there: “%.*s”", shown(german), german.data);
        check_block_sentences(v, &block, i);
    }
    if (list && at != v->positions.length)
        verify_fault(v, "record", "the blocks end at %zu, the text at %zu", at, v->positions.length);
}

/* ---- Sentences ---- */

static void check_alignment(verification *v, const spot *at, record_text english)
{
    size_t count, length = english.data ? dp_utf8_count(english.data, english.length) : 0;
    json_object *list = record_list(at->object, "alignment", &count);
    for (size_t i = 0; i < count; i++) {
        json_object *pair = json_object_array_get_idx(list, i);
        size_t n[4] = {0};
        bool good = json_object_is_type(pair, json_type_array) && json_object_array_length(pair) == 4;
        for (size_t k = 0; good && k < 4; k++)
            good = record_is_number(json_object_array_get_idx(pair, k), &n[k]);
        if (!good || n[0] < at->start || n[0] > n[1] || n[1] > at->end || n[2] > n[3] || n[3] > length) {
            fault(v, at, "its alignment %zu lies outside of it", i + 1);
            return;
        }
    }
}

static void check_status(verification *v, const spot *at, json_object *object)
{
    record_text english = record_string(object, "en"), status = record_string(object, "status");
    bool wanted = status.data && (strcmp(status.data, "translated") == 0 || strcmp(status.data, "copied") == 0);
    if (wanted != (english.data != NULL))
        fault(v, at, wanted ? "it is said to be in English, but there is none"
                            : "it has English, but is not said to be translated");
}

static bool check_sentence(verification *v, sentence *one, size_t index, size_t behind)
{
    size_t id, block, blocks;
    spot at = {.name = "sentence", .number = index + 1, .object = one->object};
    v->checked++;
    if (!read_place(v, &at))
        return false;
    *one = (sentence){at.start, at.end, one->object};
    if (!record_number(at.object, "id", &id) || id != index + 1)
        fault(v, &at, "its \"id\" is not %zu", index + 1);
    if (at.start < behind)
        fault(v, &at, "it begins before the sentence before it ends");
    record_list(v->root, "blocks", &blocks);
    if (!record_number(at.object, "block", &block) || block >= blocks)
        fault(v, &at, "its \"block\" is none");
    record_text german = record_string(at.object, "de"), there = slice(v, at.start, at.end);
    if (there.data && !record_same(german, there))
        fault(v, &at, "its German is not what stands there: “%.*s”", shown(there), there.data);
    check_hash(v, &at);
    check_status(v, &at, at.object);
    check_alignment(v, &at, record_string(at.object, "en"));
    return true;
}

static void check_sentences(verification *v)
{
    size_t count, behind = 0;
    json_object *list = need_list(v, "sentences", &count);
    v->sentences = alloc_zeroed(count, sizeof *v->sentences);
    if (!v->sentences) {
        v->failed = true;
        return;
    }
    v->sentence_count = count;
    for (size_t i = 0; i < count; i++) {
        sentence *one = &v->sentences[i];
        one->object = json_object_array_get_idx(list, i);
        one->start = one->end = behind; /* searching needs an order, also where there is no place */
        if (check_sentence(v, one, i, behind) && one->start < behind)
            one->start = one->end = behind;
        behind = one->end;
    }
}

/* ---- Title and standfirst ---- */

static void check_field(verification *v, const char *name)
{
    json_object *field = record_member(v->root, name);
    const spot at = {.name = name, .object = field};
    if (!field)
        return;
    if (!record_same(record_string(field, "de"), record_string(v->source, name)))
        fault(v, &at, "its German is not that of source.%s", name);
    check_status(v, &at, field);
}

/* ---- Notes ---- */

/* Read the sentence that a note names and check that there is one, at the note's place. False when it names none. */
static bool read_sentence(verification *v, const spot *at, size_t *index)
{
    size_t id;
    if (!record_member(at->object, "sentence"))
        return false;
    if (!record_number(at->object, "sentence", &id) || id < 1 || id > v->sentence_count) {
        fault(v, at, "the sentence it rests on does not exist");
        return false;
    }
    const sentence *one = &v->sentences[id - 1];
    *index = id - 1;
    if (at->start < at->end && (one->end <= at->start || one->start >= at->end))
        fault(v, at, "it rests on sentence %zu, which stands elsewhere", id);
    return true;
}

static void check_named_spans(verification *v, const spot *at, const char *name)
{
    size_t count;
    json_object *list = record_list(at->object, name, &count);
    for (size_t i = 0; i < count; i++) {
        spot inner = {.name = at->name, .number = at->number, .detail = name, .object = json_object_array_get_idx(list, i)};
        if (!json_object_is_type(inner.object, json_type_array)) /* the parts of a quote are pairs: see check_pairs */
            read_place(v, &inner);
    }
}

/* Read what every note has. */
static bool open_note(verification *v, spot *at)
{
    v->checked++;
    if (!read_place(v, at))
        return false;
    check_hash(v, at);
    check_named_spans(v, at, "more_spans");
    check_named_spans(v, at, "spans");
    return true;
}

/* A part of a quotation: its words stand at its place. */
static void check_part(verification *v, const spot *quote, const char *name)
{
    spot part = {.name = quote->name, .number = quote->number, .detail = name};
    part.object = record_member(quote->object, name);
    if (!part.object || (json_object_is_type(part.object, json_type_object) && !record_member(part.object, "start")))
        return;
    record_text text = record_string(part.object, "text");
    if (read_place(v, &part) && text.data && !stands_at(v, text, part.start, part.end))
        fault(v, &part, "its words do not stand there: “%.*s”", shown(text), text.data);
}

static void check_pairs(verification *v, const spot *at)
{
    size_t count;
    json_object *list = record_list(at->object, "spans", &count);
    for (size_t i = 0; i < count; i++) {
        json_object *pair = json_object_array_get_idx(list, i);
        size_t start = 0, end = 0;
        bool good = json_object_is_type(pair, json_type_array) && json_object_array_length(pair) == 2 &&
                    record_is_number(json_object_array_get_idx(pair, 0), &start) &&
                    record_is_number(json_object_array_get_idx(pair, 1), &end);
        if (!good || start > end || start < at->start || end > at->end)
            fault(v, at, "its part %zu lies outside of it", i + 1);
    }
}

static void check_english_part(verification *v, const spot *at, record_text english)
{
    size_t start = at->start, end = at->end, first, last;
    touch(v, &start, &end, &first, &last);
    if (english.data && !is_translation(v, english, first, last))
        fault(v, at, "its English is not in the translation: “%.*s”", shown(english), english.data);
}

static void check_quote(verification *v, const spot *at)
{
    static const char *const parts[] = {"speaker", "cue", "frame", "addressee"};
    size_t index;
    record_text german = record_string(at->object, "german");
    if (!german.data || !stands_at(v, german, at->start, at->end))
        fault(v, at, "its German does not stand there: “%.*s”", shown(german), german.data ? german.data : "");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        check_part(v, at, parts[i]);
    check_pairs(v, at);
    read_sentence(v, at, &index);
    check_english_part(v, at, record_string(at->object, "english"));
}

static void check_summary(verification *v, const spot *at)
{
    size_t index;
    if (!read_sentence(v, at, &index))
        fault(v, at, "it names no sentence");
    else if (v->sentences[index].start != at->start || v->sentences[index].end != at->end)
        fault(v, at, "its place is not that of sentence %zu", index + 1);
}

static void check_check(verification *v, const spot *at)
{
    size_t index;
    read_sentence(v, at, &index);
}

static void check_nothing(verification *v, const spot *at)
{
    (void)v;
    (void)at;
}

/* ---- The briefing ---- */

static int compare_noted(const void *a, const void *b)
{
    const noted *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

static void collect_notes(verification *v)
{
    static const char *const layers[] = {"terms", "entities", "quotes"};
    size_t total = 0, count;
    for (size_t l = 0; l < 3; l++) {
        record_list(v->root, layers[l], &count);
        total += count;
    }
    v->notes = alloc_zeroed(total, sizeof *v->notes);
    if (!v->notes) {
        v->failed = true;
        return;
    }
    for (size_t l = 0; l < 3; l++) {
        json_object *list = record_list(v->root, layers[l], &count);
        for (size_t i = 0; i < count; i++) {
            noted *note = &v->notes[v->note_count];
            note->object = json_object_array_get_idx(list, i);
            v->note_count += record_number(note->object, "start", &note->start) &&
                             record_number(note->object, "end", &note->end);
        }
    }
    qsort(v->notes, v->note_count, sizeof *v->notes, compare_noted);
}

static size_t first_note(const verification *v, const noted *wanted)
{
    size_t low = 0, high = v->note_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_noted(&v->notes[middle], wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether a note at the place says just this, in either language. */
static bool is_noted(verification *v, size_t start, size_t end, record_text wording)
{
    static const char *const names[] = {"english", "german", "name", "value"};
    const noted wanted = {start, end, NULL};
    for (size_t i = first_note(v, &wanted); i < v->note_count && compare_noted(&v->notes[i], &wanted) == 0; i++)
        for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
            record_text said = record_string(v->notes[i].object, names[n]);
            if (!said.data)
                continue;
            if (!may_look(v, said.length + wording.length + STEP) || same_wording(v, said, wording))
                return true;
        }
    return false;
}

/* Whether a note at a place of the item, its own or a further one, says just this. */
static bool is_noted_anywhere(verification *v, const spot *item, record_text wording)
{
    size_t count;
    json_object *list = record_list(item->object, "sources", &count);
    bool found = is_noted(v, item->start, item->end, wording);
    for (size_t i = 0; i < count && !found; i++) {
        size_t start, end;
        json_object *place = json_object_array_get_idx(list, i);
        if (record_number(place, "start", &start) && record_number(place, "end", &end))
            found = is_noted(v, start, end, wording);
    }
    return found;
}

static bool is_section(const spot *item, const char *name)
{
    return item->detail && strcmp(item->detail, name) == 0;
}

/* What the briefing gives as German stands at its place or in the sentences there, or is the form a note gives. */
static void check_german(verification *v, const spot *item, record_text german)
{
    size_t start = item->start, end = item->end, first, last;
    touch(v, &start, &end, &first, &last);
    if (stands_at(v, german, start, end) || is_noted_anywhere(v, item, german))
        return;
    if (is_section(item, "headline") && same_wording(v, german, record_string(v->source, "title")))
        return;
    fault(v, item, "its German does not stand there: “%.*s”", shown(german), german.data);
}

static record_text headline_english(verification *v)
{
    return record_string(record_member(v->root, "title"), "en");
}

static void check_english(verification *v, const spot *item, record_text english)
{
    size_t start = item->start, end = item->end, first, last, index = 0;
    bool whole = is_section(item, "key-point") || is_section(item, "bottom-line");
    if (is_section(item, "headline")) {
        if (!same_wording(v, english, headline_english(v)))
            fault(v, item, "it is not the English of the title: “%.*s”", shown(english), english.data);
        return;
    }
    if (whole && read_sentence(v, item, &index)) {
        if (!same_wording(v, english, record_string(v->sentences[index].object, "en")))
            fault(v, item, "it is not the English of sentence %zu: “%.*s”", index + 1, shown(english), english.data);
        return;
    }
    touch(v, &start, &end, &first, &last);
    if (!is_translation(v, english, first, last) && !is_noted_anywhere(v, item, english) &&
        !stands_at(v, english, item->start, item->end))
        fault(v, item, "its English is neither in the translation nor in a note there: “%.*s”", shown(english), english.data);
}

static void check_sources(verification *v, const spot *item)
{
    size_t count, index;
    json_object *list = record_list(item->object, "sources", &count);
    for (size_t i = 0; i < count; i++) {
        spot place = {.name = item->name, .number = item->number, .detail = "source"};
        place.object = json_object_array_get_idx(list, i);
        if (!read_place(v, &place))
            continue;
        check_hash(v, &place);
        read_sentence(v, &place, &index);
    }
}

/* Sections whose items are remarks about the article, in words of the program. */
static bool is_remark(const spot *item)
{
    return is_section(item, "source") || is_section(item, "caution") || is_section(item, "coverage");
}

static void check_item(verification *v, const spot *item)
{
    size_t index;
    record_text text = record_string(item->object, "text"), german = record_string(item->object, "german");
    record_text language = record_string(item->object, "language");
    check_sources(v, item);
    read_sentence(v, item, &index);
    if (is_remark(item) || (item->start == item->end && !is_section(item, "headline")))
        return;
    if (german.data)
        check_german(v, item, german);
    if (text.data && language.data && strcmp(language.data, "de") == 0)
        check_german(v, item, text);
    else if (text.data)
        check_english(v, item, text);
}

/* ---- Layers ---- */

typedef void check_function(verification *v, const spot *at);

static void check_layer(verification *v, const char *list_name, const char *name, const char *detail, check_function *check)
{
    size_t count;
    json_object *list = need_list(v, list_name, &count);
    for (size_t i = 0; i < count && !v->failed; i++) {
        spot at = {.name = name, .number = i + 1, .object = json_object_array_get_idx(list, i)};
        at.detail = detail ? record_string(at.object, detail).data : NULL;
        if (open_note(v, &at))
            check(v, &at);
    }
}

dp_status verify_record(verification *v, dp_error *error)
{
    check_text(v);
    check_sentences(v);
    if (!v->failed)
        collect_notes(v);
    if (!v->failed) {
        check_blocks(v);
        check_field(v, "title");
        check_field(v, "standfirst");
        check_layer(v, "terms", "term", NULL, check_nothing);
        check_layer(v, "quotes", "quote", NULL, check_quote);
        check_layer(v, "summary", "summary", NULL, check_summary);
        check_layer(v, "entities", "entity", "kind", check_nothing);
        check_layer(v, "checks", "check", "code", check_check);
        check_layer(v, "briefing", "briefing", "section", check_item);
        check_layer(v, "notes", "note", "kind", check_nothing);
        check_layer(v, "warnings", "warning", NULL, check_nothing);
    }
    return v->failed ? dp_error_set(error, DP_NO_MEMORY, "out of memory while checking the record") : DP_OK;
}

/* ---- The source ---- */

/* Whether reading the bytes with these options gives the record's text. */
static bool gives_text(verification *v, const char *bytes, size_t length, const dp_read_options *how)
{
    size_t got;
    dp_doc *doc = dp_doc_read(bytes, length, how, NULL);
    const char *text = doc ? dp_doc_source(doc, &got) : NULL;
    bool same = text && record_same((record_text){text, got}, v->positions.text);
    dp_doc_free(doc);
    return same;
}

dp_status verify_source(verification *v, const char *name, const char *bytes, size_t length, dp_error *error)
{
    char hex[65];
    const char *recorded = verify_sha256(v);
    sha256_hex(bytes, length, hex);
    if (!recorded || strcmp(recorded, hex) != 0)
        verify_fault(v, "source", "%s has the SHA-256 %s, the record was made of %.64s", name, hex,
                     recorded ? recorded : "an input without one");
    dp_read_options how = {.name = name, .format = record_string(v->source, "format").data};
    if (!gives_text(v, bytes, length, &how)) {
        how.charset = record_string(v->source, "encoding").data; /* as one who said --from */
        if (!gives_text(v, bytes, length, &how))
            verify_fault(v, "source", "reading %s again does not give the text of the record", name);
    }
    return v->failed ? dp_error_set(error, DP_NO_MEMORY, "out of memory while checking the source") : DP_OK;
}

/* ---- Opening ---- */

/* A line of an NDJSON stream that stands for an article without a record. */
static bool is_failure(json_object *root, dp_error *error)
{
    json_object *failure = record_member(root, "error");
    if (!failure)
        return false;
    record_text message = record_string(failure, "message");
    dp_error_set(error, DP_FAILED, "there is no record, the article failed: %.*s", shown(message),
                 message.data ? message.data : "");
    return true;
}

static bool read_frame(verification *v, dp_error *error)
{
    record_text format = record_string(v->root, "format"), text;
    if (is_failure(v->root, error))
        return false;
    if (!format.data || strcmp(format.data, FORMAT) != 0) {
        dp_error_set(error, DP_BAD_INPUT, "this is no record of depesche: \"format\" is not \"%s\"", FORMAT);
        return false;
    }
    v->source = record_member(v->root, "source");
    text = record_string(v->source, "text");
    if (!text.data || memchr(text.data, '\0', text.length)) {
        dp_error_set(error, DP_BAD_INPUT, "the record has no text in source.text");
        return false;
    }
    v->work = text.length < SIZE_MAX / WORK_FACTOR - WORK_LEAST ? text.length * WORK_FACTOR + WORK_LEAST : SIZE_MAX;
    if (record_positions_new(&v->positions, text))
        return true;
    dp_error_set(error, DP_NO_MEMORY, "out of memory");
    return false;
}

verification *verify_open(const char *json, size_t length, verify_report *report, void *context, dp_error *error)
{
    verification *v = alloc_zeroed(1, sizeof *v);
    if (!v) {
        dp_error_set(error, DP_NO_MEMORY, "out of memory");
        return NULL;
    }
    v->report = report;
    v->context = context;
    v->root = record_parse(json, length, error);
    if (v->root && read_frame(v, error))
        return v;
    verify_close(v);
    return NULL;
}

void verify_close(verification *v)
{
    if (!v)
        return;
    record_positions_free(&v->positions);
    free(v->sentences);
    free(v->notes);
    json_object_put(v->root);
    free(v);
}

const char *verify_sha256(const verification *v)
{
    return record_string(v->source, "sha256").data;
}

size_t verify_fault_count(const verification *v)
{
    return v->faults;
}

size_t verify_checked_count(const verification *v)
{
    return v->checked;
}
