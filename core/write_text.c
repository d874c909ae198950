/* SPDX-License-Identifier: ISC */
/*
 * A report as plain text, wrapped to a width on request. For a terminal, control characters and those that change the
 * writing direction are dropped.
 */
#include "config.h"

#include "report.h"
#include "unicode.h"
#include "write.h"

#include <stdio.h>
#include <string.h>

typedef struct layout {
    dp_text *out;
    size_t width;   /* 0: do not wrap */
    bool terminal;
    bool german_first;
    char underline; /* of section headings */
} layout;

/* ---- Wrapping ---- */

static size_t text_width(const char *text, size_t length)
{
    size_t width = 0;
    for (size_t at = 0; at < length;)
        width += (size_t)unicode_width(dp_utf8_next(text, length, &at));
    return width;
}

static void put_blanks(const layout *to, size_t count)
{
    while (count-- > 0)
        dp_text_puts(to->out, " ");
}

/* Put a word that is wider than a line in pieces; returns the column behind it. */
static size_t put_long_word(const layout *to, const char *word, size_t length, size_t indent)
{
    size_t column = indent;
    for (size_t at = 0, begin = 0; begin < length; begin = at) {
        size_t width = (size_t)unicode_width(dp_utf8_next(word, length, &at));
        if (column + width > to->width && column > indent) {
            dp_text_puts(to->out, "\n");
            put_blanks(to, indent);
            column = indent;
        }
        dp_text_append(to->out, word + begin, at - begin);
        column += width;
    }
    return column;
}

/* Put a paragraph. The cursor stands at `column`; further lines begin at `indent`. */
static void put_wrapped(const layout *to, const char *text, size_t column, size_t indent)
{
    bool first = true;
    for (const char *word = text; *word;) {
        size_t length = strcspn(word, " "), width = text_width(word, length);
        bool fits = to->width == 0 || column + !first + width <= to->width;
        if (!fits && !first) {
            dp_text_puts(to->out, "\n");
            put_blanks(to, indent);
            column = indent;
        } else if (!first) {
            dp_text_puts(to->out, " ");
            column++;
        }
        if (to->width > indent && column + width > to->width) {
            column = put_long_word(to, word, length, indent);
        } else {
            dp_text_append(to->out, word, length);
            column += width;
        }
        first = false;
        word += length + strspn(word + length, " ");
    }
    dp_text_puts(to->out, "\n");
}

/* Append text that may come from anywhere. */
static void add_clean(const layout *to, dp_text *line, const char *text)
{
    if (!to->terminal) {
        dp_text_puts(line, text);
        return;
    }
    size_t length = text ? strlen(text) : 0;
    for (size_t at = 0; at < length;) {
        uint32_t code = dp_utf8_next(text, length, &at);
        if (!write_is_control(code))
            dp_text_put(line, code);
    }
}

/* Put a line and free it. */
static void put_line(const layout *to, dp_text *line, size_t column, size_t indent)
{
    if (line->failed)
        to->out->failed = true;
    else
        put_wrapped(to, line->data ? line->data : "", column, indent);
    dp_text_free(line);
}

/* Put one text behind a lead of the same column and indent. */
static void put_text(const layout *to, const char *lead, const char *text, size_t indent)
{
    dp_text line = {0};
    put_blanks(to, indent);
    dp_text_puts(&line, lead);
    add_clean(to, &line, text);
    put_line(to, &line, indent, indent);
}

static void put_heading(const layout *to, const char *heading, char underline)
{
    dp_text line = {0};
    add_clean(to, &line, heading);
    size_t width = line.data ? text_width(line.data, line.length) : 0;
    put_line(to, &line, 0, 0);
    width = to->width && width > to->width ? to->width : width;
    while (width-- > 0)
        dp_text_append(to->out, &underline, 1);
    dp_text_puts(to->out, "\n");
}

/* ---- Items ---- */

static void add_marks(dp_text *line, const report_item *item)
{
    for (size_t i = 0; i < item->mark_count; i++) {
        report_mark mark = item->marks[i];
        if (mark.first == mark.last)
            dp_text_printf(line, " [%zu]", mark.first);
        else
            dp_text_printf(line, " [%zu–%zu]", mark.first, mark.last);
    }
}

/* Label, mark and text, which every style begins with. */
static void add_start(const layout *to, dp_text *line, const report_item *item)
{
    if (item->label) {
        add_clean(to, line, item->label);
        dp_text_puts(line, ": ");
    }
    if (item->untranslated)
        dp_text_puts(line, "[German] ");
    add_clean(to, line, item->text);
}

static void add_compact(const layout *to, dp_text *line, const report_item *item)
{
    add_start(to, line, item);
    if (item->german || item->detail)
        dp_text_puts(line, " (");
    if (item->german) {
        dp_text_puts(line, "German: ");
        add_clean(to, line, item->german);
    }
    if (item->detail) {
        dp_text_puts(line, item->german ? "; " : "");
        add_clean(to, line, item->detail);
    }
    if (item->german || item->detail)
        dp_text_puts(line, ")");
    add_marks(line, item);
}

static void put_item(const layout *to, const report_item *item, const char *bullet)
{
    size_t indent = strlen(bullet);
    dp_text line = {0};
    add_start(to, &line, item);
    add_marks(&line, item);
    dp_text_puts(to->out, bullet);
    put_line(to, &line, indent, indent);
    if (item->german)
        put_text(to, "German: ", item->german, indent);
    if (item->detail)
        put_text(to, "", item->detail, indent);
}

/* "Who: Anna Petersen [3]; Jens Beispiel [4]" */
static void put_fact_line(const layout *to, const report_section *section)
{
    dp_text line = {0};
    dp_text_printf(&line, "%s: ", section->heading);
    for (size_t i = 0; i < section->count; i++) {
        dp_text_puts(&line, i ? "; " : "");
        add_compact(to, &line, &section->items[i]);
    }
    put_line(to, &line, 0, 2);
}

static void put_section(const layout *to, const report_section *section)
{
    bool plain = section->style == REPORT_LINE || section->style == REPORT_PARAGRAPH;
    if (section->style != REPORT_LINE)
        put_heading(to, section->heading, to->underline);
    for (size_t i = 0; i < section->count; i++) {
        if (section->style != REPORT_COMPACT) {
            put_item(to, &section->items[i], plain ? "" : "- ");
            continue;
        }
        dp_text line = {0};
        add_compact(to, &line, &section->items[i]);
        dp_text_puts(to->out, "- ");
        put_line(to, &line, 2, 2);
    }
}

static void put_sections(const layout *to, const report_sections *sections)
{
    bool together = false;
    for (size_t i = 0; i < sections->count; i++) {
        bool facts = sections->all[i].style == REPORT_FACTS;
        dp_text_puts(to->out, facts && together ? "" : "\n");
        together = facts;
        if (facts)
            put_fact_line(to, &sections->all[i]);
        else
            put_section(to, &sections->all[i]);
    }
}

/* ---- The article and its source ---- */

static void put_article_line(const layout *to, const report_line *line)
{
    char number[32] = "";
    if (line->number)
        snprintf(number, sizeof number, "[%zu] ", line->number);
    size_t indent = strlen(number);
    const char *texts[2] = {line->english, line->german};
    bool swap = to->german_first && line->english;
    dp_text_puts(to->out, number);
    for (size_t i = 0, done = 0; i < 2; i++) {
        const char *text = texts[swap ? 1 - i : i];
        if (!text)
            continue;
        dp_text first = {0};
        dp_text_puts(&first, line->english ? "" : "[German] ");
        add_clean(to, &first, text);
        put_blanks(to, done++ ? indent : 0);
        put_line(to, &first, indent, indent);
    }
    if (line->remark) {
        dp_text remark = {0};
        dp_text_puts(&remark, "(");
        add_clean(to, &remark, line->remark);
        dp_text_puts(&remark, ")");
        put_blanks(to, indent);
        put_line(to, &remark, indent, indent);
    }
}

static void put_article(const layout *to, const report *page)
{
    dp_text_puts(to->out, "\n");
    put_heading(to, "The article, sentence by sentence", '-');
    put_text(to, "", page->translation, 0);
    for (size_t i = 0; i < page->line_count; i++) {
        dp_text_puts(to->out, "\n");
        put_article_line(to, &page->lines[i]);
    }
}

static void put_facts(const layout *to, const report *page)
{
    dp_text_puts(to->out, "\n");
    put_heading(to, "Where this comes from", '-');
    for (size_t i = 0; i < page->fact_count; i++) {
        dp_text line = {0};
        dp_text_printf(&line, "%s: ", page->facts[i].name);
        add_clean(to, &line, page->facts[i].value);
        put_line(to, &line, 0, 2);
    }
}

static void put_head(const layout *to, const report *page, char underline)
{
    dp_text title = {0};
    dp_text_puts(&title, page->headline.untranslated ? "[German] " : "");
    dp_text_puts(&title, page->headline.text);
    if (title.failed)
        to->out->failed = true;
    else
        put_heading(to, title.data, underline);
    dp_text_free(&title);
    if (page->headline.german)
        put_text(to, "", page->headline.german, 0);
    if (!page->standfirst.text)
        return;
    dp_text_puts(to->out, "\n");
    put_item(to, &page->standfirst, "");
}

static layout layout_of(const dp_write_options *options, dp_text *out, char underline)
{
    return (layout){
        .out = out,
        .width = options->width > 0 && options->width < 20 ? 20 : options->width,
        .terminal = options->terminal,
        .german_first = options->order && strcmp(options->order, "de-en") == 0,
        .underline = underline,
    };
}

dp_status write_text(const dp_doc *doc, const dp_write_options *options, dp_text *out, dp_error *error)
{
    report *page = report_new(doc, options, "", error);
    if (!page)
        return DP_NO_MEMORY;
    layout to = layout_of(options, out, '-');
    put_head(&to, page, '=');
    put_sections(&to, &page->front);
    put_article(&to, page);
    put_sections(&to, &page->back);
    put_facts(&to, page);
    report_free(page);
    return DP_OK;
}

dp_status write_text_section(const dp_doc *doc, const dp_write_options *options, const char *prefix, dp_text *out,
                             dp_error *error)
{
    report *page = report_new(doc, options, prefix, error);
    if (!page)
        return DP_NO_MEMORY;
    layout to = layout_of(options, out, '.');
    put_head(&to, page, '-');
    put_sections(&to, &page->front);
    dp_text_puts(out, "\n");
    put_heading(&to, REPORT_USED_HEADING, '.');
    for (size_t i = 0; i < page->line_count; i++)
        if (report_is_used(page, &page->lines[i])) {
            dp_text_puts(out, "\n");
            put_article_line(&to, &page->lines[i]);
        }
    report_free(page);
    return DP_OK;
}

void write_text_heading(const dp_write_options *options, dp_text *out, const char *heading, char underline)
{
    layout to = layout_of(options, out, underline);
    put_heading(&to, heading, underline);
}

void write_text_line(const dp_write_options *options, dp_text *out, const char *lead, const char *text)
{
    layout to = layout_of(options, out, '-');
    dp_text_puts(out, lead);
    dp_text line = {0};
    add_clean(&to, &line, text);
    put_line(&to, &line, strlen(lead), strlen(lead));
}
