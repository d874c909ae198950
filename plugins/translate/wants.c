/* SPDX-License-Identifier: ISC */
/*
 * Terms of a document as wants of its sentences' parts.
 */
#include "config.h"

#include "wants.h"

#include <stdlib.h>
#include <string.h>

/* Terms of a part that are looked after: each missing one costs a translation of its part. */
#define MOST_WANTS 64u

static bool is_match(const dp_note *term, const char *match)
{
    const char *value = dp_note_get(term, "match");
    return value && strcmp(value, match) == 0;
}

/* Whether the whole English form can be asked for. A part of an unbroken compound may be rendered otherwise, and of
 * "Innen- und Außenminister" the English shows the common part once. */
static bool asks(const dp_note *term)
{
    const char *english = dp_note_get(term, "english");
    return english && *english && !is_match(term, "elliptic") &&
           (!is_match(term, "compound") || dp_note_get(term, "hyphen"));
}

/* The first byte of the prepared text that stood at a place of the source or behind it. */
static size_t prepared_at(const prepared *p, size_t place)
{
    size_t low = 0, high = p->text.length;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (p->origin[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static dp_status add_want(part *p, wanted w, dp_error *error)
{
    if (p->want_count == MOST_WANTS)
        return DP_OK;
    wanted *grown = realloc(p->wants, (p->want_count + 1) * sizeof *grown);
    if (!grown)
        return dp_error_set(error, DP_NO_MEMORY, "no memory for the terms of a sentence");
    size_t at = p->want_count++;
    p->wants = grown;
    for (; at > 0 && grown[at - 1].german.begin > w.german.begin; at--)
        grown[at] = grown[at - 1];
    grown[at] = w;
    return DP_OK;
}

static dp_status add_term(sentence *s, const dp_note *term, size_t number, dp_error *error)
{
    if (s->part_count == 0)
        return DP_OK;
    dp_span from = dp_note_span(term);
    dp_span span = {prepared_at(&s->german, from.begin), prepared_at(&s->german, from.end)};
    wanted w = {.english = dp_note_get(term, "english"), .inflect = !dp_note_get(term, "keep"), .note = number};
    for (size_t i = 0; i < s->part_count; i++) {
        part *p = &s->parts[i];
        if (span.begin >= p->span.begin && span.end <= p->span.end && span.begin < span.end) {
            w.german = (dp_span){span.begin - p->span.begin, span.end - p->span.begin};
            return add_want(p, w, error);
        }
    }
    return DP_OK;
}

dp_status wants_collect(const dp_doc *doc, sentence *sentences, dp_error *error)
{
    dp_status status = DP_OK;
    size_t count = dp_doc_note_count(doc, "terms");
    for (size_t i = 0; i < count && status == DP_OK; i++) {
        const dp_note *term = dp_doc_note(doc, "terms", i);
        size_t at = dp_doc_sentence_at(doc, dp_note_span(term).begin);
        if (at != DP_NONE && asks(term))
            status = add_term(&sentences[at], term, i, error);
    }
    return status;
}

static dp_status report(dp_doc *doc, size_t index, const wanted *w, dp_error *error)
{
    const dp_note *term = dp_doc_note(doc, "terms", w->note);
    dp_note *note = dp_doc_add_note(doc, "term-report", dp_note_span(term), -1, error);
    if (!note)
        return error->status;
    static const char *const keys[] = {"german", "english", "glossary"};
    dp_status status = DP_OK;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && status == DP_OK; i++)
        if (dp_note_get(term, keys[i]))
            status = dp_note_set(note, keys[i], dp_note_get(term, keys[i]), error);
    if (status == DP_OK)
        status = dp_note_set(note, "status", "missed", error);
    if (status == DP_OK)
        status = dp_note_set(note, "reason", "rejected by score: the sentence would have become worse", error);
    return status == DP_OK ? dp_note_setf(note, "sentence", error, "%zu", index) : status;
}

dp_status wants_report(dp_doc *doc, const sentence *sentences, size_t count, dp_error *error)
{
    dp_status status = DP_OK;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sentences[i].part_count; j++)
            for (size_t k = 0; k < sentences[i].parts[j].want_count && status == DP_OK; k++)
                if (sentences[i].parts[j].wants[k].state == WANT_REJECTED)
                    status = report(doc, i, &sentences[i].parts[j].wants[k], error);
    return status;
}
