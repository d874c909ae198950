/* SPDX-License-Identifier: ISC */
/*
 * Dates and figures are found first, so that no number becomes part of a name; then people, so that no person becomes a
 * place.
 */
#include "notes.h"

#include "entity.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    const entity *x = a, *y = b;
    if (x->span.begin != y->span.begin)
        return x->span.begin < y->span.begin ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

static dp_status set(dp_note *note, const scan *all, const char *key, size_t offset, dp_error *error)
{
    return offset ? dp_note_set(note, key, all->text.data + offset, error) : DP_OK;
}

/* ---- What a glossary calls persons in English: "Vladimir Putin" for "Wladimir Putin" ---- */

typedef struct terms {
    const dp_note **notes; /* by span */
    size_t count;
} terms;

static int compare_spans(const void *a, const void *b)
{
    dp_span x = dp_note_span(*(const dp_note *const *)a), y = dp_note_span(*(const dp_note *const *)b);
    if (x.begin != y.begin)
        return x.begin < y.begin ? -1 : 1;
    return (x.end > y.end) - (x.end < y.end);
}

static bool collect_terms(const dp_doc *doc, terms *all)
{
    all->count = dp_doc_note_count(doc, "terms");
    all->notes = calloc(all->count + 1, sizeof *all->notes);
    for (size_t i = 0; all->notes && i < all->count; i++)
        all->notes[i] = dp_doc_note(doc, "terms", i);
    if (all->notes)
        qsort(all->notes, all->count, sizeof *all->notes, compare_spans);
    return all->notes;
}

static const char *term_english(const terms *all, dp_span person)
{
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        dp_span span = dp_note_span(all->notes[middle]);
        if (span.begin == person.begin && span.end == person.end)
            return dp_note_get(all->notes[middle], "english");
        if (span.begin < person.begin || (span.begin == person.begin && span.end < person.end))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static dp_status write_note(dp_doc *doc, const scan *all, const terms *known, const entity *item, dp_error *error)
{
    static const char *const kinds[] = {"person", "organisation", "place", "date", "figure", "gloss"};
    dp_note *note = dp_doc_add_note(doc, "entities", item->span, item->score, error);
    if (!note)
        return error ? error->status : DP_FAILED;
    const struct {
        const char *key;
        size_t offset;
    } strings[] = {{"name", item->name},         {"english", item->english},
                   {"function", item->function}, {"function-english", item->function_english},
                   {"value", item->value},       {"unit", item->unit}};
    dp_status status = dp_note_set(note, "kind", kinds[item->kind], error);
    for (size_t i = 0; i < sizeof strings / sizeof *strings && status == DP_OK; i++)
        status = set(note, all, strings[i].key, strings[i].offset, error);
    const char *english = item->kind == ENTITY_PERSON && !item->english ? term_english(known, item->span) : NULL;
    if (status == DP_OK && english)
        status = dp_note_set(note, "english", english, error);
    if (status == DP_OK && item->function_span.begin < item->function_span.end)
        status = dp_note_add_span(note, "function", item->function_span, error);
    return status;
}

dp_status notes_write(dp_doc *doc, const lexicon *words, dp_error *error)
{
    scan all;
    terms known = {0};
    dp_status status = DP_OK;
    if (scan_read(&all, doc, words)) {
        find_dates(&all);
        find_figures(&all);
        find_people(&all);
        find_names(&all);
        find_dateline(&all, doc);
        find_glosses(&all);
    }
    if (all.failed || !collect_terms(doc, &known))
        status = dp_error_set(error, DP_NO_MEMORY, "out of memory while looking for names");
    if (status == DP_OK && all.entity_count)
        qsort(all.entities, all.entity_count, sizeof *all.entities, compare);
    for (size_t i = 0; i < all.entity_count && status == DP_OK; i++)
        status = write_note(doc, &all, &known, &all.entities[i], error);
    free(known.notes);
    scan_free(&all);
    return status;
}
