/* SPDX-License-Identifier: ISC */
/*
 * The document as its host sees it: how it is built, and how stages are let at it. The rules of <depesche/doc.h> are
 * kept in doc.c and note.c and nowhere else.
 *
 * Order of building: doc_new, doc_set_field and doc_set_undecoded at any time, doc_add_block and doc_add_sentence in the
 * order of the source, doc_seal. Only a sealed document may be given to stages and writers.
 */
#ifndef CORE_DOC_H
#define CORE_DOC_H

#include <depesche/plugin.h>

#include "arena.h"

/* Blocks, and sentences, that a document may have: a hundred books' worth. A sentence costs some hundred bytes, so that
 * 64 MiB of "- a" would otherwise take gigabytes. */
#define DOC_MOST_PARTS ((size_t)1000000)

/* ---- Building ---- */

/* Make a document over a copy of `source`. Null, with the error set, for text that is not UTF-8, holds U+0000 or when
 * memory ran out. Freed with dp_doc_free. */
dp_doc *doc_new(const char *source, size_t length, dp_error *error);

/* Set a field; a null or empty value removes it. Copies. */
dp_status doc_set_field(dp_doc *doc, dp_field field, const char *value, dp_error *error);
dp_status doc_set_field_bytes(dp_doc *doc, dp_field field, const char *value, size_t length, dp_error *error);

/* Say how many bytes of the input could not be decoded. */
void doc_set_undecoded(dp_doc *doc, size_t bytes);

/* Add the next block; it must begin where the last one ended. `reason` is copied. DP_LIMIT when there are too many. */
dp_status doc_add_block(dp_doc *doc, dp_block_kind kind, dp_span span, const char *reason, dp_error *error);

/* Add the next sentence, which must lie behind the last one and inside the block `block`. It is a headline when the block
 * is a title or heading; boilerplate and space have none. DP_LIMIT when there are too many. */
dp_status doc_add_sentence(dp_doc *doc, size_t block, dp_span span, dp_error *error);

/* Check that the blocks cover the source and fix them. Title and standfirst are filled from their blocks where the field
 * has no value yet. */
dp_status doc_seal(dp_doc *doc, dp_error *error);

/* ---- Stages ---- */

/* Let a plugin write the layers it declares, until doc_end_stage. `stage` is its name in the pipeline. */
dp_status doc_begin_stage(dp_doc *doc, const dp_plugin *plugin, const char *stage, dp_error *error);
void doc_end_stage(dp_doc *doc, double milliseconds);

/* An engine that the running stage may ask for scores; all null for none. Borrowed. */
typedef struct doc_engine {
    const char *stage; /* its name in the pipeline */
    const dp_plugin *plugin;
    void *state;
} doc_engine;

/* Let the running stage ask an engine, until doc_end_stage. */
void doc_lend_engine(dp_doc *doc, doc_engine engine);

/* Remember which pipeline ran. */
dp_status doc_set_pipeline(dp_doc *doc, const char *name, dp_error *error);

/* ---- Positions ---- */

/* Number of code points before byte `position` of the source. Costs time by the distance to a mark kept every few hundred
 * bytes. */
size_t doc_code_point(const dp_doc *doc, size_t position);

/* ---- For note.c ---- */

typedef struct doc_layer {
    const char *kind;
    dp_note **notes;
    size_t count;
    size_t capacity;
} doc_layer;

typedef struct doc_notes {
    dp_note **all;
    size_t count;
    size_t capacity;
    doc_layer *layers;
    size_t layer_count;
    size_t layer_capacity;
} doc_notes;

/* Access for note.c, so that the struct itself stays in doc.c. */
doc_notes *doc_get_notes(dp_doc *doc);
const doc_notes *doc_look_notes(const dp_doc *doc);
arena *doc_get_arena(dp_doc *doc);

/* Number of the running stage from 1; 0 when none is. */
size_t doc_running_stage(const dp_doc *doc);

/* Id of the running plugin; "host" when none is. */
const char *doc_running_plugin(const dp_doc *doc);

/* DP_OK when the running stage may write the layer. */
dp_status doc_check_layer(const dp_doc *doc, const char *layer, dp_error *error);

/* DP_OK when the span lies in the source at UTF-8 boundaries. */
dp_status doc_check_span(const dp_doc *doc, dp_span span, dp_error *error);

/* DP_OK when the bytes are UTF-8 without NUL. `what` names them in the message. */
dp_status doc_check_text(const char *bytes, size_t length, const char *what, dp_error *error);

void note_free_all(doc_notes *notes);

#endif /* CORE_DOC_H */
