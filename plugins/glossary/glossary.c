/* SPDX-License-Identifier: ISC */
/*
 * The glossary stage: marks the terms of the user's glossaries in the source, in whatever form they stand there.
 */
#include "glossary.h"

#include <depesche/plugin.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Opening ---- */

static dp_status read_file(const char *path, dp_text *text, dp_error *error)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return dp_error_set(error, DP_NOT_FOUND, "the glossary '%s' cannot be opened; give a path, or the name of a file in "
                                                 "glossaries/ of a data directory", path);
    char buffer[16384];
    for (size_t got; (got = fread(buffer, 1, sizeof buffer, file)) > 0;)
        dp_text_append(text, buffer, got);
    bool bad = ferror(file) != 0;
    fclose(file);
    if (bad)
        return dp_error_set(error, DP_IO, "the glossary '%s' cannot be read", path);
    return text->failed ? dp_error_set(error, DP_NO_MEMORY, "out of memory reading the glossary '%s'", path) : DP_OK;
}

/* A path as given, or a name looked up in the data directories. The caller frees it. */
static char *locate(const dp_options *options, const char *name)
{
    dp_text path = {0};
    char *found = NULL;
    if (!strchr(name, '/')) {
        dp_text_printf(&path, "glossaries/%s", name);
        found = path.failed ? NULL : dp_options_find_data(options, path.data);
        dp_text_cut(&path, 0);
    }
    if (!found) {
        dp_text_puts(&path, name);
        return dp_text_take(&path);
    }
    dp_text_free(&path);
    return found;
}

/* Load one file. A file with wrong lines is refused with the first of them: half a glossary is not what was asked for. */
static dp_status load(glossary *g, const char *path, dp_error *error)
{
    dp_text text = {0}, problems = {0};
    dp_status status = read_file(path, &text, error);
    if (status == DP_OK)
        status = glossary_add_tsv(g, text.data ? text.data : "", text.length, path, &problems);
    if (status == DP_NO_MEMORY)
        dp_error_set(error, status, "out of memory reading the glossary '%s'", path);
    else if (status == DP_OK && problems.length > 0)
        status = dp_error_set(error, DP_BAD_INPUT, "%.*s", (int)strcspn(problems.data, "\n"), problems.data);
    dp_text_free(&text);
    dp_text_free(&problems);
    return status;
}

static dp_status glossary_open(const dp_options *options, void **state, dp_error *error)
{
    glossary *g = glossary_new();
    dp_status status = g ? DP_OK : dp_error_set(error, DP_NO_MEMORY, "out of memory");
    size_t files = dp_options_count(options, "files");
    for (size_t i = 0; status == DP_OK && i < files; i++) {
        char *path = locate(options, dp_options_item(options, "files", i));
        status = path ? load(g, path, error) : dp_error_set(error, DP_NO_MEMORY, "out of memory");
        free(path);
    }
    if (status != DP_OK) {
        glossary_free(g);
        return status;
    }
    *state = g;
    return DP_OK;
}

static void glossary_close(void *state)
{
    glossary_free(state);
}

/* ---- Running ---- */

typedef struct marking {
    dp_doc *doc;
    dp_error *error;
    const char *source;
    size_t begin; /* of the sentence in the source */
} marking;

static dp_status note_match(void *context, const glossary_match *match)
{
    static const char *const names[] = {
        [MATCH_EXACT] = "exact", [MATCH_CASE] = "case", [MATCH_INFLECTED] = "inflected", [MATCH_COMPOUND] = "compound"};
    const marking *m = context;
    const glossary_entry *entry = match->entry;
    dp_span span = {m->begin + match->span.begin, m->begin + match->span.end};
    dp_note *note = dp_doc_add_note(m->doc, "terms", span, match->kind == MATCH_COMPOUND ? 0.5 : 1, m->error);
    if (!note)
        return m->error ? m->error->status : DP_FAILED;
    const char *file = strrchr(entry->file, '/');
    dp_status status = dp_note_set(note, "german", entry->german, m->error);
    if (status == DP_OK)
        status = dp_note_set(note, "english", entry->english, m->error);
    if (status == DP_OK)
        status = dp_note_set(note, "match", names[match->kind], m->error);
    if (status == DP_OK)
        status = dp_note_setf(note, "glossary", m->error, "%s:%zu", file ? file + 1 : entry->file, entry->line);
    if (status == DP_OK && entry->keep)
        status = dp_note_set(note, "keep", "true", m->error);
    if (status == DP_OK && entry->note)
        status = dp_note_set(note, "note", entry->note, m->error);
    return status;
}

static dp_status glossary_process(void *state, dp_doc *doc, dp_error *error)
{
    marking m = {.doc = doc, .error = error, .source = dp_doc_source(doc, NULL)};
    size_t count = dp_doc_sentence_count(doc);
    for (size_t i = 0; i < count; i++) {
        dp_span span = dp_doc_sentence(doc, i).span;
        m.begin = span.begin;
        dp_status status = glossary_find(state, m.source + span.begin, span.end - span.begin, note_match, &m);
        if (status == DP_NO_MEMORY)
            return dp_error_set(error, status, "out of memory searching for terms");
        if (status != DP_OK)
            return status;
    }
    return DP_OK;
}

static const char *const reads[] = {"sentences", NULL};
static const char *const writes[] = {"terms", NULL};

static const dp_option options[] = {
    {.name = "files", .type = DP_OPTION_LIST, .fallback = "security.tsv",
     .help = "Glossary files, the most important first: paths, or names of files in glossaries/ of a data directory"},
};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    .abi_version = DP_ABI_VERSION,
    .struct_size = sizeof(dp_plugin),
    .option_size = sizeof(dp_option),
    .id = "glossary",
    .version = "1.0.0",
    .summary = "finds the terms of your glossaries, inflected and in compounds too",
    .reads = reads,
    .writes = writes,
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .open = glossary_open,
    .process = glossary_process,
    .close = glossary_close,
};
