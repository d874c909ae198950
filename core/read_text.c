/* SPDX-License-Identifier: ISC */
/*
 * Markdown-like text: as much of Markdown as news texts use. Lines are looked at one after the other; what is no heading,
 * list item, quotation, code or rule is a paragraph up to the next empty line. Marks inside a line stay in the text.
 */
#include "config.h"

#include "read.h"

#include <string.h>

typedef struct markdown {
    article *article;
    const char *text;
    size_t length;
    size_t at;          /* where the next line begins */
    dp_span paragraph;  /* open paragraph; empty: none */
    size_t lines;       /* of the open paragraph */
    bool title_seen;
} markdown;

/* Keys of front matter. */
static const struct {
    const char *key;
    dp_field field;
} keys[] = {
    {"title", DP_FIELD_TITLE},     {"subtitle", DP_FIELD_STANDFIRST}, {"standfirst", DP_FIELD_STANDFIRST},
    {"date", DP_FIELD_DATE},       {"author", DP_FIELD_AUTHOR},       {"outlet", DP_FIELD_OUTLET},
    {"source", DP_FIELD_OUTLET},   {"url", DP_FIELD_URL},             {"lang", DP_FIELD_LANGUAGE},
    {"language", DP_FIELD_LANGUAGE}, {"id", DP_FIELD_SOURCE_ID},
};

/* ---- Lines ---- */

/* Take the next line, without its end and without white space around it. False at the end of the text. */
static bool take_line(markdown *in, dp_span *line)
{
    if (in->at >= in->length)
        return false;
    const char *newline = memchr(in->text + in->at, '\n', in->length - in->at);
    size_t end = newline ? (size_t)(newline - in->text) : in->length;
    *line = article_trim(in->article, (dp_span){in->at, end});
    in->at = end + (newline != NULL);
    return true;
}

static size_t size(dp_span span)
{
    return span.end - span.begin;
}

/* How often the line's first character is repeated at its start. */
static size_t count_marks(const markdown *in, dp_span line)
{
    size_t count = 0;
    while (count < size(line) && in->text[line.begin + count] == in->text[line.begin])
        count++;
    return count;
}

/* Whether the line is nothing but at least `least` of one of the marks, perhaps with spaces between. */
static bool is_rule(const markdown *in, dp_span line, const char *marks, size_t least)
{
    if (line.begin == line.end || !strchr(marks, in->text[line.begin]))
        return false;
    size_t count = 0;
    for (size_t i = line.begin; i < line.end; i++) {
        if (in->text[i] == in->text[line.begin])
            count++;
        else if (in->text[i] != ' ')
            return false;
    }
    return count >= least;
}

static bool is_fence(const markdown *in, dp_span line)
{
    return size(line) >= 3 && strchr("`~", in->text[line.begin]) && count_marks(in, line) >= 3;
}

/* ---- Blocks ---- */

/* A paragraph wholly in ** or __ or * is that paragraph without its marks. */
static dp_span strip_emphasis(const markdown *in, dp_span span)
{
    while (size(span) > 2 && strchr("*_", in->text[span.begin]) && in->text[span.begin] == in->text[span.end - 1]) {
        span.begin++;
        span.end--;
    }
    return span;
}

static void end_paragraph(markdown *in)
{
    if (in->lines > 0)
        article_hint(in->article, SEGMENT_PARAGRAPH, strip_emphasis(in, in->paragraph), NULL);
    in->lines = 0;
}

static void add_line(markdown *in, dp_span line)
{
    if (in->lines++ == 0)
        in->paragraph = line;
    in->paragraph.end = line.end;
}

static void add_heading(markdown *in, dp_span line, size_t level)
{
    bool title = level == 1 && !in->title_seen;
    in->title_seen = in->title_seen || title;
    in->lines = 0;
    article_hint(in->article, title ? SEGMENT_TITLE : SEGMENT_HEADING, strip_emphasis(in, line), NULL);
}

/* "## Heading ##" */
static bool read_heading(markdown *in, dp_span line)
{
    size_t marks = size(line) ? count_marks(in, line) : 0;
    if (marks == 0 || marks > 6 || in->text[line.begin] != '#' || marks == size(line) ||
        in->text[line.begin + marks] != ' ')
        return false;
    end_paragraph(in);
    line.begin += marks;
    dp_span bare = line;
    while (bare.end > bare.begin && in->text[bare.end - 1] == '#')
        bare.end--;
    if (bare.end > bare.begin && in->text[bare.end - 1] == ' ')
        line = bare;
    add_heading(in, article_trim(in->article, line), marks);
    return true;
}

/* A line of "===" or "---" makes the one line above it a heading; elsewhere it is a rule, and no text. */
static bool read_rule(markdown *in, dp_span line)
{
    if (in->lines == 1 && (is_rule(in, line, "=", 2) || is_rule(in, line, "-", 2))) {
        add_heading(in, in->paragraph, in->text[line.begin] == '=' ? 1 : 2);
        return true;
    }
    if (!is_rule(in, line, "-*_", 3))
        return false;
    end_paragraph(in);
    return true;
}

static bool read_fence(markdown *in, dp_span line)
{
    if (!is_fence(in, line))
        return false;
    end_paragraph(in);
    char mark = in->text[line.begin];
    dp_span code = line, next;
    while (take_line(in, &next)) {
        code.end = size(next) ? next.end : code.end;
        if (is_fence(in, next) && in->text[next.begin] == mark)
            break;
    }
    article_hint(in->article, SEGMENT_BOILERPLATE, code, "code");
    return true;
}

/* "![…](…)" alone on a line, and "[label]: address". */
static bool read_reference(markdown *in, dp_span line)
{
    const char *text = in->text + line.begin;
    bool picture = size(line) > 4 && memcmp(text, "![", 2) == 0 && text[size(line) - 1] == ')';
    const char *close = size(line) > 4 && text[0] == '[' ? memchr(text, ']', size(line) - 1) : NULL;
    if (!picture && !(close && close[1] == ':'))
        return false;
    end_paragraph(in);
    article_hint(in->article, SEGMENT_BOILERPLATE, line, picture ? "picture" : "link");
    return true;
}

static void read_line(markdown *in, dp_span line)
{
    while (size(line) && in->text[line.begin] == '>')
        line = article_trim(in->article, (dp_span){line.begin + 1, line.end});
    if (size(line) == 0) {
        end_paragraph(in);
        return;
    }
    if (read_rule(in, line) || read_heading(in, line) || read_fence(in, line) || read_reference(in, line))
        return;
    if (size(line) > 2 && strchr("-*+", in->text[line.begin]) && in->text[line.begin + 1] == ' ') {
        end_paragraph(in);
        line = article_trim(in->article, (dp_span){line.begin + 2, line.end});
    }
    add_line(in, line);
}

/* ---- Front matter ---- */

/* "key: value", the value perhaps in quotation marks. */
static void take_key(markdown *in, dp_span line)
{
    const char *text = in->text + line.begin;
    const char *colon = memchr(text, ':', size(line));
    if (!colon)
        return;
    dp_span value = article_trim(in->article, (dp_span){line.begin + (size_t)(colon - text) + 1, line.end});
    if (size(value) >= 2 && strchr("\"'", in->text[value.begin]) && in->text[value.begin] == in->text[value.end - 1]) {
        value.begin++;
        value.end--;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strlen(keys[i].key) != (size_t)(colon - text) || memcmp(keys[i].key, text, strlen(keys[i].key)) != 0)
            continue;
        if (keys[i].field == DP_FIELD_DATE)
            article_date(in->article, in->text + value.begin, size(value));
        else
            article_field(in->article, keys[i].field, in->text + value.begin, size(value));
    }
}

static bool is_line(const markdown *in, dp_span line, const char *wanted)
{
    return size(line) == strlen(wanted) && memcmp(in->text + line.begin, wanted, size(line)) == 0;
}

/* Lines between "---" and "---" at the start. Without the second there is no front matter, and nothing is taken. */
static void read_front_matter(markdown *in)
{
    dp_span first, line;
    if (!take_line(in, &first) || !is_line(in, first, "---")) {
        in->at = 0;
        return;
    }
    size_t body = in->at;
    bool closed = false;
    while (!closed && take_line(in, &line))
        closed = is_line(in, line, "---") || is_line(in, line, "...");
    size_t after = in->at;
    in->at = closed ? body : 0;
    if (!closed)
        return;
    while (in->at < after && take_line(in, &line))
        take_key(in, line);
    article_hint(in->article, SEGMENT_BOILERPLATE, (dp_span){first.begin, line.end}, "front matter");
}

dp_status read_markdown(article *story, dp_error *error)
{
    (void)error;
    markdown in = {.article = story, .text = story->source.data, .length = story->source.length};
    story->markdown = true;
    read_front_matter(&in);
    dp_span line;
    while (take_line(&in, &line))
        read_line(&in, line);
    end_paragraph(&in);
    return DP_OK;
}
