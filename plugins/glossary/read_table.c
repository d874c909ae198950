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

/* Where something stands: both from 1, columns in characters. */
typedef struct place {
    size_t line, column;
} place;

typedef struct reading {
    glossary *g;
    const char *file;
    dp_text *problems;
    char separator;
    place row; /* of the row's first byte */
    bool seen_entry; /* or a heading */
    bool reversed; /* the heading says that English comes first */
    char *fields[MOST_FIELDS];
    place places[MOST_FIELDS];
    size_t count;
} reading;

static void complain(const reading *r, place at, const char *what, const char *detail)
{
    store_complain(r->problems, r->file, at.line, at.column, what, detail);
}

/* Move a place over bytes as they stand in the file. */
static place advance(place at, const char *from, const char *to)
{
    for (; from < to; from++) {
        if (*from == '\n')
            at = (place){at.line + 1, 1};
        else
            at.column += ((unsigned char)*from & 0xC0) != 0x80;
    }
    return at;
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

/* What follows the closing quote of a field that begins with one; null if it is missing. */
static char *behind_quotes(char *field)
{
    for (char *at = field + 1; *at; at++)
        if (*at == '"' && *++at != '"')
            return at;
    return NULL;
}

/* Take the quotes off a field, in place. */
static void unquote(char *field, const char *end)
{
    char *to = field;
    for (const char *from = field + 1; from + 1 < end; from++) {
        *to++ = *from;
        from += *from == '"';
    }
    *to = '\0';
}

/* Cut a row into fields, in place. */
static bool cut_row(reading *r, char *row)
{
    r->count = 0;
    place at = r->row;
    for (char *field = row; field && r->count < MOST_FIELDS;) {
        bool quoted = r->separator != '\t' && *field == '"';
        char *after = quoted ? behind_quotes(field) : field;
        if (!after) {
            complain(r, at, "the quotation mark is not closed", NULL);
            return false;
        }
        char *end = strchr(after, r->separator);
        place next = end ? advance(at, field, end + 1) : at;
        if (end)
            *end = '\0';
        if (quoted && after[strspn(after, " \r")]) {
            after += strspn(after, " \r");
            complain(r, advance(at, field, after), "text follows the closing quotation mark", trim(after));
            return false;
        }
        if (quoted)
            unquote(field, after);
        r->places[r->count] = at;
        r->fields[r->count++] = trim(field);
        field = end ? end + 1 : NULL;
        at = next;
    }
    return true;
}

/* ---- Rows ---- */

/* Whether the text is one of the words of a list, which are parted by blanks; capitals do not matter. */
static bool is_listed(const char *text, const char *list)
{
    size_t length = strlen(text);
    for (const char *item = list; *item && length > 0; item += strcspn(item, " "), item += *item == ' ') {
        size_t same = 0;
        while (same < length && item[same] && (text[same] | 32) == item[same])
            same++;
        if (same == length && (item[length] == ' ' || !item[length]))
            return true;
    }
    return false;
}

#define GERMAN  "de de-de german deutsch"
#define ENGLISH "en en-us en-gb english englisch"

/* The first row of an exported table may name its columns, and so tell which language comes first. */
static bool is_heading(reading *r)
{
    if (r->seen_entry || r->separator == '\t' || r->count < 2)
        return false;
    r->reversed = is_listed(r->fields[0], ENGLISH) && is_listed(r->fields[1], GERMAN);
    r->seen_entry = r->reversed || (is_listed(r->fields[0], GERMAN " source term") &&
                                    is_listed(r->fields[1], ENGLISH " target translation"));
    return r->seen_entry;
}

/* DeepL appends the two languages of an entry to its row. */
static bool is_language(const char *text)
{
    return is_listed(text, GERMAN) || is_listed(text, ENGLISH);
}

/* Put German first in a row that says it has English there. */
static void turn_row(reading *r)
{
    bool told = r->count > 3 && is_language(r->fields[2]) && is_language(r->fields[3]);
    if (r->separator == '\t' || r->count < 2 || !(told ? is_listed(r->fields[2], ENGLISH) : r->reversed))
        return;
    char *first = r->fields[0];
    place at = r->places[0];
    r->fields[0] = r->fields[1];
    r->places[0] = r->places[1];
    r->fields[1] = first;
    r->places[1] = at;
}

static dp_status add_row(reading *r)
{
    turn_row(r);
    glossary_entry entry = {
        .german = r->fields[0], .english = r->count > 1 ? r->fields[1] : "", .file = r->file, .line = r->places[0].line};
    for (size_t i = 2; i < r->count; i++)
        if (*r->fields[i] && !(r->separator != '\t' && is_language(r->fields[i])) &&
            !glossary_set_option(&entry, r->fields[i]))
            complain(
                r, r->places[i],
                "unknown option (known: case=usual|exact|any, inflect=yes|no, keep=yes|no, pos=noun|name|adjective, "
                "gender=m|f|n|pl, domain=TEXT, forbidden=FORM|FORM, note=TEXT)",
                r->fields[i]);
    if (entry.keep && !*entry.english)
        entry.english = entry.german;
    r->seen_entry = true;
    if (!*entry.german || !*entry.english) {
        complain(r, r->row, r->separator == '\t' ? "an entry is German, a tab, English" : "an entry is German, English",
                 NULL);
        return DP_OK;
    }
    return glossary_add(r->g, &entry, r->places[0].column, r->problems);
}

static dp_status read_row(reading *r, char *row)
{
    size_t bad;
    r->g->comments += *row == '#';
    if (*row == '#' || row[strspn(row, " \t\r\n")] == '\0')
        return DP_OK;
    if (!dp_utf8_valid(row, strlen(row), &bad)) {
        complain(r, advance(r->row, row, row + bad), "not UTF-8; this line is left out", NULL);
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
        r->row.line += lines;
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
    reading r = {.g = g, .file = file, .problems = problems, .separator = separator, .row = {1, 1}};
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
