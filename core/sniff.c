/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "sniff.h"

#include <string.h>

/* As far as the start of a file is looked at. */
#define SNIFF_LENGTH 65536
/* Where browsers stop looking for an encoding; German pages with long preambles are why it is more here. */
#define SNIFF_META_LENGTH 8192

static const char *const formats[] = {"text", "markdown", "html", "ndjson", NULL};

bool sniff_is_format(const char *name)
{
    for (size_t i = 0; formats[i]; i++)
        if (strcmp(formats[i], name) == 0)
            return true;
    return false;
}

const char *sniff_binary(const void *bytes, size_t length)
{
    static const struct {
        const char *magic;
        size_t length;
        const char *what;
    } kinds[] = {
        {"%PDF-", 5, "a PDF file; turn it into text first, for instance with pdftotext"},
        {"PK\x03\x04", 4, "a ZIP archive or office document; unpack it or save it as text first"},
        {"\xD0\xCF\x11\xE0", 4, "an old office document; save it as text first"},
        {"{\\rtf", 5, "an RTF document; save it as text first"},
        {"\x1F\x8B", 2, "compressed with gzip; unpack it first, for instance with zcat"},
        {"\xFD" "7zXZ", 5, "compressed with xz; unpack it first, for instance with xzcat"},
        {"\x28\xB5\x2F\xFD", 4, "compressed with zstd; unpack it first, for instance with zstdcat"},
        {"BZh91AY", 7, "compressed with bzip2; unpack it first, for instance with bzcat"},
        {"\x89PNG", 4, "a picture"},
        {"\xFF\xD8\xFF", 3, "a picture"},
        {"\x7F" "ELF", 4, "a program"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (length >= kinds[i].length && memcmp(bytes, kinds[i].magic, kinds[i].length) == 0)
            return kinds[i].what;
    return NULL;
}

/* ---- Small pieces ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Whether the text at `at` begins with `word` (in lower case). */
static bool has_word(const char *text, size_t length, size_t at, const char *word)
{
    for (; *word; word++, at++)
        if (at >= length || lower(text[at]) != *word)
            return false;
    return true;
}

static size_t skip_blank(const char *text, size_t length, size_t at)
{
    while (at < length && is_blank(text[at]))
        at++;
    return at;
}

static size_t skip_line(const char *text, size_t length, size_t at)
{
    const char *end = at < length ? memchr(text + at, '\n', length - at) : NULL;
    return end ? (size_t)(end - text) + 1 : length;
}

/* ---- Format ---- */

static bool looks_like_html(const char *text, size_t length)
{
    static const char *const starts[] = {"<!doctype html", "<!--", "<html", "<head", "<body", "<meta", "<title", "<article",
                                         "<main", "<section", "<header", "<div", "<p", "<h1", "<h2", "<script", "<link",
                                         "<style", NULL};
    size_t at = skip_blank(text, length, 0);
    if (has_word(text, length, at, "<?xml")) {
        const char *end = memchr(text + at, '>', length - at);
        at = end ? skip_blank(text, length, (size_t)(end - text) + 1) : length;
    }
    for (size_t i = 0; starts[i]; i++) {
        size_t end = at + strlen(starts[i]);
        if (has_word(text, length, at, starts[i]) && (end == length || !is_name(text[end])))
            return true;
    }
    return false;
}

static bool looks_like_json(const char *text, size_t length)
{
    size_t at = skip_blank(text, length, 0);
    if (at < length && text[at] == '[')
        at = skip_blank(text, length, at + 1);
    if (at >= length || text[at] != '{')
        return false;
    at = skip_blank(text, length, at + 1);
    return at < length && (text[at] == '"' || text[at] == '}');
}

/* "# Heading", with one to six marks. */
static bool is_marked_heading(const char *text, size_t length, size_t at)
{
    size_t marks = 0;
    while (at < length && text[at] == '#') {
        at++;
        marks++;
    }
    return marks >= 1 && marks <= 6 && at + 1 < length && text[at] == ' ' && !is_blank(text[at + 1]);
}

static bool looks_like_markdown(const char *text, size_t length)
{
    size_t at = skip_blank(text, length, 0);
    if (has_word(text, length, at, "---\n") || has_word(text, length, at, "---\r\n")) {
        size_t line = skip_line(text, length, at);
        while (line < length && (is_name(text[line]) || text[line] == '_' || text[line] == '-'))
            line++;
        if (line < length && text[line] == ':')
            return true;
    }
    for (; at < length; at = skip_line(text, length, at))
        if (is_marked_heading(text, length, at))
            return true;
    return false;
}

const char *sniff_format(const char *text, size_t length)
{
    if (length > SNIFF_LENGTH)
        length = SNIFF_LENGTH;
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    if (looks_like_html(text, length))
        return "html";
    if (looks_like_json(text, length))
        return "ndjson";
    return looks_like_markdown(text, length) ? "markdown" : "text";
}

/* ---- Declared encoding ---- */

/* Store the label that begins at `at`, perhaps in quotation marks. */
static bool copy_label(const char *text, size_t length, size_t at, char label[SNIFF_LABEL_SIZE])
{
    at = skip_blank(text, length, at);
    char quote = at < length && (text[at] == '"' || text[at] == '\'') ? text[at++] : '\0';
    size_t count = 0;
    for (; at < length && count + 1 < SNIFF_LABEL_SIZE; at++) {
        char c = text[at];
        if (quote ? c == quote : is_blank(c) || c == '"' || c == '\'' || c == ';' || c == '>' || c == '/')
            break;
        if (c < 0x20 || c > 0x7E)
            return false;
        label[count++] = c;
    }
    label[count] = '\0';
    return count > 0;
}

/* Look for `key`, an equals sign and a label in the tag that reaches from `at` to `end`. */
static bool label_in_tag(const char *text, size_t at, size_t end, const char *key, char label[SNIFF_LABEL_SIZE])
{
    for (; at < end; at++) {
        if (!has_word(text, end, at, key))
            continue;
        size_t equals = skip_blank(text, end, at + strlen(key));
        if (equals < end && text[equals] == '=' && copy_label(text, end, equals + 1, label))
            return true;
    }
    return false;
}

bool sniff_html_charset(const void *bytes, size_t length, char label[SNIFF_LABEL_SIZE])
{
    const char *text = bytes;
    if (length > SNIFF_META_LENGTH)
        length = SNIFF_META_LENGTH;
    for (size_t at = 0; at < length; at++) {
        if (text[at] != '<')
            continue;
        const char *close = memchr(text + at, '>', length - at);
        size_t end = close ? (size_t)(close - text) : length;
        if (has_word(text, length, at, "<!--")) {
            while (end < length && memcmp(text + end - 2, "-->", 3) != 0)
                end++;
        } else if (has_word(text, length, at, "<meta")) {
            if (label_in_tag(text, at, end, "charset", label))
                return true;
        } else if (has_word(text, length, at, "<?xml")) {
            if (label_in_tag(text, at, end, "encoding", label))
                return true;
        } else {
            continue;
        }
        at = end;
    }
    return false;
}
