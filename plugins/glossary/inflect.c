/* SPDX-License-Identifier: ISC */
/*
 * German inflection as far as a glossary needs it: is this word a form of that one? Endings are data; no dictionary is
 * needed because one of the two words is given.
 */
#include "glossary.h"

#include <string.h>

static const char noun_endings[] =
#include "data/noun_endings.inc"
    ;
static const char umlaut_endings[] =
#include "data/umlaut_endings.inc"
    ;
static const char name_endings[] =
#include "data/name_endings.inc"
    ;
static const char adjective_endings[] =
#include "data/adjective_endings.inc"
    ;

static bool ends_with(const char *word, size_t length, const char *ending, size_t ending_length)
{
    return length >= ending_length && memcmp(word + length - ending_length, ending, ending_length) == 0;
}

/* Whether some line "from<tab>to" of the table turns `base` into `form`, given that both begin with `shared` equal
 * bytes. */
static bool table_matches(const char *table, const char *base, size_t base_length, const char *form, size_t form_length,
                          size_t shared)
{
    for (const char *line = table; *line; line = strchr(line, '\n') + 1) {
        const char *tab = strchr(line, '\t'), *end = strchr(line, '\n');
        size_t from = *line == '-' ? 0 : (size_t)(tab - line);
        size_t to = tab[1] == '-' ? 0 : (size_t)(end - tab) - 1;
        if (form_length < to || base_length < from || base_length - from != form_length - to)
            continue;
        if (shared >= base_length - from && ends_with(base, base_length, line, from) &&
            ends_with(form, form_length, tab + 1, to))
            return true;
    }
    return false;
}

/* The plain vowel of an umlaut in UTF-8 (ä, ö, ü are C3 A4, C3 B6, C3 BC), or 0. */
static char plain_vowel(const char *at)
{
    if ((unsigned char)at[0] != 0xC3)
        return 0;
    switch ((unsigned char)at[1]) {
    case 0xA4:
        return 'a';
    case 0xB6:
        return 'o';
    case 0xBC:
        return 'u';
    default:
        return 0;
    }
}

/* Whether `form` is `base` with one umlaut and an ending of the table. */
static bool is_umlaut_form(const char *base, size_t base_length, const char *form, size_t form_length, size_t shared)
{
    if (shared + 2 > form_length || shared >= base_length || plain_vowel(form + shared) != base[shared])
        return false;
    /* Take the umlaut out of the form, and compare what follows. */
    char plain[256];
    if (form_length > sizeof plain)
        return false;
    memcpy(plain, form, shared);
    plain[shared] = base[shared];
    memcpy(plain + shared + 1, form + shared + 2, form_length - shared - 2);
    size_t length = form_length - 1, again = 0;
    while (again < base_length && again < length && base[again] == plain[again])
        again++;
    return table_matches(umlaut_endings, base, base_length, plain, length, again);
}

bool inflect_is_form(const char *base, size_t base_length, const char *form, size_t form_length, inflection kind)
{
    static const char *const tables[] = {
        [INFLECTION_NOUN] = noun_endings,
        [INFLECTION_NAME] = name_endings,
        [INFLECTION_ADJECTIVE] = adjective_endings,
    };
    size_t shared = 0;
    while (shared < base_length && shared < form_length && base[shared] == form[shared])
        shared++;
    if (shared == base_length && shared == form_length)
        return true;
    /* One letter says nothing about a word. */
    if (shared > 1 && table_matches(tables[kind], base, base_length, form, form_length, shared))
        return true;
    return kind != INFLECTION_ADJECTIVE && is_umlaut_form(base, base_length, form, form_length, shared);
}

void inflect_key(dp_text *out, const char *word, size_t length)
{
    size_t start = out->length;
    for (size_t i = 0; i < length; i++) {
        char vowel = i + 1 < length ? plain_vowel(word + i) : 0;
        if (vowel)
            i++;
        dp_text_append(out, vowel ? &vowel : word + i, 1);
    }
    /* -um, -us, -on, -a and -i stand for the same stem as -en, so the vowel before goes with the ending. */
    size_t end = out->length;
    while (end > start + 3 && strchr("enrsmuiota", out->data[end - 1]))
        end--;
    dp_text_cut(out, end);
}

size_t inflect_linked(const char *term, size_t term_length, const char *word, size_t word_length)
{
    static const char *const links[] = {"s", "es", "n", "en", "er", "e", ""};
    if (word_length <= term_length || memcmp(term, word, term_length) != 0)
        return 0;
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        size_t link = strlen(links[i]);
        /* Four bytes are the least a second part has: "-amt", "-chef", not the ending "-ern". */
        if (word_length >= term_length + link + 4 && memcmp(word + term_length, links[i], link) == 0)
            return term_length + link;
    }
    return 0;
}
