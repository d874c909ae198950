/* SPDX-License-Identifier: ISC */
/*
 * German word lists and the few rules that use them. The lists are data; the rules are about places in a sentence.
 */
#include "german.h"

#include <stdlib.h>
#include <string.h>

static const char stopword_lines[] =
#include "data/stopwords.inc"
    ;
static const char opening_lines[] =
#include "data/openings.inc"
    ;
static const char filler_lines[] =
#include "data/fillers.inc"
    ;

/* How many words of a sentence are looked through for a pronoun without a name before it. */
#define OPENING_WORDS 12
/* How far a clause is followed. */
#define CLAUSE_WORDS 30

struct german {
    lexicon stopwords;
    lexicon openings; /* "class<tab>word" */
};

german *german_new(void)
{
    german *g = calloc(1, sizeof *g);
    if (g && lexicon_add_lines(&g->stopwords, stopword_lines) == DP_OK &&
        lexicon_add_lines(&g->openings, opening_lines) == DP_OK)
        return g;
    german_free(g);
    return NULL;
}

void german_free(german *g)
{
    if (!g)
        return;
    lexicon_free(&g->stopwords);
    lexicon_free(&g->openings);
    free(g);
}

bool german_is_stopword(const german *g, const char *word, size_t length)
{
    return lexicon_find(&g->stopwords, word, length) != LEXICON_NONE;
}

static size_t without_ending(const char *word, size_t length, const char *const *endings, size_t least)
{
    for (; *endings; endings++) {
        size_t ending = strlen(*endings);
        if (length >= ending + least && memcmp(word + length - ending, *endings, ending) == 0)
            return length - ending;
    }
    return length;
}

size_t german_stem(const char *word, size_t length)
{
    static const char *const first[] = {"ern", "em", "en", "er", "es", "e", "s", "n", NULL};
    static const char *const second[] = {"est", "er", "en", "st", NULL};
    if (length > 5)
        length = without_ending(word, length, first, 4);
    if (length > 6)
        length = without_ending(word, length, second, 4);
    return length;
}

/* ---- How a sentence begins ---- */

static bool is_quote_mark(uint32_t code)
{
    return code == '"' || code == 0xAB || code == 0xBB || (code >= 0x201C && code <= 0x201F);
}

/* A walk over the words of a sentence, each with its folded form. */
typedef struct walk {
    const char *text;
    size_t length;
    size_t position;
    dp_text word; /* folded */
    bool upper;
    bool apart; /* a comma, colon or quotation mark stands between this word and the one before */
} walk;

static bool next_word(walk *w)
{
    dp_span span;
    size_t before = w->position;
    if (!dp_word_next(w->text, w->length, &w->position, &span))
        return false;
    w->apart = false;
    while (before < span.begin) {
        uint32_t code = dp_utf8_next(w->text, span.begin, &before);
        w->apart = w->apart || is_quote_mark(code) || code == ',' || code == ';' || code == ':' || code == '(';
    }
    size_t at = span.begin;
    w->upper = dp_is_upper(dp_utf8_next(w->text, span.end, &at));
    dp_text_cut(&w->word, 0);
    return dp_text_fold(&w->word, w->text + span.begin, span.end - span.begin) == DP_OK;
}

static bool in_class(const german *g, const char *name, const dp_text *word)
{
    char key[64];
    size_t prefix = strlen(name);
    if (prefix + 1 + word->length > sizeof key)
        return false;
    memcpy(key, name, prefix);
    key[prefix] = '\t';
    memcpy(key + prefix + 1, word->data, word->length);
    return lexicon_find(&g->openings, key, prefix + 1 + word->length) != LEXICON_NONE;
}

/* Whether the first word alone, or with the second, points back. */
static bool points_back(const german *g, walk *w)
{
    if (in_class(g, "connective", &w->word) || in_class(g, "demonstrative", &w->word) ||
        in_class(g, "pronoun", &w->word))
        return true;
    bool article = in_class(g, "article", &w->word);
    bool it = w->word.length == 2 && memcmp(w->word.data, "es", 2) == 0;
    if (!article && !it)
        return false;
    walk second = {.text = w->text, .length = w->length, .position = w->position};
    bool more = next_word(&second);
    bool back = it ? !(more && in_class(g, "expletive", &second.word)) : more && in_class(g, "verb", &second.word);
    dp_text_free(&second.word);
    return back;
}

/* Whether a pronoun stands among the next words before any noun that it could stand for. */
static bool pronoun_before_noun(const german *g, walk *w)
{
    for (size_t i = 0; i < OPENING_WORDS && next_word(w); i++) {
        if (w->upper && !in_class(g, "nobody", &w->word))
            return false;
        if (!w->upper && in_class(g, "pronoun", &w->word))
            return true;
    }
    return false;
}

/* Whether the first clause speaks of "er", "sie", "ihn" or "ihm" right behind its verb, whatever nouns stand before
 * ("Nach dem Treffen sagte er"), or of what is somebody's right behind its first noun ("Hintergrund ihres Rücktritts").
 */
static bool pronoun_behind_verb(const german *g, walk *w)
{
    bool upper = w->upper, first = true;
    for (size_t i = 0; i < CLAUSE_WORDS && next_word(w) && !w->apart; i++) {
        if (!w->upper && ((!upper && in_class(g, "person", &w->word)) || (first && in_class(g, "pronoun", &w->word))))
            return true;
        upper = w->upper;
        first = false;
    }
    return false;
}

/* Byte behind the quotation a sentence begins with; 0 when it begins otherwise or the quotation stays open. */
static size_t opening_quote_end(const char *text, size_t length)
{
    size_t at = 0;
    uint32_t code = dp_utf8_next(text, length, &at);
    if (!is_quote_mark(code))
        return 0;
    while ((code = dp_utf8_next(text, length, &at)) != DP_UTF8_END)
        if (is_quote_mark(code))
            return at;
    return 0;
}

bool german_dangles(const german *g, const char *sentence, size_t length)
{
    walk w = {.text = sentence, .length = length};
    bool dangles = false;
    if (next_word(&w)) {
        /* A noun in front can be what a later pronoun stands for; other words in front cannot. */
        bool noun = w.upper && !german_is_stopword(g, w.word.data, w.word.length) && !in_class(g, "leadin", &w.word);
        dangles = points_back(g, &w) || (!noun && pronoun_before_noun(g, &w));
        if (!dangles) {
            w.position = 0;
            dangles = next_word(&w) && pronoun_behind_verb(g, &w);
        }
    }
    /* „…“, sagte er: the nouns of the quotation do not say who he is. */
    size_t behind = opening_quote_end(sentence, length);
    if (!dangles && behind) {
        w.position = behind;
        dangles = pronoun_before_noun(g, &w);
    }
    dp_text_free(&w.word);
    return dangles;
}

bool german_is_bare_quote(const char *sentence, size_t length)
{
    size_t at = 0, marks = 0, behind = opening_quote_end(sentence, length);
    for (uint32_t code; (code = dp_utf8_next(sentence, length, &at)) != DP_UTF8_END;)
        marks += is_quote_mark(code);
    if (marks % 2 == 1)
        return true;
    dp_span word;
    return behind && !dp_word_next(sentence, length, &behind, &word);
}

/* ---- What is no sentence ---- */

static bool is_listed_filler(const char *text, size_t length)
{
    for (const char *line = filler_lines, *end; (end = strchr(line, '\n')); line = end + 1) {
        const char *tab = memchr(line, '\t', (size_t)(end - line));
        if (!tab)
            continue;
        size_t size = (size_t)(end - tab) - 1, last = *line == 's' ? 0 : length;
        for (size_t at = 0; at <= last && at + size <= length; at++)
            if (memcmp(text + at, tab + 1, size) == 0)
                return true;
    }
    return false;
}

static bool has_end_mark(const char *text, size_t length)
{
    uint32_t code;
    for (size_t at = length; (code = dp_utf8_previous(text, length, &at)) != DP_UTF8_END;) {
        if (is_quote_mark(code) || code == ')' || code == ']' || code == '\'' || (code >= 0x2018 && code <= 0x201B))
            continue;
        return code == '.' || code == '!' || code == '?' || code == 0x2026;
    }
    return false;
}

/* "Emden, 26. November (Eigener Bericht).": a line of place, date and agency, in which no word can be a verb. */
static bool has_no_verb(const char *text, size_t length)
{
    static const char *const small[] = {"am", "den", "im", "an", "der", "bei", "und", "vom"};
    size_t at = 0;
    dp_span word;
    while (dp_word_next(text, length, &at, &word)) {
        size_t size = word.end - word.begin, begin = word.begin;
        bool known = false;
        for (size_t i = 0; i < sizeof small / sizeof *small; i++)
            known = known || (strlen(small[i]) == size && memcmp(text + word.begin, small[i], size) == 0);
        if (!known && dp_is_lower(dp_utf8_next(text, word.end, &begin)))
            return false;
    }
    return true;
}

bool german_is_filler(const char *sentence, size_t length)
{
    if (!has_end_mark(sentence, length) || has_no_verb(sentence, length))
        return true;
    /* Captions are short: only the first part of a long sentence is looked at, which keeps this linear. */
    size_t size = length < 300 ? length : 300;
    while (!dp_utf8_boundary(sentence, length, size))
        size--;
    dp_text folded = {0};
    bool filler = dp_text_fold(&folded, sentence, size) == DP_OK && is_listed_filler(folded.data, folded.length);
    dp_text_free(&folded);
    return filler;
}
