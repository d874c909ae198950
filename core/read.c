/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "read.h"

#include <depesche/depesche.h>

#include "charset.h"
#include "doc.h"
#include "sha256.h"
#include "sniff.h"

#include <string.h>

#define DEFAULT_LIMIT ((size_t)64 << 20)

/* Everything known while one input is read. */
typedef struct reading {
    const unsigned char *bytes;
    size_t length;
    dp_read_options options;
    const char *format;
    char declared[SNIFF_LABEL_SIZE]; /* empty: the input declares nothing */
    charset_decision charset;
    article article;
} reading;

/* ---- Options ---- */

/* Callers built against an older header hand over a shorter struct. */
static dp_read_options take_options(const dp_read_options *given)
{
    dp_read_options options = {0};
    if (given) {
        size_t size = given->struct_size && given->struct_size < sizeof options ? given->struct_size : sizeof options;
        memcpy(&options, given, size);
    }
    if (!options.name)
        options.name = "-";
    if (!options.format)
        options.format = "auto";
    if (!options.limit)
        options.limit = DEFAULT_LIMIT;
    return options;
}

/* One sentence a line: for other programs, so never guessed. */
static bool is_lines(const char *format)
{
    return strcmp(format, "lines") == 0;
}

static dp_status check_input(const reading *in, dp_error *error)
{
    const dp_read_options *options = &in->options;
    if (strcmp(options->format, "auto") != 0 && !sniff_is_format(options->format) && !is_lines(options->format))
        return dp_error_set(error, DP_BAD_OPTION,
                            "the input format '%s' is not known; these are: auto, text, markdown, html, ndjson, lines",
                            options->format);
    if (in->length == 0)
        return dp_error_set(error, DP_BAD_INPUT, "the input is empty");
    if (in->length > options->limit)
        return dp_error_set(error, DP_LIMIT, "the input has %zu bytes, and at most %zu are accepted", in->length,
                            options->limit);
    const char *kind = is_lines(options->format) ? NULL : sniff_binary(in->bytes, in->length);
    if (kind)
        return dp_error_set(error, DP_BAD_INPUT, "this is not text but %s", kind);
    return DP_OK;
}

/* ---- Decoding ---- */

/* What the input or its sender says about the encoding. */
static void find_declared(reading *in)
{
    const char *outside = in->options.declared;
    if (outside) {
        strncpy(in->declared, outside, sizeof in->declared - 1);
        return;
    }
    const char *format = in->options.format;
    if (strcmp(format, "auto") == 0)
        format = sniff_format((const char *)in->bytes, in->length);
    if (strcmp(format, "html") == 0 && !sniff_html_charset(in->bytes, in->length, in->declared))
        in->declared[0] = '\0';
}

static void warn_encoding(reading *in)
{
    const charset_decision *found = &in->charset;
    article *story = &in->article;
    if (found->unknown)
        article_warn(story, "the input declares the encoding '%s', which is not known", in->declared);
    if (found->contradicted && found->reason != CHARSET_FORCED)
        article_warn(story, "the input declares the encoding '%s', but its bytes are not; it was read as %s",
                     in->declared, found->encoding);
    else if (found->reason == CHARSET_FALLBACK)
        article_warn(story, "the input is not UTF-8 and declares no other encoding; it was read as %s", found->encoding);
    else if (found->reason == CHARSET_NULS)
        article_warn(story, "the input has no byte order mark; it was read as %s because of its NUL bytes",
                     found->encoding);
    if (found->undecoded)
        article_warn(story, "%zu bytes of the input could not be decoded as %s and stand as U+FFFD in the source",
                     found->undecoded, found->encoding);
}

static dp_status decode(reading *in, dp_error *error)
{
    find_declared(in);
    dp_status status = charset_decode(in->bytes, in->length, in->options.charset, in->declared, &in->article.source,
                                      &in->charset, error);
    if (status != DP_OK)
        return status;
    warn_encoding(in);
    in->format = in->options.format;
    if (strcmp(in->format, "auto") == 0)
        in->format = in->article.source.length ? sniff_format(in->article.source.data, in->article.source.length) : "text";
    return DP_OK;
}

/* ---- Parsing ---- */

static bool is_blank_text(const dp_text *text)
{
    for (size_t i = 0; i < text->length;) {
        uint32_t code = dp_utf8_next(text->data, text->length, &i);
        if (!dp_is_space(code) && code != 0xFEFF && code != 0x200B)
            return false;
    }
    return true;
}

static dp_status parse(reading *in, dp_error *error)
{
    static const struct {
        const char *format;
        dp_status (*read)(article *story, dp_error *error);
    } readers[] = {{"markdown", read_markdown}, {"html", read_html}, {"ndjson", read_record}};
    if (is_blank_text(&in->article.source))
        return dp_error_set(error, DP_BAD_INPUT, "the input holds nothing but white space");
    dp_status status = DP_OK;
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (strcmp(in->format, readers[i].format) == 0)
            status = readers[i].read(&in->article, error);
    if (status == DP_OK && (in->article.failed || in->article.source.failed))
        status = dp_error_set(error, DP_NO_MEMORY, "out of memory while reading the input");
    if (status == DP_OK && is_blank_text(&in->article.source))
        status = dp_error_set(error, DP_BAD_INPUT, "the input holds no text");
    return status;
}

/* ---- Building ---- */

static dp_status set_fields(const reading *in, dp_doc *doc, dp_error *error)
{
    char hash[65];
    sha256_hex(in->bytes, in->length, hash);
    const char *language = in->article.fields[DP_FIELD_LANGUAGE];
    const char *said = in->options.charset ? in->options.charset : in->declared;
    const char *own[DP_FIELD_COUNT] = {
        [DP_FIELD_NAME] = in->options.name,
        [DP_FIELD_FORMAT] = in->format,
        [DP_FIELD_LANGUAGE] = language ? language : "de",
        [DP_FIELD_DECLARED_ENCODING] = said,
        [DP_FIELD_ENCODING] = in->charset.encoding,
        [DP_FIELD_SHA256] = hash,
    };
    dp_status status = DP_OK;
    for (size_t i = 0; i < DP_FIELD_COUNT && status == DP_OK; i++) {
        dp_text mended = {0}; /* a file name may be in any encoding */
        const char *value = own[i] ? own[i] : in->article.fields[i];
        for (size_t at = 0, length = value ? strlen(value) : 0; at < length;)
            dp_text_put(&mended, dp_utf8_next(value, length, &at));
        status = mended.failed ? dp_error_set(error, DP_NO_MEMORY, "out of memory while reading the input")
                               : doc_set_field_bytes(doc, (dp_field)i, mended.data, mended.length, error);
        dp_text_free(&mended);
    }
    return status;
}

static bool is_german(const char *language)
{
    return !language || ((language[0] == 'd' || language[0] == 'D') && (language[1] == 'e' || language[1] == 'E') &&
                         (language[2] == '\0' || language[2] == '-' || language[2] == '_'));
}

static dp_status warn(const reading *in, dp_doc *doc, dp_error *error)
{
    dp_status status = DP_OK;
    for (size_t i = 0; i < in->article.warning_count && status == DP_OK; i++)
        status = dp_doc_warn(doc, (dp_span){0, 0}, error, "%s", in->article.warnings[i]);
    const char *language = in->article.fields[DP_FIELD_LANGUAGE];
    if (status == DP_OK && !is_german(language))
        status = dp_doc_warn(doc, (dp_span){0, 0}, error, "the input says that its language is '%s', not German", language);
    return status;
}

static dp_doc *build(const reading *in, dp_error *error)
{
    const article *story = &in->article;
    dp_doc *doc = doc_new(story->source.data, story->source.length, error);
    if (!doc)
        return NULL;
    doc_set_undecoded(doc, in->charset.undecoded);
    segment_options options = {
        .keep_boilerplate = in->options.keep_boilerplate,
        .markdown = story->markdown,
        .hints = story->hints,
        .hint_count = story->hint_count,
    };
    if (set_fields(in, doc, error) == DP_OK && warn(in, doc, error) == DP_OK &&
        (is_lines(in->format) ? lines_doc(doc, error) : segment_doc(doc, &options, error)) == DP_OK &&
        doc_seal(doc, error) == DP_OK)
        return doc;
    dp_doc_free(doc);
    return NULL;
}

dp_doc *dp_doc_read(const void *bytes, size_t length, const dp_read_options *options, dp_error *error)
{
    reading in = {.bytes = bytes, .length = length, .options = take_options(options)};
    dp_doc *doc = NULL;
    if (check_input(&in, error) == DP_OK && decode(&in, error) == DP_OK && parse(&in, error) == DP_OK)
        doc = build(&in, error);
    if (!doc)
        dp_error_prefix(error, "%s", strcmp(in.options.name, "-") == 0 ? "standard input" : in.options.name);
    article_free(&in.article);
    return doc;
}
