/* SPDX-License-Identifier: ISC */
/*
 * Writing JSON: members come out in the order they are given, numbers look the same in every locale, and all text is
 * escaped so that the result is safe to print.
 */
#ifndef CORE_EMITTER_H
#define CORE_EMITTER_H

#include <depesche/text.h>

/* Where the JSON goes. Initialise `out` and `lines`, leave the rest zero. Failed allocations show in `out`. */
typedef struct emitter {
    dp_text *out;
    bool lines;       /* a line for each value of the two outer levels; otherwise everything on one line */
    unsigned depth;   /* open objects and arrays; at most 63 */
    uint64_t filled;  /* bit d: the object or array at depth d has a value */
} emitter;

/* In all of these `key` is the member's name in an object, and null in an array and at the top. */

/* Begin an object ('{') or array ('['), and end it ('}' or ']'). */
void emit_open(emitter *json, const char *key, char bracket);
void emit_close(emitter *json, char bracket);

/* Null when the string is null. */
void emit_string(emitter *json, const char *key, const char *value);
void emit_bytes(emitter *json, const char *key, const char *value, size_t length);

void emit_count(emitter *json, const char *key, size_t value);
void emit_boolean(emitter *json, const char *key, bool value);
void emit_null(emitter *json, const char *key);

/* A number rounded to `decimals` digits (at least 1) behind the point, without needless zeros; null when it is negative,
 * not finite or above 1e12. */
void emit_decimal(emitter *json, const char *key, double value, unsigned decimals);

#endif /* CORE_EMITTER_H */
