/* SPDX-License-Identifier: ISC */
/*
 * What stands on an HTML page, as pieces of text in order, and the judgement which of them are the article. Knows nothing
 * of tags: read_html.c fills it.
 */
#ifndef CORE_PAGE_H
#define CORE_PAGE_H

#include "article.h"

/* One block of text. `kind` and `reason` are what its elements say. */
typedef struct page_piece {
    segment_hint_kind kind;
    dp_span span;        /* in the page's text */
    const char *reason;  /* of boilerplate */
    bool weak;           /* the reason is a class name or a form, which may be wrong */
    size_t region;       /* innermost element that may hold an article; 0: none */
    size_t link_bytes;   /* bytes that are links */
} page_piece;

typedef struct page {
    article *story;
    dp_text text;
    page_piece *pieces;
    size_t piece_count, piece_capacity;
    size_t *parents;     /* region that region i + 1 stands in */
    size_t region_count, region_capacity;
    dp_text title;       /* of the window: <title> */
    dp_text headline;    /* og:title */
    dp_text description;
    dp_text time;        /* the first <time datetime> */
} page;

void page_free(page *sheet);

/* Add a region inside another (0: none) and return its number; 0 when memory ran out, with story->failed set. */
size_t page_add_region(page *sheet, size_t parent);

/* Add the next piece. */
void page_add(page *sheet, const page_piece *piece);

/* Decide what the pieces are, add the hints to the story and hand it the text as its source. Fills title and date of the
 * story as far as they do not stand in the text. */
void page_judge(page *sheet);

#endif /* CORE_PAGE_H */
