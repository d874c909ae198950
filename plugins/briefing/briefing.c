/* SPDX-License-Identifier: ISC */
/*
 * The briefing stage: composes what an editor reads from whatever layers are there. It invents nothing: every item is a
 * translated sentence, a name, a quote or a term with its place in the source, or a remark about the article as a whole.
 * What is not translated is given in German and marked as such.
 */
#include "briefing.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    void (*write)(briefing *b);
} section_table[SECTION_COUNT] = {
    [SECTION_HEADLINE] = {"headline", briefing_headline},
    [SECTION_SOURCE] = {"source", briefing_source},
    [SECTION_BOTTOM_LINE] = {"bottom-line", briefing_bottom_line},
    [SECTION_KEY_POINT] = {"key-point", briefing_key_points},
    [SECTION_WHO] = {"who", briefing_who},
    [SECTION_WHERE] = {"where", briefing_where},
    [SECTION_WHEN] = {"when", briefing_when},
    [SECTION_QUOTE] = {"quote", briefing_quotes},
    [SECTION_FIGURE] = {"figure", briefing_figures},
    [SECTION_TERM] = {"term", briefing_terms},
    [SECTION_CAUTION] = {"caution", briefing_cautions},
    [SECTION_COVERAGE] = {"coverage", briefing_coverage},
};

#define ALL_SECTIONS "headline,source,bottom-line,key-point,who,where,when,quote,figure,term,caution,coverage"

/* ---- Items ---- */

void briefing_no_memory(briefing *b)
{
    if (b->status == DP_OK)
        b->status = dp_error_set(b->error, DP_NO_MEMORY, "out of memory while composing the briefing");
}

static void keep_status(briefing *b, dp_status status)
{
    if (b->status == DP_OK)
        b->status = status;
}

dp_note *briefing_add(briefing *b, section where, dp_span span)
{
    if (b->status != DP_OK)
        return NULL;
    dp_note *item = dp_doc_add_note(b->doc, "briefing", span, -1, b->error);
    if (!item)
        keep_status(b, b->error ? b->error->status : DP_FAILED);
    briefing_set(b, item, "section", section_table[where].name);
    return item;
}

void briefing_set(briefing *b, dp_note *item, const char *key, const char *value)
{
    if (item && value && b->status == DP_OK)
        keep_status(b, dp_note_set(item, key, value, b->error));
}

void briefing_set_text(briefing *b, dp_note *item, const char *key, dp_text *value)
{
    if (value->failed)
        briefing_no_memory(b);
    else if (value->length > 0)
        briefing_set(b, item, key, value->data);
    dp_text_free(value);
}

void briefing_set_number(briefing *b, dp_note *item, const char *key, size_t number)
{
    if (item && b->status == DP_OK)
        keep_status(b, dp_note_setf(item, key, b->error, "%zu", number));
}

void briefing_add_source(briefing *b, dp_note *item, dp_span span)
{
    if (item && b->status == DP_OK)
        keep_status(b, dp_note_add_span(item, "source", span, b->error));
}

/* ---- The stage ---- */

static dp_status add_section(briefing_plan *plan, const char *name, dp_error *error)
{
    size_t which = 0;
    while (which < SECTION_COUNT && strcmp(section_table[which].name, name) != 0)
        which++;
    if (which == SECTION_COUNT)
        return dp_error_set(error, DP_BAD_OPTION, "'%s' is no section of a briefing; the sections are %s", name, ALL_SECTIONS);
    for (size_t i = 0; i < plan->section_count; i++)
        if (plan->sections[i] == (section)which)
            return dp_error_set(error, DP_BAD_OPTION, "the section '%s' is named twice in 'sections'", name);
    plan->sections[plan->section_count++] = (section)which;
    return DP_OK;
}

static dp_status briefing_open(const dp_options *options, void **state, dp_error *error)
{
    briefing_plan *plan = calloc(1, sizeof *plan);
    if (!plan)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory");
    plan->length = (size_t)dp_options_integer(options, "length");
    plan->bottom_lines = (size_t)dp_options_integer(options, "bottom-line");
    plan->items = (size_t)dp_options_integer(options, "items");
    dp_status status = DP_OK;
    for (size_t i = 0; status == DP_OK && i < dp_options_count(options, "sections"); i++)
        status = add_section(plan, dp_options_item(options, "sections", i), error);
    if (status != DP_OK) {
        free(plan);
        return status;
    }
    *state = plan;
    return DP_OK;
}

static void briefing_close(void *state)
{
    free(state);
}

static void survey(briefing *b)
{
    for (size_t i = 0; i < dp_doc_sentence_count(b->doc); i++) {
        dp_translation translation = dp_doc_translation(b->doc, i);
        if (!b->engine && translation.status == DP_TRANSLATED)
            b->engine = translation.engine;
        if (dp_doc_sentence(b->doc, i).headline)
            continue;
        b->prose++;
        b->english += wording_sentence(b->doc, i) != NULL;
    }
}

static dp_status briefing_process(void *state, dp_doc *doc, dp_error *error)
{
    const briefing_plan *plan = state;
    briefing b = {.plan = plan, .doc = doc, .error = error, .source = dp_doc_source(doc, NULL)};
    survey(&b);
    briefing_choose(&b);
    for (size_t i = 0; i < plan->section_count && b.status == DP_OK; i++)
        section_table[plan->sections[i]].write(&b);
    free(b.used);
    free(b.chosen);
    free(b.quotes);
    return b.status;
}

static const char *const reads[] = {"sentences", NULL};
static const char *const uses[] = {"translation", "summary", "quotes", "terms", "entities", "checks", NULL};
static const char *const writes[] = {"briefing", NULL};

static const dp_option options[] = {
    {.name = "length", .type = DP_OPTION_INTEGER, .fallback = "5", .minimum = 0, .maximum = 100,
     .help = "Number of key points at most"},
    {.name = "bottom-line", .type = DP_OPTION_INTEGER, .fallback = "1", .minimum = 0, .maximum = 5,
     .help = "Number of sentences of the bottom line"},
    {.name = "items", .type = DP_OPTION_INTEGER, .fallback = "6", .minimum = 1, .maximum = 1000,
     .help = "Number of names, dates, figures, terms and quotes at most, each"},
    {.name = "sections", .type = DP_OPTION_LIST, .fallback = ALL_SECTIONS,
     .help = "The sections to write, in this order"},
};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    .abi_version = DP_ABI_VERSION,
    .struct_size = sizeof(dp_plugin),
    .option_size = sizeof(dp_option),
    .id = "briefing",
    .version = "1.0.0",
    .summary = "composes a one-page English briefing from all that is known about the article",
    .reads = reads,
    .uses = uses,
    .writes = writes,
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .open = briefing_open,
    .process = briefing_process,
    .close = briefing_close,
};
