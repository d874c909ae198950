/* SPDX-License-Identifier: ISC */
/*
 * Marks are taken by what stands beside them rather than by their shape, because news mixes the styles: a mark behind a
 * blank and before a letter opens, one behind a letter closes. A stack pairs them within a paragraph; a quotation runs
 * on into the next paragraph only when a mark close by closes it. Where each paragraph of a long quotation opens anew
 * and only the last one closes, each is a pair.
 */
#include "marks.h"

#include <stdlib.h>

#define DEPTH_MAX     8
#define RUN_ON_BLOCKS 4
#define RUN_ON_MARKS  9 /* looked through for the one that closes a pair */

typedef enum mark_role { ROLE_OPEN, ROLE_CLOSE, ROLE_EITHER, ROLE_NONE } mark_role;

typedef struct stack {
    size_t pairs[DEPTH_MAX]; /* indexes of open pairs */
    size_t depth;
} stack;

typedef struct pairing {
    mark_pairs *out;
    tokens *words;
    const char *source;
    size_t length;
    const size_t *marks; /* tokens that are marks */
    size_t mark_count;
    stack open;
} pairing;

static bool is_single(uint32_t code)
{
    return code == '\'' || code == '`' || code == 0xB4 || (code >= 0x2018 && code <= 0x201B) || code == 0x2039 ||
           code == 0x203A;
}

/* Whether the text before a mark lets it open. */
static bool opens_after(const pairing *in, size_t position)
{
    uint32_t before = dp_utf8_previous(in->source, in->length, &position);
    if (before == DP_UTF8_END || dp_is_space(before))
        return true;
    return before == '(' || before == '[' || before == '-' || before == 0x2013 || before == 0x2014 || before == '/' ||
           before == ':' || before == 0x201E || before == 0xBB || before == 0x201A;
}

static bool closes_before(const pairing *in, size_t position)
{
    uint32_t after = dp_utf8_next(in->source, in->length, &position);
    return after == DP_UTF8_END || dp_is_space(after) || (dp_is_punct(after) && after != '(' && after != '[');
}

static mark_role role_of(const pairing *in, const token *mark)
{
    bool may_open = opens_after(in, mark->span.begin);
    bool may_close = closes_before(in, mark->span.end);
    if (mark->code == 0x201E || mark->code == 0x201A)
        return may_close && !may_open ? ROLE_CLOSE : ROLE_OPEN;
    if (mark->code == 0x2019 && !may_open)
        return ROLE_CLOSE;
    if (may_open && !may_close)
        return ROLE_OPEN;
    if (may_close && !may_open)
        return ROLE_CLOSE;
    /* „a“b or a lone mark between blanks: whatever fits */
    return mark->code == 0x201D || mark->code == 0x201C ? ROLE_CLOSE : ROLE_EITHER;
}

static const token *token_at(const pairing *in, size_t index)
{
    return &in->words->items[index];
}

/* End the innermost open pair without a mark: at the end of its sentence, but before any other mark. */
static void recover(pairing *in, size_t pair_index, size_t limit)
{
    mark_pair *pair = &in->out->items[pair_index];
    size_t end = in->words->sentences[pair->sentence].end;
    size_t close = (limit < end ? limit : end) - 1;
    bool single = is_single(token_at(in, pair->open)->code);
    /* a lone single mark is an apostrophe; an empty stretch is nothing */
    pair->close = single || close <= pair->open ? 0 : close;
    pair->recovered = true;
}

static void pop_unclosed(pairing *in, size_t keep)
{
    stack *open = &in->open;
    while (open->depth > keep) {
        size_t index = open->pairs[open->depth - 1];
        size_t limit = SIZE_MAX;
        if (index + 1 < in->out->count)
            limit = in->out->items[index + 1].open;
        recover(in, index, limit);
        open->depth--;
    }
}

static void push(pairing *in, size_t mark, size_t sentence_index)
{
    stack *open = &in->open;
    if (open->depth == DEPTH_MAX) {
        size_t index = open->pairs[0];
        recover(in, index, in->out->items[index + 1].open);
        for (size_t i = 1; i < DEPTH_MAX; i++)
            open->pairs[i - 1] = open->pairs[i];
        open->depth--;
    }
    in->out->items[in->out->count] = (mark_pair){.open = mark, .sentence = sentence_index};
    open->pairs[open->depth++] = in->out->count++;
}

/* Close the innermost pair of the same family; false when there is none. */
static bool pop(pairing *in, size_t mark)
{
    stack *open = &in->open;
    bool single = is_single(token_at(in, mark)->code);
    for (size_t depth = open->depth; depth > 0; depth--) {
        mark_pair *pair = &in->out->items[open->pairs[depth - 1]];
        if (is_single(token_at(in, pair->open)->code) != single)
            continue;
        pop_unclosed(in, depth);
        pair->close = mark;
        open->depth--;
        return true;
    }
    return false;
}

/* The mark that closes the open pair behind `next_mark`, marks nested in it left out, or SIZE_MAX. */
static size_t closing_mark(const pairing *in, size_t next_mark, const token *open)
{
    size_t depth = 1;
    for (size_t i = next_mark; i < in->mark_count && i < next_mark + RUN_ON_MARKS; i++) {
        const token *mark = token_at(in, in->marks[i]);
        if (is_single(mark->code) != is_single(open->code))
            continue;
        mark_role role = role_of(in, mark);
        if (role == ROLE_EITHER)
            return SIZE_MAX;
        depth += role == ROLE_OPEN ? 1 : 0;
        depth -= role == ROLE_CLOSE ? 1 : 0;
        if (depth == 0)
            return in->marks[i];
    }
    return SIZE_MAX;
}

/* At the end of a block: whether the open pair goes on, because a mark close by closes it. */
static bool runs_on(const pairing *in, size_t next_mark, size_t block)
{
    if (in->open.depth != 1 || next_mark >= in->mark_count)
        return false;
    const mark_pair *pair = &in->out->items[in->open.pairs[0]];
    const token *open = token_at(in, pair->open);
    size_t close = is_single(open->code) ? SIZE_MAX : closing_mark(in, next_mark, open);
    if (close == SIZE_MAX)
        return false;
    const sentence *sentences = in->words->sentences;
    for (size_t i = pair->sentence; i < in->words->sentence_count; i++) {
        if (sentences[i].block > block + RUN_ON_BLOCKS || sentences[i].headline)
            return false;
        if (close < sentences[i].end)
            return true;
    }
    return false;
}

/* Whether the open pair is a paragraph of a quotation that opens anew in the next one, which begins with `next`. */
static bool opens_anew(const pairing *in, size_t next)
{
    const mark_pair *pair = &in->out->items[in->open.pairs[0]];
    const sentence *sentences = in->words->sentences;
    if (in->open.depth != 1 || sentences[next].headline || sentences[next].begin == sentences[next].end)
        return false;
    const token *mark = token_at(in, sentences[next].begin);
    bool first = pair->open == sentences[pair->sentence].begin &&
                 (pair->sentence == 0 || sentences[pair->sentence - 1].block != sentences[pair->sentence].block);
    return first && mark->kind == TOKEN_MARK && mark->code == token_at(in, pair->open)->code &&
           role_of(in, mark) == ROLE_OPEN && sentences[pair->sentence].block == sentences[next - 1].block;
}

/* Before sentence `next`, the first of a block: end what does not run on. */
static void end_block(pairing *in, size_t next_mark, size_t next)
{
    const sentence *before = &in->words->sentences[next - 1];
    if (!in->open.depth || before->block == in->words->sentences[next].block || runs_on(in, next_mark, before->block))
        return;
    mark_pair *pair = &in->out->items[in->open.pairs[0]];
    bool anew = opens_anew(in, next);
    pop_unclosed(in, 0);
    if (anew && pair->close && before->end > pair->close)
        pair->close = before->end - 1;
}

static void pair_marks(pairing *in)
{
    size_t mark = 0;
    for (size_t i = 0; i < in->words->sentence_count; i++) {
        const sentence *unit = &in->words->sentences[i];
        if (i > 0)
            end_block(in, mark, i);
        for (; mark < in->mark_count && in->marks[mark] < unit->end; mark++) {
            mark_role role = role_of(in, token_at(in, in->marks[mark]));
            if ((role == ROLE_CLOSE || role == ROLE_EITHER) && pop(in, in->marks[mark]))
                continue;
            if (role == ROLE_OPEN || role == ROLE_EITHER)
                push(in, in->marks[mark], i);
        }
    }
    pop_unclosed(in, 0);
}

/* ---- What is inside ---- */

/* Whether the marks begin and end where clauses do: „wir warten, bis …“, sagte sie. */
static bool stands_alone(const tokens *words, const mark_pair *pair)
{
    const sentence *unit = &words->sentences[pair->sentence];
    const token *before = pair->open > unit->begin ? &words->items[pair->open - 1] : NULL;
    const token *after = pair->close + 1 < words->count ? &words->items[pair->close + 1] : NULL;
    return (!before || before->kind == TOKEN_PUNCT) && (!after || after->kind == TOKEN_PUNCT);
}

/* Whether a word in marks may be a finite verb. "Stunde", "Frage": a noun that begins them is none. */
static bool may_be_finite(const token *word)
{
    if (!(word->forms & FORM_FINITE) || (word->capital && !word->initial))
        return false;
    return !word->capital || word->forms & (FORM_PRESENT | FORM_PAST) || word->readings[0].verb <= VERB_WOLLEN;
}

static void describe(const tokens *words, mark_pair *pair)
{
    size_t end = pair->recovered ? pair->close + 1 : pair->close;
    const token *first = NULL;
    const token *last = NULL;
    for (size_t i = pair->open + 1; i < end; i++) {
        const token *word = &words->items[i];
        if (word->kind == TOKEN_WORD || word->kind == TOKEN_NUMBER) {
            pair->words++;
            first = first ? first : word;
        }
        bool plural = word->forms & FORM_INFINITIVE && !word->capital && i > pair->open + 1 &&
                      words->items[i - 1].classes & CLASS(SUBJECT_PRONOUN);
        pair->finite = pair->finite || plural || may_be_finite(word);
        if (word->kind != TOKEN_MARK)
            last = word;
    }
    pair->terminal = last && last->kind == TOKEN_PUNCT &&
                     (last->code == '.' || last->code == '!' || last->code == '?' || last->code == 0x2026);
    bool capital = first && first->capital;
    pair->capital = capital;
    bool alone = stands_alone(words, pair);
    const sentence *unit = &words->sentences[pair->sentence];
    bool announced = pair->open > unit->begin && token_is_punct(&words->items[pair->open - 1], ':');
    const token *next = pair->close + 2 < words->count ? &words->items[pair->close + 2] : NULL;
    bool comma = pair->close + 1 < words->count && token_is_punct(&words->items[pair->close + 1], ',');
    bool framed = pair->open == unit->begin && comma;
    /* „Nein“, sagte er */
    bool said = comma && alone && next && !next->capital && (next->forms & (FORM_FINITE | FORM_INFINITIVE));
    bool named = pair->open > unit->begin && words->items[pair->open - 1].classes & CLASS(ARTICLE) && pair->words < 5;
    pair->whole = (pair->words >= 3 && (pair->terminal || (pair->finite && !named)) && (capital || alone)) ||
                  (pair->words >= 3 && pair->terminal && pair->finite) || (framed && pair->words >= 4) ||
                  (said && pair->words > 0) ||
                  (announced && (pair->words >= 4 || pair->terminal || (pair->words > 1 && pair->finite)));
}

/* Drop pairs that came to nothing, number the rest and find what is around each. */
static void finish(mark_pairs *out, tokens *words)
{
    size_t kept = 0;
    size_t around[DEPTH_MAX + 1] = {0};
    size_t depth = 0;
    for (size_t i = 0; i < out->count; i++) {
        mark_pair pair = out->items[i];
        if (pair.close <= pair.open + (pair.recovered ? 0 : 1))
            continue;
        while (depth > 0 && out->items[around[depth - 1] - 1].close < pair.open)
            depth--;
        pair.parent = depth ? around[depth - 1] : 0;
        if (depth < DEPTH_MAX)
            describe(words, &pair);
        out->items[kept++] = pair;
        words->items[pair.open].pair = (uint32_t)kept;
        if (!pair.recovered)
            words->items[pair.close].pair = (uint32_t)kept;
        if (depth < DEPTH_MAX)
            around[depth++] = kept;
    }
    out->count = kept;
}

dp_status marks_read(mark_pairs *out, tokens *words, const char *source, size_t length)
{
    *out = (mark_pairs){0};
    size_t count = 0;
    for (size_t i = 0; i < words->count; i++)
        count += words->items[i].kind == TOKEN_MARK;
    size_t *marks = malloc((count + 1) * sizeof *marks);
    out->items = calloc(count + 1, sizeof *out->items);
    if (!marks || !out->items) {
        free(marks);
        return DP_NO_MEMORY;
    }
    pairing in = {.out = out, .words = words, .source = source, .length = length, .marks = marks};
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i].kind == TOKEN_MARK)
            marks[in.mark_count++] = i;
    pair_marks(&in);
    finish(out, words);
    free(marks);
    return DP_OK;
}

void marks_free(mark_pairs *out)
{
    free(out->items);
    *out = (mark_pairs){0};
}
