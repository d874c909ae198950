/* SPDX-License-Identifier: ISC */
/*
 * Markdown-like text. Headings, rules, lists and paragraphs are found by segment_doc, which knows their marks; what is
 * found here is what is no text at all: front matter, code, pictures and link addresses on lines of their own.
 */
#include "config.h"

#include "read.h"

#include <string.h>

typedef struct markdown {
    article *story;
    const char *text;
    size_t length;
    size_t at; /* where the next line begins */
} markdown;

/* Keys of front matter. */
static const struct {
    const char *key;
    dp_field field;
} keys[] = {
    {"title", DP_FIELD_TITLE},       {"subtitle", DP_FIELD_STANDFIRST}, {"standfirst", DP_FIELD_STANDFIRST},
    {"date", DP_FIELD_DATE},         {"author", DP_FIELD_AUTHOR},       {"outlet", DP_FIELD_OUTLET},
    {"source", DP_FIELD_OUTLET},     {"url", DP_FIELD_URL},             {"lang", DP_FIELD_LANGUAGE},
    {"language", DP_FIELD_LANGUAGE}, {"id", DP_FIELD_SOURCE_ID},
};

/* Take the next line, without its end and without white space around it. False at the end of the text. */
static bool take_line(markdown *in, dp_span *line)
{
    if (in->at >= in->length)
        return false;
    const char *newline = memchr(in->text + in->at, '\n', in->length - in->at);
    size_t end = newline ? (size_t)(newline - in->text) : in->length;
    *line = article_trim(in->story, (dp_span){in->at, end});
    in->at = end + (newline != NULL);
    return true;
}

static size_t size(dp_span span)
{
    return span.end - span.begin;
}

/* ---- Front matter ---- */

/* "key: value", the value perhaps in quotation marks. */
static void take_key(markdown *in, dp_span line)
{
    const char *text = in->text + line.begin;
    const char *colon = memchr(text, ':', size(line));
    if (!colon)
        return;
    dp_span value = article_trim(in->story, (dp_span){line.begin + (size_t)(colon - text) + 1, line.end});
    if (size(value) >= 2 && strchr("\"'", in->text[value.begin]) && in->text[value.begin] == in->text[value.end - 1]) {
        value.begin++;
        value.end--;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strlen(keys[i].key) != (size_t)(colon - text) || memcmp(keys[i].key, text, strlen(keys[i].key)) != 0)
            continue;
        if (keys[i].field == DP_FIELD_DATE)
            article_date(in->story, in->text + value.begin, size(value));
        else
            article_field(in->story, keys[i].field, in->text + value.begin, size(value));
    }
}

static bool is_line(const markdown *in, dp_span line, const char *wanted)
{
    return size(line) == strlen(wanted) && memcmp(in->text + line.begin, wanted, size(line)) == 0;
}

/* Lines between "---" and "---" at the start. Without the second there is no front matter, and nothing is taken. */
static void read_front_matter(markdown *in)
{
    dp_span first, line = {0, 0};
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
    article_hint(in->story, SEGMENT_BOILERPLATE, (dp_span){first.begin, line.end}, "front matter");
}

/* ---- Lines that are no text ---- */

/* Length of the fence that the line begins with, or 0. */
static size_t fence_length(const markdown *in, dp_span line)
{
    size_t count = 0;
    if (size(line) && strchr("`~", in->text[line.begin]))
        while (count < size(line) && in->text[line.begin + count] == in->text[line.begin])
            count++;
    return count >= 3 ? count : 0;
}

/* Code between fences; an open fence reaches to the end. */
static void read_code(markdown *in, dp_span fence)
{
    dp_span code = fence, line;
    bool closed = false;
    while (!closed && take_line(in, &line)) {
        code.end = size(line) ? line.end : code.end;
        closed = fence_length(in, line) >= fence_length(in, fence) && in->text[line.begin] == in->text[fence.begin];
    }
    article_hint(in->story, SEGMENT_BOILERPLATE, code, "code");
}

/* "![…](…)" alone on a line, and "[label]: address". */
static const char *no_text_reason(const markdown *in, dp_span line)
{
    const char *text = in->text + line.begin;
    if (size(line) < 5)
        return NULL;
    if (memcmp(text, "![", 2) == 0 && text[size(line) - 1] == ')')
        return "picture";
    const char *close = text[0] == '[' ? memchr(text, ']', size(line) - 1) : NULL;
    return close && close[1] == ':' ? "link" : NULL;
}

dp_status read_markdown(article *story, dp_error *error)
{
    (void)error; /* whatever stands there is Markdown */
    markdown in = {.story = story, .text = story->source.data, .length = story->source.length};
    story->markdown = true;
    read_front_matter(&in);
    dp_span line;
    while (take_line(&in, &line)) {
        if (fence_length(&in, line)) {
            read_code(&in, line);
            continue;
        }
        const char *reason = no_text_reason(&in, line);
        if (reason)
            article_hint(story, SEGMENT_BOILERPLATE, line, reason);
    }
    return DP_OK;
}
