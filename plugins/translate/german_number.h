/* SPDX-License-Identifier: ISC */
/*
 * Whether a term stands in the singular or in the plural, as far as its form and the words before it tell.
 */
#ifndef TRANSLATE_GERMAN_NUMBER_H
#define TRANSLATE_GERMAN_NUMBER_H

#include <depesche/doc.h>

/* 's', 'p', 'g' for a name's genitive ("Putins"), or 0 when it is not clear, for a note of the layer terms. */
char german_amount(const dp_doc *doc, const dp_note *term);

#endif /* TRANSLATE_GERMAN_NUMBER_H */
