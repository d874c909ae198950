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

/* The codes of the checks in the order in which a reader should look at them, and what each is about. */
static const char *const codes[][2] = {
    {"number", "a number"}, {"unit", "a unit"}, {"negation", "a negation"}, {"quote", "quotation marks"}, {"name", "a name"},
    {"speaker", "who speaks"}, {"empty", "a missing text"}, {"truncated", "the end"}, {"german", "German left over"},
    {"repetition", "a repetition"}, {"length", "the length"},
};

#define CODE_COUNT (sizeof codes / sizeof *codes)

/* Number of a check's code; CODE_COUNT for any other. */
static size_t code_of(const dp_note *check)
{
    const char *code = dp_note_get(check, "code");
    size_t i = 0;
    while (i < CODE_COUNT && (!code || strcmp(codes[i][0], code) != 0))
        i++;
    return i;
}

static bool has_string(const dp_note *note, const char *key, const char *wanted)
{
    const char *value = dp_note_get(note, key);
    return value && strcmp(value, wanted) == 0;
}

static void add_check(briefing *b, const dp_note *check, const char *label, const char *about)
{
    dp_text text = {0}, lead = {0};
    dp_text_puts(&text, dp_note_get(check, "message"));
    dp_note *item = add_caution(b, dp_note_span(check), &text);
    dp_text_puts(&lead, label);
    if (*label && about)
        dp_text_printf(&lead, " %s %s", strcmp(label, "Error") == 0 ? "in" : "about", about);
    briefing_set_text(b, item, "label", &lead);
    briefing_set(b, item, "sentence", dp_note_get(check, "sentence"));
}

/* Errors, or else doubts, those of one kind together. */
static void add_checks(briefing *b, bool errors)
{
    for (size_t code = 0; code <= CODE_COUNT; code++)
        for (size_t i = 0; i < dp_doc_note_count(b->doc, "checks"); i++) {
            const dp_note *check = dp_doc_note(b->doc, "checks", i);
            if (!dp_note_get(check, "message") || has_string(check, "code", "verdict") || code_of(check) != code ||
                has_string(check, "severity", "error") != errors)
                continue;
            add_check(b, check, errors ? "Error" : code < CODE_COUNT ? "Doubt" : "", code < CODE_COUNT ? codes[code][1] : NULL);
        }
}

/* How many sentences passed says how to take all the rest. */
static void add_verdict(briefing *b)
{
    for (size_t i = 0; i < dp_doc_note_count(b->doc, "checks"); i++) {
        const dp_note *check = dp_doc_note(b->doc, "checks", i);
        if (has_string(check, "code", "verdict") && dp_note_get(check, "message"))
            add_check(b, check, "", NULL);
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
    add_verdict(b);
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
