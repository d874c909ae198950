/* SPDX-License-Identifier: ISC */
/*
 * From a source to its blocks, in passes over an array of pieces: cut the source into pieces at blank lines and hard
 * line ends (or take them from the reader's hints), mark boilerplate, find title, standfirst and headings, write the
 * blocks.
 */
#include "config.h"

#include "segment.h"

#include "alloc.h"
#include "boilerplate.h"
#include "date.h"
#include "sentence.h"

#include <stdlib.h>
#include <string.h>

/* Widths in code points. */
#define WRAP_WIDTH       120 /* lines that were broken to fit are no longer */
#define STRAY_WIDTH      60  /* a line of this width without an end mark goes on in the next */
#define WORD_WIDTH       25  /* lines of one paragraph differ by no more than a word */
#define TITLE_WIDTH      200
#define STANDFIRST_WIDTH 400
#define HEADING_WIDTH    100
#define QUESTION_WIDTH   60 /* a heading that is a question */
#define PROSE_WIDTH      60 /* a paragraph of prose is no shorter */

#define KICKER_WORDS      2
#define HEADING_WORDS     14
#define HEADINGS_IN_A_ROW 2

typedef struct line {
    dp_span span;  /* without white space around it; not empty */
    size_t blank;  /* blank lines before it */
    size_t width;  /* code points */
    size_t marker; /* bytes of a list marker with its white space, or 0 */
} line;

typedef struct piece {
    dp_block_kind kind;
    dp_span span;
    size_t content; /* where the text begins behind a list marker or mark-up */
    size_t blank;   /* blank lines before it */
    size_t lines;
    size_t width;
    const char *reason; /* of boilerplate */
    bool fixed;         /* a hint or mark-up says what it is */
    bool markup;        /* what stands before `content` is mark-up, no list marker */
    bool drawn;         /* a rule: no text in any case */
    bool closed;        /* ends like a sentence */
} piece;

typedef struct segmenter {
    dp_doc *doc;
    const char *text;
    size_t length;
    const segment_options *options;
    bool structured; /* a hint tells of text, so that nothing is guessed from the lines */
    bool failed;     /* an allocation failed */
    boilerplate *rules;
    line *lines;
    size_t line_count, line_capacity;
    piece *pieces;
    size_t piece_count, piece_capacity;
    dp_error *error;
} segmenter;

static dp_status no_memory(segmenter *s)
{
    return dp_error_set(s->error, DP_NO_MEMORY, "out of memory while finding blocks and sentences");
}

/* ---- Lines ---- */

static bool is_blank(uint32_t code)
{
    return dp_is_space(code) || code == 0x200B || code == 0x2060 || code == 0xFEFF;
}

static dp_span trim(const char *text, dp_span span)
{
    size_t position = span.begin;
    while (span.begin < span.end && is_blank(dp_utf8_next(text, span.end, &position)))
        span.begin = position;
    position = span.end;
    while (span.end > span.begin && is_blank(dp_utf8_previous(text, span.end, &position)))
        span.end = position;
    return span;
}

/* Return the end of the line at `begin`, and in `*next` where the next one begins. */
static size_t line_end(const char *text, size_t end, size_t begin, size_t *next)
{
    for (size_t i = begin; i < end; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '\n' || byte == '\r') {
            *next = i + (byte == '\r' && i + 1 < end && text[i + 1] == '\n' ? 2 : 1);
            return i;
        }
        if (byte == 0xE2 && i + 2 < end && (unsigned char)text[i + 1] == 0x80 &&
            ((unsigned char)text[i + 2] == 0xA8 || (unsigned char)text[i + 2] == 0xA9)) {
            *next = i + 3; /* U+2028, U+2029 */
            return i;
        }
    }
    *next = end;
    return end;
}

static bool is_bullet(uint32_t code)
{
    return code == '-' || code == '*' || code == '+' || code == '>' || code == 0x2022 || code == 0x2013 ||
           code == 0x2014 || code == 0xB7 || code == 0x25AA || code == 0x25CF || code == 0x25A0 || code == 0x25E6 ||
           code == 0x2023;
}

/* Bytes of the bullet that begins the line, with its white space; 0 when there is none. */
static size_t bullet_length(const char *text, dp_span span)
{
    size_t position = span.begin;
    uint32_t code = dp_utf8_next(text, span.end, &position);
    if (code == DP_UTF8_END || !is_bullet(code))
        return 0;
    size_t behind = position;
    while (behind < span.end && is_blank(dp_utf8_next(text, span.end, &position)))
        behind = position;
    size_t bullet = span.begin;
    dp_utf8_next(text, span.end, &bullet);
    return behind > bullet && behind < span.end ? behind - span.begin : 0;
}

/* The number in front of a numbered item ("2. ", "2) "), or 0. */
static unsigned item_number(const char *text, dp_span span)
{
    unsigned value = 0;
    size_t i = span.begin;
    for (; i < span.end && i - span.begin < 2 && text[i] >= '0' && text[i] <= '9'; i++)
        value = value * 10 + (unsigned)(text[i] - '0');
    if (i == span.begin || i + 1 >= span.end || (text[i] != '.' && text[i] != ')') || text[i + 1] != ' ')
        return 0;
    return value;
}

/* Find the lines of `range` that are not blank. `*blank` counts the blank ones since the last. */
static bool find_lines(segmenter *s, dp_span range, size_t *blank)
{
    s->line_count = 0;
    for (size_t begin = range.begin, next; begin < range.end; begin = next) {
        dp_span span = trim(s->text, (dp_span){begin, line_end(s->text, range.end, begin, &next)});
        if (span.begin == span.end) {
            (*blank)++;
            continue;
        }
        if (!alloc_grow(&s->lines, &s->line_capacity, s->line_count + 1, sizeof *s->lines))
            return false;
        s->lines[s->line_count++] = (line){
            .span = span,
            .blank = *blank,
            .width = dp_utf8_count(s->text + span.begin, span.end - span.begin),
            .marker = bullet_length(s->text, span),
        };
        *blank = 0;
    }
    return true;
}

/* ---- From lines to pieces ---- */

/* Whether the line is made of one character for a rule, at least three times. */
static bool is_rule(const char *text, dp_span span)
{
    size_t position = span.begin, count = 0;
    uint32_t first = dp_utf8_next(text, span.end, &position);
    bool drawn = first == '-' || first == '_' || first == '=' || first == '*' || first == '~' || first == '#' ||
                 first == '+' || (first >= 0x2012 && first <= 0x2015) || (first >= 0x2500 && first <= 0x257F);
    for (position = span.begin; drawn && position < span.end;) {
        uint32_t code = dp_utf8_next(text, span.end, &position);
        if (is_blank(code))
            continue;
        count++;
        drawn = code == first;
    }
    return drawn && count >= 3;
}

static size_t first_word_width(const char *text, dp_span span)
{
    size_t width = 0;
    for (size_t position = span.begin; position < span.end && width <= WRAP_WIDTH; width++)
        if (is_blank(dp_utf8_next(text, span.end, &position)))
            break;
    return width;
}

/* Whether the lines were broken to fit a width: no first word of a line would have fitted on the line before. */
static bool is_wrapped(const segmenter *s, const line *lines, size_t count)
{
    size_t widest = 0;
    for (size_t i = 0; i < count; i++)
        widest = lines[i].width > widest ? lines[i].width : widest;
    if (widest > WRAP_WIDTH || widest < STRAY_WIDTH / 2)
        return false;
    for (size_t i = 0; i + 1 < count; i++)
        if (lines[i].width + 1 + first_word_width(s->text, lines[i + 1].span) <= widest)
            return false;
    return true;
}

static bool starts_lower(const char *text, dp_span span)
{
    size_t position = span.begin;
    return dp_is_lower(dp_utf8_next(text, span.end, &position));
}

/* Whether the line ends in a comma, hyphen or word after which a sentence must go on. */
static bool ends_open(const char *text, dp_span span)
{
    size_t position = span.end;
    uint32_t last = dp_utf8_previous(text, span.end, &position);
    if (last == ',' || last == '-' || last == 0x2013)
        return true;
    size_t begin = span.end, limit = span.end - span.begin > 32 ? span.end - 32 : span.begin;
    while (begin > limit && dp_is_letter(dp_utf8_previous(text, begin, &position)))
        begin = position, position = begin;
    return begin > span.begin && begin < span.end && starts_lower(text, (dp_span){begin, span.end}) &&
           sentence_is_function_word(text + begin, span.end - begin);
}

static bool ends_in_colon(const char *text, dp_span span)
{
    return text[span.end - 1] == ':';
}

static bool is_boilerplate_line(const segmenter *s, const line *it)
{
    const unsigned places = BOILERPLATE_FIRST | BOILERPLATE_LAST | BOILERPLATE_ANY;
    boilerplate_match match;
    return it->width <= WRAP_WIDTH && boilerplate_line(s->rules, places, s->text, it->span, &match);
}

/* Whether a paragraph ends between two lines that were not broken to fit a width. */
static bool is_hard_break(const segmenter *s, const line *before, const line *next)
{
    if (starts_lower(s->text, next->span))
        return false;
    if (ends_in_colon(s->text, before->span) || sentence_is_closed(s->text, before->span))
        return true;
    if (is_boilerplate_line(s, before) || is_boilerplate_line(s, next))
        return true;
    if (s->text[next->span.begin] == '(')
        return false;
    bool full = before->width >= STRAY_WIDTH && before->width + WORD_WIDTH >= next->width;
    return !full && !ends_open(s->text, before->span);
}

/* Whether a new piece begins with the line `next`, which follows `before` without a blank line. */
static bool starts_piece(const segmenter *s, const line *before, const line *next, bool wrapped)
{
    if (next->marker)
        return before->marker || before->blank || !wrapped;
    unsigned number = item_number(s->text, next->span);
    if (number && (number == item_number(s->text, before->span) + 1 || ends_in_colon(s->text, before->span)))
        return true;
    return !wrapped && is_hard_break(s, before, next);
}

static bool add_piece(segmenter *s, const line *lines, size_t count)
{
    if (!alloc_grow(&s->pieces, &s->piece_capacity, s->piece_count + 1, sizeof *s->pieces))
        return false;
    piece *new = &s->pieces[s->piece_count++];
    *new = (piece){
        .kind = DP_BLOCK_PARAGRAPH,
        .span = {lines[0].span.begin, lines[count - 1].span.end},
        .content = lines[0].span.begin + lines[0].marker,
        .blank = lines[0].blank,
        .lines = count,
    };
    for (size_t i = 0; i < count; i++)
        new->width += lines[i].width + (i > 0);
    new->closed = sentence_is_closed(s->text, new->span);
    return true;
}

/* Add a piece for a rule. In Markdown a rule of "=" or "-" right under a line makes that a heading. */
static bool add_rule(segmenter *s, const line *rule, bool under)
{
    char drawn = s->text[rule->span.begin];
    if (s->options->markdown && under && (drawn == '=' || drawn == '-')) {
        piece *heading = &s->pieces[s->piece_count - 1];
        heading->kind = DP_BLOCK_HEADING;
        heading->fixed = true;
    }
    if (!add_piece(s, rule, 1))
        return false;
    piece *new = &s->pieces[s->piece_count - 1];
    new->kind = DP_BLOCK_BOILERPLATE;
    new->reason = "rule";
    new->drawn = true;
    new->content = new->span.begin;
    return true;
}

/* Bytes of "## " in front of a Markdown heading, or 0. */
static size_t hashes_length(const segmenter *s, dp_span span)
{
    size_t i = span.begin;
    while (i < span.end && s->text[i] == '#')
        i++;
    if (!s->options->markdown || i == span.begin || i - span.begin > 6 || i >= span.end || s->text[i] != ' ')
        return 0;
    while (i < span.end && s->text[i] == ' ')
        i++;
    return i - span.begin;
}

static bool add_markdown_heading(segmenter *s, const line *it)
{
    if (!add_piece(s, it, 1))
        return false;
    piece *new = &s->pieces[s->piece_count - 1];
    new->kind = DP_BLOCK_HEADING;
    new->fixed = true;
    new->markup = true;
    new->content = new->span.begin + hashes_length(s, it->span);
    return true;
}

/* Cut lines that stand together without rules or blank lines between them. */
static bool cut_run(segmenter *s, const line *lines, size_t count)
{
    bool wrapped = is_wrapped(s, lines, count);
    size_t begin = 0;
    for (size_t i = 1; i <= count; i++) {
        if (i < count && !starts_piece(s, &lines[i - 1], &lines[i], wrapped))
            continue;
        if (!add_piece(s, lines + begin, i - begin))
            return false;
        begin = i;
    }
    return true;
}

static bool stands_alone(const segmenter *s, const line *it)
{
    return is_rule(s->text, it->span) || hashes_length(s, it->span) > 0;
}

static bool cut_lines(segmenter *s)
{
    bool good = true;
    for (size_t i = 0; good && i < s->line_count;) {
        const line *first = &s->lines[i];
        size_t end = i + 1;
        if (is_rule(s->text, first->span)) {
            good = add_rule(s, first, i > 0 && first->blank == 0);
        } else if (hashes_length(s, first->span)) {
            good = add_markdown_heading(s, first);
        } else {
            while (end < s->line_count && s->lines[end].blank == 0 && !stands_alone(s, &s->lines[end]))
                end++;
            good = cut_run(s, first, end - i);
        }
        i = end;
    }
    return good;
}

static bool cut_text(segmenter *s, dp_span range)
{
    size_t blank = 0;
    return find_lines(s, range, &blank) && cut_lines(s);
}

/* ---- From hints to pieces ---- */

static bool add_hint(segmenter *s, const segment_hint *hint)
{
    static const dp_block_kind kinds[] = {
        [SEGMENT_TITLE] = DP_BLOCK_TITLE,
        [SEGMENT_STANDFIRST] = DP_BLOCK_STANDFIRST,
        [SEGMENT_HEADING] = DP_BLOCK_HEADING,
        [SEGMENT_PARAGRAPH] = DP_BLOCK_PARAGRAPH,
        [SEGMENT_BOILERPLATE] = DP_BLOCK_BOILERPLATE,
    };
    dp_span span = trim(s->text, hint->span);
    if (span.begin == span.end)
        return true;
    line whole = {
        .span = span,
        .blank = 1,
        .width = dp_utf8_count(s->text + span.begin, span.end - span.begin),
        .marker = bullet_length(s->text, span),
    };
    if (!add_piece(s, &whole, 1))
        return false;
    piece *new = &s->pieces[s->piece_count - 1];
    new->kind = kinds[hint->kind];
    new->fixed = true;
    s->structured = s->structured || new->kind != DP_BLOCK_BOILERPLATE;
    if (new->kind == DP_BLOCK_BOILERPLATE)
        new->reason = hint->reason ? hint->reason : "boilerplate";
    return true;
}

static dp_status take_hints(segmenter *s)
{
    size_t covered = 0;
    for (size_t i = 0; i < s->options->hint_count; i++) {
        const segment_hint *hint = &s->options->hints[i];
        if (doc_check_span(s->doc, hint->span, s->error) != DP_OK)
            return DP_INVALID;
        if (hint->span.begin < covered || (unsigned)hint->kind > SEGMENT_BOILERPLATE)
            return dp_error_set(s->error, DP_INVALID, "hint %zu is out of order or of no known kind", i);
        if (!cut_text(s, (dp_span){covered, hint->span.begin}) || !add_hint(s, hint))
            return no_memory(s);
        covered = hint->span.end;
    }
    return cut_text(s, (dp_span){covered, s->length}) ? DP_OK : no_memory(s);
}

/* ---- Boilerplate ---- */

static dp_status set_field(segmenter *s, const boilerplate_match *match)
{
    char iso[DATE_SIZE];
    date day;
    size_t at = match->value.begin;
    if (!match->has_field || dp_doc_field(s->doc, match->field))
        return DP_OK;
    if (match->field != DP_FIELD_DATE)
        return doc_set_field_bytes(s->doc, match->field, s->text + at, match->value.end - at, s->error);
    if (!date_read(s->text, match->value.end, &at, &day) || !date_write(&day, iso))
        return DP_OK;
    return doc_set_field(s->doc, DP_FIELD_DATE, iso, s->error);
}

/* Make the piece boilerplate if a rule for one of the places says so. */
static dp_status mark_piece(segmenter *s, piece *it, unsigned places)
{
    boilerplate_match match;
    if (it->kind == DP_BLOCK_BOILERPLATE || it->kind == DP_BLOCK_TITLE ||
        !boilerplate_line(s->rules, places, s->text, (dp_span){it->content, it->span.end}, &match))
        return DP_OK;
    it->kind = DP_BLOCK_BOILERPLATE;
    it->reason = match.reason;
    return set_field(s, &match);
}

static bool is_prose(const piece *it)
{
    return (it->kind == DP_BLOCK_PARAGRAPH || it->kind == DP_BLOCK_STANDFIRST) && it->closed &&
           it->width >= PROSE_WIDTH;
}

/* Find the first and last paragraph of prose; with none, both are the number of pieces. */
static void find_prose(const segmenter *s, size_t *first, size_t *last)
{
    *first = *last = s->piece_count;
    for (size_t i = 0; i < s->piece_count; i++) {
        if (!is_prose(&s->pieces[i]))
            continue;
        if (*first == s->piece_count)
            *first = i;
        *last = i;
    }
}

static dp_status mark_boilerplate(segmenter *s)
{
    size_t first, last;
    dp_status status = DP_OK;
    for (size_t i = 0; status == DP_OK && i < s->piece_count; i++)
        status = mark_piece(s, &s->pieces[i], BOILERPLATE_ANY);
    find_prose(s, &first, &last);
    for (size_t i = 0; status == DP_OK && i < s->piece_count; i++) {
        bool near = i < first || (i > first && i <= first + 3 && !is_prose(&s->pieces[i]));
        unsigned places = (near ? BOILERPLATE_FIRST : 0u) | (i > last ? BOILERPLATE_LAST : 0u);
        if (places && i != first)
            status = mark_piece(s, &s->pieces[i], places);
    }
    return status;
}

/* ---- Title, standfirst, headings ---- */

static size_t count_words(const segmenter *s, const piece *it)
{
    size_t count = 0, position = it->content;
    dp_span word;
    while (count <= HEADING_WORDS && dp_word_next(s->text, it->span.end, &position, &word))
        count++;
    return count;
}

/* Whether the piece holds one sentence only. */
static bool is_single(const segmenter *s, const piece *it)
{
    size_t position = it->content;
    dp_span sentence;
    return sentence_next(s->text, it->span.end, &position, &sentence) &&
           !sentence_next(s->text, it->span.end, &position, &sentence);
}

static uint32_t last_code(const segmenter *s, const piece *it)
{
    size_t position = it->span.end;
    return dp_utf8_previous(s->text, it->span.end, &position);
}

/* Whether the piece ends in a mark that a headline has not. */
static bool ends_like_text(const segmenter *s, const piece *it)
{
    uint32_t last = last_code(s, it);
    return last == ',' || last == ';' || last == ':' || (it->closed && last != '?' && last != '!');
}

static bool is_open_paragraph(const piece *it)
{
    return it->kind == DP_BLOCK_PARAGRAPH && !it->fixed;
}

/* Index of the first piece from `from` on that is no boilerplate; the number of pieces if there is none. */
static size_t next_text(const segmenter *s, size_t from)
{
    while (from < s->piece_count && s->pieces[from].kind == DP_BLOCK_BOILERPLATE)
        from++;
    return from;
}

static bool could_be_title(const segmenter *s, const piece *it)
{
    return is_open_paragraph(it) && it->content == it->span.begin && it->lines <= 2 && it->width <= TITLE_WIDTH &&
           !ends_like_text(s, it) && !(it->closed && (it->width > HEADING_WIDTH || !is_single(s, it)));
}

/* A word or two over the title, such as the name of the section. */
static bool is_kicker(const segmenter *s, size_t index)
{
    size_t second = next_text(s, index + 1), third = next_text(s, second + 1);
    return second < s->piece_count && third < s->piece_count && count_words(s, &s->pieces[index]) <= KICKER_WORDS &&
           !s->pieces[index].closed && could_be_title(s, &s->pieces[second]) && is_prose(&s->pieces[third]) &&
           count_words(s, &s->pieces[second]) > KICKER_WORDS;
}

/* Whether a field given with the input says the same as the piece. */
static bool repeats_field(segmenter *s, dp_field field, const piece *it)
{
    dp_text flat = {0};
    dp_text_flatten(&flat, s->text + it->content, it->span.end - it->content);
    bool same = !flat.failed && flat.data && strcmp(flat.data, dp_doc_field(s->doc, field)) == 0;
    s->failed = s->failed || flat.failed;
    dp_text_free(&flat);
    return same;
}

/* Mark the title and return its index; the number of pieces if there is none. */
static size_t find_title(segmenter *s)
{
    size_t index = next_text(s, 0);
    size_t none = s->piece_count;
    if (index == none)
        return none;
    piece *it = &s->pieces[index];
    bool marked = it->kind == DP_BLOCK_HEADING && it->fixed && s->options->markdown;
    if (dp_doc_field(s->doc, DP_FIELD_TITLE)) {
        if ((!marked && !is_open_paragraph(it)) || !repeats_field(s, DP_FIELD_TITLE, it))
            return none;
    } else if (!marked) {
        if (!could_be_title(s, it) || next_text(s, index + 1) == none)
            return none;
        if (is_kicker(s, index)) {
            it->kind = DP_BLOCK_HEADING;
            index = next_text(s, index + 1);
        }
    }
    s->pieces[index].kind = DP_BLOCK_TITLE;
    return index;
}

/* The least number of blank lines, where there are any, before the pieces from `from` on. */
static size_t usual_gap(const segmenter *s, size_t from)
{
    size_t least = SIZE_MAX;
    for (size_t i = from; i < s->piece_count; i++)
        if (s->pieces[i].blank < least && s->pieces[i].blank > 0)
            least = s->pieces[i].blank;
    return least;
}

/* A standfirst is one short paragraph under the title that is set off from the body: by more blank lines than stand
 * between the paragraphs, or by having no full stop. */
static void find_standfirst(segmenter *s, size_t title)
{
    size_t index = next_text(s, title + 1), body = next_text(s, index + 1);
    if (index >= s->piece_count || body >= s->piece_count)
        return;
    piece *it = &s->pieces[index];
    if (!is_open_paragraph(it) || it->width > STANDFIRST_WIDTH || it->content != it->span.begin)
        return;
    if (dp_doc_field(s->doc, DP_FIELD_STANDFIRST)) {
        if (repeats_field(s, DP_FIELD_STANDFIRST, it))
            it->kind = DP_BLOCK_STANDFIRST;
        return;
    }
    size_t before = s->pieces[title + 1].blank, behind = s->pieces[index + 1].blank;
    size_t usual = usual_gap(s, index + 1);
    bool apart = it->closed && it->width >= PROSE_WIDTH && (before > usual || behind > usual);
    bool unstopped = !it->closed && !ends_like_text(s, it) && it->width >= PROSE_WIDTH && is_prose(&s->pieces[body]);
    if (apart || unstopped)
        it->kind = DP_BLOCK_STANDFIRST;
}

static bool could_be_heading(const segmenter *s, const piece *it)
{
    if (!is_open_paragraph(it) || it->lines != 1 || it->content != it->span.begin || it->width > HEADING_WIDTH ||
        ends_like_text(s, it) || starts_lower(s->text, it->span))
        return false;
    if (it->closed && (last_code(s, it) != '?' || it->width > QUESTION_WIDTH))
        return false;
    size_t words = count_words(s, it);
    return words > 0 && words <= HEADING_WORDS && is_single(s, it);
}

/* A heading stands over a paragraph. Several short lines in a row are a list or table. */
static void find_headings(segmenter *s, size_t from)
{
    size_t row = HEADINGS_IN_A_ROW; /* no more headings until the next paragraph of text */
    for (size_t i = s->piece_count; i-- > from;) {
        piece *it = &s->pieces[i];
        if (it->kind == DP_BLOCK_BOILERPLATE)
            continue;
        if (row < HEADINGS_IN_A_ROW && could_be_heading(s, it)) {
            it->kind = DP_BLOCK_HEADING;
            row++;
        } else if (it->kind == DP_BLOCK_PARAGRAPH) {
            row = it->closed && it->width > QUESTION_WIDTH ? 0 : HEADINGS_IN_A_ROW;
        }
    }
}

static void find_headlines(segmenter *s)
{
    if (s->structured)
        return;
    size_t title = find_title(s);
    if (title < s->piece_count)
        find_standfirst(s, title);
    find_headings(s, title < s->piece_count ? title + 1 : 0);
}

/* ---- Writing blocks and sentences ---- */

static size_t covered(const segmenter *s)
{
    size_t count = dp_doc_block_count(s->doc);
    return count ? dp_doc_block(s->doc, count - 1).span.end : 0;
}

/* Add a block, and before it one for the white space since the last. */
static dp_status add_block(segmenter *s, dp_block_kind kind, dp_span span, const char *reason)
{
    dp_status status = DP_OK;
    if (span.begin > covered(s))
        status = doc_add_block(s->doc, DP_BLOCK_SPACE, (dp_span){covered(s), span.begin}, NULL, s->error);
    return status == DP_OK && span.begin < span.end ? doc_add_block(s->doc, kind, span, reason, s->error) : status;
}

/* Add the sentences of the last block, from `begin` on. */
static dp_status add_sentences(segmenter *s, size_t begin)
{
    size_t index = dp_doc_block_count(s->doc) - 1;
    dp_block block = dp_doc_block(s->doc, index);
    dp_span sentence = trim(s->text, (dp_span){begin, block.span.end});
    if (block.kind == DP_BLOCK_TITLE || block.kind == DP_BLOCK_HEADING)
        return doc_add_sentence(s->doc, index, sentence, s->error);
    dp_status status = DP_OK;
    while (status == DP_OK && sentence_next(s->text, block.span.end, &begin, &sentence))
        status = doc_add_sentence(s->doc, index, sentence, s->error);
    return status;
}

/* Write a paragraph, with the dateline before and the agency tag behind it as blocks of their own. */
static dp_status write_paragraph(segmenter *s, const piece *it, bool first, bool last)
{
    boilerplate_match lead, tail;
    dp_span span = it->span;
    dp_status status = DP_OK;
    bool has_lead = first && boilerplate_lead(s->rules, s->text, span, &lead);
    if (has_lead)
        span = trim(s->text, (dp_span){lead.span.end, span.end});
    bool has_tail = last && boilerplate_tail(s->rules, s->text, span, &tail);
    if (has_tail)
        span = trim(s->text, (dp_span){span.begin, tail.span.begin});
    if (has_lead)
        status = set_field(s, &lead);
    if (s->options->keep_boilerplate) {
        has_lead = has_tail = false;
        span = it->span;
    }
    if (status == DP_OK && has_lead)
        status = add_block(s, DP_BLOCK_BOILERPLATE, lead.span, lead.reason);
    if (status == DP_OK)
        status = add_block(s, it->kind, span, NULL);
    if (status == DP_OK)
        status = add_sentences(s, span.begin > it->content ? span.begin : it->content);
    return status == DP_OK && has_tail ? add_block(s, DP_BLOCK_BOILERPLATE, tail.span, tail.reason) : status;
}

static dp_status write_piece(segmenter *s, piece *it, bool first, bool last)
{
    if (it->kind == DP_BLOCK_BOILERPLATE && (it->drawn || !s->options->keep_boilerplate))
        return add_block(s, DP_BLOCK_BOILERPLATE, it->span, it->reason);
    if (it->kind == DP_BLOCK_BOILERPLATE)
        it->kind = DP_BLOCK_PARAGRAPH;
    if (it->kind == DP_BLOCK_PARAGRAPH)
        return write_paragraph(s, it, first, last);
    dp_status status = DP_OK;
    dp_span span = it->span;
    if (it->markup) {
        status = add_block(s, DP_BLOCK_BOILERPLATE, trim(s->text, (dp_span){span.begin, it->content}), "mark-up");
        span.begin = it->content;
    }
    if (status == DP_OK)
        status = add_block(s, it->kind, span, NULL);
    return status == DP_OK ? add_sentences(s, it->content) : status;
}

static dp_status write_pieces(segmenter *s)
{
    size_t first = s->piece_count, last = s->piece_count;
    for (size_t i = 0; i < s->piece_count; i++) {
        if (s->pieces[i].kind != DP_BLOCK_PARAGRAPH || s->pieces[i].width < PROSE_WIDTH)
            continue;
        first = first == s->piece_count ? i : first;
        last = i;
    }
    dp_status status = DP_OK;
    for (size_t i = 0; status == DP_OK && i < s->piece_count; i++)
        status = write_piece(s, &s->pieces[i], i == first, i == last);
    return status == DP_OK ? add_block(s, DP_BLOCK_SPACE, (dp_span){s->length, s->length}, NULL) : status;
}

/* Every line costs memory before it is known what it is part of. */
static bool too_many_lines(const segmenter *s)
{
    size_t lines = 0;
    for (const char *at = s->text, *end = s->text + s->length; at && at < end && lines <= DOC_MOST_PARTS; lines++) {
        at = memchr(at, '\n', (size_t)(end - at));
        at = at ? at + 1 : NULL;
    }
    return lines > DOC_MOST_PARTS;
}

dp_status segment_doc(dp_doc *doc, const segment_options *options, dp_error *error)
{
    static const segment_options plain = {0};
    segmenter s = {.doc = doc, .options = options ? options : &plain, .error = error};
    s.text = dp_doc_source(doc, &s.length);
    if (too_many_lines(&s))
        return dp_error_set(error, DP_LIMIT, "it has more than %zu lines; an article has fewer", DOC_MOST_PARTS);
    s.rules = boilerplate_new();
    dp_status status = s.rules ? DP_OK : no_memory(&s);
    if (status == DP_OK)
        status = s.options->hint_count ? take_hints(&s) : cut_text(&s, (dp_span){0, s.length}) ? DP_OK : no_memory(&s);
    if (status == DP_OK)
        status = mark_boilerplate(&s);
    if (status == DP_OK) {
        find_headlines(&s);
        status = s.failed ? no_memory(&s) : write_pieces(&s);
    }
    boilerplate_free(s.rules);
    free(s.lines);
    free(s.pieces);
    return status;
}
