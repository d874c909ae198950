/* SPDX-License-Identifier: ISC */
/*
 * Where the quotation is all of its sentence, so is its English. Inside a sentence, the only pair of marks in the
 * English renders the only pair in the German; else the aligned pairs say where it stands, within its marks. Failing
 * that, the whole sentence is given and said to be more than the quotation.
 */
#include "wording.h"

#include <string.h>

/* How much of a sentence may lie outside the quotation (a full stop, a mark) and the whole still count as its wording.
 */
#define SLACK 4

static bool is_double_mark(uint32_t code)
{
    return code == '"' || code == 0xAB || code == 0xBB || (code >= 0x201C && code <= 0x201F);
}

/* The stretch between the only two double marks of a text, marks included. */
static bool only_pair(const char *text, size_t length, dp_span *pair)
{
    size_t count = 0;
    for (size_t at = 0; at < length;) {
        size_t begin = at;
        if (!is_double_mark(dp_utf8_next(text, length, &at)))
            continue;
        count++;
        if (count == 1)
            pair->begin = begin;
        pair->end = at;
    }
    return count == 2;
}

static bool translated(dp_translation translation)
{
    return translation.text && (translation.status == DP_TRANSLATED || translation.status == DP_COPIED);
}

/* The hull of the English aligned with a stretch of sentence `index`. */
static bool aligned_hull(const dp_doc *doc, size_t index, dp_span german, dp_span *english)
{
    bool found = false;
    dp_span source;
    dp_span target;
    for (size_t i = 0; dp_doc_alignment(doc, index, i, &source, &target); i++) {
        if (!dp_span_overlaps(source, german))
            continue;
        if (!found || target.begin < english->begin)
            english->begin = target.begin;
        if (!found || target.end > english->end)
            english->end = target.end;
        found = true;
    }
    return found;
}

/* Where the quotation begins or ends with the only pair of marks of the German, its English does so with that of the
 * English: alignment tends to reach for the words behind. `german` is counted from the sentence. */
static void keep_within_marks(const char *source, size_t source_length, dp_span german, const char *text, size_t length,
                              dp_span *english)
{
    dp_span marked, rendered;
    if (!only_pair(source, source_length, &marked) || !only_pair(text, length, &rendered))
        return;
    if (german.end == marked.end && rendered.end > english->begin && rendered.end < english->end)
        english->end = rendered.end;
    if (german.begin == marked.begin && rendered.begin > english->begin && rendered.begin < english->end)
        english->begin = rendered.begin;
}

static bool append_sentence(const dp_doc *doc, const quote *item, size_t index, dp_text *out)
{
    const char *source = dp_doc_source(doc, NULL);
    dp_sentence unit = dp_doc_sentence(doc, index);
    const char *text = dp_doc_translation(doc, index).text;
    size_t length = strlen(text);
    dp_span hull = spans_hull(&item->text);
    dp_span part = {hull.begin > unit.span.begin ? hull.begin : unit.span.begin,
                    hull.end < unit.span.end ? hull.end : unit.span.end};
    dp_span german;
    dp_span english = {0, length};
    bool exact = part.begin - unit.span.begin <= SLACK && unit.span.end - part.end <= SLACK;
    if (!exact && item->type == QUOTE_DIRECT &&
        only_pair(source + unit.span.begin, unit.span.end - unit.span.begin, &german) &&
        only_pair(text, length, &english))
        exact = german.begin + unit.span.begin == part.begin;
    else if (!exact)
        exact = aligned_hull(doc, index, part, &english) && english.end <= length &&
                dp_utf8_boundary(text, length, english.begin) && dp_utf8_boundary(text, length, english.end);
    if (exact)
        keep_within_marks(source + unit.span.begin, unit.span.end - unit.span.begin,
                          (dp_span){part.begin - unit.span.begin, part.end - unit.span.begin}, text, length, &english);
    else
        english = (dp_span){0, length};
    dp_text_append(out, text + english.begin, english.end - english.begin);
    return exact;
}

bool wording_english(const dp_doc *doc, const quote *item, dp_text *out, bool *exact)
{
    dp_span hull = spans_hull(&item->text);
    size_t first = dp_doc_sentence_at(doc, hull.begin);
    size_t count = dp_doc_sentence_count(doc);
    *exact = true;
    if (first == DP_NONE)
        return false;
    size_t end = first;
    for (; end < count && dp_doc_sentence(doc, end).span.begin < hull.end; end++)
        if (!translated(dp_doc_translation(doc, end)))
            return false;
    for (size_t i = first; i < end; i++) {
        if (i > first)
            dp_text_append(out, " ", 1);
        *exact = append_sentence(doc, item, i, out) && *exact;
    }
    return !out->failed && out->length > 0;
}
