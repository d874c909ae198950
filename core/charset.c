/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

static const char table[] =
#include "data/charsets.inc"
    ;

/* A line of the table. */
typedef struct charset {
    char name[CHARSET_NAME_SIZE];
    char iconv_name[CHARSET_NAME_SIZE];
    size_t unit;
} charset;

typedef struct bytes_in {
    const unsigned char *at;
    size_t length;
} bytes_in;

/* ---- The table ---- */

static char label_char(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool is_filler(char c)
{
    return c == '-' || c == '_' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool same_label(const char *entry, size_t length, const char *label)
{
    size_t i = 0;
    for (;; i++, label++) {
        while (i < length && is_filler(entry[i]))
            i++;
        while (is_filler(*label))
            label++;
        if (i == length || !*label)
            return i == length && !*label;
        if (label_char(entry[i]) != label_char(*label))
            return false;
    }
}

static void copy_field(char out[CHARSET_NAME_SIZE], const char *from, size_t length)
{
    size_t kept = length < CHARSET_NAME_SIZE ? length : CHARSET_NAME_SIZE - 1;
    memcpy(out, from, kept);
    out[kept] = '\0';
}

/* Read the line at `*line` and move to the next; false at the end. Stores where the further labels stand. */
static bool next_line(const char **line, charset *entry, const char **labels, size_t *labels_length)
{
    if (!**line)
        return false;
    const char *fields[4];
    size_t lengths[4];
    const char *at = *line;
    for (size_t i = 0; i < 4; i++) {
        fields[i] = at;
        lengths[i] = strcspn(at, "\t\n");
        at += lengths[i] + (at[lengths[i]] == '\t');
    }
    copy_field(entry->name, fields[0], lengths[0]);
    copy_field(entry->iconv_name, fields[1], lengths[1]);
    entry->unit = (size_t)(fields[2][0] - '0');
    *labels = fields[3];
    *labels_length = lengths[3];
    *line = at + (*at == '\n');
    return true;
}

static bool line_has(const charset *entry, const char *labels, size_t length, const char *label)
{
    if (same_label(entry->name, strlen(entry->name), label))
        return true;
    for (size_t i = 0; i < length;) {
        size_t end = i;
        while (end < length && labels[end] != ' ')
            end++;
        if (same_label(labels + i, end - i, label))
            return true;
        i = end + 1;
    }
    return false;
}

static bool find(const char *label, charset *entry)
{
    const char *line = table, *labels;
    size_t length;
    while (label && *label && next_line(&line, entry, &labels, &length))
        if (line_has(entry, labels, length, label))
            return true;
    return false;
}

bool charset_find(const char *label, char name[CHARSET_NAME_SIZE])
{
    charset entry;
    if (!find(label, &entry))
        return false;
    memcpy(name, entry.name, CHARSET_NAME_SIZE);
    return true;
}

dp_status charset_list(dp_text *out)
{
    const char *line = table, *labels;
    size_t length;
    charset entry;
    for (const char *separator = ""; next_line(&line, &entry, &labels, &length); separator = ", ")
        dp_text_printf(out, "%s%s", separator, entry.name);
    return out->failed ? DP_NO_MEMORY : DP_OK;
}

/* ---- Evidence ---- */

/* How many bytes of a mark begin the input, and for which encoding. */
static size_t find_mark(bytes_in in, const char **label)
{
    static const struct {
        const char *label;
        size_t length;
        unsigned char bytes[4];
    } marks[] = {
        {"UTF-8", 3, {0xEF, 0xBB, 0xBF}},
        {"UTF-32LE", 4, {0xFF, 0xFE, 0, 0}},
        {"UTF-32BE", 4, {0, 0, 0xFE, 0xFF}},
        {"UTF-16LE", 2, {0xFF, 0xFE}},
        {"UTF-16BE", 2, {0xFE, 0xFF}},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (in.length >= marks[i].length && memcmp(in.at, marks[i].bytes, marks[i].length) == 0) {
            *label = marks[i].label;
            return marks[i].length;
        }
    return 0;
}

/* Text in a Latin script has a NUL in nearly every unit of UTF-16, always on the same side. Null when it is not so. */
static const char *utf16_by_nuls(bytes_in in)
{
    size_t sample = in.length < 4096 ? in.length & ~(size_t)1 : 4096;
    if (sample < 4 || (in.length % 2 && sample < 64))
        return NULL;
    size_t sides[2] = {0, 0};
    for (size_t i = 0; i < sample; i++)
        if (in.at[i] == 0)
            sides[i & 1]++;
    if (sides[0] > 0 && sides[1] > 0)
        return NULL;
    if ((sides[0] + sides[1]) * 10 < sample / 2 * 7)
        return NULL;
    return sides[1] ? "UTF-16LE" : "UTF-16BE";
}

/* Sequences of two and more bytes, and bytes outside any sequence; `tail` bytes of an unfinished one at the end. */
typedef struct utf8_count {
    size_t good, bad, tail;
} utf8_count;

static size_t sequence_length(unsigned char lead)
{
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
}

static utf8_count count_utf8(bytes_in in)
{
    utf8_count count = {0, 0, 0};
    const char *text = (const char *)in.at;
    for (size_t i = 0; i < in.length;) {
        if (in.at[i] < 0x80) {
            i++;
            continue;
        }
        size_t begin = i;
        dp_utf8_next(text, in.length, &i);
        if (i - begin > 1)
            count.good++;
        else
            count.bad++;
    }
    for (size_t back = 1; back < 4 && back <= in.length; back++)
        if (in.at[in.length - back] >= 0xC2) {
            count.tail = sequence_length(in.at[in.length - back]) > back ? back : 0;
            break;
        }
    return count;
}

/* Ten sound sequences for a broken byte do not come about by chance in any other encoding of the list. */
static bool is_damaged_utf8(utf8_count count, bool declared)
{
    size_t bad = count.bad - (count.tail < count.bad ? count.tail : count.bad);
    return count.good > 0 && (bad * 10 <= count.good || (declared && bad <= count.good));
}

static bool has_high_byte(bytes_in in)
{
    for (size_t i = 0; i < in.length; i++)
        if (in.at[i] >= 0x80)
            return true;
    return false;
}

/* ---- Decision ---- */

static dp_status refuse_nul(const unsigned char *nul, bytes_in in, dp_error *error)
{
    return dp_error_set(error, DP_BAD_INPUT,
                        "this is not text: there is a NUL at byte %zu; UTF-16 or UTF-32 without a byte order mark must be "
                        "named (--from)",
                        (size_t)(nul - in.at));
}

static dp_status decide_forced(bytes_in in, const char *forced, const char *marked, charset *chosen, dp_error *error)
{
    if (!find(forced, chosen)) {
        dp_text names = {0};
        charset_list(&names);
        dp_error_set(error, DP_BAD_OPTION, "the encoding '%s' is not known; these are: %s", forced,
                     names.data ? names.data : "");
        dp_text_free(&names);
        return DP_BAD_OPTION;
    }
    const unsigned char *nul = chosen->unit == 1 && in.length ? memchr(in.at, 0, in.length) : NULL;
    if (nul)
        return refuse_nul(nul, in, error);
    /* "UTF-16" names both byte orders, and a mark says which. */
    if (chosen->unit > 1 && marked && strncmp(chosen->name, marked, 6) == 0)
        find(marked, chosen);
    return DP_OK;
}

static dp_status decide_nul(bytes_in in, const unsigned char *nul, const charset *declared, charset *chosen,
                            charset_reason *reason, dp_error *error)
{
    *reason = CHARSET_DECLARED;
    *chosen = *declared;
    if (declared->unit > 1)
        return DP_OK;
    const char *label = utf16_by_nuls(in);
    *reason = CHARSET_NULS;
    return label && find(label, chosen) ? DP_OK : refuse_nul(nul, in, error);
}

/* Decide for bytes without mark and without NUL. */
static charset_reason decide_bytes(bytes_in in, const charset *declared, charset *chosen)
{
    bool valid = dp_utf8_valid((const char *)in.at, in.length, NULL);
    if (valid || is_damaged_utf8(count_utf8(in), strcmp(declared->name, "UTF-8") == 0)) {
        find("UTF-8", chosen);
        return valid ? CHARSET_VALID : CHARSET_DAMAGED;
    }
    if (declared->unit == 1 && strcmp(declared->name, "UTF-8") != 0) {
        *chosen = *declared;
        return CHARSET_DECLARED;
    }
    find("Windows-1252", chosen);
    return CHARSET_FALLBACK;
}

static dp_status decide(bytes_in *in, const char *forced, const char *declared_label, charset *chosen,
                        charset_decision *decision, dp_error *error)
{
    const char *marked = NULL;
    size_t mark = find_mark(*in, &marked);
    charset declared = {.name = ""};
    decision->unknown = declared_label && *declared_label && !find(declared_label, &declared);
    if (decision->unknown)
        declared = (charset){.name = ""};
    dp_status status = DP_OK;
    const unsigned char *nul = in->length ? memchr(in->at, 0, in->length) : NULL;
    if (forced) {
        decision->reason = CHARSET_FORCED;
        status = decide_forced(*in, forced, marked, chosen, error);
    } else if (marked) {
        decision->reason = CHARSET_MARK;
        find(marked, chosen);
        if (chosen->unit == 1 && nul)
            status = refuse_nul(nul, *in, error);
    } else if (nul) {
        status = decide_nul(*in, nul, &declared, chosen, &decision->reason, error);
    } else {
        decision->reason = decide_bytes(*in, &declared, chosen);
    }
    if (status != DP_OK)
        return status;
    memcpy(decision->encoding, chosen->name, sizeof decision->encoding);
    decision->contradicted = declared.name[0] && strcmp(declared.name, chosen->name) != 0 &&
                              (chosen->unit > 1 || has_high_byte(*in));
    if (marked && strcmp(marked, chosen->name) == 0) {
        in->at += mark;
        in->length -= mark;
    }
    return DP_OK;
}

/* ---- Decoding ---- */

/* Append UTF-8 with every NUL as U+FFFD; they come from NUL characters of wide encodings. Returns their number. */
static size_t append_without_nul(dp_text *out, const char *text, size_t length)
{
    size_t count = 0;
    while (length > 0) {
        const char *nul = memchr(text, 0, length);
        size_t plain = nul ? (size_t)(nul - text) : length;
        dp_text_append(out, text, plain);
        if (!nul)
            break;
        dp_text_put(out, 0xFFFD);
        count++;
        text += plain + 1;
        length -= plain + 1;
    }
    return count;
}

static size_t decode_utf8(bytes_in in, dp_text *out)
{
    const char *text = (const char *)in.at;
    size_t bad = 0, undecoded = 0;
    while (!dp_utf8_valid(text, in.length, &bad)) {
        dp_text_append(out, text, bad);
        dp_text_put(out, 0xFFFD);
        undecoded++;
        text += bad + 1;
        in.length -= bad + 1;
    }
    dp_text_append(out, text, in.length);
    return undecoded;
}

/* Run iconv over the input; a unit it cannot read becomes U+FFFD. Returns the number of bytes so lost. */
static size_t decode_iconv(iconv_t converter, bytes_in in, size_t unit, dp_text *out)
{
    size_t undecoded = 0;
    char *from; /* iconv takes a pointer to char that it does not write through */
    memcpy(&from, &in.at, sizeof from);
    size_t left = in.length;
    while (left > 0 && !out->failed) {
        char buffer[8192];
        char *to = buffer;
        size_t room = sizeof buffer;
        size_t result = iconv(converter, &from, &left, &to, &room);
        int reason = errno;
        undecoded += unit * append_without_nul(out, buffer, (size_t)(to - buffer));
        if (result != (size_t)-1 || reason == E2BIG)
            continue;
        size_t lost = reason == EINVAL || left < unit ? left : unit;
        dp_text_put(out, 0xFFFD);
        undecoded += lost;
        from += lost;
        left -= lost;
        iconv(converter, NULL, NULL, NULL, NULL);
    }
    return undecoded;
}

/* Encodings of one byte are turned into a table first: a byte that means nothing then costs no call of iconv. */
static size_t decode_bytes(iconv_t converter, bytes_in in, dp_text *out)
{
    struct {
        char text[8];
        size_t length;
    } meaning[256];
    for (size_t i = 0; i < 256; i++) {
        unsigned char byte = (unsigned char)i;
        dp_text one = {0};
        bool lost = decode_iconv(converter, (bytes_in){&byte, 1}, 1, &one) > 0 && i > 0;
        meaning[i].length = lost || one.failed || one.length > 8 ? 0 : one.length;
        if (meaning[i].length)
            memcpy(meaning[i].text, one.data, one.length);
        out->failed = out->failed || one.failed;
        dp_text_free(&one);
    }
    size_t undecoded = 0;
    for (size_t i = 0; i < in.length && !out->failed; i++) {
        size_t length = meaning[in.at[i]].length;
        undecoded += length == 0;
        dp_text_append(out, length ? meaning[in.at[i]].text : "\xEF\xBF\xBD", length ? length : 3);
    }
    return undecoded;
}

static dp_status decode(bytes_in in, const charset *chosen, dp_text *out, size_t *undecoded, dp_error *error)
{
    if (strcmp(chosen->name, "UTF-8") == 0) {
        *undecoded = decode_utf8(in, out);
        return DP_OK;
    }
    iconv_t converter = iconv_open("UTF-8", chosen->iconv_name);
    if (converter == (iconv_t)-1)
        return dp_error_set(error, errno == ENOMEM ? DP_NO_MEMORY : DP_UNAVAILABLE,
                            "the iconv of this system cannot read %s", chosen->name);
    *undecoded = chosen->unit == 1 ? decode_bytes(converter, in, out) : decode_iconv(converter, in, chosen->unit, out);
    iconv_close(converter);
    return DP_OK;
}

/* Control characters other than the white space among them. */
static size_t count_controls(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        count += byte == 0x7F || (byte < 0x20 && !(byte >= '\t' && byte <= '\r'));
    }
    return count;
}

static dp_status check_result(const dp_text *out, size_t from, size_t length, const charset_decision *decision,
                              dp_error *error)
{
    if (decision->undecoded > length / 4)
        return dp_error_set(error, DP_BAD_INPUT,
                            "%zu of %zu bytes are no text in %s; if it is in another encoding, name it (--from)",
                            decision->undecoded, length, decision->encoding);
    size_t controls = out->length > from ? count_controls(out->data + from, out->length - from) : 0;
    if (controls > 8 && controls > length / 20)
        return dp_error_set(error, DP_BAD_INPUT, "this is not text: %zu of %zu bytes are control characters", controls,
                            length);
    return DP_OK;
}

dp_status charset_decode(const void *bytes, size_t length, const char *forced, const char *declared, dp_text *out,
                         charset_decision *decision, dp_error *error)
{
    *decision = (charset_decision){.encoding = ""};
    bytes_in in = {bytes, length};
    charset chosen = {.name = ""};
    dp_status status = decide(&in, forced, declared, &chosen, decision, error);
    size_t from = out->length;
    if (status == DP_OK)
        status = decode(in, &chosen, out, &decision->undecoded, error);
    if (status == DP_OK && out->failed)
        status = dp_error_set(error, DP_NO_MEMORY, "out of memory while decoding %zu bytes", length);
    return status == DP_OK ? check_result(out, from, length, decision, error) : status;
}
