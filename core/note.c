/* SPDX-License-Identifier: ISC */
/*
 * Notes: what stages say about spans of the source.
 */
#include "config.h"

#include "alloc.h"
#include "doc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct pair {
    const char *key, *value;
} pair;

typedef struct named_span {
    const char *name;
    dp_span span;
} named_span;

struct dp_note {
    dp_doc *doc;
    size_t id;
    size_t stage; /* number of the stage that added it; 0 for the host */
    const char *kind, *plugin;
    dp_span span;
    double score;
    pair *pairs;
    size_t pair_count, pair_capacity;
    named_span *spans;
    size_t span_count, span_capacity;
};

static dp_status no_memory(dp_error *error)
{
    return dp_error_set(error, DP_NO_MEMORY, "out of memory while adding a note");
}

/* Kinds, keys and names: lower-case letters, digits, hyphens. */
static dp_status check_name(const char *name, dp_error *error)
{
    size_t length = name ? strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") : 0;
    if (length == 0 || name[length] != '\0')
        return dp_error_set(error, DP_INVALID, "'%.80s' is no name: lower-case letters, digits and hyphens only",
                            name ? name : "");
    return DP_OK;
}

/* ---- Adding ---- */

static doc_layer *find_layer(const doc_notes *notes, const char *kind)
{
    for (size_t i = 0; i < notes->layer_count; i++)
        if (strcmp(notes->layers[i].kind, kind) == 0)
            return &notes->layers[i];
    return NULL;
}

static doc_layer *get_layer(dp_doc *doc, const char *kind)
{
    doc_notes *notes = doc_get_notes(doc);
    doc_layer *layer = find_layer(notes, kind);
    if (layer)
        return layer;
    const char *copy = arena_string(doc_get_arena(doc), kind);
    if (!copy || !alloc_grow(&notes->layers, &notes->layer_capacity, notes->layer_count + 1, sizeof *notes->layers))
        return NULL;
    layer = &notes->layers[notes->layer_count++];
    *layer = (doc_layer){.kind = copy};
    return layer;
}

static dp_note *store(dp_doc *doc, const char *kind, dp_span span, double score)
{
    doc_notes *notes = doc_get_notes(doc);
    doc_layer *layer = get_layer(doc, kind);
    dp_note *note = layer ? arena_alloc(doc_get_arena(doc), sizeof *note) : NULL;
    if (!note || !alloc_grow(&notes->all, &notes->capacity, notes->count + 1, sizeof(dp_note *)) ||
        !alloc_grow(&layer->notes, &layer->capacity, layer->count + 1, sizeof(dp_note *)))
        return NULL;
    *note = (dp_note){
        .doc = doc,
        .id = notes->count + 1,
        .stage = doc_running_stage(doc),
        .kind = layer->kind,
        .plugin = doc_running_plugin(doc),
        .span = span,
        .score = score < 0 ? -1 : score,
    };
    notes->all[notes->count++] = note;
    layer->notes[layer->count++] = note;
    return note;
}

dp_note *dp_doc_add_note(dp_doc *doc, const char *kind, dp_span span, double score, dp_error *error)
{
    if (check_name(kind, error) != DP_OK || doc_check_layer(doc, kind, error) != DP_OK ||
        doc_check_span(doc, span, error) != DP_OK)
        return NULL;
    if (!(score <= 1.0)) {
        dp_error_set(error, DP_INVALID, "a score is at most 1, or negative for none, not %g", score);
        return NULL;
    }
    dp_note *note = store(doc, kind, span, score);
    if (!note)
        no_memory(error);
    return note;
}

static dp_status check_owner(const dp_note *note, dp_error *error)
{
    if (note->stage != doc_running_stage(note->doc))
        return dp_error_set(error, DP_INVALID, "note %zu belongs to the stage of plugin '%s' and can no longer be changed",
                            note->id, note->plugin);
    return DP_OK;
}

static size_t find_key(const dp_note *note, const char *key)
{
    size_t i = 0;
    while (i < note->pair_count && strcmp(note->pairs[i].key, key) != 0)
        i++;
    return i;
}

static void remove_pair(dp_note *note, size_t index)
{
    if (index >= note->pair_count)
        return;
    note->pair_count--;
    memmove(note->pairs + index, note->pairs + index + 1, (note->pair_count - index) * sizeof *note->pairs);
}

dp_status dp_note_set_bytes(dp_note *note, const char *key, const char *value, size_t length, dp_error *error)
{
    if (check_owner(note, error) != DP_OK || check_name(key, error) != DP_OK)
        return DP_INVALID;
    size_t index = find_key(note, key);
    if (!value) {
        remove_pair(note, index);
        return DP_OK;
    }
    if (doc_check_text(value, length, "a note's value", error) != DP_OK)
        return DP_INVALID;
    arena *memory = doc_get_arena(note->doc);
    const char *copy = arena_copy(memory, value, length);
    const char *name = index < note->pair_count ? note->pairs[index].key : arena_string(memory, key);
    if (!copy || !name || !alloc_grow(&note->pairs, &note->pair_capacity, index + 1, sizeof *note->pairs))
        return no_memory(error);
    note->pairs[index] = (pair){name, copy};
    if (index == note->pair_count)
        note->pair_count++;
    return DP_OK;
}

dp_status dp_note_set(dp_note *note, const char *key, const char *value, dp_error *error)
{
    return dp_note_set_bytes(note, key, value, value ? strlen(value) : 0, error);
}

dp_status dp_note_setf(dp_note *note, const char *key, dp_error *error, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : alloc_zeroed((size_t)length + 1, 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    dp_status status = text ? dp_note_set(note, key, text, error) : no_memory(error);
    free(text);
    return status;
}

dp_status dp_note_add_span(dp_note *note, const char *name, dp_span span, dp_error *error)
{
    if (check_owner(note, error) != DP_OK || check_name(name, error) != DP_OK ||
        doc_check_span(note->doc, span, error) != DP_OK)
        return DP_INVALID;
    const char *copy = arena_string(doc_get_arena(note->doc), name);
    if (!copy || !alloc_grow(&note->spans, &note->span_capacity, note->span_count + 1, sizeof *note->spans))
        return no_memory(error);
    note->spans[note->span_count++] = (named_span){copy, span};
    return DP_OK;
}

dp_status dp_doc_warn(dp_doc *doc, dp_span span, dp_error *error, const char *format, ...)
{
    dp_error message;
    va_list arguments;
    va_start(arguments, format);
    dp_error_setv(&message, DP_OK, format, arguments);
    va_end(arguments);
    dp_note *note = dp_doc_add_note(doc, "warning", span, -1, error);
    if (!note)
        return error ? error->status : DP_FAILED;
    return dp_note_set(note, "message", message.text, error);
}

void note_free_all(doc_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++) {
        free(notes->all[i]->pairs);
        free(notes->all[i]->spans);
    }
    for (size_t i = 0; i < notes->layer_count; i++)
        free(notes->layers[i].notes);
    free(notes->all);
    free(notes->layers);
    *notes = (doc_notes){0};
}

/* ---- Reading ---- */

size_t dp_doc_note_count(const dp_doc *doc, const char *kind)
{
    const doc_notes *notes = doc_look_notes(doc);
    if (!kind)
        return notes->count;
    const doc_layer *layer = find_layer(notes, kind);
    return layer ? layer->count : 0;
}

const dp_note *dp_doc_note(const dp_doc *doc, const char *kind, size_t index)
{
    const doc_notes *notes = doc_look_notes(doc);
    if (!kind)
        return index < notes->count ? notes->all[index] : NULL;
    const doc_layer *layer = find_layer(notes, kind);
    return layer && index < layer->count ? layer->notes[index] : NULL;
}

size_t dp_note_id(const dp_note *note)
{
    return note->id;
}

const char *dp_note_kind(const dp_note *note)
{
    return note->kind;
}

dp_span dp_note_span(const dp_note *note)
{
    return note->span;
}

double dp_note_score(const dp_note *note)
{
    return note->score;
}

const char *dp_note_plugin(const dp_note *note)
{
    return note->plugin;
}

const char *dp_note_get(const dp_note *note, const char *key)
{
    size_t index = find_key(note, key);
    return index < note->pair_count ? note->pairs[index].value : NULL;
}

size_t dp_note_pair_count(const dp_note *note)
{
    return note->pair_count;
}

bool dp_note_pair(const dp_note *note, size_t index, const char **key, const char **value)
{
    if (index >= note->pair_count)
        return false;
    *key = note->pairs[index].key;
    *value = note->pairs[index].value;
    return true;
}

size_t dp_note_span_count(const dp_note *note, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < note->span_count; i++)
        count += !name || strcmp(note->spans[i].name, name) == 0;
    return count;
}

bool dp_note_get_span(const dp_note *note, const char *name, size_t index, dp_span *span, const char **found)
{
    size_t first = name ? 0 : index; /* without a name, go straight to the place: walking all costs linear time */
    if (!name)
        index = 0;
    for (size_t i = first; i < note->span_count; i++) {
        if (name && strcmp(note->spans[i].name, name) != 0)
            continue;
        if (index-- > 0)
            continue;
        *span = note->spans[i].span;
        if (found)
            *found = note->spans[i].name;
        return true;
    }
    return false;
}
