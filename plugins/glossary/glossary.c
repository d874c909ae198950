/* SPDX-License-Identifier: ISC */
/*
 * The glossary stage: marks the terms of the user's glossaries in the source, in whatever form they stand there. Behind
 * them come glossaries of names that depesche brings along.
 */
#include "glossary.h"

#include <depesche/depesche.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct state {
    glossary *terms;
    dp_text problems; /* a line each */
    dp_text domains;  /* "\n" before and after each; empty: all */
    bool list;        /* describe entries and problems in each document */
    int format;       /* glossary_format to write the entries in, or -1 */
} state;

/* ---- Files ---- */

static dp_status read_file(const char *path, dp_text *text, dp_error *error)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return dp_error_set(
            error, DP_NOT_FOUND,
            "the glossary '%s' cannot be opened; give a path, or the name of a file in glossaries/ of a data "
            "directory",
            path);
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

/* Decode a table that is not UTF-8 as an article would be. */
static dp_status decode(dp_text *text, const char *path, glossary *g, dp_error *error)
{
    size_t bad;
    if (dp_utf8_valid(text->data ? text->data : "", text->length, &bad) || strstr(path, ".tbx") || strstr(path, ".xml"))
        return DP_OK;
    dp_read_options how = {.name = path, .format = "text", .keep_boilerplate = true};
    dp_doc *doc = dp_doc_read(text->data, text->length, &how, error);
    if (!doc)
        return error ? error->status : DP_BAD_INPUT;
    size_t length;
    const char *source = dp_doc_source(doc, &length);
    glossary_remark(g, path, 1, "not UTF-8; read as", dp_doc_field(doc, DP_FIELD_ENCODING));
    dp_text_cut(text, 0);
    dp_status status = dp_text_append(text, source, length);
    dp_doc_free(doc);
    return status == DP_OK ? status : dp_error_set(error, status, "out of memory reading the glossary '%s'", path);
}

static dp_status load(state *s, const char *path, dp_error *error)
{
    dp_text text = {0};
    dp_status status = read_file(path, &text, error);
    if (status == DP_OK)
        status = decode(&text, path, s->terms, error);
    if (status == DP_OK &&
        glossary_add_file(s->terms, text.data ? text.data : "", text.length, path, &s->problems) != DP_OK)
        status = dp_error_set(error, DP_NO_MEMORY, "out of memory reading the glossary '%s'", path);
    dp_text_free(&text);
    return status;
}

static dp_status load_list(state *s, const dp_options *options, const char *option, dp_error *error)
{
    dp_status status = DP_OK;
    for (size_t i = 0; status == DP_OK && i < dp_options_count(options, option); i++) {
        char *path = locate(options, dp_options_item(options, option, i));
        status = path ? load(s, path, error) : dp_error_set(error, DP_NO_MEMORY, "out of memory");
        free(path);
    }
    return status;
}

/* ---- Opening ---- */

static void glossary_close(void *context)
{
    state *s = context;
    glossary_free(s->terms);
    dp_text_free(&s->problems);
    dp_text_free(&s->domains);
    free(s);
}

static dp_status load_traditional(state *s, const dp_options *options, dp_error *error)
{
    if (strcmp(dp_options_string(options, "place-names"), "traditional") != 0)
        return DP_OK;
    char *path = locate(options, "places-traditional.tsv");
    dp_status status = path ? load(s, path, error) : dp_error_set(error, DP_NO_MEMORY, "out of memory");
    free(path);
    return status;
}

static int format_of(const char *name)
{
    static const char *const names[] = {
        [FORMAT_TSV] = "tsv", [FORMAT_CSV] = "csv", [FORMAT_TBX] = "tbx", [FORMAT_DEEPL] = "deepl"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return (int)i;
    return -1;
}

static dp_status glossary_open(const dp_options *options, void **context, dp_error *error)
{
    state *s = calloc(1, sizeof *s);
    if (!s || !(s->terms = glossary_new())) {
        free(s);
        return dp_error_set(error, DP_NO_MEMORY, "out of memory");
    }
    s->list = dp_options_boolean(options, "list");
    s->format = format_of(dp_options_string(options, "write"));
    for (size_t i = 0; i < dp_options_count(options, "domains"); i++)
        dp_text_printf(&s->domains, "\n%s\n", dp_options_item(options, "domains", i));
    dp_status status = load_traditional(s, options, error);
    if (status == DP_OK)
        status = load_list(s, options, "files", error);
    glossary_set_aside(s->terms);
    if (status == DP_OK)
        status = load_list(s, options, "names", error);
    if (status == DP_OK && (glossary_finish(s->terms, &s->problems) != DP_OK || s->domains.failed))
        status = dp_error_set(error, DP_NO_MEMORY, "out of memory reading glossaries");
    if (status == DP_OK && s->list && glossary_remark_forms(s->terms) != DP_OK)
        status = dp_error_set(error, DP_NO_MEMORY, "out of memory reading glossaries");
    if (status != DP_OK) {
        glossary_close(s);
        return status;
    }
    *context = s;
    return DP_OK;
}

/* ---- Telling what the files hold ---- */

static dp_status set(dp_note *note, const char *key, const char *value, dp_error *error)
{
    return value ? dp_note_set(note, key, value, error) : DP_OK;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static dp_status list_entry(dp_doc *doc, const glossary_entry *entry, dp_text *line, dp_error *error)
{
    dp_text_cut(line, 0);
    glossary_write(entry, line);
    dp_text_cut(line, line->length ? line->length - 1 : 0);
    if (line->failed)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory listing a glossary");
    dp_note *note = dp_doc_add_note(doc, "glossary-entry", (dp_span){0, 0}, -1, error);
    if (!note)
        return error ? error->status : DP_FAILED;
    dp_status status = dp_note_setf(note, "place", error, "%s:%zu", base_name(entry->file), entry->line);
    if (status == DP_OK)
        status = dp_note_set(note, "german", entry->german, error);
    if (status == DP_OK)
        status = dp_note_set(note, "english", entry->english, error);
    return status == DP_OK ? dp_note_set(note, "line", line->data, error) : status;
}

/* A note for each line of a text. */
static dp_status list_lines(dp_doc *doc, const char *line, const char *severity, dp_error *error)
{
    dp_status status = DP_OK;
    while (status == DP_OK && line && *line) {
        size_t length = strcspn(line, "\n");
        dp_note *note = dp_doc_add_note(doc, "glossary-problem", (dp_span){0, 0}, -1, error);
        status = note ? dp_note_set_bytes(note, "message", line, length, error) : DP_FAILED;
        if (status == DP_OK)
            status = dp_note_set(note, "severity", severity, error);
        line += length + (line[length] == '\n');
    }
    return status;
}

static dp_status list_entries(const state *s, dp_doc *doc, dp_error *error)
{
    dp_status status = DP_OK;
    dp_text text = {0};
    const glossary_entry *entry;
    for (size_t i = 0; status == DP_OK && (entry = glossary_next(s->terms, &i));)
        status = list_entry(doc, entry, &text, error);
    dp_text_free(&text);
    return status;
}

/* Put the entries as a file into a note, and what the format cannot hold beside it. */
static dp_status list_file(const state *s, dp_doc *doc, dp_error *error)
{
    dp_text file = {0}, losses = {0};
    dp_status status = glossary_write_file(s->terms, (glossary_format)s->format, &file, &losses);
    if (status != DP_OK)
        dp_error_set(error, status, "out of memory writing a glossary");
    else
        status = list_lines(doc, losses.data, "loss", error);
    dp_note *note = status == DP_OK ? dp_doc_add_note(doc, "glossary-file", (dp_span){0, 0}, -1, error) : NULL;
    if (status == DP_OK)
        status = note ? dp_note_set(note, "text", file.data ? file.data : "", error) : DP_FAILED;
    dp_text_free(&file);
    dp_text_free(&losses);
    return status;
}

static dp_status list_all(const state *s, dp_doc *doc, dp_error *error)
{
    dp_status status = list_lines(doc, s->problems.data, "error", error);
    if (status == DP_OK)
        status = list_lines(doc, glossary_remarks(s->terms), "remark", error);
    if (status == DP_OK)
        status = s->format >= 0 ? list_file(s, doc, error) : list_entries(s, doc, error);
    return status;
}

/* One warning for all that is wrong with the glossaries; the check command tells each. */
static dp_status warn(const state *s, dp_doc *doc, dp_error *error)
{
    size_t count = 0;
    for (const char *at = s->problems.data; at && (at = strchr(at, '\n')); at++)
        count++;
    if (count == 0)
        return DP_OK;
    return dp_doc_warn(doc, (dp_span){0, 0}, error, "%zu problem%s in the glossaries; the first: %.*s", count,
                       count == 1 ? "" : "s", (int)strcspn(s->problems.data, "\n"), s->problems.data);
}

/* ---- Running ---- */

typedef struct marking {
    const state *state;
    dp_doc *doc;
    dp_error *error;
    const char *source;
    size_t begin; /* of the sentence in the source */
} marking;

static bool is_wanted(const state *s, const glossary_entry *entry)
{
    if (!entry->domain || s->domains.length == 0)
        return true;
    size_t length = strlen(entry->domain);
    for (const char *at = s->domains.data; (at = strstr(at, entry->domain)); at += length)
        if (at[-1] == '\n' && at[length] == '\n')
            return true;
    return false;
}

static dp_status describe(dp_note *note, const glossary_match *match, dp_span compound, dp_error *error)
{
    static const char *const names[] = {
        [MATCH_EXACT] = "exact",         [MATCH_CASE] = "case",       [MATCH_SPELLING] = "spelling",
        [MATCH_INFLECTED] = "inflected", [MATCH_DERIVED] = "derived", [MATCH_COMPOUND] = "compound",
        [MATCH_ELLIPTIC] = "elliptic"};
    static const char *const cases[] = {[CASE_USUAL] = NULL, [CASE_EXACT] = "exact", [CASE_ANY] = "any"};
    static const char *const genders[] = {['m'] = "m", ['f'] = "f", ['n'] = "n", ['p'] = "pl"};
    const glossary_entry *entry = match->entry;
    const char *const strings[][2] = {
        {"keep", entry->keep ? "true" : NULL},
        {"case", cases[entry->letters]},
        {"inflect", entry->fixed ? "no" : NULL},
        {"gender", entry->gender ? genders[(int)entry->gender] : NULL},
        {"forbidden", entry->forbidden},
        {"domain", entry->domain},
        {"note", entry->note},
        {"hyphen", match->kind == MATCH_COMPOUND && match->hyphen ? "true" : NULL},
    };
    dp_status status = dp_note_set(note, "german", entry->german, error);
    if (status == DP_OK)
        status = dp_note_set(note, "english", entry->english, error);
    if (status == DP_OK)
        status = dp_note_set(note, "match", names[match->kind], error);
    if (status == DP_OK)
        status = dp_note_setf(note, "glossary", error, "%s:%zu", base_name(entry->file), entry->line);
    for (size_t i = 0; status == DP_OK && i < sizeof strings / sizeof *strings; i++)
        status = set(note, strings[i][0], strings[i][1], error);
    if (status == DP_OK && match->kind >= MATCH_COMPOUND)
        status = dp_note_add_span(note, "compound", compound, error);
    return status;
}

/* An entry that a longer one hides is no term of the text, but the report on the glossary counts it. */
static dp_status note_overlapped(const marking *m, const glossary_match *match, dp_span span)
{
    dp_note *note = dp_doc_add_note(m->doc, "term-report", span, -1, m->error);
    dp_status status = note ? DP_OK : DP_FAILED;
    if (status == DP_OK)
        status = dp_note_set(note, "german", match->entry->german, m->error);
    if (status == DP_OK)
        status = dp_note_set(note, "english", match->entry->english, m->error);
    if (status == DP_OK)
        status = dp_note_set(note, "status", "overlapped", m->error);
    if (status == DP_OK)
        status = dp_note_setf(note, "reason", m->error, "overlapped by a longer entry: %s", match->within->german);
    return status == DP_OK
               ? dp_note_setf(note, "glossary", m->error, "%s:%zu", base_name(match->entry->file), match->entry->line)
               : status;
}

static dp_status note_match(void *context, const glossary_match *match)
{
    const marking *m = context;
    if (!is_wanted(m->state, match->entry))
        return DP_OK;
    dp_span span = {m->begin + match->span.begin, m->begin + match->span.end};
    dp_span compound = {m->begin + match->compound.begin, m->begin + match->compound.end};
    if (match->within)
        return note_overlapped(m, match, span);
    double score = match->kind >= MATCH_COMPOUND && !match->hyphen ? 0.5 : 1;
    dp_note *note = dp_doc_add_note(m->doc, "terms", span, score, m->error);
    if (!note)
        return m->error ? m->error->status : DP_FAILED;
    return describe(note, match, compound, m->error);
}

static dp_status glossary_process(void *context, dp_doc *doc, dp_error *error)
{
    state *s = context;
    marking m = {.state = s, .doc = doc, .error = error, .source = dp_doc_source(doc, NULL)};
    dp_status status = s->list ? list_all(s, doc, error) : warn(s, doc, error);
    size_t count = dp_doc_sentence_count(doc);
    for (size_t i = 0; status == DP_OK && i < count; i++) {
        dp_span span = dp_doc_sentence(doc, i).span;
        m.begin = span.begin;
        status = glossary_find(s->terms, m.source + span.begin, span.end - span.begin, note_match, &m);
        if (status == DP_NO_MEMORY)
            dp_error_set(error, status, "out of memory searching for terms");
    }
    return status;
}

static const char *const reads[] = {"sentences", NULL};
static const char *const writes[] = {"terms",         "glossary-entry", "glossary-problem",
                                     "glossary-file", "term-report",    NULL};

static const dp_option options[] = {
    {.name = "files",
     .type = DP_OPTION_LIST,
     .fallback = "security.tsv,news.tsv",
     .help =
         "Glossaries, the most important first: paths (.tsv, .csv, .tbx), or names of files in glossaries/ of a data "
         "directory"},
    {.name = "names",
     .type = DP_OPTION_LIST,
     .fallback = "persons.tsv,places.tsv,institutions.tsv",
     .help = "Glossaries of names, found as files are, that stand behind those of files"},
    {.name = "place-names",
     .type = DP_OPTION_CHOICE,
     .fallback = "current",
     .choices = "current,traditional",
     .help = "Which English names places have that have two: Kyiv, or Kiev"},
    {.name = "domains",
     .type = DP_OPTION_LIST,
     .help = "Use entries of these domains, and those without one; none given: all entries"},
    {.name = "list",
     .type = DP_OPTION_BOOLEAN,
     .fallback = "false",
     .help = "Also tell every entry and problem of the files, as notes glossary-entry and glossary-problem"},
    {.name = "write",
     .type = DP_OPTION_CHOICE,
     .fallback = "none",
     .choices = "none,tsv,csv,tbx,deepl",
     .help = "With list: instead of each entry, tell all of them as a file in this format, as a note glossary-file"},
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
