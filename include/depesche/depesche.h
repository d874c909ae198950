/* SPDX-License-Identifier: ISC */
/*
 * For programs that embed depesche: read documents, build a chain of plugins, run it, write records.
 *
 *   dp_host *host = dp_host_new();
 *   dp_pipeline *pipeline = dp_pipeline_find(host, "briefing", &error);
 *   dp_chain *chain = dp_chain_open(host, pipeline, &error);
 *   dp_doc *doc = dp_doc_read(bytes, length, &(dp_read_options){ .name = "a.txt" }, &error);
 *   dp_chain_run(chain, doc, &error);
 *   dp_write(doc, "json", NULL, &out, &error);
 *
 * Everything returned by a `_new`, `_find`, `_parse`, `_open` or `_read` function is owned by the caller, who frees it with
 * the matching `_free` or `_close`; those accept null. Chains are freed before their pipeline, pipelines before the host.
 */
#ifndef DEPESCHE_DEPESCHE_H
#define DEPESCHE_DEPESCHE_H

#include <depesche/plugin.h>

DP_BEGIN_DECLS

/* Return the version of libdepesche, such as "0.1.0". Static. */
DP_API const char *dp_version(void);

/* ---- Host: where plugins, pipelines and data are found ---- */

typedef struct dp_host dp_host;

/* Make a host with the search paths of the environment: DEPESCHE_PLUGIN_PATH, DEPESCHE_PIPELINE_PATH and
 * DEPESCHE_DATA_PATH (each separated by colons), then the XDG data directories, then the installed ones. Loads nothing
 * yet. Null when memory ran out. */
DP_API dp_host *dp_host_new(void);
DP_API void dp_host_free(dp_host *host);

/* Search a directory for plugins before all others. Copies. */
DP_API dp_status dp_host_add_plugin_dir(dp_host *host, const char *dir, dp_error *error);

/* Load a plugin by id, or by path when `name` holds a slash, and return its descriptor, borrowed from the host.
 * Loading the same twice gives the same, and one loaded by path answers to its id from then on. On failure null, and the
 * error says which file was refused and why. */
DP_API const dp_plugin *dp_host_plugin(dp_host *host, const char *name, dp_error *error);

/* Return the file a loaded plugin came from, by the same name, borrowed from the host; null when it is not loaded. */
DP_API const char *dp_host_plugin_file(const dp_host *host, const char *name);

/* Return the name of plugin or pipeline `index` among those whose files lie in the search path, sorted by name and not
 * yet checked in any way; null past the end. Borrowed from the host. */
DP_API const char *dp_host_plugin_name(dp_host *host, size_t index);
DP_API const char *dp_host_pipeline_name(dp_host *host, size_t index);

/* Append lines for a person that say why a plugin loads or does not: every path tried, which file is used, refused or
 * shadowed, both ABI versions, what the dynamic loader says, and what to do. Returns DP_OK when it can be loaded. */
DP_API dp_status dp_host_trace(dp_host *host, const char *name, dp_text *out, dp_error *error);

/* ---- Pipelines ---- */

typedef struct dp_pipeline dp_pipeline;

/* Find a pipeline by name in the search path, or read the file when `name` holds a slash or ends in ".json". Checks the
 * form of the file, not yet its plugins. */
DP_API dp_pipeline *dp_pipeline_find(dp_host *host, const char *name, dp_error *error);

/* Read a pipeline from JSON text. `origin` is the file it came from, for messages and relative paths; may be null. */
DP_API dp_pipeline *dp_pipeline_parse(const char *json, size_t length, const char *origin, dp_error *error);
DP_API void dp_pipeline_free(dp_pipeline *pipeline);

/* Set an option from text of the form "STAGE.OPTION=VALUE"; for a list option each call appends, the first replacing the
 * pipeline's own value. The value is checked when the chain is opened. */
DP_API dp_status dp_pipeline_set(dp_pipeline *pipeline, const char *assignment, dp_error *error);

/* Load the plugins and check everything that can be checked without opening a stage: plugins, options, layers. */
DP_API dp_status dp_pipeline_check(dp_host *host, const dp_pipeline *pipeline, dp_error *error);

/* Name, description (null for none) and file (null when it came from none). Borrowed from the pipeline. */
DP_API const char *dp_pipeline_name(const dp_pipeline *pipeline);
DP_API const char *dp_pipeline_description(const dp_pipeline *pipeline);
DP_API const char *dp_pipeline_file(const dp_pipeline *pipeline);

/* A stage as the pipeline asks for it. Strings are borrowed from the pipeline. */
typedef struct dp_stage {
    const char *name;
    const char *plugin;       /* id or path */
    bool optional;
} dp_stage;

DP_API size_t dp_pipeline_stage_count(const dp_pipeline *pipeline);

/* Return stage `index`; all null past the end. */
DP_API dp_stage dp_pipeline_stage(const dp_pipeline *pipeline, size_t index);

/* Return value `which` that the pipeline gives to an option of stage `index`, as text and unchecked; null past the last.
 * Borrowed until the next dp_pipeline_set. */
DP_API const char *dp_pipeline_value(const dp_pipeline *pipeline, size_t index, const char *option, size_t which);

/* ---- Chains ---- */

typedef struct dp_chain dp_chain;

/* Check the pipeline and open its stages. Stages marked optional whose plugin is missing or whose open returns
 * DP_UNAVAILABLE are left out; every document then carries a warning that says so. */
DP_API dp_chain *dp_chain_open(dp_host *host, const dp_pipeline *pipeline, dp_error *error);
DP_API void dp_chain_close(dp_chain *chain);

/* Run all stages on a document. Stops at the first stage that fails; the error names it. */
DP_API dp_status dp_chain_run(dp_chain *chain, dp_doc *doc, dp_error *error);

/* Number of open stages, and the name of stage `index` in the pipeline (null past the end). Borrowed from the chain. */
DP_API size_t dp_chain_stage_count(const dp_chain *chain);
DP_API const char *dp_chain_stage_name(const dp_chain *chain, size_t index);

/* Run one stage on a document; dp_chain_run calls this for each in order. DP_INVALID past the end. */
DP_API dp_status dp_chain_run_stage(dp_chain *chain, size_t index, dp_doc *doc, dp_error *error);

/* Run one stage on several documents, at once where the plugin can (dp_plugin.process_many); what comes out is the same as one
 * by one. Documents whose status is not DP_OK on entry are left alone; those that fail get their status and error. The time
 * that a stage takes for several at once is shared out by the length of their sources. */
DP_API void dp_chain_run_stage_many(dp_chain *chain, size_t index, dp_doc *const *docs, size_t count, dp_status *statuses,
                                    dp_error *errors);

/* ---- Reading ---- */

/* How to read an input. Initialise with zeros: everything has a sensible default. Append-only; `struct_size` may be 0 for
 * the fields known to ABI 1. */
typedef struct dp_read_options {
    size_t struct_size;
    const char *name;          /* what to call the input in messages and the record; null: "-" */
    const char *format;        /* "auto", "text", "markdown", "html", "ndjson", "lines"; null: auto */
    const char *charset;       /* decode from this charset whatever the input says; null: decide */
    const char *declared;      /* charset declared outside the input (an HTTP header); null: none */
    bool keep_boilerplate;     /* treat boilerplate as paragraphs */
    size_t limit;              /* refuse more bytes than this with DP_LIMIT; 0: 64 MiB */
} dp_read_options;

/* Turn the bytes of one article into a document: decode, find blocks and sentences. An NDJSON input must be one line.
 * Does not keep `bytes`. Null on failure: DP_BAD_INPUT for an empty or undecodable input. `options` may be null. */
DP_API dp_doc *dp_doc_read(const void *bytes, size_t length, const dp_read_options *options, dp_error *error);
DP_API void dp_doc_free(dp_doc *doc);

/* ---- Writing ---- */

/* How to write a record. As dp_read_options: zeros are the defaults. */
typedef struct dp_write_options {
    size_t struct_size;
    bool terminal;             /* text format: drop control and bidirectional formatting characters, as for a terminal */
    size_t width;              /* text format: columns to wrap at; 0: do not wrap */
    const char *order;         /* bilingual lists: "de-en" or "en-de"; null: en-de */
    bool stable;               /* leave out what differs between equal runs (milliseconds) */
} dp_write_options;

/* Append the document's record in a format: "json", "ndjson" (one line), "markdown", "html", "text". */
DP_API dp_status dp_write(const dp_doc *doc, const char *format, const dp_write_options *options, dp_text *out, dp_error *error);

/* Append the line that stands in an "ndjson" output for a document that could not be read or processed:
 * {"error":{"status":…,"message":…},"source":{"name":…}}. `name` is what the input was called. */
DP_API dp_status dp_write_failure(const char *name, const dp_error *failure, dp_text *out, dp_error *error);

/* Return the name of output format `index` in a fixed order, or null past the end. */
DP_API const char *dp_write_format(size_t index);

/* ---- Digests ---- */

/* Many articles in one document: copies of one text drawn together as one source, sources of one story beside each other. */
typedef struct dp_digest dp_digest;

/* Append what a digest needs of one article: bytes that mean something to dp_digest_add alone, so that documents can be made
 * and freed one by one, or in other processes. `format` is that of the digest: "json", "markdown", "html" or "text". */
DP_API dp_status dp_digest_part(const dp_doc *doc, const char *format, const dp_write_options *options, dp_text *out,
                                dp_error *error);

/* Begin a digest. Null when memory ran out; the caller frees it with dp_digest_free, which allows null. */
DP_API dp_digest *dp_digest_new(dp_error *error);
DP_API void dp_digest_free(dp_digest *digest);

/* Add a part, in the order in which articles of equal weight are to stand. Copies. DP_BAD_INPUT when it is none. */
DP_API dp_status dp_digest_add(dp_digest *digest, const char *part, size_t length, dp_error *error);

/* Say at the end of the digest that an article is not in it, and why. Copies. */
DP_API dp_status dp_digest_fail(dp_digest *digest, const char *name, const char *message, dp_error *error);

/* Group the articles and append the digest in a format, which must be that of the parts. */
DP_API dp_status dp_digest_write(dp_digest *digest, const char *format, const dp_write_options *options, dp_text *out,
                                 dp_error *error);

DP_END_DECLS

#endif /* DEPESCHE_DEPESCHE_H */
