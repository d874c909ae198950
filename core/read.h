/* SPDX-License-Identifier: ISC */
/*
 * The readers of the formats. Each takes an article whose source is the decoded input and leaves in it the text that is to
 * be the document's source, with fields, hints and warnings. dp_doc_read in read.c drives them. Plain text needs none: the
 * decoded input is the source, and segment_doc finds its parts.
 */
#ifndef CORE_READ_H
#define CORE_READ_H

#include "article.h"

/* Markdown-like text. The source stays as it is; hints point at the text between the marks. Front matter gives fields. */
dp_status read_markdown(article *story, dp_error *error);

/* An HTML page. The source becomes the text of the page: every block on its own, an empty line between two, white space
 * as a browser shows it. Hints name title, headings, paragraphs, and what is no part of the article with the reason.
 * DP_UNAVAILABLE when built without libxml2; DP_BAD_INPUT for a page without text or with absurd nesting. */
dp_status read_html(article *story, dp_error *error);

/* One NDJSON record. The source becomes the member "text", exactly. DP_BAD_INPUT when it is no such record. */
dp_status read_record(article *story, dp_error *error);

/* Give a document over lines, before it is sealed, its blocks and sentences: one of each for every line with more than
 * white space. */
dp_status lines_doc(dp_doc *doc, dp_error *error);

/* Take date, author and publisher from a JSON-LD script of a page. Anything unexpected is passed over. */
void read_json_ld(article *story, const char *json, size_t length);

#endif /* CORE_READ_H */
