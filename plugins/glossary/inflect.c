/* SPDX-License-Identifier: ISC */
#include "inflect.h"

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
static const char other_words[] =
#include "data/other_words.inc"
    ;
static const char adjective_endings[] =
#include "data/adjective_endings.inc"
    ;
static const char er_plurals[] =
#include "data/er_plurals.inc"
    ;
static const char nominal_adjectives[] =
#include "data/nominal_adjectives.inc"
    ;
static const char derivations[] =
#include "data/derivations.inc"
    ;
static const char particles[] =
#include "data/particles.inc"
    ;

static bool ends_with(const char *word, size_t length, const char *ending, size_t ending_length)
{
    if (ending_length == 0 || length < ending_length || word[length - 1] != ending[ending_length - 1])
        return ending_length == 0;
    return memcmp(word + length - ending_length, ending, ending_length) == 0;
}

/* ---- Lists: one string a line ---- */

/* Bytes up to one, which is there. Lines are so short that strchr would cost more than it saves. */
static size_t length_to(const char *text, char stop)
{
    size_t length = 0;
    while (text[length] != stop)
        length++;
    return length;
}

static bool list_has_ending_of(const char *list, const char *word, size_t length)
{
    for (size_t size; *list; list += size + 1) {
        size = length_to(list, '\n');
        if (ends_with(word, length, list, size))
            return true;
    }
    return false;
}

static bool list_has(const char *list, const char *word, size_t length)
{
    for (size_t size; *list; list += size + 1) {
        size = length_to(list, '\n');
        if (size == length && memcmp(list, word, length) == 0)
            return true;
    }
    return false;
}

/* ---- Tables: "from<tab>to" a line, "-" for nothing ---- */

typedef struct ending {
    const char *from, *to;
    size_t from_length, to_length;
} ending;

static const char *read_ending(const char *line, ending *e)
{
    const char *tab = line + length_to(line, '\t'), *end = tab + length_to(tab, '\n');
    *e = (ending){.from = line, .to = tab + 1};
    e->from_length = *line == '-' ? 0 : (size_t)(tab - line);
    e->to_length = tab[1] == '-' ? 0 : (size_t)(end - tab) - 1;
    return end + 1;
}

/* Whether some line of the table turns `base` into `form`, given that both begin with `shared` equal bytes. */
static bool table_matches(const char *table, const char *base, size_t base_length, const char *form, size_t form_length,
                          size_t shared)
{
    ending e;
    for (const char *line = table; *line;) {
        line = read_ending(line, &e);
        if (base_length < e.from_length || form_length != base_length - e.from_length + e.to_length)
            continue;
        if (shared >= base_length - e.from_length && ends_with(base, base_length, e.from, e.from_length) &&
            ends_with(form, form_length, e.to, e.to_length))
            return true;
    }
    return false;
}

/* ---- Umlauts ---- */

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

static bool has_vowel(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (memchr("aeiouy\xC3", word[i], 7))
            return true;
    return false;
}

/* Whether `form` is `base` with its last vowel as an umlaut, and this ending. */
static bool umlaut_agrees(const char *base, size_t base_length, const char *form, size_t form_length, size_t shared,
                          const ending *e)
{
    if (base_length < e->from_length || !ends_with(base, base_length, e->from, e->from_length))
        return false;
    size_t stem = base_length - e->from_length, after = shared + 1;
    if (after > stem || form_length != stem + 1 + e->to_length || plain_vowel(form + shared) != base[shared])
        return false;
    if (memcmp(base + after, form + shared + 2, stem - after) != 0 ||
        !ends_with(form, form_length, e->to, e->to_length))
        return false;
    if (base[shared] == 'a' && after < stem && base[after] == 'u')
        after++;
    return !has_vowel(base + after, stem - after);
}

static bool is_umlaut_form(const char *base, size_t base_length, const char *form, size_t form_length, size_t shared)
{
    static const ending er = {.from = "", .to = "er", .to_length = 2}, ern = {.from = "", .to = "ern", .to_length = 3};
    if (shared + 2 > form_length || shared >= base_length)
        return false;
    ending e;
    for (const char *line = umlaut_endings; *line;) {
        line = read_ending(line, &e);
        if (umlaut_agrees(base, base_length, form, form_length, shared, &e))
            return true;
    }
    return (umlaut_agrees(base, base_length, form, form_length, shared, &er) ||
            umlaut_agrees(base, base_length, form, form_length, shared, &ern)) &&
           list_has_ending_of(er_plurals, base, base_length);
}

/* ---- Forms ---- */

static bool is_noun_form(const char *base, size_t base_length, const char *form, size_t form_length, size_t shared)
{
    if (table_matches(noun_endings, base, base_length, form, form_length, shared))
        return true;
    if (shared == base_length && list_has_ending_of(er_plurals, base, base_length) &&
        table_matches("-\ter\n-\tern\n", base, base_length, form, form_length, shared))
        return true;
    /* Nouns that are inflected as adjectives: ein Beamter, die Beamten. */
    size_t stem = base_length - (base[base_length - 1] == 'r' ? 1 : 0);
    return list_has_ending_of(nominal_adjectives, base, stem) &&
           table_matches(adjective_endings, base, base_length, form, form_length, shared);
}

static bool is_other_word(const char *base, size_t base_length, const char *form, size_t form_length)
{
    ending e;
    for (const char *line = other_words; *line;) {
        line = read_ending(line, &e);
        if (e.from_length == base_length && e.to_length == form_length && memcmp(e.from, base, base_length) == 0 &&
            memcmp(e.to, form, form_length) == 0)
            return true;
    }
    return false;
}

bool inflect_is_form(const char *base, size_t base_length, const char *form, size_t form_length, inflection kind)
{
    size_t shared = 0;
    while (shared < base_length && shared < form_length && base[shared] == form[shared])
        shared++;
    if (shared == base_length && shared == form_length)
        return true;
    /* One letter says nothing about a word. */
    if (base_length < 2 || shared == 0)
        return false;
    if (kind == INFLECTION_NAME)
        return table_matches(name_endings, base, base_length, form, form_length, shared);
    if (kind == INFLECTION_ADJECTIVE)
        return shared > 1 && table_matches(adjective_endings, base, base_length, form, form_length, shared);
    if (is_other_word(base, base_length, form, form_length))
        return false;
    if (shared > 1 && is_noun_form(base, base_length, form, form_length, shared))
        return true;
    /* Both umlaut and vowel begin a character, unless the bytes differ inside one. */
    return is_umlaut_form(base, base_length, form, form_length, shared);
}

/* ---- What forms have in common ---- */

void inflect_flatten(dp_text *out, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char vowel = i + 1 < length ? plain_vowel(word + i) : 0;
        if (vowel)
            i++;
        dp_text_append(out, vowel ? &vowel : word + i, 1);
    }
}

size_t inflect_stem(const char *flat, size_t length)
{
    /* -um, -us, -on, -a and -i stand for the same stem as -en, so the vowel before goes with the ending. */
    while (length > 3 && memchr("enrsmuiota", flat[length - 1], 10))
        length--;
    return length;
}

/* ---- Compounds ---- */

/* Whether what follows a term makes a compound with it: a word, and not an ending that makes a word from a word. */
static bool may_follow(const char *word, size_t length)
{
    /* Four bytes are the least a second part has: "-amt", "-chef", not the ending "-ern". */
    return length >= 4 && has_vowel(word, length) && !list_has(derivations, word, length);
}

size_t inflect_first_part(const char *term, size_t term_length, const char *word, size_t word_length)
{
    static const char *const links[] = {"", "s", "es", "n", "en", "er", "e"};
    if (word_length > term_length && memcmp(term, word, term_length) == 0) {
        const char *rest = word + term_length;
        size_t left = word_length - term_length, possible = 0;
        /* However the link is read, the rest must not be an ending: "minister" is no compound of "innen" or "n" + "..."
         */
        if (list_has(derivations, rest, left))
            return 0;
        for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
            size_t link = strlen(links[i]);
            if (left > link && memcmp(rest, links[i], link) == 0 && may_follow(rest + link, left - link))
                possible = term_length;
        }
        return possible;
    }
    size_t short_length = term_length - 1;
    if (term_length > 6 && term[short_length] == 'e' && word_length > short_length &&
        memcmp(term, word, short_length) == 0 && may_follow(word + short_length, word_length - short_length))
        return short_length;
    return 0;
}

bool inflect_may_modify(const char *word, size_t length)
{
    if (length < 3 || !has_vowel(word, length) || list_has(particles, word, length))
        return false;
    return !(length > 3 && ends_with(word, length, "vor", 3));
}
