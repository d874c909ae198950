/* SPDX-License-Identifier: ISC */
/*
 * A report as Markdown (CommonMark with GitHub's tables), meant to be read as it is too. All text is escaped, so that none
 * of it acts as markup; controls and characters that change the writing direction are dropped.
 */
#include "config.h"

#include "report.h"
#include "write.h"

#include <string.h>

/* Characters that are markup anywhere, and those that are at the start of a line only. */
#define MARKUP_ANYWHERE   "\\`*_[]<>|~&$"
#define MARKUP_AT_START   "#-+=:"

static bool is_one_of(uint32_t code, const char *set)
{
    return code > 0 && code < 0x80 && strchr(set, (int)code) != NULL;
}

/* Length of the number of an ordered list ("1. " or "1) ") that the text begins with, without the mark; 0 for none. */
static size_t list_number(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    bool mark = text[digits] == '.' || text[digits] == ')';
    return mark && (text[digits + 1] == ' ' || text[digits + 1] == '\0') ? digits : 0;
}

/* Whether the next character begins a line, or what stands behind a bullet or heading mark. */
static bool at_line_start(const dp_text *out)
{
    size_t at = out->length;
    while (at > 0 && is_one_of((unsigned char)out->data[at - 1], " -#"))
        at--;
    return at == 0 || out->data[at - 1] == '\n';
}

void write_markdown_text(dp_text *out, const char *text)
{
    bool start = at_line_start(out);
    size_t length = text ? strlen(text) : 0, number = start && text ? list_number(text) : 0;
    for (size_t at = 0; at < length;) {
        bool list = number > 0 && at == number;
        uint32_t code = dp_utf8_next(text, length, &at);
        if (write_is_control(code))
            continue;
        if (list || is_one_of(code, MARKUP_ANYWHERE) || (start && is_one_of(code, MARKUP_AT_START)))
            dp_text_puts(out, "\\");
        dp_text_put(out, code);
        start = false;
    }
}

/* ---- Items ---- */

static void put_marks(dp_text *out, const report_item *item)
{
    for (size_t i = 0; i < item->mark_count; i++) {
        report_mark mark = item->marks[i];
        if (mark.first == mark.last)
            dp_text_printf(out, " [[%zu]](#%ss%zu)", mark.first, item->prefix, mark.first);
        else
            dp_text_printf(out, " [[%zu–%zu]](#%ss%zu)", mark.first, mark.last, item->prefix, mark.first);
    }
}

static void put_start(dp_text *out, const report_item *item)
{
    if (item->label) {
        dp_text_puts(out, "**");
        write_markdown_text(out, item->label);
        dp_text_puts(out, ":** ");
    }
    if (item->untranslated)
        dp_text_puts(out, "[German] ");
    write_markdown_text(out, item->text);
}

static void put_compact_item(dp_text *out, const report_item *item)
{
    put_start(out, item);
    if (item->german || item->detail)
        dp_text_puts(out, " (");
    if (item->german) {
        dp_text_puts(out, "German: ");
        write_markdown_text(out, item->german);
    }
    if (item->detail) {
        dp_text_puts(out, item->german ? "; " : "");
        write_markdown_text(out, item->detail);
    }
    if (item->german || item->detail)
        dp_text_puts(out, ")");
    put_marks(out, item);
}

static void put_item(dp_text *out, const report_item *item)
{
    dp_text_puts(out, "- ");
    put_start(out, item);
    put_marks(out, item);
    dp_text_puts(out, "\n");
    if (item->german) {
        dp_text_puts(out, "  - German: ");
        write_markdown_text(out, item->german);
        dp_text_puts(out, "\n");
    }
    if (item->detail) {
        dp_text_puts(out, "  - ");
        write_markdown_text(out, item->detail);
        dp_text_puts(out, "\n");
    }
}

static void put_paragraph(dp_text *out, const report_item *item)
{
    put_start(out, item);
    put_marks(out, item);
    dp_text_puts(out, "\n");
    if (item->german) {
        dp_text_puts(out, "\nGerman: ");
        write_markdown_text(out, item->german);
        dp_text_puts(out, "\n");
    }
    if (item->detail) {
        dp_text_puts(out, "\n");
        write_markdown_text(out, item->detail);
        dp_text_puts(out, "\n");
    }
}

/* "**Who:** Anna Petersen [3]; Jens Beispiel [4]" */
static void put_fact_line(dp_text *out, const report_section *section)
{
    dp_text_puts(out, "- **");
    write_markdown_text(out, section->heading);
    dp_text_puts(out, ":** ");
    for (size_t i = 0; i < section->count; i++) {
        dp_text_puts(out, i ? "; " : "");
        put_compact_item(out, &section->items[i]);
    }
    dp_text_puts(out, "\n");
}

static void put_section(dp_text *out, const report_section *section, const char *level)
{
    if (section->style != REPORT_LINE) {
        dp_text_printf(out, "\n%s ", level);
        write_markdown_text(out, section->heading);
        dp_text_puts(out, "\n\n");
    }
    for (size_t i = 0; i < section->count; i++) {
        bool plain = section->style == REPORT_LINE || section->style == REPORT_PARAGRAPH;
        if (section->style == REPORT_LINE || (plain && i > 0))
            dp_text_puts(out, "\n");
        if (plain)
            put_paragraph(out, &section->items[i]);
        else if (section->style != REPORT_COMPACT)
            put_item(out, &section->items[i]);
        else {
            dp_text_puts(out, "- ");
            put_compact_item(out, &section->items[i]);
            dp_text_puts(out, "\n");
        }
    }
}

static void put_sections(dp_text *out, const report_sections *sections, const char *level)
{
    bool together = false;
    for (size_t i = 0; i < sections->count; i++) {
        bool facts = sections->all[i].style == REPORT_FACTS;
        dp_text_puts(out, facts && !together ? "\n" : "");
        together = facts;
        if (facts)
            put_fact_line(out, &sections->all[i]);
        else
            put_section(out, &sections->all[i], level);
    }
}

/* ---- The article and its source ---- */

static void put_cell(dp_text *out, const char *text, const char *emphasis)
{
    dp_text_puts(out, emphasis);
    write_markdown_text(out, text);
    dp_text_puts(out, emphasis);
}

static void put_english_cell(dp_text *out, const report_line *line, const char *emphasis)
{
    if (line->english)
        put_cell(out, line->english, emphasis);
    else
        dp_text_puts(out, "[German]");
    if (line->remark) {
        dp_text_puts(out, " *(");
        write_markdown_text(out, line->remark);
        dp_text_puts(out, ")*");
    }
}

static void put_line(dp_text *out, const report *page, const report_line *line, bool german_first)
{
    const char *emphasis = line->number ? "" : "**";
    dp_text_puts(out, "| ");
    if (line->number)
        dp_text_printf(out, "<a id=\"%ss%zu\"></a>%zu", page->prefix, line->number, line->number);
    dp_text_puts(out, " | ");
    if (german_first) {
        put_cell(out, line->german, emphasis);
        dp_text_puts(out, " | ");
        put_english_cell(out, line, emphasis);
    } else {
        put_english_cell(out, line, emphasis);
        dp_text_puts(out, " | ");
        put_cell(out, line->german, emphasis);
    }
    dp_text_puts(out, " |\n");
}

static void put_table_head(dp_text *out, bool german_first)
{
    dp_text_puts(out, german_first ? "\n| | German | English |\n|---|---|---|\n" : "\n| | English | German |\n|---|---|---|\n");
}

static void put_article(dp_text *out, const report *page, bool german_first)
{
    dp_text_puts(out, "\n## The article, sentence by sentence\n\n");
    write_markdown_text(out, page->translation);
    dp_text_puts(out, "\n");
    if (page->line_count == 0)
        return;
    put_table_head(out, german_first);
    for (size_t i = 0; i < page->line_count; i++)
        put_line(out, page, &page->lines[i], german_first);
}

static void put_used(dp_text *out, const report *page, bool german_first)
{
    dp_text_puts(out, "\n#### " REPORT_USED_HEADING "\n");
    put_table_head(out, german_first);
    for (size_t i = 0; i < page->line_count; i++)
        if (report_is_used(page, &page->lines[i]))
            put_line(out, page, &page->lines[i], german_first);
}

static void put_facts(dp_text *out, const report *page)
{
    dp_text_puts(out, "\n## Where this comes from\n\n");
    for (size_t i = 0; i < page->fact_count; i++) {
        dp_text_printf(out, "- %s: ", page->facts[i].name);
        write_markdown_text(out, page->facts[i].value);
        dp_text_puts(out, "\n");
    }
}

static void put_head(dp_text *out, const report *page, const char *level)
{
    dp_text_printf(out, "%s ", level);
    put_start(out, &page->headline);
    dp_text_puts(out, "\n");
    if (page->headline.german) {
        dp_text_puts(out, "\n*");
        write_markdown_text(out, page->headline.german);
        dp_text_puts(out, "*\n");
    }
    if (page->standfirst.text) {
        dp_text_puts(out, "\n");
        put_paragraph(out, &page->standfirst);
    }
}

static bool is_german_first(const dp_write_options *options)
{
    return options->order && strcmp(options->order, "de-en") == 0;
}

dp_status write_markdown(const dp_doc *doc, const dp_write_options *options, dp_text *out, dp_error *error)
{
    report *page = report_new(doc, options, "", error);
    if (!page)
        return DP_NO_MEMORY;
    put_head(out, page, "#");
    put_sections(out, &page->front, "##");
    put_article(out, page, is_german_first(options));
    put_sections(out, &page->back, "##");
    put_facts(out, page);
    report_free(page);
    return DP_OK;
}

dp_status write_markdown_section(const dp_doc *doc, const dp_write_options *options, const char *prefix, dp_text *out,
                                 dp_error *error)
{
    report *page = report_new(doc, options, prefix, error);
    if (!page)
        return DP_NO_MEMORY;
    put_head(out, page, "###");
    put_sections(out, &page->front, "####");
    put_used(out, page, is_german_first(options));
    report_free(page);
    return DP_OK;
}
