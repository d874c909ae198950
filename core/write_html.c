/* SPDX-License-Identifier: ISC */
/*
 * A report as one HTML page that needs nothing else: no script, no picture, no font. The page is well-formed XML too, so
 * that a test can parse it strictly. All text is escaped; controls and characters that change the writing direction are
 * dropped.
 */
#include "config.h"

#include "report.h"
#include "write.h"

#include <string.h>

static const char style[] =
#include "page.inc"
    ;

/* ---- Text ---- */

void write_html_text(dp_text *out, const char *text)
{
    size_t length = text ? strlen(text) : 0;
    for (size_t at = 0, begin = 0; begin < length; begin = at) {
        uint32_t code = dp_utf8_next(text, length, &at);
        if (write_is_control(code) || (code & 0xFFFE) == 0xFFFE)
            continue;
        if (code == '<')
            dp_text_puts(out, "&lt;");
        else if (code == '>')
            dp_text_puts(out, "&gt;");
        else if (code == '&')
            dp_text_puts(out, "&amp;");
        else if (code == '"')
            dp_text_puts(out, "&quot;");
        else
            dp_text_append(out, text + begin, at - begin);
    }
}

/* Put an element of text: `open` is the tag with its attributes, without the brackets. */
static void put_element(dp_text *out, const char *open, const char *text)
{
    dp_text_printf(out, "<%s>", open);
    write_html_text(out, text);
    dp_text_printf(out, "</%.*s>", (int)strcspn(open, " "), open);
}

/* Text in its language, with the mark where it should be English and is not. */
static void put_wording(dp_text *out, const char *text, bool untranslated)
{
    if (!untranslated) {
        write_html_text(out, text);
        return;
    }
    dp_text_puts(out, "<span class=\"tag\">[German]</span> ");
    put_element(out, "span lang=\"de\"", text);
}

/* ---- Items ---- */

static void put_mark(dp_text *out, const report *page, report_mark mark)
{
    dp_text_printf(out, " <a class=\"mark\" href=\"#%ss%zu\" title=\"", page->prefix, mark.first);
    write_html_text(out, page->by_number[mark.first]->german);
    if (mark.first == mark.last)
        dp_text_printf(out, "\">[%zu]</a>", mark.first);
    else
        dp_text_printf(out, "\">[%zu–%zu]</a>", mark.first, mark.last);
}

static void put_marks(dp_text *out, const report *page, const report_item *item)
{
    if (item->mark_count == 0)
        return;
    dp_text_puts(out, "<span class=\"marks\">");
    for (size_t i = 0; i < item->mark_count; i++)
        put_mark(out, page, item->marks[i]);
    dp_text_puts(out, "</span>");
}

static void put_label(dp_text *out, const report_item *item)
{
    if (!item->label)
        return;
    put_element(out, "b", item->label);
    dp_text_puts(out, "<b>:</b> ");
}

static void put_compact_item(dp_text *out, const report *page, const report_item *item)
{
    dp_text_printf(out, "<li id=\"%s%s\">", page->prefix, item->anchor);
    put_label(out, item);
    put_wording(out, item->text, item->untranslated);
    if (item->german) {
        dp_text_puts(out, " ");
        put_element(out, "span class=\"german\" lang=\"de\"", item->german);
    }
    if (item->detail) {
        dp_text_puts(out, " ");
        put_element(out, "span class=\"detail\"", item->detail);
    }
    put_marks(out, page, item);
    dp_text_puts(out, "</li>\n");
}

static void put_item(dp_text *out, const report *page, const report_item *item, const char *element)
{
    dp_text_printf(out, "<%s id=\"%s%s\">", element, page->prefix, item->anchor ? item->anchor : "standfirst");
    put_label(out, item);
    dp_text_puts(out, "<span class=\"text\">");
    put_wording(out, item->text, item->untranslated);
    put_marks(out, page, item);
    dp_text_puts(out, "</span>");
    if (item->german)
        put_element(out, "span class=\"german line\" lang=\"de\"", item->german);
    if (item->detail)
        put_element(out, "span class=\"detail line\"", item->detail);
    dp_text_printf(out, "</%s>\n", element);
}

static bool is_compact(const report_section *section)
{
    return section->style == REPORT_COMPACT || section->style == REPORT_FACTS;
}

static void put_section(dp_text *out, const report *page, const report_section *section)
{
    static const char *const classes[] = {"note", "lead", "list", "quotes", "compact", "compact", "caution"};
    bool plain = section->style == REPORT_LINE || section->style == REPORT_PARAGRAPH;
    dp_text_printf(out, "<section class=\"%s\" id=\"%s%s\">\n", classes[section->style], page->prefix, section->id);
    if (section->style != REPORT_LINE) {
        put_element(out, *page->prefix ? "h4" : "h2", section->heading);
        dp_text_puts(out, "\n");
    }
    dp_text_puts(out, plain ? "" : "<ul>\n");
    for (size_t i = 0; i < section->count; i++) {
        if (is_compact(section))
            put_compact_item(out, page, &section->items[i]);
        else
            put_item(out, page, &section->items[i], plain ? "p" : "li");
    }
    dp_text_puts(out, plain ? "</section>\n" : "</ul>\n</section>\n");
}

/* Sections of short items stand beside each other where there is room. */
static void put_sections(dp_text *out, const report *page, const report_sections *sections)
{
    bool beside = false;
    for (size_t i = 0; i < sections->count; i++) {
        bool compact = is_compact(&sections->all[i]);
        if (compact != beside)
            dp_text_puts(out, compact ? "<div class=\"beside\">\n" : "</div>\n");
        beside = compact;
        put_section(out, page, &sections->all[i]);
    }
    dp_text_puts(out, beside ? "</div>\n" : "");
}

/* ---- The article ---- */

static void put_english(dp_text *out, const report_line *line)
{
    dp_text_puts(out, "<div class=\"en\"><p>");
    if (line->english)
        write_html_text(out, line->english);
    else
        dp_text_puts(out, "<span class=\"tag\">[German]</span>");
    dp_text_puts(out, "</p>");
    if (line->remark)
        put_element(out, "p class=\"remark\"", line->remark);
    dp_text_puts(out, "</div>\n");
}

/* The way back: to every item that rests on the sentence. */
static void put_users(dp_text *out, const report *page, const report_line *line)
{
    if (line->user_count == 0)
        return;
    dp_text_puts(out, "<p class=\"users\">used in ");
    for (size_t i = 0, shown = 0; i < line->user_count; i++) {
        if (*page->prefix && !report_is_front(page, line->users[i])) /* a section of a digest has no other items */
            continue;
        dp_text_printf(out, "%s<a href=\"#%s%s\">", shown++ ? ", " : "", page->prefix, line->users[i]->anchor);
        write_html_text(out, line->users[i]->name);
        dp_text_puts(out, "</a>");
    }
    dp_text_puts(out, "</p>\n");
}

static void put_german(dp_text *out, const report_line *line)
{
    dp_text_puts(out, "<div class=\"de\" lang=\"de\">");
    put_element(out, "p", line->german);
    dp_text_puts(out, "</div>\n");
}

static void put_line(dp_text *out, const report *page, const report_line *line, bool german_first)
{
    const char *class = line->number ? (line->first ? "pair first" : "pair") : "pair first headline";
    if (line->number)
        dp_text_printf(out, "<div class=\"%s\" id=\"%ss%zu\"><span class=\"number\">%zu</span>\n", class, page->prefix,
                       line->number, line->number);
    else
        dp_text_printf(out, "<div class=\"%s\"><span class=\"number\"></span>\n", class);
    if (german_first)
        put_german(out, line);
    put_english(out, line);
    if (!german_first)
        put_german(out, line);
    put_users(out, page, line);
    dp_text_puts(out, "</div>\n");
}

static void put_pair_head(dp_text *out, bool german_first)
{
    dp_text_printf(out, "<div class=\"pair head\" aria-hidden=\"true\"><span></span><p>%s</p><p>%s</p></div>\n",
                   german_first ? "German original" : "English", german_first ? "English" : "German original");
}

static void put_article(dp_text *out, const report *page, bool german_first)
{
    dp_text_puts(out, "<section id=\"article\">\n<h2>The article, sentence by sentence</h2>\n");
    put_element(out, "p", page->translation);
    dp_text_puts(out, "\n");
    put_pair_head(out, german_first);
    for (size_t i = 0; i < page->line_count; i++)
        put_line(out, page, &page->lines[i], german_first);
    dp_text_puts(out, "</section>\n");
}

/* ---- The page ---- */

static void put_facts(dp_text *out, const report *page)
{
    dp_text_puts(out, "<section id=\"origin\">\n<h2>Where this comes from</h2>\n<dl>\n");
    for (size_t i = 0; i < page->fact_count; i++) {
        put_element(out, "dt", page->facts[i].name);
        put_element(out, "dd", page->facts[i].value);
        dp_text_puts(out, "\n");
    }
    dp_text_puts(out, "</dl>\n</section>\n");
}

void write_html_head(dp_text *out, const char *title)
{
    dp_text_puts(out, "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
                      "<meta charset=\"utf-8\"/>\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
                      "<meta name=\"generator\" content=\"depesche " PACKAGE_VERSION "\"/>\n");
    put_element(out, "title", title);
    dp_text_puts(out, "\n<style>\n");
    dp_text_puts(out, style);
    dp_text_puts(out, "</style>\n</head>\n<body>\n<main>\n");
}

static void put_headline(dp_text *out, const report *page)
{
    dp_text_puts(out, *page->prefix ? "<header>\n<h3>" : "<header>\n<h1>");
    put_wording(out, page->headline.text, page->headline.untranslated);
    dp_text_puts(out, *page->prefix ? "</h3>\n" : "</h1>\n");
    if (page->headline.german)
        put_element(out, "p class=\"german\" lang=\"de\"", page->headline.german);
    if (page->standfirst.text)
        put_item(out, page, &page->standfirst, "p");
    dp_text_puts(out, "</header>\n");
}

static bool is_german_first(const dp_write_options *options)
{
    return options->order && strcmp(options->order, "de-en") == 0;
}

dp_status write_html(const dp_doc *doc, const dp_write_options *options, dp_text *out, dp_error *error)
{
    report *page = report_new(doc, options, "", error);
    if (!page)
        return DP_NO_MEMORY;
    write_html_head(out, page->headline.text);
    dp_text_puts(out, "<article>\n");
    put_headline(out, page);
    put_sections(out, page, &page->front);
    dp_text_puts(out, "</article>\n");
    put_article(out, page, is_german_first(options));
    put_sections(out, page, &page->back);
    put_facts(out, page);
    dp_text_puts(out, WRITE_HTML_END);
    report_free(page);
    return DP_OK;
}

dp_status write_html_section(const dp_doc *doc, const dp_write_options *options, const char *prefix, dp_text *out,
                             dp_error *error)
{
    bool german_first = is_german_first(options);
    report *page = report_new(doc, options, prefix, error);
    if (!page)
        return DP_NO_MEMORY;
    dp_text_printf(out, "<article id=\"%sarticle\">\n", prefix);
    put_headline(out, page);
    put_sections(out, page, &page->front);
    dp_text_puts(out, "<section class=\"used\">\n<h4>" REPORT_USED_HEADING "</h4>\n");
    put_pair_head(out, german_first);
    for (size_t i = 0; i < page->line_count; i++)
        if (report_is_used(page, &page->lines[i]))
            put_line(out, page, &page->lines[i], german_first);
    dp_text_puts(out, "</section>\n</article>\n");
    report_free(page);
    return DP_OK;
}
