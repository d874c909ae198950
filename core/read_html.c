/* SPDX-License-Identifier: ISC */
/*
 * HTML pages, read with the event interface of libxml2's HTML parser, so that no tree is built and nesting costs no
 * stack. Nothing is loaded from anywhere.
 */
#include "config.h"

#include "page.h"
#include "read.h"

#ifndef HAVE_XML

dp_status read_html(article *story, dp_error *error)
{
    (void)story;
    return dp_error_set(error, DP_UNAVAILABLE, "this depesche cannot read HTML: it was built without libxml2");
}

#else

#include "alloc.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* The parser looks through all open elements at an end tag, and through all attributes at each further one. Beyond these
 * limits, which no page comes near, that would take time by the square of the length. */
#define MAX_DEPTH 500
#define MAX_ATTRIBUTES 500
/* Most bytes of a class attribute that are looked at, of a title, and of a script with JSON-LD. */
#define MAX_CLASS 256
#define MAX_CAPTURE ((size_t)1 << 20)

static const char element_table[] =
#include "data/html_elements.inc"
    ;

static const char class_table[] =
#include "data/html_classes.inc"
    ;

static const char meta_table[] =
#include "data/html_meta.inc"
    ;

/* What holds inside an open element; copied from the one around it and changed by the tag. */
typedef struct scope {
    segment_hint_kind kind;
    const char *reason; /* boilerplate */
    bool weak;
    bool dropped;
    bool block;  /* its end ends a piece */
    bool space;  /* its end is a space */
    bool link;
    bool titled; /* text goes to the page's title */
    bool ld;     /* text goes to the JSON-LD buffer */
    size_t region;
} scope;

typedef struct extractor {
    htmlParserCtxtPtr parser;
    page page;
    scope *open; /* open elements; the first is the page itself */
    size_t depth, capacity;
    page_piece piece; /* being written; empty span: none */
    bool writing;
    bool pending_space;
    size_t pending_breaks;
    dp_text ld;
    bool too_deep;
} extractor;

/* ---- Tables ---- */

/* Find the line that begins with the word and return what stands behind its first tab; null if there is none. */
static const char *find_row(const char *table, const char *word, size_t length)
{
    for (const char *line = table; line && *line;) {
        if (strncmp(line, word, length) == 0 && line[length] == '\t')
            return line + length + 1;
        line = strchr(line, '\n');
        line = line ? line + 1 : NULL;
    }
    return NULL;
}

static bool field_is(const char *field, const char *name)
{
    size_t length = strcspn(field, "\t\n");
    return strlen(name) == length && memcmp(field, name, length) == 0;
}

/* ---- Attributes ---- */

/* Value of an attribute; empty when it stands without one, null when it is not there. */
static const char *attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2)
        if (strcmp((const char *)attributes[i], name) == 0)
            return attributes[i + 1] ? (const char *)attributes[i + 1] : "";
    return NULL;
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Write the value in lower case into a buffer, cut to its size. Returns the length. */
static size_t lower_copy(const char *value, char *out, size_t room)
{
    size_t length = 0;
    for (; value && value[length] && length + 1 < room; length++)
        out[length] = lower(value[length]);
    out[length] = '\0';
    return length;
}

/* ---- Pieces ---- */

static const scope *top(const extractor *in)
{
    return &in->open[in->depth - 1];
}

static void end_piece(extractor *in)
{
    if (in->writing) {
        in->piece.span.end = in->page.text.length;
        page_add(&in->page, &in->piece);
    }
    in->writing = false;
    in->pending_space = false;
    in->pending_breaks = 0;
}

/* Prepare for text: begin a piece, or write the white space that is due. */
static void begin_text(extractor *in)
{
    dp_text *text = &in->page.text;
    if (in->pending_breaks > 1)
        end_piece(in);
    if (!in->writing) {
        const scope *here = top(in);
        if (text->length)
            dp_text_puts(text, "\n\n");
        in->piece = (page_piece){.kind = here->kind,
                                 .span = {text->length, text->length},
                                 .reason = here->reason,
                                 .weak = here->weak,
                                 .region = here->region};
        in->writing = true;
    } else if (in->pending_breaks) {
        dp_text_put(text, '\n');
    } else if (in->pending_space) {
        dp_text_put(text, ' ');
    }
    in->pending_space = false;
    in->pending_breaks = 0;
}

/* Write a run without white space. References such as &#132; mean Windows-1252, as in browsers. */
static void write_run(extractor *in, const char *run, size_t length)
{
    static const uint16_t meanings[32] = {
        0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
        0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178,
    };
    begin_text(in);
    size_t before = in->page.text.length;
    const char *end = run + length;
    while (run < end) {
        const char *lead = memchr(run, 0xC2, (size_t)(end - run));
        size_t plain = lead ? (size_t)(lead - run) : (size_t)(end - run);
        dp_text_append(&in->page.text, run, plain);
        run += plain;
        if (run + 1 >= end)
            break;
        unsigned char next = (unsigned char)run[1];
        dp_text_put(&in->page.text, next < 0xA0 ? meanings[next - 0x80] : next);
        run += 2;
    }
    if (top(in)->link)
        in->piece.link_bytes += in->page.text.length - before;
}

static void write_text(extractor *in, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t begin = i;
        while (i < length && !memchr(" \t\r\n\f", text[i], 5))
            i++;
        if (i > begin)
            write_run(in, text + begin, i - begin);
        in->pending_space = in->pending_space || i < length;
        i += i < length;
    }
}

static void on_text(void *context, const xmlChar *text, int length)
{
    extractor *in = context;
    const scope *here = top(in);
    size_t size = length > 0 ? (size_t)length : 0;
    dp_text *capture = here->ld ? &in->ld : here->titled ? &in->page.title : NULL;
    if (capture) {
        if (capture->length + size <= MAX_CAPTURE)
            dp_text_append(capture, (const char *)text, size);
    } else if (!here->dropped) {
        write_text(in, (const char *)text, size);
    }
}

/* ---- What a tag says ---- */

static void set_reason(extractor *in, scope *inner, const char *field, bool weak)
{
    if (inner->reason)
        return; /* what the outer element says stays */
    inner->reason = article_reason(in->page.story, field, strcspn(field, "\t\n"));
    inner->weak = weak;
}

/* Look up every word of a class, id or role. */
static void apply_words(extractor *in, scope *inner, const char *value)
{
    char words[MAX_CLASS];
    size_t length = lower_copy(value, words, sizeof words);
    for (size_t i = 0; i < length;) {
        size_t begin = i;
        while (i < length && is_word(words[i]))
            i++;
        const char *reason = i > begin ? find_row(class_table, words + begin, i - begin) : NULL;
        if (reason && field_is(reason, "standfirst"))
            inner->kind = inner->kind == SEGMENT_PARAGRAPH ? SEGMENT_STANDFIRST : inner->kind;
        else if (reason)
            set_reason(in, inner, reason, true);
        i += i == begin || i < length;
    }
}

static void apply_attributes(extractor *in, scope *inner, const xmlChar **attributes)
{
    apply_words(in, inner, attribute(attributes, "class"));
    apply_words(in, inner, attribute(attributes, "id"));
    apply_words(in, inner, attribute(attributes, "role"));
    const char *style = attribute(attributes, "style");
    if (attribute(attributes, "hidden") || (style && (strstr(style, "display:none") || strstr(style, "display: none"))))
        set_reason(in, inner, "hidden", true);
}

static void apply_role(extractor *in, scope *inner, const char *name, const char *row, const xmlChar **attributes)
{
    const char *reason = row + strcspn(row, "\t") + 1;
    inner->block = !field_is(row, "cell") && !field_is(row, "break") && !field_is(row, "drop");
    if (field_is(row, "drop")) {
        inner->dropped = true;
    } else if (field_is(row, "boilerplate") || field_is(row, "weak")) {
        set_reason(in, inner, reason, field_is(row, "weak"));
    } else if (field_is(row, "region")) {
        inner->region = page_add_region(&in->page, inner->region);
    } else if (field_is(row, "title")) {
        inner->kind = SEGMENT_TITLE;
    } else if (field_is(row, "heading")) {
        inner->kind = SEGMENT_HEADING;
    } else if (field_is(row, "cell")) {
        inner->space = true;
        in->pending_space = true;
    } else if (field_is(row, "break")) {
        in->pending_breaks++;
    }
    if (inner->block && !field_is(row, "region") && strcmp(name, "body") != 0 && strcmp(name, "html") != 0)
        apply_attributes(in, inner, attributes);
}

/* ---- Metadata ---- */

static void set_text(dp_text *text, const char *value)
{
    if (text->length == 0)
        dp_text_puts(text, value);
}

static void on_meta(extractor *in, const xmlChar **attributes)
{
    const char *content = attribute(attributes, "content");
    const char *name = attribute(attributes, "property");
    name = name ? name : attribute(attributes, "name");
    name = name ? name : attribute(attributes, "itemprop");
    char key[64];
    size_t length = lower_copy(name, key, sizeof key);
    const char *row = length && content ? find_row(meta_table, key, length) : NULL;
    if (!row)
        return;
    article *story = in->page.story;
    if (field_is(row, "title"))
        set_text(&in->page.headline, content);
    else if (field_is(row, "description"))
        set_text(&in->page.description, content);
    else if (field_is(row, "date"))
        article_date(story, content, strlen(content));
    else if (!(field_is(row, "author") && strstr(content, "://")))
        for (dp_field field = 0; field < DP_FIELD_COUNT; field++)
            if (field_is(row, dp_field_name(field)))
                article_field(story, field, content, strlen(content));
}

static void on_metadata(extractor *in, scope *inner, const char *name, const xmlChar **attributes)
{
    const char *value = NULL;
    if (strcmp(name, "meta") == 0) {
        on_meta(in, attributes);
    } else if (strcmp(name, "title") == 0) {
        inner->titled = !inner->dropped && in->page.title.length == 0;
        inner->dropped = true;
    } else if (strcmp(name, "script") == 0) {
        value = attribute(attributes, "type");
        inner->ld = value && strcmp(value, "application/ld+json") == 0;
    } else if (strcmp(name, "html") == 0) {
        value = attribute(attributes, "lang");
        if (value)
            article_field(in->page.story, DP_FIELD_LANGUAGE, value, strlen(value));
    } else if (strcmp(name, "link") == 0) {
        const char *relation = attribute(attributes, "rel");
        value = relation && strcmp(relation, "canonical") == 0 ? attribute(attributes, "href") : NULL;
        if (value && strncmp(value, "http", 4) == 0)
            article_field(in->page.story, DP_FIELD_URL, value, strlen(value));
    } else if (strcmp(name, "time") == 0 && !inner->reason && !inner->dropped) {
        value = attribute(attributes, "datetime");
        if (value)
            set_text(&in->page.time, value);
    }
}

/* ---- Events ---- */

static void on_start(void *context, const xmlChar *tag, const xmlChar **attributes)
{
    extractor *in = context;
    const char *name = (const char *)tag;
    scope inner = *top(in);
    inner.block = inner.space = inner.titled = inner.ld = false;
    inner.link = inner.link || strcmp(name, "a") == 0;
    const char *row = find_row(element_table, name, strlen(name));
    if (row)
        apply_role(in, &inner, name, row, attributes);
    on_metadata(in, &inner, name, attributes);
    if (inner.block)
        end_piece(in);
    in->too_deep = in->too_deep || in->depth > MAX_DEPTH;
    if (!alloc_grow(&in->open, &in->capacity, in->depth + 1, sizeof *in->open))
        in->page.story->failed = true;
    if (in->too_deep || in->page.story->failed)
        xmlStopParser(in->parser);
    else
        in->open[in->depth++] = inner;
}

static void on_end(void *context, const xmlChar *tag)
{
    (void)tag;
    extractor *in = context;
    if (in->depth < 2)
        return;
    const scope inner = in->open[--in->depth];
    if (inner.block)
        end_piece(in);
    in->pending_space = in->pending_space || inner.space;
    if (inner.ld) {
        if (in->ld.length)
            read_json_ld(in->page.story, in->ld.data, in->ld.length);
        dp_text_cut(&in->ld, 0);
    }
}

/* ---- Limits ---- */

static size_t skip_to(const char *text, size_t length, size_t at, const char *end)
{
    const char *found = at < length ? memmem(text + at, length - at, end, strlen(end)) : NULL;
    return found ? (size_t)(found - text) : length;
}

/* Count the attributes of the tag that begins at `*at`, and move to its end. */
static size_t count_attributes(const char *text, size_t length, size_t *at)
{
    size_t count = 0, i = *at + 1;
    for (; i < length && text[i] != '>'; i++) {
        if (text[i] == '=' && i + 1 < length && (text[i + 1] == '"' || text[i + 1] == '\'')) {
            const char *quote = i + 2 < length ? memchr(text + i + 2, text[i + 1], length - i - 2) : NULL;
            i = quote ? (size_t)(quote - text) : length - 1;
            while (i + 1 < length && memchr(" \t\r\n\f/", text[i + 1], 6))
                i++;
            count++;
        } else if (memchr(" \t\r\n\f/", text[i], 6)) {
            count++;
        }
    }
    *at = i;
    return count;
}

/* Return where a tag with too many attributes begins, or `length`. Long stretches without a tag (scripts, comments) are
 * passed over. */
static size_t find_swollen_tag(const char *text, size_t length)
{
    for (size_t i = skip_to(text, length, 0, "<"); i < length; i = skip_to(text, length, i, "<")) {
        size_t begin = i++;
        if (i + 2 < length && memcmp(text + i, "!--", 3) == 0) {
            i = skip_to(text, length, i, "-->");
            continue;
        }
        if (i >= length || !is_word(lower(text[i])))
            continue;
        if (count_attributes(text, length, &i) > MAX_ATTRIBUTES)
            return begin;
        if (length - begin > 7 && lower(text[begin + 1]) == 's' && lower(text[begin + 2]) == 'c')
            i = skip_to(text, length, i, "</");
    }
    return length;
}

/* ---- Driver ---- */

static void ignore_error(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

static bool parse(extractor *in, const char *text, size_t length)
{
    in->parser = htmlCreateMemoryParserCtxt(text, (int)length);
    if (!in->parser)
        return false;
    htmlCtxtUseOptions(in->parser, HTML_PARSE_IGNORE_ENC | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    xmlSwitchEncoding(in->parser, XML_CHAR_ENCODING_UTF8);
    *in->parser->sax = (xmlSAXHandler){
        .startElement = on_start,
        .endElement = on_end,
        .characters = on_text,
        .cdataBlock = on_text,
        .ignorableWhitespace = on_text,
        .warning = ignore_error,
        .error = ignore_error,
    };
    in->parser->userData = in;
    htmlParseDocument(in->parser);
    end_piece(in);
    if (in->parser->errNo == XML_ERR_NO_MEMORY)
        in->page.story->failed = true;
    xmlFreeDoc(in->parser->myDoc);
    htmlFreeParserCtxt(in->parser);
    return true;
}

static bool ran_out_of_memory(const extractor *in)
{
    const page *sheet = &in->page;
    return sheet->story->failed || sheet->text.failed || sheet->title.failed || sheet->headline.failed ||
           sheet->description.failed || sheet->time.failed || in->ld.failed;
}

static dp_status extract(extractor *in, article *story, dp_error *error)
{
    if (!alloc_grow(&in->open, &in->capacity, 1, sizeof *in->open))
        return dp_error_set(error, DP_NO_MEMORY, "out of memory while reading HTML");
    in->open[in->depth++] = (scope){.kind = SEGMENT_PARAGRAPH};
    if (!parse(in, story->source.data, story->source.length) || ran_out_of_memory(in))
        return dp_error_set(error, DP_NO_MEMORY, "out of memory while reading HTML");
    if (in->too_deep)
        return dp_error_set(error, DP_BAD_INPUT, "the page nests its elements deeper than %d levels", MAX_DEPTH);
    if (in->page.text.length == 0)
        return dp_error_set(error, DP_BAD_INPUT, "the page holds no text");
    page_judge(&in->page);
    return DP_OK;
}

dp_status read_html(article *story, dp_error *error)
{
    const dp_text *source = &story->source;
    if (source->length > INT_MAX - 1)
        return dp_error_set(error, DP_LIMIT, "a page of %zu bytes is too long", source->length);
    size_t swollen = find_swollen_tag(source->data, source->length);
    if (swollen < source->length)
        return dp_error_set(error, DP_BAD_INPUT, "the tag at byte %zu of the page has more than %d attributes", swollen,
                            MAX_ATTRIBUTES);
    extractor in = {.page = {.story = story}};
    dp_status status = extract(&in, story, error);
    page_free(&in.page);
    dp_text_free(&in.ld);
    free(in.open);
    return status;
}

#endif /* HAVE_XML */
