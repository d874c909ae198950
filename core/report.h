/* SPDX-License-Identifier: ISC */
/*
 * What a person reads of a document, in no format yet: the headline, sections of items, the article in two languages, and
 * where it all comes from. The writers for Markdown, HTML and plain text only render this, so none of them can leave out
 * a fact that another has.
 *
 * All text is flattened (one line, NFC) and belongs to the report; positions become the numbers of sentences, from 1 as in
 * the JSON record. Nothing is escaped or cleaned: that is the business of a format.
 */
#ifndef CORE_REPORT_H
#define CORE_REPORT_H

#include <depesche/depesche.h>

#include "arena.h"

/* Over the sentences of a section of a digest, which has no others. */
#define REPORT_USED_HEADING "The sentences it rests on"

/* The sentences `first` to `last`. */
typedef struct report_mark {
    size_t first, last;
} report_mark;

/* One thing to read. */
typedef struct report_item {
    const char *anchor;      /* unique in the report, ASCII: "key-point-2"; null where nothing leads to it */
    const char *name;        /* how a sentence refers to it: "key point 2" */
    const char *label;       /* leads in; may be null */
    const char *text;        /* never null */
    bool untranslated;       /* the text is German and says so with "[German]" */
    const char *german;      /* the German wording of English text; may be null */
    const char *detail;      /* further text; may be null */
    const char *prefix;      /* of the report's anchors */
    report_mark *marks;      /* the sentences it rests on, in order */
    size_t mark_count;
    size_t *numbers;         /* while building: those sentences one by one */
    size_t number_count, number_capacity;
    dp_span span;            /* while building: where it stands in the source */
} report_item;

typedef enum report_style {
    REPORT_LINE,             /* a line of text without a heading */
    REPORT_PARAGRAPH,
    REPORT_LIST,             /* items of a sentence or so */
    REPORT_QUOTES,           /* items with both wordings */
    REPORT_COMPACT,          /* items of a few words */
    REPORT_FACTS,            /* as compact; the sections may stand together, each as one line behind its heading */
    REPORT_CAUTION           /* a list that is to be noticed */
} report_style;

typedef struct report_section {
    const char *id;          /* ASCII, unique: "key-point" */
    const char *heading;
    const char *singular;    /* name of one item */
    report_style style;
    report_item *items;
    size_t count, capacity;
} report_section;

typedef struct report_sections {
    report_section *all;
    size_t count, capacity;
} report_sections;

/* A sentence or headline of the article. */
typedef struct report_line {
    dp_block_kind kind;
    bool first;              /* of its block */
    size_t number;           /* 0 for a headline */
    const char *german;
    const char *english;     /* null when there is none */
    const char *remark;      /* what there is to say about the translation; may be null */
    const report_item **users; /* the items that rest on it */
    size_t user_count, user_capacity;
} report_line;

/* A line of "where this comes from". */
typedef struct report_fact {
    const char *name, *value;
} report_fact;

typedef struct report {
    report_item headline;    /* its text is "(no headline)" when there is none */
    report_item standfirst;  /* only when it came beside the text: otherwise its text is null */
    report_sections front;   /* the briefing, or the layers when there is none */
    report_line *lines;      /* the article */
    size_t line_count;
    report_line **by_number; /* line of sentence n at place n; null at 0 */
    const char *translation; /* a sentence or two on how much of it is translated */
    report_sections back;    /* notes that nothing in front stands for; what was left out of the article */
    report_fact *facts;
    size_t fact_count, fact_capacity;

    const char *prefix;      /* what all anchors begin with: "" unless the report is a section of a digest */
    const dp_doc *doc;
    const dp_write_options *options;
    size_t *numbers;         /* of the sentences of the document */
    arena memory;
    bool failed;             /* memory ran out; shown by report_new */
} report;

/* Make the report of a document; null when memory ran out. The caller frees it with report_free before the document.
 * `prefix` (ASCII, borrowed) tells the anchors of one document from those of others on the same page. */
report *report_new(const dp_doc *doc, const dp_write_options *options, const char *prefix, dp_error *error);
void report_free(report *page);

/* Whether an item is one of the front; whether one of them rests on a sentence. */
bool report_is_front(const report *page, const report_item *item);
bool report_is_used(const report *page, const report_line *line);

/* ---- For building: report.c, report_section.c, report_source.c ---- */

/* Keep a text in the report, flattened, and empty its buffer. Null when nothing is left of it or memory ran out. */
const char *report_keep(report *page, dp_text *text);
const char *report_flat(report *page, const char *text);
const char *report_slice(report *page, dp_span span);

/* Make room in an array that lives in the report. As alloc_grow. */
bool report_grow(report *page, void *items, size_t *capacity, size_t need, size_t size);

/* Add a section, or an item to one; null when memory ran out. Pointers to others of the same array become invalid. */
report_section *report_add_section(report *page, report_sections *to, const char *id, const char *heading,
                                   const char *singular, report_style style);
report_item *report_add_item(report *page, report_section *section);

/* Let an item rest on a sentence, by its index in the document. */
void report_rest_on(report *page, report_item *item, size_t sentence);

/* Fill front and back; the article, the facts and `translation`. */
void report_build_sections(report *page);
void report_build_article(report *page);
void report_build_facts(report *page);

#endif /* CORE_REPORT_H */
