/* SPDX-License-Identifier: ISC */
/*
 * The record that stands for a document that could not be made.
 */
#include "config.h"

#include <depesche/depesche.h>

#include "emitter.h"

#include <string.h>

/* Names of files may be any bytes. */
static void emit_clean(emitter *json, const char *key, const char *value)
{
    dp_text clean = {0};
    dp_text_nfc(&clean, value, strlen(value));
    emit_string(json, key, clean.data ? clean.data : "");
    if (clean.failed)
        json->out->failed = true;
    dp_text_free(&clean);
}

dp_status dp_write_failure(const char *name, const dp_error *failure, dp_text *out, dp_error *error)
{
    emitter json = {.out = out};
    emit_open(&json, NULL, '{');
    emit_open(&json, "error", '{');
    emit_string(&json, "status", dp_status_name(failure->status));
    emit_clean(&json, "message", failure->text);
    emit_close(&json, '}');
    emit_open(&json, "source", '{');
    emit_clean(&json, "name", name ? name : "-");
    emit_close(&json, '}');
    emit_close(&json, '}');
    dp_text_puts(out, "\n");
    return out->failed ? dp_error_set(error, DP_NO_MEMORY, "out of memory while writing a record") : DP_OK;
}
