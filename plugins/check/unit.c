/* SPDX-License-Identifier: ISC */
/*
 * Units and currencies: what is counted beside a number must not become something else of its kind, euros dollars or days weeks.
 */
#include "pair.h"

#include <string.h>

/* More units of a sentence are not looked at. */
#define UNITS_MAX 32

typedef struct units {
    const token *words[UNITS_MAX];
    const token *numerals[UNITS_MAX]; /* what is counted by the unit, in digits; null: in words */
    const table_row *rows[UNITS_MAX];
    size_t count;
} units;

static bool is_number(const pair *p, side of, const token *t)
{
    return t->kind == TOKEN_NUMERAL || pair_find(&p->known->scales, of, t) ||
           table_has(&p->known->numbers[of], t->fold, t->fold_length);
}

/* Whether a token goes on with the one before it: "Mrd. Dollar", too, where a full stop is between. */
static bool is_joined(const pair *p, side of, size_t i)
{
    const token *t = &p->sides[of].items[i];
    return t->gap != GAP_MARKS || (i > 0 && t[-1].ended && t->span.begin - t[-1].span.end == 2 &&
                                   pair_find(&p->known->scales, of, &t[-1]) != NULL);
}

/* A unit counts behind a number, and a sign or abbreviation of a currency before one, too. */
static bool is_counted(const pair *p, side of, size_t i)
{
    const tokens *all = &p->sides[of];
    const token *t = &all->items[i], *next = i + 1 < all->count ? t + 1 : NULL;
    if (i > 0 && is_joined(p, of, i) && is_number(p, of, t - 1))
        return true;
    return next && next->gap != GAP_MARKS && next->kind == TOKEN_NUMERAL && (t->kind == TOKEN_SIGN || t->capitals);
}

/* The numeral beside a unit, "million" between them or not. */
static const token *numeral_of(const pair *p, side of, size_t i)
{
    const tokens *all = &p->sides[of];
    size_t at = i;
    while (at > 0 && is_joined(p, of, at) && pair_find(&p->known->scales, of, &all->items[at - 1]))
        at--;
    if (at > 0 && all->items[at].gap != GAP_MARKS && all->items[at - 1].kind == TOKEN_NUMERAL)
        return &all->items[at - 1];
    const token *next = i + 1 < all->count ? &all->items[i + 1] : NULL;
    return next && next->gap != GAP_MARKS && next->kind == TOKEN_NUMERAL ? next : NULL;
}

/* The same digits, whatever parts them. */
static bool same_digits(const token *a, const token *b)
{
    const char *one = a ? a->fold : "", *other = b ? b->fold : "";
    static const char digits[] = "0123456789";
    while (*(one += strcspn(one, digits)) && *(other += strcspn(other, digits)))
        if (*one++ != *other++)
            return false;
    return a && b && !*one && !*(other + strcspn(other, digits));
}

static void read_units(const pair *p, side of, units *out)
{
    for (size_t i = 0; i < p->sides[of].count && out->count < UNITS_MAX; i++) {
        const token *t = &p->sides[of].items[i];
        const table_row *row = pair_find(&p->known->units, of, t);
        if (!row || !is_counted(p, of, i))
            continue;
        out->words[out->count] = t;
        out->numerals[out->count] = numeral_of(p, of, i);
        out->rows[out->count++] = row;
    }
}

static bool same_unit(const table_row *a, const table_row *b)
{
    size_t length = (size_t)(a->end - a->value);
    return length == (size_t)(b->end - b->value) && memcmp(a->value, b->value, length) == 0;
}

static bool same_kind(const table_row *a, const table_row *b)
{
    size_t length = strcspn(a->value, " ");
    return strncmp(a->value, b->value, length + 1) == 0;
}

/* "Ein halbes Jahr" is six months, "eine halbe Stunde" 30 minutes. */
static bool is_halved(const tokens *all, const token *t)
{
    return t > all->items && strncmp(t[-1].fold, "halbe", strlen("halbe")) == 0;
}

/* Whether a side has the unit anywhere, with a number or without. */
static bool has_unit(const pair *p, side of, const table_row *unit)
{
    for (size_t i = 0; i < p->sides[of].count; i++)
        for (const table_row *row = pair_find(&p->known->units, of, &p->sides[of].items[i]); row;
             row = table_next(&p->known->units, row))
            if (same_unit(row, unit))
                return true;
    return false;
}

/* Whether a unit of a side stands beside a number. */
static bool has_counted(const units *all, const table_row *unit, const token *numeral)
{
    for (size_t i = 0; i < all->count; i++)
        if (same_unit(all->rows[i], unit) && same_digits(all->numerals[i], numeral))
            return true;
    return false;
}

/* Whether the German unit became the English one: where both stand beside the same number, or where neither side has both. */
static bool is_changed(const pair *p, const units *german, size_t i, const units *english, size_t k)
{
    const table_row *lost = german->rows[i], *new = english->rows[k];
    if (!same_kind(lost, new) || same_unit(lost, new) || is_halved(&p->sides[GERMAN], german->words[i]))
        return false;
    if (same_digits(german->numerals[i], english->numerals[k]))
        return !has_counted(english, lost, german->numerals[i]) && !has_counted(german, new, english->numerals[k]);
    return !has_unit(p, ENGLISH, lost) && !has_unit(p, GERMAN, new);
}

void check_units(pair *p)
{
    units german = {0}, english = {0};
    read_units(p, GERMAN, &german);
    read_units(p, ENGLISH, &english);
    const char *source = p->sides[GERMAN].text, *text = p->sides[ENGLISH].text;
    for (size_t i = 0; i < german.count; i++) {
        for (size_t k = 0; k < english.count; k++) {
            if (!is_changed(p, &german, i, &english, k))
                continue;
            dp_span lost = german.words[i]->span, new = english.words[k]->span;
            pair_add(p, "unit", true, lost, "The German counts “%.*s”, the English “%.*s”.", (int)(lost.end - lost.begin),
                     source + lost.begin, (int)(new.end - new.begin), text + new.begin);
            return;
        }
    }
}
