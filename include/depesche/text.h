/* SPDX-License-Identifier: ISC */
/*
 * Text: byte spans, UTF-8 stepping, the Unicode properties that German text needs, and a growable buffer.
 *
 * All text of depesche is UTF-8. Sizes and positions in this interface are in bytes; only the writers turn
 * them into code points. Properties and case folding follow Unicode as known to utf8proc; the locale of the
 * process is never consulted.
 */
#ifndef DEPESCHE_TEXT_H
#define DEPESCHE_TEXT_H

#include <depesche/status.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

DP_BEGIN_DECLS

/* A half-open range of bytes: begin is the first byte, end is one past the last. begin <= end. */
typedef struct dp_span {
    size_t begin;
    size_t end;
} dp_span;

/* Whether two spans share at least one byte. */
static inline bool dp_span_overlaps(dp_span a, dp_span b)
{
    return a.begin < b.end && b.begin < a.end;
}

/* Whether every byte of `inner` lies in `outer`. */
static inline bool dp_span_contains(dp_span outer, dp_span inner)
{
    return outer.begin <= inner.begin && inner.end <= outer.end;
}

/* ---- UTF-8 ---- */

/* What dp_utf8_next returns at the end of the text. */
#define DP_UTF8_END ((uint32_t)0xFFFFFFFFu)

/* Return the code point at byte `*position` of `text` and move `*position` past it. At or behind `length` it
 * returns DP_UTF8_END and leaves `*position` alone. A byte that begins no valid sequence counts as one
 * U+FFFD of one byte, so the loop always ends. */
DP_API uint32_t dp_utf8_next(const char *text, size_t length, size_t *position);

/* Return the code point before byte `*position` and move `*position` to its first byte. At 0 it returns
 * DP_UTF8_END. Invalid bytes count as in dp_utf8_next. */
DP_API uint32_t dp_utf8_previous(const char *text, size_t length, size_t *position);

/* Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms, nothing above U+10FFFF). If not
 * and `bad` is not null, the offset of the first bad byte is stored there. U+0000 is well-formed. */
DP_API bool dp_utf8_valid(const char *text, size_t length, size_t *bad);

/* Number of code points in the bytes; invalid bytes count one each. */
DP_API size_t dp_utf8_count(const char *text, size_t length);

/* Write the UTF-8 form of a code point into `out` (room for 4 bytes, no NUL) and return its length in bytes;
 * what is no Unicode scalar value is written as U+FFFD. */
DP_API size_t dp_utf8_encode(uint32_t code, char *out);

/* Whether byte `position` may begin or end a span: it is 0, `length`, or the first byte of a sequence. */
DP_API bool dp_utf8_boundary(const char *text, size_t length, size_t position);

/* ---- Properties of a code point (Unicode general category) ---- */

DP_API bool dp_is_letter(uint32_t code);  /* L* and combining marks M* */
DP_API bool dp_is_upper(uint32_t code);   /* Lu, Lt */
DP_API bool dp_is_lower(uint32_t code);   /* Ll */
DP_API bool dp_is_digit(uint32_t code);   /* Nd */
DP_API bool dp_is_space(uint32_t code);   /* Z*, and U+0009 to U+000D, U+0085 */
DP_API bool dp_is_punct(uint32_t code);   /* P* and S* */
DP_API uint32_t dp_to_lower(uint32_t code); /* simple mapping, itself if there is none */
DP_API uint32_t dp_to_upper(uint32_t code); /* simple mapping, itself if there is none */

/* ---- Words ---- */

/* Find the next word at or after byte `*position`: letters, digits and marks, joined by single inner hyphens,
 * apostrophes, and full stops or commas between digits ("US-Präsidenten", "3,4", "geht's"). Stores it in
 * `*word`, moves `*position` to its end and returns true; false when there is no further word. */
DP_API bool dp_word_next(const char *text, size_t length, size_t *position, dp_span *word);

/* ---- Growable buffer ---- */

/* Bytes that grow as they are written. `data` is null until something is written, then NUL-terminated behind
 * `length` bytes. Initialise with `dp_text text = {0};`; free with dp_text_free. The fields may be read, and
 * `length` may be lowered with dp_text_cut; nothing else may be changed by hand. Once an allocation fails,
 * `failed` stays true, further writes do nothing, and the caller may check once at the end. */
typedef struct dp_text {
    char *data;
    size_t length;
    size_t capacity;
    bool failed;
} dp_text;

/* Free the bytes and make the buffer empty and usable again. Null is allowed. */
DP_API void dp_text_free(dp_text *text);

/* Append `length` bytes; they must not be part of the buffer itself. Copies. DP_NO_MEMORY when they do not fit. */
DP_API dp_status dp_text_append(dp_text *text, const char *bytes, size_t length);

/* Append a NUL-terminated string. Copies. A null pointer appends nothing. */
DP_API dp_status dp_text_puts(dp_text *text, const char *string);

/* Append one code point as UTF-8. */
DP_API dp_status dp_text_put(dp_text *text, uint32_t code);

/* Append printf-formatted text, formatted as in the C locale for everything depesche itself prints. */
DP_API dp_status dp_text_printf(dp_text *text, const char *format, ...) DP_PRINTF(2, 3);

/* Shorten the buffer to `length` bytes; longer values change nothing. */
DP_API void dp_text_cut(dp_text *text, size_t length);

/* Hand the bytes over to the caller, who frees them with free(), and make the buffer empty. Never null unless
 * an allocation failed: an empty buffer gives an empty string. */
DP_API char *dp_text_take(dp_text *text);

/* ---- Comparable forms ---- */

/* Append the text in Unicode normalisation form C. Invalid bytes become U+FFFD. DP_NO_MEMORY on failure. */
DP_API dp_status dp_text_nfc(dp_text *out, const char *text, size_t length);

/* Append the form used for comparing words: NFC, then case folded, with ß as ss. Umlauts stay. */
DP_API dp_status dp_text_fold(dp_text *out, const char *text, size_t length);

/* Append the text with every run of white space (line ends, tabs, no-break spaces) as one space, none at the
 * start or end, soft hyphens and zero-width characters dropped, in NFC: the form in which a sentence is handed
 * to a model or shown in a list. */
DP_API dp_status dp_text_flatten(dp_text *out, const char *text, size_t length);

DP_END_DECLS

#endif /* DEPESCHE_TEXT_H */
