/* SPDX-License-Identifier: ISC */
/*
 * From the layers `terms` and `entities` of a document to what the parts of its sentences have to show, and back to
 * reports.
 */
#ifndef TRANSLATE_WANTS_H
#define TRANSLATE_WANTS_H

#include "sentence.h"

/* Give the parts of the document's sentences (the first of `sentences`, in order) the terms that stand in them, and the
 * surnames of persons, those from Cyrillic as English spells them if `transcribe`. Terms in unbroken compounds and
 * across parts ask for nothing. */
dp_status wants_collect(const dp_doc *doc, bool transcribe, sentence *sentences, dp_error *error);

/* Say that terms were asked for, and report those that would have made a translation worse. What is in the English is
 * for the stage term-report. */
dp_status wants_report(dp_doc *doc, const sentence *sentences, size_t count, dp_error *error);

#endif /* TRANSLATE_WANTS_H */
