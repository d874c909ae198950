/* SPDX-License-Identifier: ISC */
/*
 * Cutting sentences at the places where it does least harm. Every place has a cost, and so has every part that is too
 * long or too short; the cheapest cut of the whole sentence is found by dynamic programming.
 */
#include "config.h"

#include "clauses.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char word_table[] =
#include "data/clause_words.inc"
    ;

/* Costs of a place. The differences were tried on two test sets of news and prose; the results hardly move when one of
 * them is halved or doubled. */
#define COST_SEMICOLON   0.1f
#define COST_DASH        0.3f
#define COST_CLAUSE      0.3f /* at a comma */
#define COST_COMMA       0.5f
#define COST_RELATIVE    0.9f /* likewise */
#define COST_JOINED      1.0f /* from here on without a mark */
#define COST_PREPOSITION 1.5f
#define COST_SPACE       2.0f
#define COST_IN_WORD     1000.0f
/* What comes on top where a part would hold half of a quotation or of a bracket. */
#define COST_IN_QUOTE   0.5f
#define COST_IN_BRACKET 1.0f

/* Costs of a part: for each time the good length that it is too long, and for being too short. */
#define COST_LONG    2.0f
#define COST_SHORT   0.6f
#define SHORT_PIECES 6

/* ---- Places ---- */

static bool word_is(const char *text, dp_span word, const char *class)
{
    size_t length = word.end - word.begin;
    for (const char *line = word_table; *line; line += strcspn(line, "\n") + 1) {
        const char *tab = strchr(line, '\t');
        if ((size_t)(tab - line) == length && memcmp(line, text + word.begin, length) == 0 &&
            strncmp(tab + 1, class, strlen(class)) == 0)
            return true;
    }
    return false;
}

static bool ends_with(const char *text, size_t at, const char *mark)
{
    size_t length = strlen(mark);
    return at >= length && memcmp(text + at - length, mark, length) == 0;
}

static bool begins_with(const char *text, const char *mark)
{
    return strncmp(text, mark, strlen(mark)) == 0;
}

/* The cost of a cut at a comma before the words that come next. */
static float comma_cost(const char *text, dp_span next, dp_span second)
{
    if (word_is(text, next, "clause"))
        return COST_CLAUSE;
    bool relative =
        word_is(text, next, "relative") || (word_is(text, next, "preposition") && word_is(text, second, "relative"));
    return relative ? COST_RELATIVE : COST_COMMA;
}

/* The cost of a cut at the space at byte `at`. */
static float space_cost(const dp_text *text, size_t at)
{
    static const char *const dashes[] = {" \xE2\x80\x93", " \xE2\x80\x94", " -"};
    const char *t = text->data;
    dp_span next = {0}, second = {0};
    size_t from = at;
    if (at > 0 && strchr(";:!?", t[at - 1]))
        return COST_SEMICOLON;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (ends_with(t, at, dashes[i]) || (begins_with(t + at, dashes[i]) && t[at + strlen(dashes[i])] == ' '))
            return COST_DASH;
    if (dp_word_next(t, text->length, &from, &next))
        dp_word_next(t, text->length, &from, &second);
    if (ends_with(t, at, ","))
        return comma_cost(t, next, second);
    if (word_is(t, next, "joined"))
        return COST_JOINED;
    return word_is(t, next, "preposition") ? COST_PREPOSITION : COST_SPACE;
}

/* The cost of a cut behind a piece, wherever it ends. */
static float place_cost(const dp_text *text, dp_span span)
{
    if (span.end == span.begin || !dp_utf8_boundary(text->data, text->length, span.end))
        return INFINITY;
    return text->data[span.end] == ' ' ? space_cost(text, span.end) : COST_IN_WORD;
}

/* Store in costs[i] what a cut behind i pieces costs. */
static void fill_costs(const dp_text *text, const piece *pieces, size_t count, float *costs)
{
    size_t at = 0, brackets = 0;
    bool quote = false;
    for (size_t i = 0; i < count; i++) {
        for (; at < pieces[i].span.end; at++) {
            quote ^= text->data[at] == '"';
            brackets += text->data[at] == '(';
            brackets -= text->data[at] == ')' && brackets > 0;
        }
        costs[i + 1] =
            place_cost(text, pieces[i].span) + (quote ? COST_IN_QUOTE : 0.0f) + (brackets > 0 ? COST_IN_BRACKET : 0.0f);
    }
    costs[0] = costs[count] = 0.0f;
}

/* ---- Cutting ---- */

static float part_cost(size_t size, size_t good)
{
    if (size > good)
        return COST_LONG * (float)(size - good) / (float)good;
    return size < SHORT_PIECES ? COST_SHORT : 0.0f;
}

/* Find the cheapest way to cut the first `end` pieces, from those to cut fewer. Where no place is near enough, a part
 * becomes longer than `most`. */
static void cut_before(size_t end, size_t good, size_t most, const float *costs, float *best, size_t *from)
{
    best[end] = INFINITY;
    if (costs[end] == INFINITY)
        return;
    for (size_t begin = end; begin > 0 && (end - begin < most || best[end] == INFINITY); begin--) {
        float cost = best[begin - 1] + costs[end] + part_cost(end - begin + 1, good);
        if (cost < best[end]) {
            best[end] = cost;
            from[end] = begin - 1;
        }
    }
}

static size_t list_ends(const size_t *from, size_t count, size_t *ends)
{
    size_t parts = 0, i;
    for (size_t end = count; end > 0; end = from[end])
        parts++;
    i = parts;
    for (size_t end = count; end > 0; end = from[end])
        ends[--i] = end;
    return parts;
}

size_t clauses_cut(const dp_text *text, const piece *pieces, size_t count, size_t good, size_t most, size_t *ends)
{
    if (count <= good) {
        ends[0] = count;
        return 1;
    }
    float *costs = calloc(count + 1, sizeof *costs), *best = calloc(count + 1, sizeof *best);
    size_t *from = calloc(count + 1, sizeof *from), parts = 0;
    if (costs && best && from) {
        fill_costs(text, pieces, count, costs);
        for (size_t end = 1; end <= count; end++)
            cut_before(end, good, most, costs, best, from);
        parts = list_ends(from, count, ends);
    }
    free(costs);
    free(best);
    free(from);
    return parts;
}
