/* SPDX-License-Identifier: ISC */
/*
 * A digest as its caller sees it: parts come in, one document goes out.
 */
#include "config.h"

#include "digest.h"

#include "alloc.h"
#include "record.h"
#include "sha256.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

/* Digits of the article's SHA-256 in its anchors. */
#define PREFIX_DIGITS 10

static write_section_function *section_writer(const char *format)
{
    return strcmp(format, "markdown") == 0 ? write_markdown_section
           : strcmp(format, "html") == 0   ? write_html_section
           : strcmp(format, "text") == 0   ? write_text_section
                                           : NULL;
}

static dp_status check_format(const char *format, dp_error *error)
{
    if (format && (strcmp(format, "json") == 0 || section_writer(format)))
        return DP_OK;
    return dp_error_set(error, DP_BAD_OPTION, "'%s' is no format of a digest: there are json, markdown, html and text",
                        format ? format : "");
}

/* Anchors begin with the article's fingerprint: they are the same in every digest, and differ between articles. */
static void make_prefix(const dp_doc *doc, char prefix[PREFIX_DIGITS + 3])
{
    char hex[65];
    size_t length;
    const char *hash = dp_doc_field(doc, DP_FIELD_SHA256), *source = dp_doc_source(doc, &length);
    if (!hash || strlen(hash) < PREFIX_DIGITS) {
        sha256_hex(source, length, hex);
        hash = hex;
    }
    prefix[0] = 'a';
    memcpy(prefix + 1, hash, PREFIX_DIGITS);
    memcpy(prefix + 1 + PREFIX_DIGITS, "-", 2);
}

/* A part is the record, a NUL, and what the writer makes of the article. */
dp_status dp_digest_part(const dp_doc *doc, const char *format, const dp_write_options *options, dp_text *out, dp_error *error)
{
    const dp_write_options known = write_known_options(options);
    char prefix[PREFIX_DIGITS + 3];
    size_t before = out->length;
    dp_status status = check_format(format, error);
    if (status == DP_OK)
        status = write_json(doc, &known, out, error);
    if (status == DP_OK)
        dp_text_append(out, "", 1);
    make_prefix(doc, prefix);
    if (status == DP_OK && section_writer(format))
        status = section_writer(format)(doc, &known, prefix, out, error);
    if (status == DP_OK && out->failed)
        status = dp_error_set(error, DP_NO_MEMORY, "out of memory while writing a part of a digest");
    if (status != DP_OK)
        dp_text_cut(out, before);
    return status;
}

dp_digest *dp_digest_new(dp_error *error)
{
    dp_digest *made = alloc_zeroed(1, sizeof *made);
    if (!made)
        dp_error_set(error, DP_NO_MEMORY, "out of memory while beginning a digest");
    return made;
}

void dp_digest_free(dp_digest *digest)
{
    if (!digest)
        return;
    for (size_t i = 0; i < digest->count; i++)
        digest_free_article(&digest->articles[i]);
    free(digest->articles);
    free(digest->failures);
    arena_free(&digest->memory);
    free(digest);
}

static dp_status no_memory(dp_error *error)
{
    return dp_error_set(error, DP_NO_MEMORY, "out of memory while making a digest");
}

dp_status dp_digest_add(dp_digest *digest, const char *part, size_t length, dp_error *error)
{
    const char *end = memchr(part, '\0', length);
    if (!end)
        return dp_error_set(error, DP_BAD_INPUT, "this is no part of a digest");
    if (!alloc_grow(&digest->articles, &digest->capacity, digest->count + 1, sizeof *digest->articles))
        return no_memory(error);
    size_t size = (size_t)(end - part);
    json_object *record = record_parse(part, size, error);
    if (!record)
        return error->status;
    digest_article *article = &digest->articles[digest->count++];
    *article = (digest_article){.name = "-"};
    bool good = digest_read_article(&digest->memory, record, article);
    json_object_put(record);
    article->record = arena_copy(&digest->memory, part, size);
    article->section = arena_copy(&digest->memory, end + 1, length - size - 1);
    return good && article->record && article->section ? DP_OK : no_memory(error);
}

dp_status dp_digest_fail(dp_digest *digest, const char *name, const char *message, dp_error *error)
{
    if (!alloc_grow(&digest->failures, &digest->failure_capacity, digest->failure_count + 1, sizeof *digest->failures))
        return no_memory(error);
    digest_failure *failure = &digest->failures[digest->failure_count];
    failure->name = arena_string(&digest->memory, name ? name : "-");
    failure->message = arena_string(&digest->memory, message ? message : "");
    digest->failure_count += failure->name && failure->message;
    return failure->name && failure->message ? DP_OK : no_memory(error);
}

dp_status dp_digest_write(dp_digest *digest, const char *format, const dp_write_options *options, dp_text *out, dp_error *error)
{
    const dp_write_options known = write_known_options(options);
    size_t before = out->length;
    if (check_format(format, error) != DP_OK)
        return error->status;
    if (!digest_group(digest->articles, digest->count))
        return no_memory(error);
    dp_status status = digest_write(digest, format, &known, out, error);
    if (status == DP_OK && out->failed)
        status = no_memory(error);
    if (status != DP_OK)
        dp_text_cut(out, before);
    return status;
}
