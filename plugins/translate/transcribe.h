/* SPDX-License-Identifier: ISC */
/*
 * Names that German transcribes from Cyrillic, as English does it: "Solowjow" is "Solovyov". Only where letters and
 * endings leave no doubt; well-known persons stand in samples/glossaries/persons.tsv.
 */
#ifndef TRANSLATE_TRANSCRIBE_H
#define TRANSLATE_TRANSCRIBE_H

#include <depesche/text.h>

/* Whether a surname may be such a transcription, so that it may not be taken as it is. */
bool transcribe_concerns(const char *surname);

/* Append the English spelling of the surname of a full name. Nothing is appended where it is not sure: the given name
 * is no Slavic one, the surname has no ending of such names, or a letter of it stands for several ("Schukow": Zhukov).
 */
void transcribe_surname(dp_text *out, const char *name);

#endif /* TRANSLATE_TRANSCRIBE_H */
