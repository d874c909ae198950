/* SPDX-License-Identifier: ISC */
/*
 * Where the quotation is all of its sentence, so is its English. Inside a sentence, the aligned words say where it stands,
 * and marks where it begins and ends. Failing that, the whole sentence is given and said to be more than the quotation.
 */
#include "wording.h"

#include <string.h>
#include <strings.h>

/* How much of a sentence may lie outside the quotation (a full stop, a mark) and the whole still count as its wording.
 */
#define SLACK 4
/* From which score on (dp_doc_aligned) a stretch of the English is taken for the quotation's. */
#define ALIGNED 0.6
/* And for the speaker's: few words, of which one astray says somebody else. */
#define ALIGNED_SPEAKER 0.75
/* Pairs of marks in a sentence that are told apart. */
#define MOST_PAIRS 8

typedef struct pairs {
    dp_span items[MOST_PAIRS]; /* counted from the sentence */
    size_t count;
} pairs;

/* A sentence, its English, and the marks in both. */
typedef struct unit {
    size_t index;
    dp_span span;
    const char *text;
    size_t length;
    pairs german, english;
} unit;

static bool is_double_mark(uint32_t code)
{
    return code == '"' || code == 0xAB || code == 0xBB || (code >= 0x201C && code <= 0x201F);
}

/* What stands between the double marks of a text, marks included: the first and the second, the third and the fourth …
 * None when one is left over, or there are more than a sentence has. */
static void find_pairs(const char *text, size_t length, pairs *found)
{
    size_t marks = 0;
    for (size_t at = 0; at < length;) {
        size_t begin = at;
        if (!is_double_mark(dp_utf8_next(text, length, &at)))
            continue;
        if (marks / 2 < MOST_PAIRS && marks % 2 == 0)
            found->items[marks / 2].begin = begin;
        else if (marks / 2 < MOST_PAIRS)
            found->items[marks / 2].end = at;
        marks++;
    }
    found->count = marks % 2 == 0 && marks / 2 <= MOST_PAIRS ? marks / 2 : 0;
}

static bool translated(dp_translation translation)
{
    return translation.text && (translation.status == DP_TRANSLATED || translation.status == DP_COPIED);
}

/* The marks of the English that render pair `which` of the German: those that the aligned words lie between, or else those
 * in the same place. Null when there are none. */
static const dp_span *counterpart(const dp_doc *doc, const unit *at, size_t which)
{
    dp_span german = at->german.items[which], aligned = {0, 0};
    const dp_span *best = NULL;
    size_t most = 0;
    german.begin += at->span.begin;
    german.end += at->span.begin;
    if (at->english.count > 1 || at->german.count > 1)
        dp_doc_aligned(doc, at->index, german, &aligned);
    for (size_t i = 0; i < at->english.count; i++) {
        const dp_span *pair = &at->english.items[i];
        size_t begin = pair->begin > aligned.begin ? pair->begin : aligned.begin;
        size_t end = pair->end < aligned.end ? pair->end : aligned.end;
        if (begin < end && end - begin > most) {
            most = end - begin;
            best = pair;
        }
    }
    return best || at->english.count != at->german.count ? best : &at->english.items[which];
}

/* Where the quotation begins or ends with marks of the German, its English does so with those of the English: alignment
 * tends to reach for the words behind, or to stop short of them. `part` is counted from the sentence. */
static bool keep_within_marks(const dp_doc *doc, const unit *at, dp_span part, dp_span *english)
{
    bool whole = false;
    for (size_t i = 0; i < at->german.count; i++) {
        bool begins = part.begin == at->german.items[i].begin, ends = part.end == at->german.items[i].end;
        const dp_span *pair = begins || ends ? counterpart(doc, at, i) : NULL;
        if (pair && begins && pair->begin < english->end)
            english->begin = pair->begin;
        if (pair && ends && pair->end > english->begin)
            english->end = pair->end;
        if (pair && begins && ends) {
            *english = *pair;
            whole = true;
        }
    }
    return whole;
}

/* "Das reicht“, sagte er": of marks that open in an earlier sentence only the closing one is here, on both sides. */
static void close_at_mark(const char *german, const unit *at, dp_span part, dp_span *english)
{
    size_t end = part.end, mark = 0, marks = 0;
    if (at->german.count > 0 || at->english.count > 0 || end == 0 || !is_double_mark(dp_utf8_previous(german, end, &end)))
        return;
    for (size_t i = 0; i < at->length;) {
        if (!is_double_mark(dp_utf8_next(at->text, at->length, &i)))
            continue;
        mark = i;
        marks++;
    }
    if (marks == 1 && mark > english->begin)
        english->end = mark;
}

/* "(said) that the minister …": in German the word is part of the clause, in English of the frame. */
static void leave_that_out(const char *text, dp_span *english)
{
    static const char that[] = "that ";
    if (english->end - english->begin > sizeof that && strncmp(text + english->begin, that, sizeof that - 1) == 0)
        english->begin += sizeof that - 1;
}

/* The English of the part of a sentence that belongs to the quotation; false when it cannot be told. */
static bool find_english(const dp_doc *doc, const quote *item, const unit *at, dp_span part, dp_span *english)
{
    dp_span inner = {part.begin - at->span.begin, part.end - at->span.begin};
    bool all = inner.begin <= SLACK && at->span.end - part.end <= SLACK;
    bool exact = all || dp_doc_aligned(doc, at->index, part, english) >= ALIGNED;
    dp_span found = exact ? *english : (dp_span){0, at->length};
    bool marked = keep_within_marks(doc, at, inner, &found);
    if (exact)
        close_at_mark(dp_doc_source(doc, NULL) + at->span.begin, at, inner, &found);
    if (!exact && !marked)
        return false;
    *english = found;
    if (item->type == QUOTE_INDIRECT && !all)
        leave_that_out(at->text, english);
    return true;
}

static bool append_sentence(const dp_doc *doc, const quote *item, size_t index, dp_text *out)
{
    unit at = {.index = index, .span = dp_doc_sentence(doc, index).span, .text = dp_doc_translation(doc, index).text};
    dp_span hull = spans_hull(&item->text);
    dp_span part = {hull.begin > at.span.begin ? hull.begin : at.span.begin,
                    hull.end < at.span.end ? hull.end : at.span.end};
    at.length = strlen(at.text);
    dp_span english = {0, at.length};
    find_pairs(dp_doc_source(doc, NULL) + at.span.begin, at.span.end - at.span.begin, &at.german);
    find_pairs(at.text, at.length, &at.english);
    bool exact = find_english(doc, item, &at, part, &english);
    if (!exact)
        english = (dp_span){0, at.length};
    dp_text_append(out, at.text + english.begin, english.end - english.begin);
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
        /* "Das" of "Das sagte er" belongs to what he said only in German. */
        if (i > first && hull.end - dp_doc_sentence(doc, i).span.begin <= SLACK)
            break;
        if (i > first)
            dp_text_append(out, " ", 1);
        *exact = append_sentence(doc, item, i, out) && *exact;
    }
    return !out->failed && out->length > 0;
}

bool wording_speaker(const dp_doc *doc, dp_span german, dp_text *out)
{
    static const char *const before[] = {"according to ", "by ", "to ", "from ", "of ", "with "};
    size_t index = dp_doc_sentence_at(doc, german.begin);
    dp_translation translation = dp_doc_translation(doc, index);
    dp_span english;
    if (!translated(translation) || !dp_span_contains(dp_doc_sentence(doc, index).span, german) ||
        dp_doc_aligned(doc, index, german, &english) < ALIGNED_SPEAKER)
        return false;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        size_t length = strlen(before[i]);
        if (english.end - english.begin > length &&
            strncasecmp(translation.text + english.begin, before[i], length) == 0) {
            english.begin += length;
            break;
        }
    }
    dp_text_append(out, translation.text + english.begin, english.end - english.begin);
    return !out->failed && out->length > 0;
}
