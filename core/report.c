/* SPDX-License-Identifier: ISC */
/*
 * The frame of a report, and its memory. What stands in it is built in report_section.c (from notes) and
 * report_source.c (from the article itself).
 */
#include "config.h"

#include "report.h"

#include "alloc.h"
#include "write.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char *keep(report *page, dp_text *text)
{
    const char *kept = NULL;
    if (text->length > 0 && !text->failed)
        kept = arena_copy(&page->memory, text->data, text->length);
    if (text->failed || (text->length > 0 && !kept))
        page->failed = true;
    dp_text_free(text);
    return kept;
}

static const char *keep_flat(report *page, const char *text, size_t length)
{
    dp_text flat = {0};
    dp_text_flatten(&flat, text, length);
    return keep(page, &flat);
}

const char *report_keep(report *page, dp_text *text)
{
    if (text->failed)
        return keep(page, text);
    const char *kept = text->length > 0 ? keep_flat(page, text->data, text->length) : NULL;
    dp_text_free(text);
    return kept;
}

const char *report_flat(report *page, const char *text)
{
    return text ? keep_flat(page, text, strlen(text)) : NULL;
}

const char *report_slice(report *page, dp_span span)
{
    return keep_flat(page, dp_doc_source(page->doc, NULL) + span.begin, span.end - span.begin);
}

bool report_grow(report *page, void *items, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return true;
    size_t wanted = need > 4 ? need * 2 : 4;
    void *grown = need <= SIZE_MAX / 2 / size ? arena_alloc(&page->memory, wanted * size) : NULL;
    if (!grown) {
        page->failed = true;
        return false;
    }
    void *old; /* `items` points to a pointer of any type, hence the copies */
    memcpy(&old, items, sizeof old);
    if (*capacity)
        memcpy(grown, old, *capacity * size);
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}

report_section *report_add_section(report *page, report_sections *to, const char *id, const char *heading,
                                   const char *singular, report_style style)
{
    if (!report_grow(page, &to->all, &to->capacity, to->count + 1, sizeof *to->all))
        return NULL;
    report_section *section = &to->all[to->count++];
    *section = (report_section){.id = id, .heading = heading, .singular = singular, .style = style};
    return section;
}

report_item *report_add_item(report *page, report_section *section)
{
    if (!section || !report_grow(page, &section->items, &section->capacity, section->count + 1, sizeof *section->items))
        return NULL;
    report_item *item = &section->items[section->count++];
    *item = (report_item){.text = "", .prefix = page->prefix};
    return item;
}

void report_rest_on(report *page, report_item *item, size_t sentence)
{
    size_t number = sentence < dp_doc_sentence_count(page->doc) ? page->numbers[sentence] : 0;
    if (number && report_grow(page, &item->numbers, &item->number_capacity, item->number_count + 1, sizeof number))
        item->numbers[item->number_count++] = number;
}

/* ---- Marks and anchors, once all items are there ---- */

static int compare_numbers(const void *a, const void *b)
{
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* Sort the numbers and draw three or more in a row together. */
static void make_marks(report *page, report_item *item)
{
    if (item->number_count == 0)
        return;
    qsort(item->numbers, item->number_count, sizeof *item->numbers, compare_numbers);
    size_t unique = 1;
    for (size_t i = 1; i < item->number_count; i++)
        if (item->numbers[i] != item->numbers[unique - 1])
            item->numbers[unique++] = item->numbers[i];
    item->number_count = unique;
    item->marks = arena_alloc(&page->memory, unique * sizeof *item->marks);
    if (!item->marks) {
        page->failed = true;
        return;
    }
    for (size_t i = 0, run; i < unique; i += run) {
        for (run = 1; i + run < unique && item->numbers[i + run] == item->numbers[i] + run;)
            run++;
        run = run < 3 ? 1 : run;
        item->marks[item->mark_count++] = (report_mark){item->numbers[i], item->numbers[i] + run - 1};
    }
}

static void finish_section(report *page, report_section *section)
{
    for (size_t i = 0; i < section->count; i++) {
        report_item *item = &section->items[i];
        dp_text anchor = {0}, name = {0};
        dp_text_printf(&anchor, "%s-%zu", section->id, i + 1);
        dp_text_puts(&name, section->singular);
        if (section->count > 1)
            dp_text_printf(&name, " %zu", i + 1);
        item->anchor = report_keep(page, &anchor);
        item->name = report_keep(page, &name);
        make_marks(page, item);
    }
}

static void add_users(report *page, const report_section *section, report_line *const *by_number)
{
    for (size_t i = 0; i < section->count; i++) {
        const report_item *item = &section->items[i];
        for (size_t n = 0; n < item->number_count; n++) {
            report_line *line = by_number[item->numbers[n]];
            if (report_grow(page, &line->users, &line->user_capacity, line->user_count + 1, sizeof *line->users))
                line->users[line->user_count++] = item;
        }
    }
}

/* Tell each sentence which items rest on it. */
static void link_sentences(report *page)
{
    report_line **by_number = arena_alloc(&page->memory, (page->line_count + 1) * sizeof *by_number);
    if (!by_number) {
        page->failed = true;
        return;
    }
    for (size_t i = 0; i < page->line_count; i++)
        if (page->lines[i].number)
            by_number[page->lines[i].number] = &page->lines[i];
    page->by_number = by_number;
    for (size_t i = 0; i < page->front.count; i++)
        add_users(page, &page->front.all[i], by_number);
    for (size_t i = 0; i < page->back.count; i++)
        add_users(page, &page->back.all[i], by_number);
}

static void build(report *page)
{
    report_build_sections(page);
    for (size_t i = 0; i < page->front.count; i++)
        finish_section(page, &page->front.all[i]);
    for (size_t i = 0; i < page->back.count; i++)
        finish_section(page, &page->back.all[i]);
    report_build_article(page);
    report_build_facts(page);
    if (!page->failed)
        link_sentences(page);
}

report *report_new(const dp_doc *doc, const dp_write_options *options, const char *prefix, dp_error *error)
{
    report *made = alloc_zeroed(1, sizeof *made);
    if (made) {
        made->doc = doc;
        made->options = options;
        made->prefix = prefix;
        made->numbers = write_sentence_numbers(doc);
        if (made->numbers)
            build(made);
    }
    if (made && made->numbers && !made->failed)
        return made;
    report_free(made);
    dp_error_set(error, DP_NO_MEMORY, "out of memory while laying out the record");
    return NULL;
}

bool report_is_front(const report *page, const report_item *item)
{
    for (size_t i = 0; i < page->front.count; i++) {
        const report_section *section = &page->front.all[i];
        if (item >= section->items && item < section->items + section->count)
            return true;
    }
    return false;
}

bool report_is_used(const report *page, const report_line *line)
{
    for (size_t i = 0; i < line->user_count; i++)
        if (report_is_front(page, line->users[i]))
            return true;
    return false;
}

void report_free(report *page)
{
    if (!page)
        return;
    free(page->numbers);
    arena_free(&page->memory);
    free(page);
}
