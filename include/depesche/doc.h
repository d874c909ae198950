/* SPDX-License-Identifier: ISC */
/*
 * The document: a German source text that never changes, and what is known about it.
 *
 * A document holds the source (UTF-8, exactly as decoded), fields (title, date …), blocks that cover the
 * source without gap or overlap, sentences, a translation per sentence, and stand-off notes. Source, fields,
 * blocks and sentences are fixed before the first stage runs; stages add translations and notes.
 *
 * Ownership: getters borrow and setters copy. What a getter returns belongs to the document and stays valid
 * until the document is freed; a translation that is replaced stays valid too. Only a host frees documents.
 *
 * Positions are byte offsets into the source, as dp_span. A setter refuses (DP_INVALID) a span outside the
 * source or inside a UTF-8 sequence, text that is not UTF-8, and a layer that the running stage did not
 * declare in its descriptor's `writes`. Nothing is changed by a refused call.
 *
 * A document is used by one thread at a time.
 */
#ifndef DEPESCHE_DOC_H
#define DEPESCHE_DOC_H

#include <depesche/text.h>

DP_BEGIN_DECLS

typedef struct dp_doc dp_doc;
typedef struct dp_note dp_note;

/* ---- Source and fields ---- */

/* Return the source text and store its length in bytes. Valid UTF-8 without U+0000, NUL-terminated. Never null. */
DP_API const char *dp_doc_source(const dp_doc *doc, size_t *length);

/* What may be known about a document beside its text. Numbers are part of the ABI; new ones are appended. */
typedef enum dp_field {
    DP_FIELD_TITLE = 0,      /* headline */
    DP_FIELD_STANDFIRST,     /* the paragraph under the headline that sums the article up */
    DP_FIELD_DATE,           /* day of publication, ISO 8601: 2023-12-09 */
    DP_FIELD_OUTLET,         /* who published it */
    DP_FIELD_SOURCE_ID,      /* the id of the text where it came from ("source-120") */
    DP_FIELD_URL,
    DP_FIELD_LANGUAGE,       /* BCP 47 ("de"), as declared by the input, or "de" */
    DP_FIELD_NAME,           /* what the input was called: a file name, "-" for standard input */
    DP_FIELD_FORMAT,         /* how the input was read: "text", "markdown", "html", "ndjson" */
    DP_FIELD_DECLARED_ENCODING, /* what the input or the user said its encoding is */
    DP_FIELD_ENCODING,       /* the encoding it was decoded with */
    DP_FIELD_SHA256,         /* hash of the input bytes, 64 lower-case hexadecimal digits */
    DP_FIELD_AUTHOR,         /* byline */
    DP_FIELD_COUNT           /* not a field: one past the last known to this header */
} dp_field;

/* Return a field's text, or null when it is not known. A field outside the list is not known. */
DP_API const char *dp_doc_field(const dp_doc *doc, dp_field field);

/* Return a field's name in lower case with underscores ("source_id"), or null for a number that is none. */
DP_API const char *dp_field_name(dp_field field);

/* Number of input bytes that could not be decoded and stand as U+FFFD in the source. */
DP_API size_t dp_doc_undecoded(const dp_doc *doc);

/* ---- Blocks ---- */

typedef enum dp_block_kind {
    DP_BLOCK_TITLE = 0,
    DP_BLOCK_STANDFIRST,
    DP_BLOCK_HEADING,
    DP_BLOCK_PARAGRAPH,
    DP_BLOCK_BOILERPLATE,    /* not part of the article; left out of the stages; `reason` says why */
    DP_BLOCK_SPACE           /* white space between blocks */
} dp_block_kind;

/* A stretch of the source. Blocks stand in order and cover the source completely. */
typedef struct dp_block {
    dp_block_kind kind;
    dp_span span;
    const char *reason;      /* of a boilerplate block, such as "comment box"; otherwise null */
} dp_block;

/* Return a block kind's name ("paragraph"), or null for a number that is none. */
DP_API const char *dp_block_kind_name(dp_block_kind kind);

DP_API size_t dp_doc_block_count(const dp_doc *doc);

/* Return block `index`; one past the end gives a DP_BLOCK_SPACE with an empty span at the end of the source. */
DP_API dp_block dp_doc_block(const dp_doc *doc, size_t index);

/* ---- Sentences ---- */

/* A unit of translation: a sentence of a standfirst or paragraph, or a whole title or heading. Sentences stand
 * in order, do not overlap, and each lies in one block. White space around it is not part of a sentence. */
typedef struct dp_sentence {
    dp_span span;
    size_t block;            /* index of its block */
    bool headline;           /* it is a title or heading: not to be quoted from, not to be summarised with */
} dp_sentence;

DP_API size_t dp_doc_sentence_count(const dp_doc *doc);

/* Return sentence `index`; one past the end gives an empty span at the end of the source. */
DP_API dp_sentence dp_doc_sentence(const dp_doc *doc, size_t index);

/* What dp_doc_sentence_at returns when there is no sentence. */
#define DP_NONE ((size_t)-1)

/* Return the index of the sentence that holds the byte at `position`, or DP_NONE. */
DP_API size_t dp_doc_sentence_at(const dp_doc *doc, size_t position);

/* ---- Translations (layer "translation") ---- */

typedef enum dp_translation_status {
    DP_TRANSLATION_NONE = 0,  /* no stage has translated it */
    DP_TRANSLATED,
    DP_COPIED,                /* carried over as it was: it holds nothing to translate */
    DP_GIVEN_UP               /* a stage tried and would not vouch for the result: `text` is the German */
} dp_translation_status;

/* A sentence's English. */
typedef struct dp_translation {
    dp_translation_status status;
    const char *text;         /* borrowed from the document; null when status is DP_TRANSLATION_NONE */
    double score;             /* confidence from 0 to 1, or negative when there is none */
    const char *engine;       /* which model made it; null when there is none */
    const char *reason;       /* why it was given up, or what was done to the sentence; may be null */
} dp_translation;

/* Return the name of a translation status ("translated"), or null for a number that is none. */
DP_API const char *dp_translation_status_name(dp_translation_status status);

/* Return the translation of sentence `index`. Past the end: DP_TRANSLATION_NONE. */
DP_API dp_translation dp_doc_translation(const dp_doc *doc, size_t index);

/* Set the translation of sentence `index`, replacing an earlier one. Copies the strings. The running stage must
 * declare "translation" in `writes`. DP_INVALID for a sentence that is not there, text that is empty or not
 * UTF-8, or a status of DP_TRANSLATION_NONE. */
DP_API dp_status dp_doc_set_translation(dp_doc *doc, size_t index, const dp_translation *translation, dp_error *error);

/* Say that the bytes `english` of the translation of sentence `index` render the source span `german`, which
 * must lie in that sentence. May be called many times, in any order; replaced translations lose theirs. */
DP_API dp_status dp_doc_align(dp_doc *doc, size_t index, dp_span german, dp_span english, dp_error *error);

/* Number of aligned pairs of sentence `index`, and pair `which` of them in the order they were added. The
 * getter returns false past the end. */
DP_API size_t dp_doc_alignment_count(const dp_doc *doc, size_t index);
DP_API bool dp_doc_alignment(const dp_doc *doc, size_t index, size_t which, dp_span *german, dp_span *english);

/* Find the stretch of the translation of sentence `index` that renders a part `german` of the source, in bytes of the
 * translation: the one in which the aligned pairs of the part most outnumber the others, so that single pairs that are
 * astray do not widen it. It begins and ends with aligned words; marks and other words around it are left to the caller.
 * Returns how well it does, the F1 of the part's pairs and the pairs of the stretch: 1 when they are the same, 0 (and
 * `*english` as it was) when the part is aligned with nothing or memory ran out. */
DP_API double dp_doc_aligned(const dp_doc *doc, size_t index, dp_span german, dp_span *english);

/* Return or set the translation of a field that has no sentence in the source (the title of an input that
 * carries it beside the text). For DP_FIELD_TITLE and DP_FIELD_STANDFIRST the getter falls back to the
 * translation of the block's sentences when the field stands in the source. Other rules as for sentences. */
DP_API dp_translation dp_doc_field_translation(const dp_doc *doc, dp_field field);
DP_API dp_status dp_doc_set_field_translation(dp_doc *doc, dp_field field, const dp_translation *translation, dp_error *error);

/* Whether the field's text stands in the source as a block of its own, so that its sentences are among those of
 * the document. */
DP_API bool dp_doc_field_in_source(const dp_doc *doc, dp_field field);

/* ---- Notes ---- */

/*
 * A note says something about a span of the source. It has a kind, which is the name of its layer ("terms",
 * "quotes", "summary" …), a span, a score, named strings and named further spans (a quote's "speaker" and
 * "cue"). Notes are kept in the order they were added and never removed. docs/layers.md lists the keys of the
 * layers that depesche's own plugins write.
 */

/* Add a note and return it, to be filled with dp_note_set and dp_note_add_span while the same stage runs. `kind` is
 * lower-case letters, digits and hyphens. `score` is from 0 to 1, or negative when there is none. Returns null
 * and sets the error when the layer is not declared, the span is not valid or memory ran out. */
DP_API dp_note *dp_doc_add_note(dp_doc *doc, const char *kind, dp_span span, double score, dp_error *error);

/* Set a string of a note; a second value for a key replaces the first. Copies. `value` null removes the key. Only the
 * stage that added the note may, while it runs on that document. Keys are as kinds. Values are UTF-8 of any length. */
DP_API dp_status dp_note_set(dp_note *note, const char *key, const char *value, dp_error *error);

/* As dp_note_set, with `length` bytes that need not be NUL-terminated and must hold no NUL. */
DP_API dp_status dp_note_set_bytes(dp_note *note, const char *key, const char *value, size_t length, dp_error *error);

/* As dp_note_set, with a printf format. */
DP_API dp_status dp_note_setf(dp_note *note, const char *key, dp_error *error, const char *format, ...) DP_PRINTF(4, 5);

/* Add a further span under a name ("speaker"); a name may have several. */
DP_API dp_status dp_note_add_span(dp_note *note, const char *name, dp_span span, dp_error *error);

/* Number of notes of a kind, or of all kinds when `kind` is null. */
DP_API size_t dp_doc_note_count(const dp_doc *doc, const char *kind);

/* Return note `index` of a kind (of all when null) in the order of adding, or null past the end. Walking a layer
 * from 0 upwards costs constant time a note. */
DP_API const dp_note *dp_doc_note(const dp_doc *doc, const char *kind, size_t index);

DP_API size_t dp_note_id(const dp_note *note);           /* number in the document, from 1, by order of adding */
DP_API const char *dp_note_kind(const dp_note *note);
DP_API dp_span dp_note_span(const dp_note *note);
DP_API double dp_note_score(const dp_note *note);
DP_API const char *dp_note_plugin(const dp_note *note);  /* id of the plugin that wrote it; "host" for the host's own */

/* Return the string under a key, or null. */
DP_API const char *dp_note_get(const dp_note *note, const char *key);

/* Number of strings, and string `index` in the order the keys were first set (false past the end). */
DP_API size_t dp_note_pair_count(const dp_note *note);
DP_API bool dp_note_pair(const dp_note *note, size_t index, const char **key, const char **value);

/* Number of further spans under a name (all when null), and span `index` of them (false past the end; `name` out may be
 * asked for with `found`, which may be null). */
DP_API size_t dp_note_span_count(const dp_note *note, const char *name);
DP_API bool dp_note_get_span(const dp_note *note, const char *name, size_t index, dp_span *span, const char **found);

/* Add a warning for the reader of the record, about a span or, with an empty span at 0, about the whole document.
 * Any stage may. It is a note of kind "warning" with the string "message". */
DP_API dp_status dp_doc_warn(dp_doc *doc, dp_span span, dp_error *error, const char *format, ...) DP_PRINTF(4, 5);

/* ---- Asking the engine ---- */

/* A German text and an English one that may be its translation, both UTF-8 and borrowed. */
typedef struct dp_scored {
    const char *source;
    const char *translation;
    double score; /* answer: natural logarithm of the probability that an engine gives to the whole translation, its end
                     included; NAN where it cannot say, as for a text that is too long for it */
} dp_scored;

/* Let the last stage before the running one that can (`score` in plugin.h) say how probable translations are. Many pairs in
 * one call cost less than many calls. To be called while a stage runs. DP_UNAVAILABLE: no stage before this one is an engine
 * that can; then, and after any other failure, no score is set. */
DP_API dp_status dp_doc_score(dp_doc *doc, dp_scored *pairs, size_t count, dp_error *error);

/* ---- What has run ---- */

/* A stage that has run on the document. Strings are borrowed from the document. */
typedef struct dp_stage_record {
    const char *stage;        /* name in the pipeline */
    const char *plugin;       /* plugin id */
    const char *version;      /* plugin version */
    double milliseconds;      /* time spent in process */
} dp_stage_record;

DP_API size_t dp_doc_stage_count(const dp_doc *doc);

/* Return stage `index` in the order of running; all null and 0 past the end. */
DP_API dp_stage_record dp_doc_stage(const dp_doc *doc, size_t index);

/* Return the name of the pipeline that ran, or null before one has. */
DP_API const char *dp_doc_pipeline(const dp_doc *doc);

DP_END_DECLS

#endif /* DEPESCHE_DOC_H */
