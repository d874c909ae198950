/* SPDX-License-Identifier: ISC */
/*
 * Preparing German sentences and restoring English ones.
 */
#include "config.h"

#include "prepare.h"

#include <stdlib.h>
#include <string.h>

/* A text is shouting when it has so many letters, all of them capitals, and more than one word. */
#define SHOUTED_LETTERS 8

/* Letters of a word that keep their capitals in a shouted text, if the vocabulary has nothing to say: "EU". */
#define ABBREVIATION_LETTERS 2

typedef struct mark {
    uint32_t code;
    char straight;
} mark;

#define APOSTROPHE 0x2019 /* models know the straight one; its being there says nothing of quotation marks */

static const mark quotation_marks[] = {
    {0x201E, '"'},  {0x201C, '"'},  {0x201D, '"'},  {0x201F, '"'},  {0x00AB, '"'},  {0x00BB, '"'},
    {0x201A, '\''}, {0x2018, '\''}, {0x201B, '\''}, {0x2019, '\''}, {0x2039, '\''}, {0x203A, '\''},
};

static char straight_mark(uint32_t code)
{
    for (size_t i = 0; i < sizeof quotation_marks / sizeof *quotation_marks; i++)
        if (quotation_marks[i].code == code)
            return quotation_marks[i].straight;
    return '\0';
}

/* Characters without width or meaning for translation. */
static bool ignorable(uint32_t code)
{
    return code == 0x00AD || (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
           code == 0x2060 || (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

static bool control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

/* ---- Growing a prepared text with its origins ---- */

static bool reserve_origins(prepared *p, size_t count)
{
    if (count <= p->origin_room)
        return true;
    size_t room = p->origin_room * 2 > count ? p->origin_room * 2 : count + 64;
    size_t *grown = room > SIZE_MAX / sizeof *grown ? NULL : realloc(p->origin, room * sizeof *grown);
    if (!grown)
        return false;
    p->origin = grown;
    p->origin_room = room;
    return true;
}

/* Give the bytes from `from` to the end of the text the same origin. */
static bool mark_origin(prepared *p, size_t from, size_t origin)
{
    if (!reserve_origins(p, p->text.length + 1))
        return false;
    for (size_t i = from; i < p->text.length; i++)
        p->origin[i] = origin;
    return true;
}

static bool put_bytes(prepared *p, const char *bytes, size_t length, size_t origin)
{
    size_t from = p->text.length;
    return dp_text_append(&p->text, bytes, length) == DP_OK && mark_origin(p, from, origin);
}

/* One character and the combining marks behind it, composed. */
static bool put_cluster(prepared *p, const char *bytes, size_t length, size_t origin)
{
    size_t from = p->text.length;
    return dp_text_nfc(&p->text, bytes, length) == DP_OK && mark_origin(p, from, origin);
}

/* Combining marks are the letters that are neither upper nor lower case nor stand alone; the blocks that occur in
 * German. */
static bool combining(uint32_t code)
{
    return (code >= 0x0300 && code <= 0x036F) || (code >= 0x1AB0 && code <= 0x1AFF) ||
           (code >= 0x20D0 && code <= 0x20FF);
}

static size_t cluster_end(const char *text, size_t length, size_t at)
{
    size_t next = at;
    dp_utf8_next(text, length, &next);
    for (size_t end = next; end < length; end = next) {
        if (!combining(dp_utf8_next(text, length, &next)))
            return end;
    }
    return length;
}

/* ---- Shouting ---- */

typedef struct letters {
    size_t upper, lower, words;
} letters;

static letters count_letters(const char *text, size_t length)
{
    letters n = {0};
    bool inside = false;
    for (size_t at = 0; at < length;) {
        uint32_t code = dp_utf8_next(text, length, &at);
        bool letter = dp_is_letter(code);
        n.upper += dp_is_upper(code);
        n.lower += dp_is_lower(code) && code != 0x00DF;
        n.words += letter && !inside;
        inside = letter;
    }
    return n;
}

/* How a shouted word may have been written; "SS" may stand for "ß". */
typedef enum writing { CAPITALISED, SMALL, CAPITALISED_ESZETT, SMALL_ESZETT, CAPITALS, WRITINGS } writing;

static void write_word(const char *text, dp_span word, writing how, dp_text *out)
{
    bool first = how == CAPITALISED || how == CAPITALISED_ESZETT;
    bool eszett = how == CAPITALISED_ESZETT || how == SMALL_ESZETT, capital = first;
    for (size_t at = word.begin; at < word.end;) {
        bool pair = eszett && !capital && word.end - at >= 2 && text[at] == 'S' && text[at + 1] == 'S';
        uint32_t code = dp_utf8_next(text, word.end, &at);
        at += pair;
        dp_text_put(out, pair ? 0x00DF : how == CAPITALS || capital ? code : dp_to_lower(code));
        capital = first && !dp_is_letter(code);
    }
}

/* Append a shouted word as the vocabulary finds it most usual. */
static dp_status put_word(const vocab *v, const char *text, dp_span word, bool first, dp_text *out, dp_error *error)
{
    size_t begin = out->length;
    bool brief = dp_utf8_count(text + word.begin, word.end - word.begin) <= ABBREVIATION_LETTERS;
    write_word(text, word, brief ? CAPITALS : CAPITALISED, out);
    double best = 0.0, score = 0.0;
    dp_status status = vocab_score(v, out->data + begin, out->length - begin, &best, error);
    dp_text other = {0};
    for (writing how = CAPITALISED; how < WRITINGS && status == DP_OK; how++) {
        if (first && (how == SMALL || how == SMALL_ESZETT))
            continue;
        dp_text_cut(&other, 0);
        write_word(text, word, how, &other);
        status = other.failed ? DP_NO_MEMORY : vocab_score(v, other.data, other.length, &score, error);
        if (status != DP_OK || score <= best || other.length != word.end - word.begin)
            continue;
        best = score;
        dp_text_cut(out, begin);
        dp_text_append(out, other.data, other.length);
    }
    dp_text_free(&other);
    return status;
}

static dp_status quieten(const vocab *v, const prepared *shouted, dp_text *out, dp_error *error)
{
    const char *text = shouted->text.data;
    size_t length = shouted->text.length, at = 0, done = 0;
    dp_span word;
    dp_status status = DP_OK;
    while (status == DP_OK && dp_word_next(text, length, &at, &word)) {
        dp_text_append(out, text + done, word.begin - done);
        status = put_word(v, text, word, done == 0, out, error);
        done = word.end;
    }
    dp_text_append(out, text + done, length - done);
    return status == DP_OK && out->failed ? DP_NO_MEMORY : status;
}

/* Replace a shouted text by a quieter one of the same characters. */
static dp_status lower_capitals(prepared *p, const vocab *v, dp_error *error)
{
    letters n = count_letters(p->text.data, p->text.length);
    if (n.lower > 0 || n.upper < SHOUTED_LETTERS || n.words < 2)
        return DP_OK;
    dp_text quiet = {0};
    dp_status status = quieten(v, p, &quiet, error);
    /* German capitals and small letters are equally long in UTF-8; a text where they are not is left alone. */
    if (status == DP_OK && quiet.length == p->text.length) {
        memcpy(p->text.data, quiet.data, quiet.length);
        p->capitals = true;
    }
    dp_text_free(&quiet);
    return status;
}

/* ---- Interface ---- */

static bool put_character(prepared *p, const char *text, size_t at, size_t end, uint32_t code, size_t base)
{
    char straight = straight_mark(code);
    if (straight) {
        p->double_quotes |= straight == '"';
        p->single_quotes |= straight == '\'' && code != APOSTROPHE;
        return put_bytes(p, &straight, 1, base + at);
    }
    return put_cluster(p, text + at, end - at, base + at);
}

static bool normalise(const char *text, size_t length, size_t base, prepared *p)
{
    size_t space = SIZE_MAX; /* where white space began that has not been written */
    for (size_t at = 0, end; at < length; at = end) {
        size_t next = at;
        uint32_t code = dp_utf8_next(text, length, &next);
        end = next;
        if (dp_is_space(code)) {
            space = space == SIZE_MAX ? at : space;
        } else if (!ignorable(code) && !control(code)) {
            if (space != SIZE_MAX && p->text.length > 0 && !put_bytes(p, " ", 1, base + space))
                return false;
            space = SIZE_MAX;
            end = cluster_end(text, length, at);
            if (!put_character(p, text, at, end, code, base))
                return false;
        }
    }
    return reserve_origins(p, p->text.length + 1);
}

dp_status prepare(const char *text, size_t length, size_t base, bool raw, const vocab *v, prepared *p, dp_error *error)
{
    dp_status status = DP_OK;
    bool good = reserve_origins(p, length + 1);
    if (good && raw) {
        good = dp_text_append(&p->text, text, length) == DP_OK;
        for (size_t i = 0; i < length; i++)
            p->origin[i] = base + i;
    } else if (good) {
        good = normalise(text, length, base, p);
        status = good ? lower_capitals(p, v, error) : DP_OK;
    }
    if (status != DP_OK && status != DP_NO_MEMORY)
        return status;
    if (!good || status != DP_OK)
        return dp_error_set(error, DP_NO_MEMORY, "no memory to prepare a sentence of %zu bytes", length);
    p->origin[p->text.length] = base + length;
    letters n = count_letters(p->text.data, p->text.length);
    p->has_letters = n.words > 0;
    return DP_OK;
}

void prepared_free(prepared *p)
{
    dp_text_free(&p->text);
    free(p->origin);
    *p = (prepared){0};
}

dp_span prepared_origin(const prepared *p, dp_span span)
{
    return (dp_span){p->origin[span.begin], p->origin[span.end]};
}

/* A mark opens when it stands at the beginning or behind a space, bracket, dash or another opening mark. */
static bool opens(const char *text, size_t at)
{
    return at == 0 || strchr(" ([{-/\"'", text[at - 1]) != NULL;
}

/* Whether a double mark opens a quotation. Its place decides, for models forget some marks; where that tells nothing,
 * marks open and close by turns. */
static bool double_opens(const char *text, size_t length, size_t at, bool inside)
{
    if (at + 1 < length && text[at + 1] != ' ' && (at == 0 || strchr(" ([{", text[at - 1])))
        return true;
    if (at > 0 && !strchr(" ([{-/\"'", text[at - 1]))
        return false;
    return !inside;
}

#define MARK_BYTES 3 /* of a typographic mark */

/* A double mark with its inner space taken away: some models write `" so "`. Tells whether the next byte is such
 * a space. */
static bool put_double(const char *english, size_t length, size_t at, bool opening, dp_text *out)
{
    bool free_before = at > 0 && english[at - 1] == ' ', free_after = at + 1 < length && english[at + 1] == ' ';
    if (!opening && free_before && (free_after || at + 1 == length || strchr(".,;:!?)", english[at + 1])))
        dp_text_cut(out, out->length - 1);
    dp_text_put(out, opening ? 0x201C : 0x201D);
    return opening && free_after;
}

dp_status restore_quotes(const prepared *p, const char *english, size_t length, dp_text *out, size_t *moved)
{
    size_t start = out->length;
    bool inside = false, skipped = false;
    for (size_t i = 0; i < length; i++) {
        moved[i] = out->length - start;
        if (skipped) {
            skipped = false;
        } else if (english[i] == '"' && p->double_quotes) {
            inside = double_opens(english, length, i, inside);
            skipped = put_double(english, length, i, inside, out);
            moved[i] = out->length - start - MARK_BYTES;
        } else if (english[i] == '\'' && p->single_quotes) {
            dp_text_put(out, opens(english, i) ? 0x2018 : 0x2019);
        } else {
            dp_text_append(out, english + i, 1);
        }
    }
    moved[length] = out->length - start;
    return out->failed ? DP_NO_MEMORY : DP_OK;
}
