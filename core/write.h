/* SPDX-License-Identifier: ISC */
/*
 * What the writers share. A writer appends one format to a buffer, reads the document through the public accessors only
 * (and doc_code_point), and leaves checking for failed allocations of the buffer to dp_write.
 */
#ifndef CORE_WRITE_H
#define CORE_WRITE_H

#include <depesche/depesche.h>

/* Digits of a SHA-256 that a place in a record carries. */
#define RECORD_HASH_DIGITS 16

typedef dp_status write_function(const dp_doc *doc, const dp_write_options *options, dp_text *out, dp_error *error);

write_function write_json;
write_function write_ndjson;
write_function write_markdown;
write_function write_html;
write_function write_text;

/* ---- For a digest ---- */

/* Write the front of a report, and the sentences it rests on, as a section of a larger page. All anchors begin with
 * `prefix`. */
typedef dp_status write_section_function(const dp_doc *doc, const dp_write_options *options, const char *prefix, dp_text *out,
                                         dp_error *error);

write_section_function write_markdown_section;
write_section_function write_html_section;
write_section_function write_text_section;

#define WRITE_HTML_END "</main>\n</body>\n</html>\n"

/* Put what stands before the text of a page. */
void write_html_head(dp_text *out, const char *title);

/* Put text, escaped, so that none of it acts as markup. */
void write_html_text(dp_text *out, const char *text);
void write_markdown_text(dp_text *out, const char *text);

/* Put a heading, or a paragraph behind a lead, as the writer of plain text does. */
void write_text_heading(const dp_write_options *options, dp_text *out, const char *heading, char underline);
void write_text_line(const dp_write_options *options, dp_text *out, const char *lead, const char *text);

/* Return the caller's options as this library knows them: fields that the caller's header does not have are zero. */
dp_write_options write_known_options(const dp_write_options *given);

/* ---- What notes say ---- */

/* The number a reader knows each sentence of the document by: prose sentences are counted from 1, a headline has 0.
 * Returns an array of dp_doc_sentence_count(doc) numbers, freed with free(), or null when memory ran out. */
size_t *write_sentence_numbers(const dp_doc *doc);

/* Read a note's string as a decimal number. False when the key is absent or its value is no number. */
bool write_note_number(const dp_note *note, const char *key, size_t *number);

/* Store the index of the sentence a note names under "sentence", or else of the one its span begins in. False when there
 * is none. */
bool write_note_sentence(const dp_doc *doc, const dp_note *note, size_t *index);

/* Find the next further span of a note under a name, at or after number `*at` of all its spans; store it and move `*at`
 * behind it. Walking from 0 costs time linear in the number of spans. */
bool write_next_span(const dp_note *note, const char *name, size_t *at, dp_span *span);

/* Whether a code point could change how the text around it is shown: control characters (C0, C1, DEL) and those that
 * switch the writing direction. Line feed and tab count too. */
bool write_is_control(uint32_t code);

#endif /* CORE_WRITE_H */
