/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "page.h"

#include "alloc.h"

#include <stdlib.h>
#include <string.h>

/* A standfirst is a short paragraph. */
#define STANDFIRST_LENGTH 1000

void page_free(page *sheet)
{
    dp_text_free(&sheet->text);
    dp_text_free(&sheet->title);
    dp_text_free(&sheet->headline);
    dp_text_free(&sheet->description);
    dp_text_free(&sheet->time);
    free(sheet->pieces);
    free(sheet->parents);
}

size_t page_add_region(page *sheet, size_t parent)
{
    if (sheet->story->failed || !alloc_grow(&sheet->parents, &sheet->region_capacity, sheet->region_count + 1, sizeof(size_t))) {
        sheet->story->failed = true;
        return 0;
    }
    sheet->parents[sheet->region_count] = parent;
    return ++sheet->region_count;
}

void page_add(page *sheet, const page_piece *piece)
{
    if (sheet->story->failed || !alloc_grow(&sheet->pieces, &sheet->piece_capacity, sheet->piece_count + 1, sizeof *piece)) {
        sheet->story->failed = true;
        return;
    }
    sheet->pieces[sheet->piece_count++] = *piece;
}

static size_t size(const page_piece *piece)
{
    return piece->span.end - piece->span.begin;
}

static bool is_text(const page_piece *piece)
{
    return piece->kind == SEGMENT_PARAGRAPH || piece->kind == SEGMENT_STANDFIRST;
}

static void drop(page_piece *piece, const char *reason)
{
    piece->kind = SEGMENT_BOILERPLATE;
    piece->reason = reason;
}

/* ---- Reasons ---- */

/* Where nearly all text is called boilerplate by class names and forms, those are wrong. */
static void judge_weak(page *sheet)
{
    size_t kept = 0, weak = 0;
    for (size_t i = 0; i < sheet->piece_count; i++) {
        const page_piece *piece = &sheet->pieces[i];
        if (piece->weak)
            weak += size(piece);
        else if (is_text(piece) && !piece->reason)
            kept += size(piece);
    }
    for (size_t i = 0; i < sheet->piece_count; i++) {
        page_piece *piece = &sheet->pieces[i];
        if (piece->weak && kept < weak / 3)
            piece->reason = NULL;
        if (piece->reason)
            piece->kind = SEGMENT_BOILERPLATE;
    }
}

/* A block that is little but links leads away from the page. */
static void judge_links(page *sheet)
{
    for (size_t i = 0; i < sheet->piece_count; i++) {
        page_piece *piece = &sheet->pieces[i];
        if (piece->kind != SEGMENT_TITLE && piece->kind != SEGMENT_BOILERPLATE && piece->link_bytes > size(piece) / 5 * 4)
            drop(piece, "links");
    }
}

/* ---- Title ---- */

static bool same_as(page *sheet, const page_piece *piece, const dp_text *text)
{
    return text->length > 0 &&
           article_same_text(sheet->story, sheet->text.data + piece->span.begin, size(piece), text->data, text->length);
}

/* The headline is the one that the page calls its title, or else the first of the highest rank. Others are headings. */
static void judge_title(page *sheet)
{
    page_piece *title = NULL;
    bool sure = false;
    for (size_t i = 0; i < sheet->piece_count && !sure; i++) {
        page_piece *piece = &sheet->pieces[i];
        if (piece->kind != SEGMENT_TITLE && piece->kind != SEGMENT_HEADING)
            continue;
        sure = same_as(sheet, piece, &sheet->headline) || same_as(sheet, piece, &sheet->title);
        if (sure || (!title && piece->kind == SEGMENT_TITLE))
            title = piece;
    }
    for (size_t i = 0; i < sheet->piece_count; i++)
        if (sheet->pieces[i].kind == SEGMENT_TITLE)
            sheet->pieces[i].kind = SEGMENT_HEADING;
    if (title)
        title->kind = SEGMENT_TITLE;
}

/* The page's own title, without the name of the outlet behind it. */
static void take_page_title(page *sheet)
{
    const dp_text *title = sheet->headline.length ? &sheet->headline : &sheet->title;
    const char *outlet = sheet->story->fields[DP_FIELD_OUTLET];
    size_t length = title->length, tail = outlet ? strlen(outlet) : 0;
    if (tail && length > tail && memcmp(title->data + length - tail, outlet, tail) == 0) {
        length -= tail;
        while (length > 0 && strchr(" |-:\xE2\x80\x93\x94", title->data[length - 1]))
            length--;
    }
    if (length)
        article_field(sheet->story, DP_FIELD_TITLE, title->data, length);
}

/* ---- Regions ---- */

/* Number of the region with most text, if it has half of all; otherwise the count of regions plus 1, which is none. */
static size_t find_article(page *sheet)
{
    size_t none = sheet->region_count + 1, total = 0, best = 0;
    size_t *sizes = alloc_zeroed(none, sizeof *sizes);
    if (!sizes) {
        sheet->story->failed = true;
        return none;
    }
    for (size_t i = 0; i < sheet->piece_count; i++) {
        const page_piece *piece = &sheet->pieces[i];
        if (!is_text(piece))
            continue;
        total += size(piece);
        sizes[piece->region] += size(piece);
        if (sizes[piece->region] > sizes[best])
            best = piece->region;
    }
    bool clear = sizes[best] > total / 2;
    free(sizes);
    return clear ? best : none;
}

static bool is_ancestor(const page *sheet, size_t region, size_t of)
{
    while (of > 0 && of != region)
        of = sheet->parents[of - 1];
    return of == region;
}

/* Text outside the article's region goes, save for what leads to it: the title and what stands between both. */
static void judge_regions(page *sheet)
{
    size_t best = find_article(sheet);
    if (best > sheet->region_count)
        return;
    bool titled = false, begun = false;
    for (size_t i = 0; i < sheet->piece_count; i++) {
        page_piece *piece = &sheet->pieces[i];
        titled = titled || piece->kind == SEGMENT_TITLE;
        begun = begun || (piece->region == best && is_text(piece));
        if (piece->kind == SEGMENT_TITLE || piece->kind == SEGMENT_BOILERPLATE || piece->region == best)
            continue;
        if (!(titled && !begun && is_ancestor(sheet, piece->region, best)))
            drop(piece, "outside the article");
    }
}

/* ---- Standfirst ---- */

/* At most one paragraph, near the start, may be the standfirst: the one marked so, or the page's own description. */
static void judge_standfirst(page *sheet)
{
    page_piece *marked = NULL, *first = NULL;
    size_t texts = 0;
    for (size_t i = 0; i < sheet->piece_count; i++) {
        page_piece *piece = &sheet->pieces[i];
        if (!is_text(piece))
            continue;
        if (++texts == 1)
            first = piece;
        if (piece->kind == SEGMENT_STANDFIRST && !marked && texts <= 2 && size(piece) <= STANDFIRST_LENGTH)
            marked = piece;
        piece->kind = SEGMENT_PARAGRAPH;
    }
    if (!marked && first && same_as(sheet, first, &sheet->description))
        marked = first;
    if (marked && texts > 1)
        marked->kind = SEGMENT_STANDFIRST;
}

void page_judge(page *sheet)
{
    article *story = sheet->story;
    judge_weak(sheet);
    judge_links(sheet);
    judge_title(sheet);
    judge_regions(sheet);
    judge_standfirst(sheet);
    bool titled = false, texts = false;
    for (size_t i = 0; i < sheet->piece_count; i++) {
        const page_piece *piece = &sheet->pieces[i];
        titled = titled || piece->kind == SEGMENT_TITLE;
        texts = texts || is_text(piece);
        article_hint(story, piece->kind, piece->span, piece->kind == SEGMENT_BOILERPLATE ? piece->reason : NULL);
    }
    if (!texts)
        article_warn(story, "nothing on the page looks like the text of an article");
    if (!titled)
        take_page_title(sheet);
    if (sheet->time.length)
        article_date(story, sheet->time.data, sheet->time.length);
    dp_text_free(&story->source);
    story->source = sheet->text;
    sheet->text = (dp_text){0};
}
