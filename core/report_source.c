/* SPDX-License-Identifier: ISC */
/*
 * The parts of a report that come from the article itself: its sentences in both languages, and where it comes from.
 */
#include "config.h"

#include "report.h"

#include "alloc.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

/* ---- The article ---- */

static bool is_english(dp_translation translation)
{
    return translation.status == DP_TRANSLATED || translation.status == DP_COPIED;
}

/* What to say of a translation beside its text. Where nothing at all is translated, the article says so once. */
static const char *remark_of(report *page, dp_translation translation, bool any)
{
    dp_text remark = {0};
    if (translation.status == DP_COPIED)
        dp_text_puts(&remark, "copied as it is");
    else if (translation.status == DP_GIVEN_UP || (translation.status == DP_TRANSLATION_NONE && any))
        dp_text_puts(&remark, "not translated");
    if (translation.reason && remark.length > 0)
        dp_text_puts(&remark, ": ");
    if (translation.reason)
        dp_text_flatten(&remark, translation.reason, strlen(translation.reason));
    return report_keep(page, &remark);
}

typedef struct tally {
    size_t sentences, english, scored;
    double *scores;          /* of the translated sentences */
    size_t lowest;           /* number of the sentence with the lowest */
    double lowest_score;
} tally;

static void count_sentence(tally *count, dp_translation translation, size_t number)
{
    count->sentences++;
    if (!is_english(translation))
        return;
    count->english++;
    if (translation.status != DP_TRANSLATED || translation.score < 0)
        return;
    count->scores[count->scored++] = translation.score;
    if (count->scored == 1 || translation.score < count->lowest_score) {
        count->lowest = number;
        count->lowest_score = translation.score;
    }
}

static int compare_scores(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* A score in per cent, because printf would write a fraction in the way of the process's locale. */
static int percent(double score)
{
    return (int)(score * 100 + 0.5);
}

static const char *tell_translation(report *page, tally *count)
{
    dp_text text = {0};
    const char *plural = count->sentences == 1 ? "" : "s";
    if (count->sentences == 0)
        dp_text_puts(&text, "The article has no sentences.");
    else if (count->english == 0)
        dp_text_printf(&text, "%zu sentence%s, not translated.", count->sentences, plural);
    else if (count->english == count->sentences)
        dp_text_printf(&text, "%zu sentence%s, all translated by machine.", count->sentences, plural);
    else
        dp_text_printf(&text, "%zu sentence%s: %zu translated by machine, %zu left in German.", count->sentences, plural,
                       count->english, count->sentences - count->english);
    if (count->scored > 1) {
        qsort(count->scores, count->scored, sizeof *count->scores, compare_scores);
        dp_text_printf(&text, " The engine's confidence: median %d %%, lowest %d %% in sentence %zu.",
                       percent(count->scores[count->scored / 2]), percent(count->lowest_score), count->lowest);
    }
    return report_keep(page, &text);
}

static bool any_translation(const dp_doc *doc)
{
    for (size_t i = 0; i < dp_doc_sentence_count(doc); i++)
        if (dp_doc_translation(doc, i).status != DP_TRANSLATION_NONE)
            return true;
    return false;
}

static void build_line(report *page, size_t index, bool any)
{
    dp_sentence sentence = dp_doc_sentence(page->doc, index);
    dp_translation translation = dp_doc_translation(page->doc, index);
    const char *german = report_slice(page, sentence.span);
    page->lines[page->line_count++] = (report_line){
        .kind = dp_doc_block(page->doc, sentence.block).kind,
        .first = index == 0 || dp_doc_sentence(page->doc, index - 1).block != sentence.block,
        .number = page->numbers[index],
        .german = german ? german : "",
        .english = is_english(translation) ? report_flat(page, translation.text) : NULL,
        .remark = remark_of(page, translation, any),
    };
}

void report_build_article(report *page)
{
    size_t count = dp_doc_sentence_count(page->doc);
    bool any = any_translation(page->doc);
    tally sum = {.scores = alloc_zeroed(count, sizeof *sum.scores)};
    page->lines = arena_alloc(&page->memory, (count ? count : 1) * sizeof *page->lines);
    if (!sum.scores || !page->lines)
        page->failed = true;
    for (size_t i = 0; i < count && !page->failed; i++) {
        build_line(page, i, any);
        if (page->numbers[i])
            count_sentence(&sum, dp_doc_translation(page->doc, i), page->numbers[i]);
    }
    if (!page->failed)
        page->translation = tell_translation(page, &sum);
    free(sum.scores);
}

/* ---- Where it comes from ---- */

static void add_fact(report *page, const char *name, const char *value)
{
    if (value && report_grow(page, &page->facts, &page->fact_capacity, page->fact_count + 1, sizeof *page->facts))
        page->facts[page->fact_count++] = (report_fact){name, value};
}

static void add_field(report *page, const char *name, dp_field field)
{
    add_fact(page, name, report_flat(page, dp_doc_field(page->doc, field)));
}

static void add_encoding(report *page)
{
    const char *encoding = dp_doc_field(page->doc, DP_FIELD_ENCODING);
    const char *declared = dp_doc_field(page->doc, DP_FIELD_DECLARED_ENCODING);
    size_t undecoded = dp_doc_undecoded(page->doc);
    dp_text text = {0};
    dp_text_puts(&text, encoding ? encoding : "not stated");
    if (declared && encoding && strcmp(declared, encoding) != 0)
        dp_text_printf(&text, " (declared as %s)", declared);
    if (undecoded > 0)
        dp_text_printf(&text, "; %zu byte%s could not be decoded", undecoded, undecoded == 1 ? "" : "s");
    if (encoding || declared || undecoded)
        add_fact(page, "Encoding", report_keep(page, &text));
    dp_text_free(&text);
}

/* The engines in the order in which they first appear; there are one or two, however long the article. */
static void add_engines(report *page)
{
    const char *seen[8];
    size_t count = 0;
    dp_text text = {0};
    for (size_t i = 0; i < dp_doc_sentence_count(page->doc); i++) {
        const char *engine = dp_doc_translation(page->doc, i).engine;
        size_t at = 0;
        while (engine && at < count && strcmp(seen[at], engine) != 0)
            at++;
        if (!engine || at < count || count == sizeof seen / sizeof *seen)
            continue;
        seen[count++] = engine;
        dp_text_puts(&text, count > 1 ? ", " : "by machine: ");
        dp_text_puts(&text, engine);
    }
    if (text.length > 0 || text.failed)
        add_fact(page, "Translation", report_keep(page, &text));
    else
        add_fact(page, "Translation", any_translation(page->doc) ? "by machine" : "none");
    dp_text_free(&text);
}

/* What the stage that looks for the glossary's terms in the translation has counted. */
static void add_term_figures(report *page)
{
    const dp_note *note = dp_doc_note(page->doc, "term-figures", 0);
    const char *terms = note ? dp_note_get(note, "terms") : NULL, *applied = note ? dp_note_get(note, "applied") : NULL;
    const char *missed = note ? dp_note_get(note, "missed") : NULL;
    dp_text text = {0};
    if (!terms || !applied || !missed)
        return;
    dp_text_printf(&text, "%s found, %s in the translation, %s missed", terms, applied, missed);
    add_fact(page, "Glossary terms", report_keep(page, &text));
}

static void add_stages(report *page)
{
    dp_text text = {0};
    for (size_t i = 0; i < dp_doc_stage_count(page->doc); i++) {
        dp_stage_record stage = dp_doc_stage(page->doc, i);
        dp_text_printf(&text, "%s%s", i ? ", " : "", stage.stage);
        if (strcmp(stage.stage, stage.plugin) != 0)
            dp_text_printf(&text, " = %s", stage.plugin);
        dp_text_printf(&text, " %s", stage.version);
        if (!page->options->stable)
            dp_text_printf(&text, " (%llu ms)", (unsigned long long)(stage.milliseconds + 0.5));
    }
    const char *kept = report_keep(page, &text);
    add_fact(page, "Stages", kept ? kept : "none");
}

void report_build_facts(report *page)
{
    add_field(page, "Outlet", DP_FIELD_OUTLET);
    add_field(page, "Author", DP_FIELD_AUTHOR);
    add_field(page, "Date", DP_FIELD_DATE);
    if (!dp_doc_field(page->doc, DP_FIELD_DATE))
        add_fact(page, "Date", "not stated");
    add_field(page, "Source id", DP_FIELD_SOURCE_ID);
    add_field(page, "Address", DP_FIELD_URL);
    add_field(page, "Language", DP_FIELD_LANGUAGE);
    add_field(page, "File", DP_FIELD_NAME);
    add_field(page, "Read as", DP_FIELD_FORMAT);
    add_encoding(page);
    add_field(page, "SHA-256 of the file", DP_FIELD_SHA256);
    add_engines(page);
    add_term_figures(page);
    add_fact(page, "Pipeline", report_flat(page, dp_doc_pipeline(page->doc)));
    add_stages(page);
    add_fact(page, "Made by", "depesche " PACKAGE_VERSION);
}
