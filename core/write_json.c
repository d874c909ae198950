/* SPDX-License-Identifier: ISC */
/*
 * The record as JSON; docs/record.md describes it and docs/record.schema.json fixes it. Positions are code points.
 * No JSON library is needed to write: the members are written in the order in which the schema lists them.
 */
#include "config.h"

#include "alloc.h"
#include "doc.h"
#include "emitter.h"
#include "sha256.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

typedef struct record {
    const dp_doc *doc;
    const char *source;
    size_t length;
    const size_t *numbers; /* of the sentences */
    const dp_write_options *options;
    const dp_note **reports; /* notes of the layer term-report in the order of their spans */
    size_t report_count;
    emitter json;
} record;

/* How a note's string is written. */
typedef enum member_type { MEMBER_TEXT, MEMBER_NUMBER, MEMBER_SENTENCE, MEMBER_FLAG } member_type;

typedef struct member {
    const char *key;
    member_type type;
} member;

/* A layer that has an array of its own in the record. */
typedef struct layer {
    const char *kind;
    const char *name;    /* of the array */
    member members[10];  /* ends with a null key */
} layer;

static const layer layers[] = {
    {"terms",
     "terms",
     {{"german", 0}, {"english", 0}, {"match", 0}, {"glossary", 0}, {"status", 0}, {"reason", 0}, {"note", 0},
      {"keep", MEMBER_FLAG}}},
    {"summary", "summary", {{"sentence", MEMBER_SENTENCE}, {"rank", MEMBER_NUMBER}}},
    {"entities", "entities", {{"kind", 0}, {"name", 0}, {"english", 0}, {"function", 0}, {"value", 0}}},
    {"checks", "checks", {{"code", 0}, {"severity", 0}, {"message", 0}, {"sentence", MEMBER_SENTENCE}}},
    {"briefing",
     "briefing",
     {{"section", 0}, {"text", 0}, {"language", 0}, {"german", 0}, {"label", 0}, {"detail", 0}, {"sentence", MEMBER_SENTENCE}}},
    {"warning", "warnings", {{"message", 0}}},
};

#define LAYER_COUNT (sizeof layers / sizeof *layers)

static const member quote_members[] = {
    {"type", 0}, {"medium", 0}, {"nested", 0}, {"german", 0}, {"english", 0}, {"speaker", 0},
    {"speaker-text", 0}, {"speaker-kind", 0}, {"function", 0}, {"speaker-score", 0},
    {"sentence", 0}, {"verb", 0}, {"english-scope", 0}, {NULL, 0},
};

/* ---- Positions ---- */

static void put_span(record *to, dp_span span)
{
    emit_count(&to->json, "start", doc_code_point(to->doc, span.begin));
    emit_count(&to->json, "end", doc_code_point(to->doc, span.end));
}

/* A fingerprint of the German that something rests on, so that `depesche verify` and others can tell when it changes: the
 * first digits of the SHA-256 of the bytes of the place; null for the whole article. */
static void put_hash(record *to, dp_span span)
{
    char hex[65];
    if (span.begin == span.end) {
        emit_null(&to->json, "hash");
        return;
    }
    sha256_hex(to->source + span.begin, span.end - span.begin, hex);
    emit_bytes(&to->json, "hash", hex, RECORD_HASH_DIGITS);
}

static void put_hashed_span(record *to, dp_span span)
{
    put_span(to, span);
    put_hash(to, span);
}

static void put_slice(record *to, const char *key, dp_span span)
{
    emit_bytes(&to->json, key, to->source + span.begin, span.end - span.begin);
}

/* The number of a sentence of the document; null for a headline or none. */
static void put_sentence(record *to, const char *key, size_t index)
{
    size_t number = index < dp_doc_sentence_count(to->doc) ? to->numbers[index] : 0;
    if (number)
        emit_count(&to->json, key, number);
    else
        emit_null(&to->json, key);
}

/* ---- Source ---- */

static void put_field(record *to, const char *key, dp_field field)
{
    emit_string(&to->json, key, dp_doc_field(to->doc, field));
}

static void put_source(record *to)
{
    emit_open(&to->json, "source", '{');
    put_field(to, "id", DP_FIELD_SOURCE_ID);
    put_field(to, "name", DP_FIELD_NAME);
    put_field(to, "sha256", DP_FIELD_SHA256);
    put_field(to, "format", DP_FIELD_FORMAT);
    put_field(to, "encoding", DP_FIELD_ENCODING);
    put_field(to, "declared_encoding", DP_FIELD_DECLARED_ENCODING);
    emit_count(&to->json, "undecoded_bytes", dp_doc_undecoded(to->doc));
    put_field(to, "language", DP_FIELD_LANGUAGE);
    put_field(to, "title", DP_FIELD_TITLE);
    put_field(to, "standfirst", DP_FIELD_STANDFIRST);
    put_field(to, "date", DP_FIELD_DATE);
    put_field(to, "outlet", DP_FIELD_OUTLET);
    put_field(to, "author", DP_FIELD_AUTHOR);
    put_field(to, "url", DP_FIELD_URL);
    emit_count(&to->json, "length", doc_code_point(to->doc, to->length));
    emit_bytes(&to->json, "text", to->source, to->length);
    emit_close(&to->json, '}');
}

/* ---- Translations ---- */

/* English text only where it is English: what was given up is German and is not passed off as a translation. */
static const char *english_of(dp_translation translation)
{
    return translation.status == DP_TRANSLATED || translation.status == DP_COPIED ? translation.text : NULL;
}

static void put_translation(record *to, dp_translation translation)
{
    emit_string(&to->json, "en", english_of(translation));
    emit_string(&to->json, "status", dp_translation_status_name(translation.status));
    emit_decimal(&to->json, "score", translation.score, 4);
    emit_string(&to->json, "engine", translation.engine);
    emit_string(&to->json, "reason", translation.reason);
}

static void put_field_translation(record *to, const char *key, dp_field field)
{
    const char *german = dp_doc_field(to->doc, field);
    bool sentences = field == DP_FIELD_STANDFIRST && dp_doc_field_in_source(to->doc, field);
    if (!german || sentences) {
        emit_null(&to->json, key);
        return;
    }
    emit_open(&to->json, key, '{');
    emit_string(&to->json, "de", german);
    put_translation(to, dp_doc_field_translation(to->doc, field));
    emit_close(&to->json, '}');
}

/* Pairs come in the order of the English text or nearly so: count on from the pair before. */
typedef struct counter {
    const char *text;
    size_t byte, code_points;
} counter;

static size_t count_to(counter *at, size_t byte)
{
    if (byte >= at->byte)
        at->code_points += dp_utf8_count(at->text + at->byte, byte - at->byte);
    else
        at->code_points -= dp_utf8_count(at->text + byte, at->byte - byte);
    at->byte = byte;
    return at->code_points;
}

static void put_alignment(record *to, size_t index, const char *english)
{
    if (!english || dp_doc_alignment_count(to->doc, index) == 0)
        return;
    counter at = {.text = english};
    dp_span from, into;
    emit_open(&to->json, "alignment", '[');
    for (size_t i = 0; dp_doc_alignment(to->doc, index, i, &from, &into); i++) {
        emit_open(&to->json, NULL, '[');
        emit_count(&to->json, NULL, doc_code_point(to->doc, from.begin));
        emit_count(&to->json, NULL, doc_code_point(to->doc, from.end));
        emit_count(&to->json, NULL, count_to(&at, into.begin));
        emit_count(&to->json, NULL, count_to(&at, into.end));
        emit_close(&to->json, ']');
    }
    emit_close(&to->json, ']');
}

/* ---- Blocks and sentences ---- */

/* Put what the block is made of, `*next` being the first sentence at or behind it, and move `*next` behind it. */
static void put_block_sentences(record *to, size_t block, size_t *next)
{
    size_t count = dp_doc_sentence_count(to->doc), begin = *next;
    while (*next < count && dp_doc_sentence(to->doc, *next).block == block)
        ++*next;
    if (begin == *next)
        return;
    if (dp_doc_sentence(to->doc, begin).headline) {
        put_slice(to, "de", dp_doc_sentence(to->doc, begin).span);
        put_translation(to, dp_doc_translation(to->doc, begin));
        put_alignment(to, begin, english_of(dp_doc_translation(to->doc, begin)));
        return;
    }
    emit_open(&to->json, "sentences", '[');
    for (size_t i = begin; i < *next; i++)
        emit_count(&to->json, NULL, to->numbers[i]);
    emit_close(&to->json, ']');
}

static void put_blocks(record *to)
{
    size_t next = 0;
    emit_open(&to->json, "blocks", '[');
    for (size_t i = 0; i < dp_doc_block_count(to->doc); i++) {
        dp_block block = dp_doc_block(to->doc, i);
        emit_open(&to->json, NULL, '{');
        emit_string(&to->json, "kind", dp_block_kind_name(block.kind));
        put_span(to, block.span);
        if (block.reason)
            emit_string(&to->json, "reason", block.reason);
        put_block_sentences(to, i, &next);
        emit_close(&to->json, '}');
    }
    emit_close(&to->json, ']');
}

static void put_sentences(record *to)
{
    emit_open(&to->json, "sentences", '[');
    for (size_t i = 0; i < dp_doc_sentence_count(to->doc); i++) {
        dp_sentence sentence = dp_doc_sentence(to->doc, i);
        if (sentence.headline)
            continue;
        dp_translation translation = dp_doc_translation(to->doc, i);
        emit_open(&to->json, NULL, '{');
        emit_count(&to->json, "id", to->numbers[i]);
        emit_count(&to->json, "block", sentence.block);
        put_hashed_span(to, sentence.span);
        put_slice(to, "de", sentence.span);
        put_translation(to, translation);
        put_alignment(to, i, english_of(translation));
        emit_close(&to->json, '}');
    }
    emit_close(&to->json, ']');
}

/* ---- Notes ---- */

static bool is_member(const member *members, const char *key)
{
    for (; members->key; members++)
        if (strcmp(members->key, key) == 0)
            return true;
    return false;
}

/* The strings of a note that have no member of their own, so that nothing a plugin says is lost. */
static void put_strings(record *to, const char *name, const dp_note *note, const member *known)
{
    const char *key, *value;
    bool open = false;
    for (size_t i = 0; dp_note_pair(note, i, &key, &value); i++) {
        if (known && is_member(known, key))
            continue;
        if (!open)
            emit_open(&to->json, name, '{');
        open = true;
        emit_string(&to->json, key, value);
    }
    if (open)
        emit_close(&to->json, '}');
}

static bool is_listed(const char *const *names, const char *name)
{
    for (; names && *names; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

/* The named spans that have no member of their own. Writes nothing when there are none. */
static void put_named_spans(record *to, const char *key, const dp_note *note, const char *const *known)
{
    const char *name;
    dp_span span;
    bool open = false;
    for (size_t i = 0; dp_note_get_span(note, NULL, i, &span, &name); i++) {
        if (is_listed(known, name))
            continue;
        if (!open)
            emit_open(&to->json, key, '[');
        open = true;
        emit_open(&to->json, NULL, '{');
        emit_string(&to->json, "name", name);
        put_span(to, span);
        emit_close(&to->json, '}');
    }
    if (open)
        emit_close(&to->json, ']');
}

/* All spans of a name as [start, end] pairs. */
static void put_span_pairs(record *to, const char *key, const dp_note *note, const char *name)
{
    dp_span span;
    emit_open(&to->json, key, '[');
    for (size_t at = 0; write_next_span(note, name, &at, &span);) {
        emit_open(&to->json, NULL, '[');
        emit_count(&to->json, NULL, doc_code_point(to->doc, span.begin));
        emit_count(&to->json, NULL, doc_code_point(to->doc, span.end));
        emit_close(&to->json, ']');
    }
    emit_close(&to->json, ']');
}

static void put_flag(record *to, const char *key, const char *value)
{
    emit_boolean(&to->json, key, value && strcmp(value, "true") == 0);
}

static void put_member(record *to, const dp_note *note, member what)
{
    size_t number;
    if (what.type == MEMBER_SENTENCE)
        put_sentence(to, what.key, write_note_sentence(to->doc, note, &number) ? number : DP_NONE);
    else if (what.type == MEMBER_FLAG)
        put_flag(to, what.key, dp_note_get(note, what.key));
    else if (what.type == MEMBER_TEXT)
        emit_string(&to->json, what.key, dp_note_get(note, what.key));
    else if (write_note_number(note, what.key, &number))
        emit_count(&to->json, what.key, number);
    else
        emit_null(&to->json, what.key);
}

static void put_sources(record *to, const dp_note *note)
{
    dp_span span;
    emit_open(&to->json, "sources", '[');
    for (size_t at = 0; write_next_span(note, "source", &at, &span);) {
        emit_open(&to->json, NULL, '{');
        put_hashed_span(to, span);
        put_sentence(to, "sentence", dp_doc_sentence_at(to->doc, span.begin));
        emit_close(&to->json, '}');
    }
    emit_close(&to->json, ']');
}

/* ---- Whether a translation has a term ---- */

static int compare_places(dp_span a, dp_span b)
{
    if (a.begin != b.begin)
        return a.begin < b.begin ? -1 : 1;
    return (a.end > b.end) - (a.end < b.end);
}

static int compare_reports(const void *a, const void *b)
{
    const dp_note *const *x = a, *const *y = b;
    int order = compare_places(dp_note_span(*x), dp_note_span(*y));
    return order ? order : (dp_note_id(*x) > dp_note_id(*y)) - (dp_note_id(*x) < dp_note_id(*y));
}

static bool sort_reports(record *to)
{
    to->report_count = dp_doc_note_count(to->doc, "term-report");
    to->reports = alloc_zeroed(to->report_count + 1, sizeof *to->reports);
    for (size_t i = 0; to->reports && i < to->report_count; i++)
        to->reports[i] = dp_doc_note(to->doc, "term-report", i);
    if (to->reports)
        qsort(to->reports, to->report_count, sizeof *to->reports, compare_reports);
    return to->reports != NULL;
}

/* The first note of term-report about the place of a term; without one, the term itself. */
static const dp_note *judged_term(const record *to, const dp_note *term)
{
    size_t low = 0, high = to->report_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_places(dp_note_span(to->reports[middle]), dp_note_span(term)) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    bool same = low < to->report_count && compare_places(dp_note_span(to->reports[low]), dp_note_span(term)) == 0;
    return same ? to->reports[low] : term;
}

/* The note that holds a member of a note of a layer. */
static const dp_note *holder(const record *to, const layer *what, const dp_note *note, const char *key)
{
    bool judgement = strcmp(what->kind, "terms") == 0 && (strcmp(key, "status") == 0 || strcmp(key, "reason") == 0);
    return judgement ? judged_term(to, note) : note;
}

static void put_layer_note(record *to, const layer *what, const dp_note *note)
{
    static const char *const source_span[] = {"source", NULL};
    bool briefing = strcmp(what->kind, "briefing") == 0;
    emit_open(&to->json, NULL, '{');
    put_hashed_span(to, dp_note_span(note));
    for (const member *m = what->members; m->key; m++)
        put_member(to, holder(to, what, note, m->key), *m);
    if (briefing)
        put_sources(to, note);
    if (strcmp(what->kind, "warning") != 0)
        emit_decimal(&to->json, "score", dp_note_score(note), 4);
    emit_string(&to->json, "plugin", dp_note_plugin(note));
    put_strings(to, "more", note, what->members);
    put_named_spans(to, "more_spans", note, briefing ? source_span : NULL);
    emit_close(&to->json, '}');
}

static void put_layer(record *to, const char *name)
{
    const layer *what = layers;
    while (strcmp(what->name, name) != 0)
        what++;
    emit_open(&to->json, name, '[');
    for (size_t i = 0; i < dp_doc_note_count(to->doc, what->kind); i++)
        put_layer_note(to, what, dp_doc_note(to->doc, what->kind, i));
    emit_close(&to->json, ']');
}

/* Notes of all other kinds. */
static void put_other_notes(record *to)
{
    emit_open(&to->json, "notes", '[');
    for (size_t i = 0; i < dp_doc_note_count(to->doc, NULL); i++) {
        const dp_note *note = dp_doc_note(to->doc, NULL, i);
        bool known = strcmp(dp_note_kind(note), "quotes") == 0;
        for (size_t l = 0; l < LAYER_COUNT; l++)
            known = known || strcmp(dp_note_kind(note), layers[l].kind) == 0;
        if (known)
            continue;
        emit_open(&to->json, NULL, '{');
        emit_count(&to->json, "id", dp_note_id(note));
        emit_string(&to->json, "kind", dp_note_kind(note));
        emit_string(&to->json, "plugin", dp_note_plugin(note));
        put_hashed_span(to, dp_note_span(note));
        emit_decimal(&to->json, "score", dp_note_score(note), 4);
        put_strings(to, "strings", note, NULL);
        put_named_spans(to, "spans", note, NULL);
        emit_close(&to->json, '}');
    }
    emit_close(&to->json, ']');
}

/* ---- Quotes ---- */

/* Store the stretch from the first to the last span of a name. False when there is none. */
static bool hull(const dp_note *note, const char *name, dp_span *out)
{
    dp_span span;
    size_t at = 0;
    if (!write_next_span(note, name, &at, out))
        return false;
    while (write_next_span(note, name, &at, &span)) {
        out->begin = span.begin < out->begin ? span.begin : out->begin;
        out->end = span.end > out->end ? span.end : out->end;
    }
    return true;
}

/* Where a part of a quote stands; nulls when it stands nowhere. */
static void put_place(record *to, const dp_note *note, const char *name, const char *text)
{
    dp_span place;
    if (!hull(note, name, &place)) {
        emit_null(&to->json, "start");
        emit_null(&to->json, "end");
        emit_string(&to->json, "text", text);
        return;
    }
    put_span(to, place);
    if (text)
        emit_string(&to->json, "text", text);
    else
        put_slice(to, "text", place);
    if (dp_note_span_count(note, name) > 1)
        put_span_pairs(to, "spans", note, name);
}

/* A score that a plugin gave as text, such as "0.75"; null when it is none. */
static void put_text_score(record *to, const char *key, const char *text)
{
    double value = 0, place = 1;
    const char *at = text ? text : "";
    bool digits = *at >= '0' && *at <= '9';
    for (; *at >= '0' && *at <= '9'; at++)
        value = value * 10 + (*at - '0');
    if (digits && *at == '.')
        for (at++; *at >= '0' && *at <= '9'; at++)
            value += (*at - '0') * (place /= 10);
    emit_decimal(&to->json, key, digits && *at == '\0' && value <= 1 ? value : -1, 4);
}

static void put_speaker(record *to, const dp_note *note)
{
    const char *name = dp_note_get(note, "speaker"), *text = dp_note_get(note, "speaker-text");
    if (!name && !text && dp_note_span_count(note, "speaker") == 0) {
        emit_null(&to->json, "speaker");
        return;
    }
    emit_open(&to->json, "speaker", '{');
    put_place(to, note, "speaker", text);
    emit_string(&to->json, "name", name);
    emit_string(&to->json, "kind", dp_note_get(note, "speaker-kind"));
    emit_string(&to->json, "function", dp_note_get(note, "function"));
    put_text_score(to, "score", dp_note_get(note, "speaker-score"));
    emit_close(&to->json, '}');
}

static void put_part(record *to, const dp_note *note, const char *name)
{
    if (dp_note_span_count(note, name) == 0) {
        emit_null(&to->json, name);
        return;
    }
    emit_open(&to->json, name, '{');
    put_place(to, note, name, NULL);
    emit_close(&to->json, '}');
}

static void put_quote(record *to, const dp_note *note)
{
    static const char *const parts[] = {"quote", "speaker", "cue", "frame", "addressee", NULL};
    const char *german = dp_note_get(note, "german");
    size_t sentence;
    emit_open(&to->json, NULL, '{');
    put_hashed_span(to, dp_note_span(note));
    emit_string(&to->json, "type", dp_note_get(note, "type"));
    emit_string(&to->json, "medium", dp_note_get(note, "medium"));
    put_speaker(to, note);
    for (size_t i = 2; parts[i]; i++)
        put_part(to, note, parts[i]);
    emit_string(&to->json, "verb", dp_note_get(note, "verb"));
    if (dp_note_span_count(note, "quote") > 0)
        put_span_pairs(to, "spans", note, "quote");
    put_flag(to, "nested", dp_note_get(note, "nested"));
    if (german)
        emit_string(&to->json, "german", german);
    else
        put_slice(to, "german", dp_note_span(note));
    emit_string(&to->json, "english", dp_note_get(note, "english"));
    emit_string(&to->json, "english_scope", dp_note_get(note, "english-scope"));
    put_sentence(to, "sentence", write_note_sentence(to->doc, note, &sentence) ? sentence : DP_NONE);
    emit_decimal(&to->json, "score", dp_note_score(note), 4);
    emit_string(&to->json, "plugin", dp_note_plugin(note));
    put_strings(to, "more", note, quote_members);
    put_named_spans(to, "more_spans", note, parts);
    emit_close(&to->json, '}');
}

static void put_quotes(record *to)
{
    emit_open(&to->json, "quotes", '[');
    for (size_t i = 0; i < dp_doc_note_count(to->doc, "quotes"); i++)
        put_quote(to, dp_doc_note(to->doc, "quotes", i));
    emit_close(&to->json, ']');
}

/* ---- The whole ---- */

static void put_pipeline(record *to)
{
    emit_string(&to->json, "pipeline_name", dp_doc_pipeline(to->doc));
    emit_open(&to->json, "pipeline", '[');
    for (size_t i = 0; i < dp_doc_stage_count(to->doc); i++) {
        dp_stage_record stage = dp_doc_stage(to->doc, i);
        emit_open(&to->json, NULL, '{');
        emit_string(&to->json, "stage", stage.stage);
        emit_string(&to->json, "plugin", stage.plugin);
        emit_string(&to->json, "version", stage.version);
        emit_decimal(&to->json, "milliseconds", to->options->stable ? -1 : stage.milliseconds, 3);
        emit_close(&to->json, '}');
    }
    emit_close(&to->json, ']');
}

static void put_record(record *to)
{
    emit_open(&to->json, NULL, '{');
    emit_string(&to->json, "format", "depesche-record-1");
    emit_string(&to->json, "generator", "depesche " PACKAGE_VERSION);
    emit_string(&to->json, "unit", "code points");
    put_source(to);
    put_field_translation(to, "title", DP_FIELD_TITLE);
    put_field_translation(to, "standfirst", DP_FIELD_STANDFIRST);
    put_blocks(to);
    put_sentences(to);
    put_layer(to, "terms");
    put_quotes(to);
    put_layer(to, "summary");
    put_layer(to, "entities");
    put_layer(to, "checks");
    put_layer(to, "briefing");
    put_other_notes(to);
    put_layer(to, "warnings");
    put_pipeline(to);
    emit_close(&to->json, '}');
    dp_text_puts(to->json.out, "\n");
}

static dp_status write_record(const dp_doc *doc, const dp_write_options *options, bool lines, dp_text *out, dp_error *error)
{
    size_t *numbers = write_sentence_numbers(doc);
    if (!numbers)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory while numbering the sentences");
    record to = {.doc = doc, .numbers = numbers, .options = options, .json = {.out = out, .lines = lines}};
    to.source = dp_doc_source(doc, &to.length);
    bool good = sort_reports(&to);
    if (good)
        put_record(&to);
    free(to.reports);
    free(numbers);
    return good ? DP_OK : dp_error_set(error, DP_NO_MEMORY, "out of memory while writing the terms");
}

dp_status write_json(const dp_doc *doc, const dp_write_options *options, dp_text *out, dp_error *error)
{
    return write_record(doc, options, true, out, error);
}

dp_status write_ndjson(const dp_doc *doc, const dp_write_options *options, dp_text *out, dp_error *error)
{
    return write_record(doc, options, false, out, error);
}
