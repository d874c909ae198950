/* SPDX-License-Identifier: ISC */
/*
 * The document: storage, and every rule about what may be in it, save for notes (note.c).
 */
#include "config.h"

#include "doc.h"

#include <depesche/depesche.h>

#include "alloc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A mark for turning bytes into code points every so many bytes. */
#define MARK_DISTANCE 512

typedef struct alignment {
    dp_span german, english;
} alignment;

typedef struct translated {
    dp_translation value;
    alignment *pairs; /* in the arena: a full array is left there and replaced by one of twice the size */
    size_t alignments, alignment_capacity;
} translated;

typedef struct sentence {
    dp_sentence value;
    translated english;
} sentence;

struct dp_doc {
    arena arena;
    char *source;
    size_t length;
    size_t *marks; /* code points before byte i * MARK_DISTANCE */
    size_t undecoded;
    bool sealed;

    const char *fields[DP_FIELD_COUNT];
    translated field_english[DP_FIELD_COUNT];
    size_t field_block[DP_FIELD_COUNT]; /* block that holds the field, plus 1 */

    dp_block *blocks;
    size_t block_count, block_capacity;
    sentence *sentences;
    size_t sentence_count, sentence_capacity;

    doc_notes notes;

    const dp_plugin *running;
    doc_engine engine; /* while a stage runs */
    const char *pipeline;
    dp_stage_record *stages;
    size_t stage_count, stage_capacity;
};

static dp_status no_memory(dp_error *error)
{
    return dp_error_set(error, DP_NO_MEMORY, "out of memory while storing the document");
}

static dp_status too_many(const char *what, dp_error *error)
{
    return dp_error_set(error, DP_LIMIT, "it has more than %zu %s; an article has fewer", DOC_MOST_PARTS, what);
}

/* ---- Checks ---- */

dp_status doc_check_text(const char *bytes, size_t length, const char *what, dp_error *error)
{
    size_t bad;
    if (!dp_utf8_valid(bytes, length, &bad))
        return dp_error_set(error, DP_INVALID, "%s is not UTF-8 at byte %zu", what, bad);
    const char *nul = length ? memchr(bytes, '\0', length) : NULL;
    if (nul)
        return dp_error_set(error, DP_INVALID, "%s holds a NUL at byte %zu", what, (size_t)(nul - bytes));
    return DP_OK;
}

dp_status doc_check_span(const dp_doc *doc, dp_span span, dp_error *error)
{
    if (span.begin > span.end || span.end > doc->length)
        return dp_error_set(error, DP_INVALID, "the span %zu-%zu lies outside the source of %zu bytes", span.begin,
                            span.end, doc->length);
    if (!dp_utf8_boundary(doc->source, doc->length, span.begin) ||
        !dp_utf8_boundary(doc->source, doc->length, span.end))
        return dp_error_set(error, DP_INVALID, "the span %zu-%zu cuts a UTF-8 sequence", span.begin, span.end);
    return DP_OK;
}

static bool list_has(const char *const *list, const char *name)
{
    for (; list && *list; list++)
        if (strcmp(*list, name) == 0)
            return true;
    return false;
}

dp_status doc_check_layer(const dp_doc *doc, const char *layer, dp_error *error)
{
    if (strcmp(layer, "warning") == 0)
        return DP_OK;
    if (!doc->running)
        return dp_error_set(error, DP_INVALID, "no stage is running that could write the layer '%s'", layer);
    if (!list_has(doc->running->writes, layer))
        return dp_error_set(error, DP_INVALID,
                            "plugin '%s' wrote to the layer '%s', which its descriptor does not list in 'writes'",
                            doc->running->id, layer);
    return DP_OK;
}

static dp_status check_open(const dp_doc *doc, dp_error *error)
{
    return doc->sealed ? dp_error_set(error, DP_INVALID, "the document is complete: its blocks and sentences are fixed")
                       : DP_OK;
}

/* ---- Life ---- */

static bool place_marks(dp_doc *doc)
{
    doc->marks = alloc_zeroed(doc->length / MARK_DISTANCE + 1, sizeof *doc->marks);
    if (!doc->marks)
        return false;
    size_t count = 0;
    for (size_t i = 0; i < doc->length; i++) {
        if (i % MARK_DISTANCE == 0)
            doc->marks[i / MARK_DISTANCE] = count;
        count += ((unsigned char)doc->source[i] & 0xC0) != 0x80;
    }
    if (doc->length % MARK_DISTANCE == 0)
        doc->marks[doc->length / MARK_DISTANCE] = count;
    return true;
}

dp_doc *doc_new(const char *source, size_t length, dp_error *error)
{
    if (doc_check_text(source, length, "the source", error) != DP_OK)
        return NULL;
    dp_doc *doc = alloc_zeroed(1, sizeof *doc);
    if (doc) {
        doc->source = alloc_copy(source, length);
        doc->length = length;
    }
    if (!doc || !doc->source || !place_marks(doc)) {
        no_memory(error);
        dp_doc_free(doc);
        return NULL;
    }
    return doc;
}

void dp_doc_free(dp_doc *doc)
{
    if (!doc)
        return;
    note_free_all(&doc->notes);
    free(doc->source);
    free(doc->marks);
    free(doc->blocks);
    free(doc->sentences);
    free(doc->stages);
    arena_free(&doc->arena);
    free(doc);
}

/* ---- Source and fields ---- */

const char *dp_doc_source(const dp_doc *doc, size_t *length)
{
    if (length)
        *length = doc->length;
    return doc->source;
}

static const char *const field_names[DP_FIELD_COUNT] = {
    [DP_FIELD_TITLE] = "title",
    [DP_FIELD_STANDFIRST] = "standfirst",
    [DP_FIELD_DATE] = "date",
    [DP_FIELD_OUTLET] = "outlet",
    [DP_FIELD_SOURCE_ID] = "source_id",
    [DP_FIELD_URL] = "url",
    [DP_FIELD_LANGUAGE] = "language",
    [DP_FIELD_NAME] = "name",
    [DP_FIELD_FORMAT] = "format",
    [DP_FIELD_DECLARED_ENCODING] = "declared_encoding",
    [DP_FIELD_ENCODING] = "encoding",
    [DP_FIELD_SHA256] = "sha256",
    [DP_FIELD_AUTHOR] = "author",
};

static bool is_field(dp_field field)
{
    return (size_t)field < DP_FIELD_COUNT;
}

const char *dp_field_name(dp_field field)
{
    return is_field(field) ? field_names[field] : NULL;
}

const char *dp_doc_field(const dp_doc *doc, dp_field field)
{
    return is_field(field) ? doc->fields[field] : NULL;
}

dp_status doc_set_field_bytes(dp_doc *doc, dp_field field, const char *value, size_t length, dp_error *error)
{
    if (!is_field(field))
        return dp_error_set(error, DP_INVALID, "there is no field number %d", (int)field);
    if (!value || length == 0) {
        doc->fields[field] = NULL;
        return DP_OK;
    }
    if (doc_check_text(value, length, field_names[field], error) != DP_OK)
        return DP_INVALID;
    const char *copy = arena_copy(&doc->arena, value, length);
    if (!copy)
        return no_memory(error);
    doc->fields[field] = copy;
    return DP_OK;
}

dp_status doc_set_field(dp_doc *doc, dp_field field, const char *value, dp_error *error)
{
    return doc_set_field_bytes(doc, field, value, value ? strlen(value) : 0, error);
}

size_t dp_doc_undecoded(const dp_doc *doc)
{
    return doc->undecoded;
}

void doc_set_undecoded(dp_doc *doc, size_t bytes)
{
    doc->undecoded = bytes;
}

bool dp_doc_field_in_source(const dp_doc *doc, dp_field field)
{
    return is_field(field) && doc->field_block[field] > 0;
}

size_t doc_code_point(const dp_doc *doc, size_t position)
{
    if (position > doc->length)
        position = doc->length;
    size_t count = doc->marks[position / MARK_DISTANCE];
    for (size_t i = position / MARK_DISTANCE * MARK_DISTANCE; i < position; i++)
        count += ((unsigned char)doc->source[i] & 0xC0) != 0x80;
    return count;
}

/* ---- Blocks ---- */

const char *dp_block_kind_name(dp_block_kind kind)
{
    static const char *const names[] = {"title", "standfirst", "heading", "paragraph", "boilerplate", "space"};
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : NULL;
}

size_t dp_doc_block_count(const dp_doc *doc)
{
    return doc->block_count;
}

dp_block dp_doc_block(const dp_doc *doc, size_t index)
{
    if (index < doc->block_count)
        return doc->blocks[index];
    return (dp_block){.kind = DP_BLOCK_SPACE, .span = {doc->length, doc->length}};
}

static size_t covered(const dp_doc *doc)
{
    return doc->block_count ? doc->blocks[doc->block_count - 1].span.end : 0;
}

dp_status doc_add_block(dp_doc *doc, dp_block_kind kind, dp_span span, const char *reason, dp_error *error)
{
    if (check_open(doc, error) != DP_OK || doc_check_span(doc, span, error) != DP_OK)
        return DP_INVALID;
    if (span.begin != covered(doc) || span.begin == span.end)
        return dp_error_set(error, DP_INVALID, "the block %zu-%zu does not follow on the last, which ends at %zu",
                            span.begin, span.end, covered(doc));
    if (!dp_block_kind_name(kind) || (kind == DP_BLOCK_BOILERPLATE) != (reason != NULL))
        return dp_error_set(error, DP_INVALID, "the block %zu-%zu: boilerplate has a reason, and nothing else has",
                            span.begin, span.end);
    if (doc->block_count >= DOC_MOST_PARTS)
        return too_many("blocks", error);
    const char *copy = arena_string(&doc->arena, reason);
    if ((reason && !copy) ||
        !alloc_grow(&doc->blocks, &doc->block_capacity, doc->block_count + 1, sizeof *doc->blocks))
        return no_memory(error);
    doc->blocks[doc->block_count++] = (dp_block){.kind = kind, .span = span, .reason = copy};
    return DP_OK;
}

/* ---- Sentences ---- */

size_t dp_doc_sentence_count(const dp_doc *doc)
{
    return doc->sentence_count;
}

dp_sentence dp_doc_sentence(const dp_doc *doc, size_t index)
{
    if (index < doc->sentence_count)
        return doc->sentences[index].value;
    return (dp_sentence){.span = {doc->length, doc->length}, .block = doc->block_count};
}

size_t dp_doc_sentence_at(const dp_doc *doc, size_t position)
{
    size_t low = 0, high = doc->sentence_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (doc->sentences[middle].value.span.end <= position)
            low = middle + 1;
        else
            high = middle;
    }
    return low < doc->sentence_count && doc->sentences[low].value.span.begin <= position ? low : DP_NONE;
}

dp_status doc_add_sentence(dp_doc *doc, size_t block, dp_span span, dp_error *error)
{
    if (check_open(doc, error) != DP_OK || doc_check_span(doc, span, error) != DP_OK)
        return DP_INVALID;
    size_t after = doc->sentence_count ? doc->sentences[doc->sentence_count - 1].value.span.end : 0;
    if (block >= doc->block_count || !dp_span_contains(doc->blocks[block].span, span) || span.begin < after ||
        span.begin == span.end)
        return dp_error_set(error, DP_INVALID, "the sentence %zu-%zu is empty, out of order or not in its block",
                            span.begin, span.end);
    dp_block_kind kind = doc->blocks[block].kind;
    if (kind == DP_BLOCK_BOILERPLATE || kind == DP_BLOCK_SPACE)
        return dp_error_set(error, DP_INVALID, "the sentence %zu-%zu lies in a block that is no text", span.begin, span.end);
    if (doc->sentence_count >= DOC_MOST_PARTS)
        return too_many("sentences", error);
    if (!alloc_grow(&doc->sentences, &doc->sentence_capacity, doc->sentence_count + 1, sizeof *doc->sentences))
        return no_memory(error);
    bool headline = kind == DP_BLOCK_TITLE || kind == DP_BLOCK_HEADING;
    doc->sentences[doc->sentence_count++] =
        (sentence){.value = {.span = span, .block = block, .headline = headline}};
    return DP_OK;
}

/* Link a field to the first block of its kind, and fill it from there when the input said nothing. */
static dp_status link_field(dp_doc *doc, dp_field field, dp_block_kind kind, dp_error *error)
{
    for (size_t i = 0; i < doc->block_count; i++) {
        if (doc->blocks[i].kind != kind)
            continue;
        dp_span span = doc->blocks[i].span;
        dp_text flat = {0};
        dp_text_flatten(&flat, doc->source + span.begin, span.end - span.begin);
        dp_status status = flat.failed ? no_memory(error) : DP_OK;
        if (status == DP_OK && !doc->fields[field])
            status = doc_set_field(doc, field, flat.data, error);
        dp_text_free(&flat);
        doc->field_block[field] = i + 1;
        return status;
    }
    return DP_OK;
}

dp_status doc_seal(dp_doc *doc, dp_error *error)
{
    if (covered(doc) != doc->length)
        return dp_error_set(error, DP_INVALID, "the blocks end at byte %zu of %zu", covered(doc), doc->length);
    dp_status status = link_field(doc, DP_FIELD_TITLE, DP_BLOCK_TITLE, error);
    if (status == DP_OK)
        status = link_field(doc, DP_FIELD_STANDFIRST, DP_BLOCK_STANDFIRST, error);
    doc->sealed = status == DP_OK;
    return status;
}

/* ---- Translations ---- */

const char *dp_translation_status_name(dp_translation_status status)
{
    static const char *const names[] = {"none", "translated", "copied", "given up"};
    return (size_t)status < sizeof names / sizeof *names ? names[status] : NULL;
}

static dp_status store_translation(dp_doc *doc, translated *place, const dp_translation *new, dp_error *error)
{
    if (doc_check_layer(doc, "translation", error) != DP_OK)
        return DP_INVALID;
    if (!new || !new->text || !*new->text || new->status == DP_TRANSLATION_NONE || !dp_translation_status_name(new->status))
        return dp_error_set(error, DP_INVALID, "a translation needs a text and a status");
    if (doc_check_text(new->text, strlen(new->text), "a translation", error) != DP_OK)
        return DP_INVALID;
    if (!(new->score <= 1.0))
        return dp_error_set(error, DP_INVALID, "a score is at most 1, or negative for none, not %g", new->score);
    dp_translation copy = {
        .status = new->status,
        .text = arena_string(&doc->arena, new->text),
        .score = new->score < 0 ? -1 : new->score,
        .engine = arena_string(&doc->arena, new->engine),
        .reason = arena_string(&doc->arena, new->reason),
    };
    if (!copy.text || (new->engine && !copy.engine) || (new->reason && !copy.reason))
        return no_memory(error);
    *place = (translated){.value = copy};
    return DP_OK;
}

dp_translation dp_doc_translation(const dp_doc *doc, size_t index)
{
    if (index < doc->sentence_count && doc->sentences[index].english.value.text)
        return doc->sentences[index].english.value;
    return (dp_translation){.status = DP_TRANSLATION_NONE, .score = -1};
}

dp_status dp_doc_set_translation(dp_doc *doc, size_t index, const dp_translation *translation, dp_error *error)
{
    if (index >= doc->sentence_count)
        return dp_error_set(error, DP_INVALID, "there is no sentence %zu among %zu", index, doc->sentence_count);
    return store_translation(doc, &doc->sentences[index].english, translation, error);
}

static dp_status check_alignment(const dp_doc *doc, size_t index, dp_span german, dp_span english, dp_error *error)
{
    if (doc_check_layer(doc, "translation", error) != DP_OK || doc_check_span(doc, german, error) != DP_OK)
        return DP_INVALID;
    const char *text = dp_doc_translation(doc, index).text;
    if (!text)
        return dp_error_set(error, DP_INVALID, "sentence %zu has no translation to align", index);
    size_t length = strlen(text);
    if (english.begin > english.end || !dp_utf8_boundary(text, length, english.begin) ||
        !dp_utf8_boundary(text, length, english.end))
        return dp_error_set(error, DP_INVALID, "the English span %zu-%zu is not one of the translation", english.begin,
                            english.end);
    if (!dp_span_contains(doc->sentences[index].value.span, german))
        return dp_error_set(error, DP_INVALID, "the German span %zu-%zu lies outside sentence %zu", german.begin,
                            german.end, index);
    return DP_OK;
}

static bool grow_alignments(dp_doc *doc, translated *place)
{
    if (place->alignments < place->alignment_capacity)
        return true;
    size_t wanted = place->alignment_capacity ? place->alignment_capacity * 2 : 16;
    alignment *pairs = wanted <= SIZE_MAX / sizeof *pairs ? arena_alloc(&doc->arena, wanted * sizeof *pairs) : NULL;
    if (!pairs)
        return false;
    if (place->alignments)
        memcpy(pairs, place->pairs, place->alignments * sizeof *pairs);
    place->pairs = pairs;
    place->alignment_capacity = wanted;
    return true;
}

dp_status dp_doc_align(dp_doc *doc, size_t index, dp_span german, dp_span english, dp_error *error)
{
    if (check_alignment(doc, index, german, english, error) != DP_OK)
        return DP_INVALID;
    translated *place = &doc->sentences[index].english;
    if (!grow_alignments(doc, place))
        return no_memory(error);
    place->pairs[place->alignments++] = (alignment){.german = german, .english = english};
    return DP_OK;
}

size_t dp_doc_alignment_count(const dp_doc *doc, size_t index)
{
    return index < doc->sentence_count ? doc->sentences[index].english.alignments : 0;
}

bool dp_doc_alignment(const dp_doc *doc, size_t index, size_t which, dp_span *german, dp_span *english)
{
    if (which >= dp_doc_alignment_count(doc, index))
        return false;
    const alignment *pair = &doc->sentences[index].english.pairs[which];
    *german = pair->german;
    *english = pair->english;
    return true;
}

dp_status dp_doc_set_field_translation(dp_doc *doc, dp_field field, const dp_translation *translation, dp_error *error)
{
    if (!is_field(field) || !doc->fields[field] || doc->field_block[field])
        return dp_error_set(error, DP_INVALID, "field %d is not set, or stands in the source and is translated there",
                            (int)field);
    return store_translation(doc, &doc->field_english[field], translation, error);
}

dp_translation dp_doc_field_translation(const dp_doc *doc, dp_field field)
{
    const dp_translation none = {.status = DP_TRANSLATION_NONE, .score = -1};
    if (!is_field(field))
        return none;
    if (!doc->field_block[field])
        return doc->field_english[field].value.text ? doc->field_english[field].value : none;
    /* A title is one sentence; of a longer standfirst this gives the first, and writers show the rest as sentences. */
    for (size_t i = 0; i < doc->sentence_count; i++)
        if (doc->sentences[i].value.block == doc->field_block[field] - 1)
            return dp_doc_translation(doc, i);
    return none;
}

/* ---- Stages ---- */

dp_status doc_begin_stage(dp_doc *doc, const dp_plugin *plugin, const char *stage, dp_error *error)
{
    if (!doc->sealed)
        return dp_error_set(error, DP_INVALID, "the document is not complete yet");
    dp_stage_record record = {
        .stage = arena_string(&doc->arena, stage),
        .plugin = arena_string(&doc->arena, plugin->id),
        .version = arena_string(&doc->arena, plugin->version),
    };
    if (!record.stage || !record.plugin || !record.version ||
        !alloc_grow(&doc->stages, &doc->stage_capacity, doc->stage_count + 1, sizeof *doc->stages))
        return no_memory(error);
    doc->stages[doc->stage_count++] = record;
    doc->running = plugin;
    return DP_OK;
}

void doc_lend_engine(dp_doc *doc, doc_engine engine)
{
    doc->engine = engine;
}

void doc_end_stage(dp_doc *doc, double milliseconds)
{
    doc->running = NULL;
    doc->engine = (doc_engine){0};
    if (doc->stage_count)
        doc->stages[doc->stage_count - 1].milliseconds = milliseconds;
}

/* Scores are set all or none, and what an engine says amiss is "cannot say". */
dp_status dp_doc_score(dp_doc *doc, dp_scored *pairs, size_t count, dp_error *error)
{
    const doc_engine *engine = &doc->engine;
    dp_error own = {0};
    if (!engine->plugin)
        return dp_error_set(error, DP_UNAVAILABLE, "no earlier stage is an engine that can say how probable a translation is");
    for (size_t i = 0; i < count; i++)
        if (doc_check_text(pairs[i].source, strlen(pairs[i].source), "the text to be scored", error) != DP_OK ||
            doc_check_text(pairs[i].translation, strlen(pairs[i].translation), "the translation to be scored", error) != DP_OK)
            return DP_INVALID;
    dp_scored *asked = alloc_zeroed(count + 1, sizeof *asked);
    if (!asked)
        return no_memory(error);
    for (size_t i = 0; i < count; i++)
        asked[i] = (dp_scored){pairs[i].source, pairs[i].translation, (double)NAN};
    dp_status status = count ? engine->plugin->score(engine->state, asked, count, &own) : DP_OK;
    for (size_t i = 0; status == DP_OK && i < count; i++)
        pairs[i].score = asked[i].score <= 0 ? asked[i].score : (double)NAN;
    free(asked);
    return status == DP_OK ? DP_OK : dp_error_set(error, status, "stage '%s' cannot score: %s", engine->stage, own.text);
}

size_t doc_running_stage(const dp_doc *doc)
{
    return doc->running ? doc->stage_count : 0;
}

const char *doc_running_plugin(const dp_doc *doc)
{
    return doc->running ? doc->stages[doc->stage_count - 1].plugin : "host";
}

size_t dp_doc_stage_count(const dp_doc *doc)
{
    return doc->stage_count;
}

dp_stage_record dp_doc_stage(const dp_doc *doc, size_t index)
{
    return index < doc->stage_count ? doc->stages[index] : (dp_stage_record){0};
}

dp_status doc_set_pipeline(dp_doc *doc, const char *name, dp_error *error)
{
    doc->pipeline = arena_string(&doc->arena, name);
    return name && !doc->pipeline ? no_memory(error) : DP_OK;
}

const char *dp_doc_pipeline(const dp_doc *doc)
{
    return doc->pipeline;
}

/* ---- For note.c ---- */

doc_notes *doc_get_notes(dp_doc *doc)
{
    return &doc->notes;
}

const doc_notes *doc_look_notes(const dp_doc *doc)
{
    return &doc->notes;
}

arena *doc_get_arena(dp_doc *doc)
{
    return &doc->arena;
}
