/* SPDX-License-Identifier: ISC */
/*
 * Reading glossaries in lines: tab-separated, or comma-separated with quoted fields as spreadsheets and DeepL write
 * them.
 */
#include "store.h"

#include <stdlib.h>
#include <string.h>

#define MOST_FIELDS 16

/* ---- Options of an entry ---- */

typedef struct choice {
    const char *text; /* "key=value" */
    int value;
} choice;

static bool choose(const char *text, const choice *choices, size_t count, int *value)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, choices[i].text) == 0) {
            *value = choices[i].value;
            return true;
        }
    return false;
}

#define CHOOSE(text, choices, value) choose(text, choices, sizeof(choices) / sizeof *(choices), value)

static bool set_choice(glossary_entry *entry, const char *text)
{
    static const choice cases[] = {{"case=usual", CASE_USUAL}, {"case=exact", CASE_EXACT}, {"case=any", CASE_ANY}};
    static const choice inflects[] = {{"inflect=yes", false}, {"inflect=no", true}};
    static const choice keeps[] = {{"keep=no", false}, {"keep=yes", true}};
    static const choice parts[] = {{"pos=noun", 'n'}, {"pos=name", 'N'}, {"pos=adjective", 'a'}};
    static const choice genders[] = {{"gender=m", 'm'}, {"gender=f", 'f'}, {"gender=n", 'n'}, {"gender=pl", 'p'}};
    int value;
    if (CHOOSE(text, cases, &value))
        entry->letters = (glossary_case)value;
    else if (CHOOSE(text, inflects, &value))
        entry->fixed = value != 0;
    else if (CHOOSE(text, keeps, &value))
        entry->keep = value != 0;
    else if (CHOOSE(text, parts, &value))
        entry->pos = (char)value;
    else if (CHOOSE(text, genders, &value))
        entry->gender = (char)value;
    else
        return false;
    return true;
}

bool glossary_set_option(glossary_entry *entry, const char *text)
{
    if (strncmp(text, "note=", 5) == 0)
        entry->note = text + 5;
    else if (strncmp(text, "domain=", 7) == 0)
        entry->domain = text + 7;
    else if (strncmp(text, "forbidden=", 10) == 0)
        entry->forbidden = text + 10;
    else
        return set_choice(entry, text);
    return true;
}

/* ---- Fields ---- */

typedef struct reading {
    glossary *g;
    const char *file;
    dp_text *problems;
    char separator;
    size_t line; /* of the row's first byte */
    bool seen_entry;
    char *fields[MOST_FIELDS];
    size_t columns[MOST_FIELDS]; /* in characters, from 1 */
    size_t count;
} reading;

static void complain(const reading *r, size_t column, const char *what, const char *detail)
{
    store_complain(r->problems, r->file, r->line, column, what, detail);
}

static char *trim(char *text)
{
    while (*text == ' ')
        text++;
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\r'))
        text[--length] = '\0';
    return text;
}

/* Take the quotes off a field that begins with one, in place, and return what follows the closing one; null if it is
 * missing. */
static char *unquote(char *field)
{
    char *to = field;
    for (char *from = field + 1; *from; from++) {
        if (*from == '"' && *++from != '"') {
            *to = '\0';
            return from;
        }
        *to++ = *from;
    }
    return NULL;
}

/* Cut a row into fields, in place. */
static bool cut_row(reading *r, char *row)
{
    r->count = 0;
    for (char *field = row; field && r->count < MOST_FIELDS;) {
        size_t column = dp_utf8_count(row, (size_t)(field - row)) + 1;
        char *end = field;
        bool quoted = r->separator != '\t' && *field == '"';
        char *after = quoted ? unquote(field) : field;
        if (!after) {
            complain(r, column, "the quotation mark is not closed", NULL);
            return false;
        }
        end = strchr(after, r->separator);
        if (end)
            *end = '\0';
        if (quoted && *trim(after)) {
            complain(r, column, "text follows the closing quotation mark", trim(after));
            return false;
        }
        r->columns[r->count] = column;
        r->fields[r->count++] = trim(field);
        field = end ? end + 1 : NULL;
    }
    return true;
}

/* ---- Rows ---- */

/* The first row of an exported table may name its columns. */
static bool is_heading(const reading *r)
{
    static const char *const names[] = {"German", "german", "Deutsch", "deutsch", "de",
                                        "DE",     "source", "Source",  "term"};
    for (size_t i = 0; !r->seen_entry && r->separator != '\t' && i < sizeof names / sizeof *names; i++)
        if (strcmp(r->fields[0], names[i]) == 0)
            return true;
    return false;
}

/* DeepL appends the two languages of an entry to its row. */
static bool is_language(const char *text)
{
    static const char *const languages[] = {"de", "en", "DE", "EN", "en-US", "en-GB", "EN-US", "EN-GB"};
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (strcmp(text, languages[i]) == 0)
            return true;
    return false;
}

static dp_status add_row(reading *r)
{
    glossary_entry entry = {
        .german = r->fields[0], .english = r->count > 1 ? r->fields[1] : "", .file = r->file, .line = r->line};
    for (size_t i = 2; i < r->count; i++)
        if (*r->fields[i] && !(r->separator != '\t' && is_language(r->fields[i])) &&
            !glossary_set_option(&entry, r->fields[i]))
            complain(
                r, r->columns[i],
                "unknown option (known: case=usual|exact|any, inflect=yes|no, keep=yes|no, pos=noun|name|adjective, "
                "gender=m|f|n|pl, domain=TEXT, forbidden=FORM|FORM, note=TEXT)",
                r->fields[i]);
    if (entry.keep && !*entry.english)
        entry.english = entry.german;
    r->seen_entry = true;
    if (!*entry.german || !*entry.english) {
        complain(r, 1, r->separator == '\t' ? "an entry is German, a tab, English" : "an entry is German, English",
                 NULL);
        return DP_OK;
    }
    return glossary_add(r->g, &entry, r->columns[0], r->problems);
}

static dp_status read_row(reading *r, char *row)
{
    size_t bad;
    if (*row == '#' || row[strspn(row, " \t\r\n")] == '\0')
        return DP_OK;
    if (!dp_utf8_valid(row, strlen(row), &bad)) {
        complain(r, dp_utf8_count(row, bad) + 1, "not UTF-8; this line is left out", NULL);
        return DP_OK;
    }
    return cut_row(r, row) && !is_heading(r) ? add_row(r) : DP_OK;
}

/* The end of the row that begins here: a line end, but not one inside quotes. A quote that nothing closes ends
 * with its line; there is at most one, as no other follows it. */
static char *row_end(char *row, char *end, bool quotes)
{
    bool inside = false, starts = true;
    for (char *at = row; at < end; at++) {
        if (quotes && *at == '"' && (inside || starts))
            inside = !inside;
        else if (*at == '\n' && !inside)
            return at;
        starts = *at == ',' || *at == ';';
    }
    return inside ? memchr(row, '\n', (size_t)(end - row)) : NULL;
}

static size_t count_lines(const char *from, const char *to)
{
    size_t lines = 0;
    while ((from = memchr(from, '\n', (size_t)(to - from))) != NULL) {
        lines++;
        from++;
    }
    return lines;
}

static dp_status read_rows(reading *r, char *text, size_t length)
{
    dp_status status = DP_OK;
    char *end = text + length;
    for (char *row = text; status == DP_OK && row && row < end;) {
        char *next = row_end(row, end, r->separator != '\t' && *row != '#');
        size_t lines = next ? count_lines(row, next) + 1 : 0;
        if (next)
            *next = '\0';
        status = read_row(r, row);
        r->line += lines;
        row = next ? next + 1 : NULL;
    }
    return status;
}

dp_status glossary_add_table(glossary *g, const char *text, size_t length, char separator, const char *file,
                             dp_text *problems)
{
    char *copy = length < SIZE_MAX ? malloc(length + 1) : NULL;
    if (!copy)
        return DP_NO_MEMORY;
    memcpy(copy, text, length);
    copy[length] = '\0';
    size_t mark = length >= 3 && memcmp(copy, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    reading r = {.g = g, .file = file, .problems = problems, .separator = separator, .line = 1};
    dp_status status = read_rows(&r, copy + mark, length - mark);
    free(copy);
    return problems->failed ? DP_NO_MEMORY : status;
}

/* ---- Files ---- */

static bool has_ending(const char *file, const char *ending)
{
    size_t length = strlen(file), ending_length = strlen(ending);
    return length > ending_length && strcmp(file + length - ending_length, ending) == 0;
}

/* Spreadsheets of German systems part fields with semicolons: whichever stands first outside quotes. */
static char csv_separator(const char *text, size_t length)
{
    bool inside = false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"')
            inside = !inside;
        else if (!inside && (text[i] == ',' || text[i] == ';'))
            return text[i];
    }
    return ',';
}

dp_status glossary_add_file(glossary *g, const char *text, size_t length, const char *file, dp_text *problems)
{
    if (has_ending(file, ".tbx") || has_ending(file, ".xml"))
        return glossary_add_tbx(g, text, length, file, problems);
    bool csv = has_ending(file, ".csv");
    return glossary_add_table(g, text, length, csv ? csv_separator(text, length) : '\t', file, problems);
}

/* ---- Writing ---- */

static void write_choice(dp_text *out, const char *option)
{
    dp_text_printf(out, "\t%s", option);
}

void glossary_write(const glossary_entry *e, dp_text *out)
{
    dp_text_printf(out, "%s\t%s", e->german, e->english);
    if (e->letters != CASE_USUAL)
        write_choice(out, e->letters == CASE_EXACT ? "case=exact" : "case=any");
    if (e->pos)
        write_choice(out, e->pos == 'a' ? "pos=adjective" : e->pos == 'N' ? "pos=name" : "pos=noun");
    if (e->gender)
        dp_text_printf(out, "\tgender=%s", e->gender == 'p' ? "pl" : (char[]){e->gender, '\0'});
    if (e->fixed)
        write_choice(out, "inflect=no");
    if (e->keep)
        write_choice(out, "keep=yes");
    if (e->forbidden)
        dp_text_printf(out, "\tforbidden=%s", e->forbidden);
    if (e->domain)
        dp_text_printf(out, "\tdomain=%s", e->domain);
    if (e->note)
        dp_text_printf(out, "\tnote=%s", e->note);
    dp_text_puts(out, "\n");
}
