/* SPDX-License-Identifier: ISC */
/*
 * German conjugation. Only the third person and the infinitives are made: news speaks in them.
 */
#include "paradigm.h"

#include "lexicon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct paradigm_table {
    stems *strong;
    size_t count;
    size_t capacity;
};

paradigm_table *paradigm_new(void)
{
    return calloc(1, sizeof(paradigm_table));
}

void paradigm_free(paradigm_table *table)
{
    if (!table)
        return;
    free(table->strong);
    free(table);
}

static bool ends(const char *word, const char *ending)
{
    size_t length = strlen(word);
    size_t size = strlen(ending);
    return length >= size && memcmp(word + length - size, ending, size) == 0;
}

/* Join up to three parts; false when they are too long. */
static bool join(char out[PARADIGM_SIZE], const char *a, const char *b, const char *c)
{
    /* Null stems come with a strong participle, which is not joined here. */
    /* cppcheck-suppress ctunullpointer */
    int length = snprintf(out, PARADIGM_SIZE, "%s%s%s", a, b, c);
    return length > 0 && length < PARADIGM_SIZE;
}

/* The preterite with its last a, o or u turned into an umlaut, and an e behind it: gab, gäbe. */
static void make_k2(stems *base)
{
    static const char *const umlauts[][2] = {{"a", "ä"}, {"o", "ö"}, {"u", "ü"}};
    char *past = base->past;
    size_t at = strlen(past);
    const char *umlaut = NULL;
    /* "ie", "ei" and "au" keep their vowels */
    while (at > 0 && !umlaut && !strchr("eiy", past[at - 1])) {
        at--;
        for (size_t i = 0; i < 3; i++)
            if (past[at] == umlauts[i][0][0])
                umlaut = umlauts[i][1];
    }
    if (!umlaut || !snprintf(base->k2, sizeof base->k2, "%.*s%s%.40s", (int)at, past, umlaut, past + at + 1))
        snprintf(base->k2, sizeof base->k2, "%s", past);
    size_t length = strlen(base->k2);
    if (!ends(base->k2, "e") && length + 2 < sizeof base->k2)
        memcpy(base->k2 + length, "e", 2);
}

/* Copy the next field of a line of strong forms. */
static bool next_field(const char **at, const char *end, char field[PARADIGM_SIZE])
{
    while (*at < end && (**at == ' ' || **at == ','))
        (*at)++;
    size_t length = 0;
    while (*at + length < end && (*at)[length] != ',' && (*at)[length] != ' ')
        length++;
    if (length == 0 || length >= PARADIGM_SIZE)
        return false;
    memcpy(field, *at, length);
    field[length] = '\0';
    *at += length;
    return true;
}

bool paradigm_read_strong(paradigm_table *table, const char *line, size_t length, verb_parts *parts)
{
    const char *end = line + length;
    *parts = (verb_parts){.base.strong = true};
    stems *base = &parts->base;
    if (!next_field(&line, end, base->infinitive) || !next_field(&line, end, base->past) ||
        !next_field(&line, end, base->participle) || !next_field(&line, end, base->present))
        return false;
    if (!next_field(&line, end, base->k2))
        make_k2(base);
    if (table->count == table->capacity) {
        size_t capacity = table->capacity ? table->capacity * 2 : 256;
        stems *strong = realloc(table->strong, capacity * sizeof *strong);
        if (!strong)
            return false;
        table->strong = strong;
        table->capacity = capacity;
    }
    table->strong[table->count++] = *base;
    return true;
}

bool paradigm_read(const paradigm_table *table, const char *word, size_t length, verb_parts *parts)
{
    *parts = (verb_parts){0};
    size_t cut = 0;
    for (size_t i = 0; i < length; i++)
        if (word[i] == '|' || word[i] == '+')
            cut = i;
    if (length >= PARADIGM_SIZE)
        return false;
    if (cut) {
        /* "hin|zu|fügen": all but the last bar just go */
        size_t size = 0;
        for (size_t i = 0; i < cut; i++)
            if (word[i] != '|' && word[i] != '+')
                parts->prefix[size++] = word[i];
        parts->separable = word[cut] == '|';
        cut++;
    }
    memcpy(parts->base.infinitive, word + cut, length - cut);
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->strong[i].infinitive, parts->base.infinitive) == 0)
            parts->base = table->strong[i];
    return ends(parts->base.infinitive, "n");
}

size_t paradigm_infinitive(const verb_parts *parts, char joined[PARADIGM_SIZE])
{
    return join(joined, parts->prefix, parts->base.infinitive, "") ? strlen(joined) : 0;
}

/* ---- Expansion ---- */

typedef struct expansion {
    const verb_parts *parts;
    unsigned number;
    paradigm_add *add;
    void *context;
} expansion;

static void add_form(const expansion *to, const char *stem, const char *ending, unsigned forms)
{
    const verb_parts *parts = to->parts;
    char form[PARADIGM_SIZE];
    unsigned joined = parts->separable && !(forms & (FORM_INFINITIVE | FORM_PARTICIPLE | FORM_ZU)) ? FORM_JOINED : 0;
    if (join(form, parts->prefix, stem, ending))
        to->add(to->context, form, strlen(form), to->number, forms | joined);
}

static bool needs_e(const char *stem)
{
    size_t length = strlen(stem);
    char last = length ? stem[length - 1] : '\0';
    if (last == 'd' || last == 't')
        return true;
    if ((last != 'm' && last != 'n') || length < 2)
        return false;
    char before = stem[length - 2];
    if (before == 'h')
        return length > 2 && stem[length - 3] == 'c';
    return !strchr("lrmnaeiouy", before) && (unsigned char)before < 0x80;
}

static bool inseparable_stem(const char *infinitive)
{
    static const char *const prefixes[] = {"be",  "ge",   "er",   "ver",   "zer",   "ent",
                                           "emp", "miss", "über", "unter", "wider", "hinter"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t size = strlen(prefixes[i]);
        /* "geben", "beten", "erben" and their like begin so by chance */
        if (strncmp(infinitive, prefixes[i], size) == 0 && strlen(infinitive) > size + 4)
            return true;
    }
    return ends(infinitive, "ieren");
}

static void add_participle(const expansion *to, const char *participle, const char *weak_stem, const char *weak_ending)
{
    const verb_parts *parts = to->parts;
    char form[PARADIGM_SIZE];
    bool bare = parts->prefix[0] && !parts->separable;
    if (parts->base.strong) {
        const char *stem = bare && strncmp(participle, "ge", 2) == 0 ? participle + 2 : participle;
        add_form(to, stem, "", FORM_PARTICIPLE);
    } else if (join(form, bare || inseparable_stem(parts->base.infinitive) ? "" : "ge", weak_stem, weak_ending)) {
        add_form(to, form, "", FORM_PARTICIPLE);
    }
}

static void expand_weak(const expansion *to, const char *stem)
{
    char extended[PARADIGM_SIZE];
    if (!join(extended, stem, needs_e(stem) ? "e" : "", ""))
        return;
    add_form(to, extended, "t", FORM_PRESENT);
    add_form(to, extended, "te", FORM_PAST);
    add_form(to, extended, "ten", FORM_PAST | FORM_PLURAL);
    add_participle(to, NULL, extended, "t");
}

static void expand_strong(const expansion *to)
{
    const stems *base = &to->parts->base;
    const char *plural = ends(base->past, "e") ? "n" : "en";
    /* "sollte" is past and Konjunktiv in one */
    unsigned k2 = strcmp(base->k2, base->past) == 0 ? FORM_PAST : FORM_K2;
    add_form(to, base->present, "", FORM_PRESENT);
    add_form(to, base->past, "", FORM_PAST);
    add_form(to, base->past, plural, FORM_PAST | FORM_PLURAL);
    add_form(to, base->k2, "", k2);
    add_form(to, base->k2, "n", k2 | FORM_PLURAL);
    add_participle(to, base->participle, NULL, NULL);
}

static void expand_sein(const expansion *to)
{
    add_form(to, "sei", "", FORM_K1);
    add_form(to, "seien", "", FORM_K1 | FORM_PLURAL);
    add_form(to, "sind", "", FORM_PRESENT | FORM_PLURAL);
}

void paradigm_expand(const verb_parts *parts, unsigned number, paradigm_add *add, void *context)
{
    expansion to = {parts, number, add, context};
    const char *infinitive = parts->base.infinitive;
    char stem[PARADIGM_SIZE];
    snprintf(stem, sizeof stem, "%s", infinitive);
    stem[strlen(stem) - (ends(stem, "en") ? 2 : 1)] = '\0';
    add_form(&to, infinitive, "", FORM_INFINITIVE);
    if (strcmp(infinitive, "sein") == 0) {
        expand_sein(&to);
    } else {
        add_form(&to, stem, "e", FORM_K1);
        size_t length = strlen(stem);
        if (ends(stem, "el")) {
            /* "handle" beside "handele" */
            char short_stem[PARADIGM_SIZE];
            memcpy(short_stem, stem, length - 2);
            memcpy(short_stem + length - 2, "l", 2);
            add_form(&to, short_stem, "e", FORM_K1);
        }
    }
    if (parts->base.strong)
        expand_strong(&to);
    else
        expand_weak(&to, stem);
    if (parts->separable) {
        char form[PARADIGM_SIZE];
        if (join(form, "zu", infinitive, ""))
            add_form(&to, form, "", FORM_ZU);
    }
}
