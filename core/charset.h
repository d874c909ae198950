/* SPDX-License-Identifier: ISC */
/*
 * From bytes in some encoding to UTF-8. The encoding is decided in a fixed order, and what was decided and why is always
 * told: forced by the user; a byte order mark; UTF-8 where the bytes are UTF-8; what the input declares; Windows-1252.
 *
 * Two cases lie between those steps. UTF-16 without a mark is known by its NUL bytes. Text that is UTF-8 but for a few
 * broken bytes stays UTF-8, because reading it as anything else would spoil every umlaut to save one.
 *
 * The encodings are those of data/charsets.tsv and no others.
 */
#ifndef CORE_CHARSET_H
#define CORE_CHARSET_H

#include <depesche/text.h>

#define CHARSET_NAME_SIZE 32

/* Why an encoding was taken. */
typedef enum charset_reason {
    CHARSET_FORCED,   /* the caller said so */
    CHARSET_MARK,     /* byte order mark */
    CHARSET_VALID,    /* the bytes are UTF-8 (ASCII included) */
    CHARSET_DAMAGED,  /* the bytes are UTF-8 but for a few */
    CHARSET_NULS,     /* NUL bytes stand where UTF-16 has them */
    CHARSET_DECLARED, /* the input says so, and nothing speaks against it */
    CHARSET_FALLBACK  /* nothing is known: Windows-1252 */
} charset_reason;

typedef struct charset_decision {
    char encoding[CHARSET_NAME_SIZE]; /* as named in data/charsets.tsv */
    charset_reason reason;
    bool contradicted;                /* the declared encoding is known and another was taken, with another result */
    bool unknown;                     /* the declared encoding is not in the list */
    size_t undecoded;                 /* bytes of the input that stand as U+FFFD */
} charset_decision;

/* Find the encoding that a label such as "latin1" means and store its name. False for one that is not in the list. */
bool charset_find(const char *label, char name[CHARSET_NAME_SIZE]);

/* Append the names of all encodings, separated by ", ", for messages. */
dp_status charset_list(dp_text *out);

/* Decode the bytes and append them to `out`, without their byte order mark. `forced` and `declared` are labels or null.
 * Bytes that cannot be decoded become U+FFFD, as do NUL characters of UTF-16 and UTF-32. DP_BAD_OPTION for a forced
 * label that is not in the list; DP_BAD_INPUT for bytes that are no text: NUL bytes outside UTF-16 and UTF-32, many
 * control characters, or more than a quarter that cannot be decoded. */
dp_status charset_decode(const void *bytes, size_t length, const char *forced, const char *declared, dp_text *out,
                         charset_decision *decision, dp_error *error);

#endif /* CORE_CHARSET_H */
