/* SPDX-License-Identifier: ISC */
/*
 * Tokens: words as the host cuts them, every other character that is no white space on its own.
 */
#include "token.h"

#include <stdlib.h>
#include <string.h>

#define KEY_SIZE 96

#define NOUN_CLASSES                                                                                                   \
    (CLASS(ACCOUNT) | CLASS(DOCUMENT) | CLASS(CONTENT) | CLASS(PERSON) | CLASS(INSTITUTION) | CLASS(NAMING) |          \
     CLASS(TIME) | CLASS(ANONYMOUS) | CLASS(LABEL) | CLASS(BODY))

static bool add_token(tokens *out, token item)
{
    if (out->count == out->capacity) {
        size_t capacity = out->capacity ? out->capacity * 2 : 1024;
        token *items = capacity > SIZE_MAX / sizeof *items ? NULL : realloc(out->items, capacity * sizeof *items);
        if (!items)
            return false;
        out->items = items;
        out->capacity = capacity;
    }
    out->items[out->count++] = item;
    return true;
}

static bool is_mark(uint32_t code)
{
    switch (code) {
    case '"':
    case '\'':
    case '`':
    case 0xB4:   /* ´ */
    case 0xAB:   /* « */
    case 0xBB:   /* » */
    case 0x2018: /* ‘ */
    case 0x2019: /* ’ */
    case 0x201A: /* ‚ */
    case 0x201B: /* ‛ */
    case 0x201C: /* “ */
    case 0x201D: /* ” */
    case 0x201E: /* „ */
    case 0x201F: /* ‟ */
    case 0x2039: /* ‹ */
    case 0x203A: /* › */
        return true;
    default:
        return false;
    }
}

/* Lower-case a word into `key`, its end kept when it is too long. Returns the length. */
static size_t fold_word(const char *source, dp_span span, char key[KEY_SIZE])
{
    size_t length = span.end - span.begin;
    size_t at = length > KEY_SIZE - 8 ? span.end - (KEY_SIZE - 8) : span.begin;
    while (!dp_utf8_boundary(source, span.end, at))
        at++;
    size_t size = 0;
    while (at < span.end && size < KEY_SIZE - 4) {
        unsigned char byte = (unsigned char)source[at];
        if (byte < 0x80) {
            key[size++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
            at++;
        } else {
            size += dp_utf8_encode(dp_to_lower(dp_utf8_next(source, span.end, &at)), key + size);
        }
    }
    return size;
}

/* "voranzutreiben": a separable verb with zu that the lists do not have. */
static bool looks_like_zu(const char *key, size_t length)
{
    if (length < 9 || memcmp(key + length - 1, "n", 1) != 0)
        return false;
    for (size_t i = 2; i + 6 < length && i < 14; i++)
        if (key[i] == 'z' && key[i + 1] == 'u')
            return true;
    return false;
}

/* The classes of a noun by its ending, or by what it is without the s, es, n or en of a case. */
static word_class noun_classes(const lexicon *words, const char *key, size_t length)
{
    static const char *const cases[] = {"", "s", "es", "n", "en", "e"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t size = strlen(cases[i]);
        if (length < size + 4 || memcmp(key + length - size, cases[i], size) != 0)
            continue;
        const entry *found = lexicon_find(words, key, length - size);
        word_class classes = found ? found->classes : 0;
        classes = classes ? classes : lexicon_ending(words, key, length - size);
        if (classes)
            return classes & NOUN_CLASSES;
    }
    return 0;
}

/* "Forscherin", "Forscherinnen": a person if "Forscher" is one. */
static word_class feminine_class(const lexicon *words, const char *key, size_t length)
{
    size_t size = length > 7 && memcmp(key + length - 5, "innen", 5) == 0 ? 5 : 2;
    if (length < 7 || (size == 2 && memcmp(key + length - 2, "in", 2) != 0))
        return 0;
    return noun_classes(words, key, length - size) & CLASS(PERSON);
}

/* "Georg-Ludwig": a first name made of two has the gender of the first. */
static word_class double_name_classes(const lexicon *words, const char *key, size_t length)
{
    const char *hyphen = memchr(key, '-', length);
    size_t front = hyphen ? (size_t)(hyphen - key) : 0;
    const entry *first = front ? lexicon_find(words, key, front) : NULL;
    const entry *second = first ? lexicon_find(words, key + front + 1, length - front - 1) : NULL;
    word_class names = CLASS(MASCULINE) | CLASS(FEMININE);
    return second && second->classes & names ? first->classes & names : 0;
}

static void look_up(token *word, const char *source, const lexicon *words)
{
    char key[KEY_SIZE];
    size_t length = fold_word(source, word->span, key);
    const entry *found = lexicon_find(words, key, length);
    if (found) {
        word->classes = found->classes;
        memcpy(word->readings, found->readings, sizeof word->readings);
        word->reading_count = (uint16_t)found->reading_count;
    }
    if (word->capital && !word->classes)
        word->classes = noun_classes(words, key, length);
    if (word->capital)
        word->classes |= feminine_class(words, key, length);
    if (word->capital && !word->classes)
        word->classes = double_name_classes(words, key, length);
    for (size_t i = 0; i < word->reading_count; i++)
        word->forms |= word->readings[i].forms;
    if (!found && !word->capital && looks_like_zu(key, length))
        word->forms = FORM_ZU;
}

/* A word in capitals is a noun unless it stands first; there, one that names who speaks still is. */
static void settle_capital(token *word)
{
    if (!word->capital)
        return;
    /* "Vorstand Berg sagte": no form of "vorstehen" */
    if (word->initial && token_has(word, CLASS(PERSON) | CLASS(INSTITUTION))) {
        word->reading_count = 0;
        word->forms = 0;
    }
    if (word->initial)
        return;
    word->reading_count = 0;
    word->forms = 0;
    word->classes &= ~(CLASS(NOMINATIVE) | CLASS(OBLIQUE) | CLASS(PREPOSITION) | CLASS(SUBORDINATOR) | CLASS(ADVERB) |
                       CLASS(RELATIVE) | CLASS(SUBJECT_PRONOUN) | CLASS(CORRELATE) | CLASS(NEGATION));
}

static bool add_word(tokens *out, const char *source, dp_span span, bool initial, const lexicon *words)
{
    size_t at = span.begin;
    uint32_t first = dp_utf8_next(source, span.end, &at);
    token word = {.span = span, .initial = initial};
    word.kind = dp_is_digit(first) ? TOKEN_NUMBER : TOKEN_WORD;
    word.capital = dp_is_upper(first);
    look_up(&word, source, words);
    settle_capital(&word);
    return add_token(out, word);
}

/* Add the characters between two words. Returns whether the next word begins a sentence of its own. */
static bool add_gap(tokens *out, const char *source, size_t begin, size_t end, bool initial, bool *failed)
{
    size_t at = begin;
    while (at < end) {
        size_t start = at;
        uint32_t code = dp_utf8_next(source, end, &at);
        if (dp_is_space(code))
            continue;
        token *last = out->count ? &out->items[out->count - 1] : NULL;
        if (code == '-' && last && last->span.end == start && last->kind == TOKEN_WORD) {
            last->truncated = true;
            last->span.end = at;
            continue;
        }
        bool mark = is_mark(code);
        /* two apostrophes or commas that stand for a double mark */
        if ((code == '\'' || code == '`' || code == ',') && at < end && source[at] == (char)code) {
            mark = true;
            code = code == ',' ? 0x201E : '"';
            at++;
        }
        if (!add_token(out, (token){.span = {start, at}, .code = code, .kind = mark ? TOKEN_MARK : TOKEN_PUNCT})) {
            *failed = true;
            return false;
        }
        initial = mark ? true : code == ':' || code == '.' || code == '!' || code == '?' || initial;
    }
    return initial;
}

static bool ends_with(const char *source, const token *word, const char *ending)
{
    size_t size = strlen(ending);
    return word->span.end - word->span.begin > size + 2 && memcmp(source + word->span.end - size, ending, size) == 0;
}

/* "… die Sorte erspare den Einsatz": a word nobody knows, between a noun and an article, is the verb. */
static void guess_verbs(tokens *out, const char *source, size_t begin)
{
    for (size_t i = begin + 1; i + 1 < out->count; i++) {
        token *word = &out->items[i];
        const token *before = &out->items[i - 1];
        const token *after = &out->items[i + 1];
        if (word->kind != TOKEN_WORD || word->capital || word->classes || word->forms || before->kind != TOKEN_WORD)
            continue;
        if (!(before->capital || token_has(before, CLASS(SUBJECT_PRONOUN))) || after->capital ||
            !token_has(after, CLASS(ARTICLE) | CLASS(PREPOSITION) | CLASS(POSSESSIVE) | CLASS(OBJECT_PRONOUN)))
            continue;
        if (ends_with(source, word, "te") || ends_with(source, word, "ten"))
            word->forms = FORM_PAST;
        else if (ends_with(source, word, "e"))
            word->forms = FORM_K1;
        else if (ends_with(source, word, "t"))
            word->forms = FORM_PRESENT;
    }
}

/* "hafenblatt.de": an address, which sentences use as a name. Joins the word to the last token; false when it is none.
 */
static bool join_address(tokens *out, const char *source, dp_span word)
{
    static const char *const ends[] = {"de", "at", "ch", "com", "net", "org", "eu", "info", "tv"};
    token *last = out->count ? &out->items[out->count - 1] : NULL;
    if (!last || last->kind != TOKEN_WORD || last->truncated || last->span.end + 1 != word.begin ||
        source[last->span.end] != '.')
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t size = strlen(ends[i]);
        if (word.end - word.begin != size || memcmp(source + word.begin, ends[i], size) != 0)
            continue;
        *last = (token){.span = {last->span.begin, word.end}, .kind = TOKEN_WORD, .capital = true};
        return true;
    }
    return false;
}

static dp_status read_sentence(tokens *out, const char *source, dp_span span, const lexicon *words)
{
    size_t at = span.begin;
    size_t first = out->count;
    bool initial = true;
    bool failed = false;
    dp_span word;
    for (size_t position = at; position < span.end && dp_word_next(source, span.end, &position, &word);) {
        if (out->count > first && join_address(out, source, word)) {
            at = word.end;
            continue;
        }
        initial = add_gap(out, source, at, word.begin, initial, &failed);
        if (failed || !add_word(out, source, word, initial, words))
            return DP_NO_MEMORY;
        initial = false;
        at = word.end;
    }
    add_gap(out, source, at, span.end, initial, &failed);
    guess_verbs(out, source, first);
    return failed ? DP_NO_MEMORY : DP_OK;
}

dp_status tokens_read(tokens *out, const dp_doc *doc, const lexicon *words)
{
    *out = (tokens){0};
    const char *source = dp_doc_source(doc, NULL);
    size_t count = dp_doc_sentence_count(doc);
    out->sentences = calloc(count + 1, sizeof *out->sentences);
    if (!out->sentences)
        return DP_NO_MEMORY;
    out->sentence_count = count;
    for (size_t i = 0; i < count; i++) {
        dp_sentence unit = dp_doc_sentence(doc, i);
        out->sentences[i] = (sentence){.begin = out->count, .block = unit.block, .headline = unit.headline};
        if (read_sentence(out, source, unit.span, words) != DP_OK)
            return DP_NO_MEMORY;
        out->sentences[i].end = out->count;
    }
    return DP_OK;
}

void tokens_free(tokens *out)
{
    free(out->items);
    free(out->sentences);
    *out = (tokens){0};
}

const reading *token_reading(const token *word, unsigned forms)
{
    for (size_t i = 0; i < word->reading_count; i++)
        if (word->readings[i].forms & forms)
            return &word->readings[i];
    return NULL;
}

bool token_address(const token *word, const char *source)
{
    return word->kind == TOKEN_WORD && memchr(source + word->span.begin, '.', word->span.end - word->span.begin);
}

bool token_is(const token *word, const char *source, const char *text)
{
    size_t length = strlen(text);
    if (word->span.end - word->span.begin != length)
        return false;
    const char *bytes = source + word->span.begin;
    if (memcmp(bytes, text, length) == 0)
        return true;
    return (unsigned char)text[0] < 0x80 && bytes[0] + 32 == text[0] && memcmp(bytes + 1, text + 1, length - 1) == 0;
}
