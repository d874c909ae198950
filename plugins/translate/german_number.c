/* SPDX-License-Identifier: ISC */
/*
 * The number of a term. Endings alone are often not enough ("Präsidenten", "Minister"), so articles and numerals help.
 */
#include "config.h"

#include "german_number.h"

#include <string.h>

/* Words before a term that are looked at: an article and two adjectives. */
#define MOST_BEFORE 3u

static const char number_words[] =
#include "data/number_words.inc"
    ;

/* What a word in front says of the number: 's', 'p', 'd' for "die", or 0. */
static char word_says(const char *word, size_t length)
{
    for (const char *line = number_words; *line; line = strchr(line, '\n') + 1)
        if (strcspn(line, "\t") == length && memcmp(line, word, length) == 0)
            return line[length + 1];
    return 0;
}

/* What the nearest determiner in front of a place says. */
static char determiner_says(const dp_doc *doc, size_t place)
{
    size_t index = dp_doc_sentence_at(doc, place);
    if (index == DP_NONE)
        return 0;
    const char *source = dp_doc_source(doc, NULL);
    dp_span before[MOST_BEFORE] = {{0, 0}}, word;
    size_t at = dp_doc_sentence(doc, index).span.begin, count = 0;
    while (dp_word_next(source, place, &at, &word))
        before[count++ % MOST_BEFORE] = word;
    char says = 0;
    for (size_t i = 0; i < MOST_BEFORE && i < count && !says; i++) {
        word = before[(count - 1 - i) % MOST_BEFORE];
        dp_text folded = {0};
        if (dp_text_fold(&folded, source + word.begin, word.end - word.begin) == DP_OK && folded.length > 0)
            says = word_says(folded.data, folded.length);
        dp_text_free(&folded);
    }
    return says;
}

static bool ends_with(const char *text, size_t length, const char *ending)
{
    size_t size = strlen(ending);
    return length > size && memcmp(text + length - size, ending, size) == 0;
}

static bool ends_with_any(const char *text, size_t length, const char *const *endings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ends_with(text, length, endings[i]))
            return true;
    return false;
}

/* Nouns of which singular and plural look the same, unless they are feminine. */
static bool is_alike(const char *base, size_t length)
{
    static const char *const endings[] = {"er", "el", "en", "chen", "lein"};
    return ends_with_any(base, length, endings, sizeof endings / sizeof *endings);
}

/* Nouns whose only other form is the plural. */
static bool is_feminine(const char *base, size_t length)
{
    static const char *const endings[] = {"ung",        "ion", "heit", "keit", "schaft",
                                          "t\xC3\xA4t", "ik",  "anz",  "enz",  "in"};
    return ends_with_any(base, length, endings, sizeof endings / sizeof *endings);
}

/* The number of a form that the base becomes by an ending. */
static char ending_says(const char *base, size_t length, const char *ending, char determiner)
{
    char said = determiner == 'd' ? 'p' : determiner;
    if (strcmp(ending, "es") == 0)
        return 's';
    if (strcmp(ending, "s") == 0 || !is_feminine(base, length))
        return strcmp(ending, "n") == 0 || strcmp(ending, "en") == 0 || strcmp(ending, "s") == 0 ? said : 'p';
    return 'p';
}

/* What "die" says of a noun in its base form: feminine nouns are in the singular there, for their plural looks
 * otherwise. */
static char die_says(const char *base, size_t length, const char *gender)
{
    static const char *const feminine[] = {"steuer", "mauer",     "feder",  "kammer", "ziffer", "oper",
                                           "mutter", "schwester", "dauer",  "nummer", "folter", "regel",
                                           "tafel",  "insel",     "geisel", "formel"};
    if (gender && strcmp(gender, "pl") != 0)
        return strcmp(gender, "f") == 0 ? 's' : 'p';
    dp_text folded = {0};
    bool good = dp_text_fold(&folded, base, length) == DP_OK;
    for (size_t i = 0; good && i < sizeof feminine / sizeof *feminine; i++)
        good = folded.length < strlen(feminine[i]) ||
               memcmp(folded.data + folded.length - strlen(feminine[i]), feminine[i], strlen(feminine[i])) != 0;
    dp_text_free(&folded);
    return good ? 'p' : 's';
}

/* Whether all words of an English term begin with a capital. */
static bool is_name(const char *english)
{
    for (const char *at = english; at && *at; at++)
        if ((at == english || at[-1] == ' ') && *at >= 'a' && *at <= 'z')
            return false;
    return english && *english;
}

/* The last word of some text. */
static dp_span last_word(const char *text, size_t begin, size_t end)
{
    dp_span word = {begin, end};
    for (size_t i = begin; i < end; i++)
        if (text[i] == ' ')
            word.begin = i + 1;
    return word;
}

char german_amount(const dp_doc *doc, const dp_note *term)
{
    const char *german = dp_note_get(term, "german"), *match = dp_note_get(term, "match");
    if (!german || !match || strcmp(match, "compound") == 0 || strcmp(match, "elliptic") == 0)
        return 0;
    const char *source = dp_doc_source(doc, NULL);
    dp_span word = last_word(source, dp_note_span(term).begin, dp_note_span(term).end);
    dp_span last = last_word(german, 0, strlen(german));
    const char *form = source + word.begin, *base = german + last.begin;
    size_t length = word.end - word.begin, base_length = last.end - last.begin, shared = 0;
    if (*base >= 'a' && *base <= 'z')
        return 0;
    char says = determiner_says(doc, dp_note_span(term).begin), ending[8] = "";
    while (shared < length && shared < base_length && form[shared] == base[shared])
        shared++;
    if (shared < base_length) /* "Häfen"; but "Verbündeten" is a form of adjectives */
        return strcmp(match, "inflected") != 0 ? 0 : shared + 1 == base_length ? (says == 'd' ? 'p' : says) : 'p';
    if (length - base_length >= sizeof ending)
        return 0;
    memcpy(ending, form + base_length, length - base_length);
    if (strcmp(ending, "s") == 0 && is_name(dp_note_get(term, "english")) && !says)
        return 'g';
    if (*ending)
        return ending_says(base, base_length, ending, says);
    return !is_alike(base, base_length) ? 's'
           : says == 'd'                ? die_says(base, base_length, dp_note_get(term, "gender"))
                                        : says;
}
