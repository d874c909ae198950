/* SPDX-License-Identifier: ISC */
/*
 * The English for a piece of German. Of part of a sentence it is given only when the alignment says clearly which words of
 * the translation belong to it: a wording that is not surely the speaker's is worse than none.
 */
#include "briefing.h"

#include <string.h>

/* From which score on (dp_doc_aligned) a stretch of the English is taken for that of a piece of German. */
#define ALIGNED 0.9

void wording_german(const briefing *b, dp_span span, dp_text *out)
{
    dp_text_flatten(out, b->source + span.begin, span.end - span.begin);
}

const char *wording_sentence(const dp_doc *doc, size_t sentence)
{
    dp_translation translation = dp_doc_translation(doc, sentence);
    return translation.status == DP_TRANSLATED || translation.status == DP_COPIED ? translation.text : NULL;
}

static bool is_quotation_mark(uint32_t code)
{
    return code == '"' || code == '\'' || (code >= 0x2018 && code <= 0x201F) || code == 0xAB || code == 0xBB;
}

/* Whether the bytes hold a letter or digit. */
static bool has_word(const char *text, size_t begin, size_t end)
{
    dp_span word;
    size_t at = 0;
    return begin < end && dp_word_next(text + begin, end - begin, &at, &word);
}

/* Widen a span of the translation by the quotation marks directly around it. */
static dp_span with_marks(const char *text, dp_span span)
{
    size_t length = strlen(text), before = span.begin, behind = span.end;
    if (is_quotation_mark(dp_utf8_previous(text, length, &before)))
        span.begin = before;
    /* English has full stop and comma inside the marks. */
    if (behind < length && (text[behind] == '.' || text[behind] == ',' || text[behind] == '!' || text[behind] == '?'))
        behind++;
    if (is_quotation_mark(dp_utf8_next(text, length, &behind)))
        span.end = behind;
    return span;
}

static bool add_part(const briefing *b, size_t index, dp_span span, dp_text *out)
{
    dp_span sentence = dp_doc_sentence(b->doc, index).span, english;
    const char *text = wording_sentence(b->doc, index);
    if (!text)
        return false;
    dp_span part = {span.begin > sentence.begin ? span.begin : sentence.begin, span.end < sentence.end ? span.end : sentence.end};
    if (!has_word(b->source, sentence.begin, part.begin) && !has_word(b->source, part.end, sentence.end)) {
        dp_text_puts(out, text);
        return true;
    }
    if (dp_doc_aligned(b->doc, index, part, &english) < ALIGNED)
        return false;
    size_t at = 0;
    if (is_quotation_mark(dp_utf8_next(b->source + part.begin, part.end - part.begin, &at)))
        english = with_marks(text, english);
    dp_text_append(out, text + english.begin, english.end - english.begin);
    return true;
}

bool wording_english(const briefing *b, dp_span span, dp_text *out)
{
    size_t before = out->length, index = dp_doc_sentence_at(b->doc, span.begin);
    if (index == DP_NONE || span.begin == span.end)
        return false;
    for (; index < dp_doc_sentence_count(b->doc) && dp_doc_sentence(b->doc, index).span.begin < span.end; index++) {
        if (out->length > before)
            dp_text_puts(out, " ");
        if (add_part(b, index, span, out))
            continue;
        dp_text_cut(out, before);
        return false;
    }
    return true;
}

bool wording_whole(const briefing *b, dp_span span, dp_text *german, dp_text *english)
{
    size_t before = english->length, index = dp_doc_sentence_at(b->doc, span.begin);
    dp_span all = {span.begin, span.begin};
    for (size_t i = index; i < dp_doc_sentence_count(b->doc) && dp_doc_sentence(b->doc, i).span.begin < span.end; i++) {
        dp_span sentence = dp_doc_sentence(b->doc, i).span;
        const char *text = wording_sentence(b->doc, i);
        if (!text) {
            dp_text_cut(english, before);
            return false;
        }
        all.begin = i == index ? sentence.begin : all.begin;
        all.end = sentence.end;
        dp_text_puts(english, english->length > before ? " " : "");
        dp_text_puts(english, text);
    }
    if (all.begin < all.end)
        wording_german(b, all, german);
    return all.begin < all.end;
}
