/* SPDX-License-Identifier: ISC */
/*
 * Names: a capitalised German word that is no common noun must have a counterpart. The English writes many names otherwise, so a
 * name that is not found counts only when it is one that English keeps, or when the English has a name that the German has not.
 */
#include "config.h"

#include "pair.h"

#include <stdlib.h>
#include <string.h>

/* Groups of so many bytes have weights (shapes.py), and a word whose weights sum up to so much is taken for a name. */
#define LEAST_GROUP 2u
#define MOST_GROUP  5u
#define SURE_SHAPE  200

static bool has_stem(const table *words, const char *word, size_t length)
{
    static const char *const endings[] = {"innen", "ern", "en", "er", "es", "em", "e", "n", "s"};
    if (table_has(words, word, length))
        return true;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(endings[i]);
        if (length >= size + 3 && memcmp(word + length - size, endings[i], size) == 0 &&
            table_has(words, word, length - size))
            return true;
    }
    return false;
}

/* Whether the word is made of two listed words, with a linking element between them or not. */
static bool is_compound(const table *words, const char *word, size_t length)
{
    static const char *const links[] = {"", "s", "es", "n", "en", "e", "er"};
    size_t longest = length < 60 ? length : 60;
    for (size_t cut = 3; cut + 3 < longest; cut++) {
        if (!has_stem(words, word + cut, length - cut))
            continue;
        for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
            size_t size = strlen(links[i]);
            if (cut >= size + 3 && memcmp(word + cut - size, links[i], size) == 0 && has_stem(words, word, cut - size))
                return true;
        }
    }
    return false;
}

static bool is_german_name(const pair *p, const token *t)
{
    const knowledge *k = p->known;
    if (t->kind != TOKEN_WORD || !t->upper || t->fold_length < 3 || pair_find(&k->calendar, GERMAN, t) ||
        table_has(&k->numbers[GERMAN], t->fold, t->fold_length))
        return false;
    if (table_has(&k->german_names, t->fold, t->fold_length))
        return !t->start;
    return !has_stem(&k->german_words, t->fold, t->fold_length) && !is_compound(&k->german_words, t->fold, t->fold_length);
}

static bool is_english_name(const pair *p, const token *t)
{
    const knowledge *k = p->known;
    return t->kind == TOKEN_WORD && t->upper && !t->start && t->fold_length >= 3 &&
           !pair_find(&k->calendar, ENGLISH, t) && !has_stem(&k->english_words, t->fold, t->fold_length) &&
           !table_has(&k->numbers[ENGLISH], t->fold, t->fold_length);
}

/* Whether the sound of a short name begins or ends the sound of a longer word: Brexit in Brexitdebatte. */
static bool is_part(const token *part, const token *whole)
{
    return part->sound_length >= 4 && part->sound_length < whole->sound_length &&
           (memcmp(part->sound, whole->sound, part->sound_length) == 0 ||
            memcmp(part->sound, whole->sound + whole->sound_length - part->sound_length, part->sound_length) == 0);
}

static bool is_found(const token *t, const tokens *other)
{
    for (size_t i = 0; i < other->count; i++) {
        const token *o = &other->items[i];
        if (o->kind == TOKEN_WORD &&
            (sounds_alike(t->sound, t->sound_length, o->sound, o->sound_length) || is_part(t, o) || is_part(o, t)))
            return true;
    }
    return false;
}

static int weight_of(const table *shapes, const char *group, size_t length)
{
    const table_row *row = table_find(shapes, group, length);
    return row ? (int)strtol(row->value, NULL, 10) : 0;
}

/* How much the letters of a word speak for a name, in hundredths; above 0 it is more probably one. A group of letters that
 * stands twice counts once, as it did where the weights were learned. */
static int shape_of(const table *shapes, const token *t)
{
    char word[64] = "^";
    size_t length = t->fold_length + 2;
    if (length >= sizeof word)
        return 0;
    memcpy(word + 1, t->fold, t->fold_length);
    word[length - 1] = '$';
    int sum = weight_of(shapes, "base", strlen("base"));
    for (size_t i = 0; i < length; i++)
        for (size_t n = LEAST_GROUP; n <= MOST_GROUP && i + n <= length; n++)
            if (memmem(word, i + n - 1, word + i, n) == NULL)
                sum += weight_of(shapes, word + i, n);
    return sum;
}

/* Whether the English has this name in all probability, if it is right. */
static bool is_sure_name(const pair *p, const token *t)
{
    const knowledge *k = p->known;
    if (t->kind != TOKEN_WORD || !t->upper || t->fold_length < 3 || pair_find(&k->calendar, GERMAN, t))
        return false;
    return table_has(&k->kept_names, t->fold, t->fold_length) ||
           (is_german_name(p, t) && shape_of(&k->name_shapes, t) >= SURE_SHAPE);
}

static bool is_settled(const pair *p, const token *t)
{
    for (size_t i = 0; i < p->settled_count; i++)
        if (dp_span_overlaps(p->settled[i], t->span))
            return true;
    return false;
}

static const token *first_lost(const pair *p, side of, bool (*is_name)(const pair *p, const token *t))
{
    const tokens *all = &p->sides[of];
    for (size_t i = 0; i < all->count; i++)
        if (is_name(p, &all->items[i]) && !is_found(&all->items[i], &p->sides[of == GERMAN ? ENGLISH : GERMAN]) &&
            (of == ENGLISH || !is_settled(p, &all->items[i])))
            return &all->items[i];
    return NULL;
}

void check_names(pair *p)
{
    const char *source = p->sides[GERMAN].text, *text = p->sides[ENGLISH].text;
    const token *sure = first_lost(p, GERMAN, is_sure_name), *lost = sure ? sure : first_lost(p, GERMAN, is_german_name);
    const token *new = lost ? first_lost(p, ENGLISH, is_english_name) : NULL;
    if (new)
        pair_add(p, "name", false, lost->span, "The German names “%.*s”; the English does not, but names “%.*s”.",
                 (int)(lost->span.end - lost->span.begin), source + lost->span.begin,
                 (int)(new->span.end - new->span.begin), text + new->span.begin);
    else if (sure)
        pair_add(p, "name", false, sure->span, "The German names “%.*s”; the English does not.",
                 (int)(sure->span.end - sure->span.begin), source + sure->span.begin);
}
