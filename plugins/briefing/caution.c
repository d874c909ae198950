/* SPDX-License-Identifier: ISC */
/*
 * What the reader has to be careful with: failed checks, quotes without a sure speaker, what is not translated, terms that
 * were not used, and what is not known about the article.
 */
#include "briefing.h"

#include <string.h>

/* Attributions that the quotes stage is less sure of are called guesses. */
#define SURE_SPEAKER "0.5"

typedef bool note_function(const dp_note *note);

static dp_note *add_caution(briefing *b, dp_span span, dp_text *text)
{
    dp_note *item = briefing_add(b, SECTION_CAUTION, span);
    briefing_set_text(b, item, "text", text);
    briefing_set(b, item, "language", "en");
    return item;
}

static void add_plain(briefing *b, const char *text)
{
    dp_text copy = {0};
    dp_text_puts(&copy, text);
    add_caution(b, (dp_span){0, 0}, &copy);
}

/* ---- Checks ---- */

static void add_checks(briefing *b, bool errors)
{
    for (size_t i = 0; i < dp_doc_note_count(b->doc, "checks"); i++) {
        const dp_note *note = dp_doc_note(b->doc, "checks", i);
        const char *severity = dp_note_get(note, "severity"), *message = dp_note_get(note, "message");
        bool error = severity && strcmp(severity, "error") == 0;
        if (!message || error != errors)
            continue;
        dp_text text = {0};
        dp_text_puts(&text, message);
        dp_note *item = add_caution(b, dp_note_span(note), &text);
        briefing_set(b, item, "label", error ? "Error" : NULL);
        briefing_set(b, item, "sentence", dp_note_get(note, "sentence"));
    }
}

/* ---- Quotes and terms ---- */

/* Add one caution for all notes of a layer for which `is` holds: "1 quote has …" or "3 quotes have …". */
static void add_counted(briefing *b, const char *layer, note_function *is, const char *one, const char *many)
{
    size_t count = 0;
    dp_span first = {0, 0};
    for (size_t i = 0; i < dp_doc_note_count(b->doc, layer); i++) {
        const dp_note *note = dp_doc_note(b->doc, layer, i);
        if (is(note) && count++ == 0)
            first = dp_note_span(note);
    }
    if (count == 0)
        return;
    dp_text text = {0};
    dp_text_printf(&text, "%zu %s", count, count == 1 ? one : many);
    dp_note *item = add_caution(b, first, &text);
    bool skipped = false;
    for (size_t i = 0; i < dp_doc_note_count(b->doc, layer); i++) {
        const dp_note *note = dp_doc_note(b->doc, layer, i);
        if (is(note) && skipped)
            briefing_add_source(b, item, dp_note_span(note));
        skipped = skipped || is(note);
    }
}

static bool is_unattributed(const dp_note *note)
{
    return !dp_note_get(note, "speaker") && !dp_note_get(note, "speaker-text") && dp_note_span_count(note, "speaker") == 0;
}

/* Scores are written "0.42", so that they can be compared as text. */
static bool is_guess(const dp_note *note)
{
    const char *score = dp_note_get(note, "speaker-score");
    return score && !is_unattributed(note) && strcmp(score, SURE_SPEAKER) < 0;
}

static bool is_missed(const dp_note *note)
{
    const char *status = dp_note_get(note, "status");
    return status && strcmp(status, "missed") == 0;
}

static void add_missed_terms(briefing *b)
{
    for (size_t i = 0; i < dp_doc_note_count(b->doc, "terms"); i++) {
        const dp_note *note = dp_doc_note(b->doc, "terms", i);
        const char *english = dp_note_get(note, "english"), *german = dp_note_get(note, "german");
        const char *reason = dp_note_get(note, "reason");
        if (!is_missed(note) || !english)
            continue;
        dp_text text = {0};
        dp_text_printf(&text, "The glossary's “%s”%s%s%s is not in the translation%s%s.", english, german ? " for “" : "",
                       german ? german : "", german ? "”" : "", reason ? ": " : "", reason ? reason : "");
        add_caution(b, dp_note_span(note), &text);
    }
}

/* ---- The article ---- */

static void add_untranslated(briefing *b)
{
    dp_note *item = NULL;
    if (b->prose == b->english)
        return;
    if (b->english == 0) {
        add_plain(b, "Nothing is translated: the text is given in German.");
        return;
    }
    for (size_t i = 0; i < dp_doc_sentence_count(b->doc) && b->status == DP_OK; i++) {
        dp_sentence sentence = dp_doc_sentence(b->doc, i);
        if (sentence.headline || wording_sentence(b->doc, i))
            continue;
        if (item) {
            briefing_add_source(b, item, sentence.span);
            continue;
        }
        dp_text text = {0};
        size_t count = b->prose - b->english;
        dp_text_printf(&text, "%zu of %zu sentences %s not translated and given in German.", count, b->prose,
                       count == 1 ? "is" : "are");
        item = add_caution(b, sentence.span, &text);
    }
}

static void add_unknowns(briefing *b)
{
    size_t undecoded = dp_doc_undecoded(b->doc);
    if (!dp_doc_field(b->doc, DP_FIELD_DATE))
        add_plain(b, "The date of publication is not stated: “today”, “on Saturday” and the like stay as they are.");
    if (undecoded == 0)
        return;
    dp_text text = {0};
    dp_text_printf(&text, "%zu byte%s of the input could not be decoded and %s lost.", undecoded, undecoded == 1 ? "" : "s",
                   undecoded == 1 ? "is" : "are");
    add_caution(b, (dp_span){0, 0}, &text);
}

void briefing_cautions(briefing *b)
{
    add_checks(b, true);
    add_untranslated(b);
    add_checks(b, false);
    add_counted(b, "quotes", is_unattributed, "quote has no speaker that could be found.",
                "quotes have no speaker that could be found.");
    add_counted(b, "quotes", is_guess, "quote has a speaker that is no more than a guess.",
                "quotes have speakers that are no more than guesses.");
    add_missed_terms(b);
    add_unknowns(b);
}
