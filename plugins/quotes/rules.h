/* SPDX-License-Identifier: ISC */
/*
 * The rules, one file for each way of quoting. All work on the current sentence.
 */
#ifndef QUOTES_RULES_H
#define QUOTES_RULES_H

#include "phrase.h"
#include "quote.h"

/* The sentence at hand. */
typedef struct scene {
    analysis *work;
    view in;
    const chunks *parts;
    size_t sentence;
    size_t first_quote; /* quotes found before this sentence */
    bool failed;        /* memory ran out */
} scene;

/* ---- Helpers ---- */

/* The bytes of tokens [begin, end). */
dp_span scene_span(const scene *at, size_t begin, size_t end);

/* Add a quotation; null when memory ran out, which the scene remembers. */
quote *scene_add(scene *at, quote item);

/* Whether a token lies in a quotation already found in this sentence. */
bool scene_covered(const scene *at, size_t token_index);

/* Whether a token lies in the frame of one of them. */
bool scene_framed(const scene *at, size_t token_index);

/* Whether bytes do. */
bool scene_covers(const scene *at, dp_span span);

/* Whether chunk `index` is an apposition: a noun phrase between commas. */
bool scene_apposition(const scene *at, size_t index);

/* Let who the sentence before in the paragraph is about speak; nothing changes when there is nobody. */
void scene_take_subject(const scene *at, quote *to);

/* ---- Rules ---- */

/* Clauses of content beside a verb or noun of speech: "sagte, das Treffen sei …", "… , sagte er". */
void rule_clauses(scene *at);

/* laut, zufolge, nach Angaben, so, demnach. */
void rule_phrases(scene *at);

/* Whole quotations in marks, with the clause that frames them. */
void rule_direct(scene *at);

/* Sentences without a frame: Konjunktiv, soll, and reports with an object. */
void rule_sentences(scene *at);

/* Words in marks inside a sentence: quoted, or names and titles. */
void rule_marked(scene *at);

/* ---- Shared by the rules ---- */

/* Whether the words before a pair of marks say that it holds a name or a title. */
bool marked_name(const scene *at, const mark_pair *pair);

/* Fill cue, speaker and addressee from the clause of chunk `index`; the frame is left alone. */
void head_roles(const scene *at, size_t index, quote *to);

/* Whether the verb of a chunk is one of speech with all it asks for. Returns its uses, or 0. */
unsigned head_uses(const scene *at, size_t index);

#endif /* QUOTES_RULES_H */
