/* SPDX-License-Identifier: ISC */
/*
 * From a document to notes.
 */
#ifndef SUMMARY_SUMMARIZE_H
#define SUMMARY_SUMMARIZE_H

#include "selection.h"

/* What a stage keeps between documents. Initialise with zeros; free with summarizer_close. */
typedef struct summarizer {
    german *german;
    weights short_weights; /* for summaries of up to SHORT_SUMMARY words */
    weights long_weights;
    size_t sentences; /* length asked for; the first of these that is not 0 counts: ratio, words, sentences */
    size_t words;
    double ratio; /* of the article's words */
    bool alone;   /* choose no sentence that leans on another */
} summarizer;

/* Summaries up to this many words go by the weights learned from short ones. */
#define SHORT_SUMMARY 140

/* Load word lists and weights; `table` as in weights_read. */
dp_status summarizer_open(summarizer *summarizer, const char *table, dp_error *error);
void summarizer_close(summarizer *summarizer);

/* Add notes of kind "summary" to a document. */
dp_status summarizer_run(const summarizer *summarizer, dp_doc *doc, dp_error *error);

#endif /* SUMMARY_SUMMARIZE_H */
