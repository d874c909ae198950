/* SPDX-License-Identifier: ISC */
/*
 * A sentence ends at a mark (. ! ? …) with its closing quotation marks when what follows can begin a sentence and what
 * stands before is no abbreviation, ordinal or initial. Every look to the left or right is bounded, or moves along with
 * the scan, so that the whole is linear.
 */
#include "config.h"

#include "sentence.h"

#include <string.h>

/* How many bytes of a word are looked at; longer words are in no list. */
#define WORD_LIMIT 48

/* A bracket opened inside a sentence keeps it together when it closes within so many bytes. */
#define BRACKET_REACH 300

static const char abbreviations[] =
#include "data/abbreviations.inc"
    ;

static const char sentence_words[] =
#include "data/sentence_words.inc"
    ;

enum word_class {
    WORD_NEVER = 1,
    WORD_END = 2,
    WORD_NUMBER = 4,
    WORD_STARTER = 8,
    WORD_ARTICLE = 16,
    WORD_ORDINAL = 32,
    WORD_LABEL = 64,
    WORD_EXCLAIM = 128,
    WORD_ADJECTIVE = 256,
    WORD_LOWER = 512
};

/* ---- Word lists ---- */

/* Read the class names of a list's line, from behind its word to the line end. */
static unsigned read_classes(const char *names)
{
    static const char *const known[] = {"never",   "end",   "number",  "starter",   "article",
                                        "ordinal", "label", "exclaim", "adjective", "lower"};
    unsigned classes = 0;
    while (*names == ' ') {
        size_t length = strcspn(++names, " \n");
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            if (strlen(known[i]) == length && memcmp(known[i], names, length) == 0)
                classes |= 1u << i;
        names += length;
    }
    return classes;
}

/* Find `key` in a list of lines "word class…" sorted by bytes. Returns its classes, 0 when it is not there. */
static unsigned look_up(const char *list, size_t size, const char *key, size_t length)
{
    size_t low = 0, high = size;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        while (middle > low && list[middle - 1] != '\n')
            middle--;
        size_t word = strcspn(list + middle, " \n");
        int order = memcmp(list + middle, key, word < length ? word : length);
        if (order == 0 && word == length)
            return read_classes(list + middle + word);
        if (order < 0 || (order == 0 && word < length))
            low = middle + strcspn(list + middle, "\n") + 1;
        else
            high = middle;
    }
    return 0;
}

/* Write a word in lower case and return its length; 0 when it is longer than any in the lists. */
static size_t lower_word(const char *word, size_t length, char *out)
{
    size_t used = 0;
    for (size_t i = 0; i < length;) {
        uint32_t code = dp_utf8_next(word, length, &i);
        if (code == 0xAD)
            continue;
        if (used + 4 > WORD_LIMIT)
            return 0;
        used += dp_utf8_encode(dp_to_lower(code), out + used);
    }
    return used;
}

static unsigned word_classes(const char *word, size_t length)
{
    char lower[WORD_LIMIT];
    size_t used = lower_word(word, length, lower);
    return used ? look_up(sentence_words, sizeof sentence_words - 1, lower, used) : 0;
}

/* Classes of the endings of a word that the list knows. */
static unsigned ending_classes(const char *word, size_t length)
{
    char lower[WORD_LIMIT];
    size_t used = lower_word(word, length, lower);
    unsigned classes = 0;
    for (size_t begin = 2; begin < used && !classes; begin++) {
        char before = lower[begin - 1];
        lower[begin - 1] = '-';
        classes = look_up(sentence_words, sizeof sentence_words - 1, lower + begin - 1, used - begin + 1);
        lower[begin - 1] = before;
    }
    return classes;
}

bool sentence_is_function_word(const char *word, size_t length)
{
    return word_classes(word, length) & WORD_STARTER;
}

/* ---- Characters ---- */

static bool is_mark(uint32_t code)
{
    return code == '.' || code == '!' || code == '?' || code == 0x2026 || (code >= 0x203C && code <= 0x203D) ||
           (code >= 0x2047 && code <= 0x2049) || code == 0x3002;
}

/* Whether a quotation mark or bracket behind a sentence's mark closes it. Those that can also open do so only when no
 * word follows at once. */
static bool is_closer(uint32_t code, uint32_t next)
{
    switch (code) {
    case ')':
    case ']':
    case '}':
    case 0x201C:
    case 0x201D:
    case 0x2018:
        return true;
    case '"':
    case '\'':
    case 0xAB:
    case 0xBB:
    case 0x2019:
    case 0x2039:
    case 0x203A:
        return next == DP_UTF8_END || !(dp_is_letter(next) || dp_is_digit(next));
    default:
        return false;
    }
}

/* Quotation marks, brackets, dashes and bullets that may stand before the first word of a sentence. */
static bool is_opener(uint32_t code)
{
    return code == '"' || code == '\'' || code == '(' || code == '[' || code == 0xAB || code == 0xBB ||
           (code >= 0x2018 && code <= 0x201F) || code == 0x2039 || code == 0x203A || code == '-' ||
           (code >= 0x2010 && code <= 0x2015) || code == 0x2022 || code == 0xB7 || code == '*';
}

static bool is_pictograph(uint32_t code)
{
    return (code >= 0x1F000 && code <= 0x1FAFF) || (code >= 0x2600 && code <= 0x27BF) || code == 0xFE0F ||
           code == 0x200D;
}

/* White space, and what a reader does not see. */
static bool is_gap(uint32_t code)
{
    return dp_is_space(code) || code == 0x200B || code == 0x2060 || code == 0xFEFF;
}

static bool is_word_part(uint32_t code)
{
    return dp_is_letter(code) || dp_is_digit(code) || code == 0xAD;
}

static uint32_t peek(const char *text, size_t end, size_t position)
{
    return dp_utf8_next(text, end, &position);
}

static uint32_t peek_back(const char *text, size_t begin, size_t position)
{
    return position > begin ? dp_utf8_previous(text, position, &position) : DP_UTF8_END;
}

/* ---- A place where a sentence may end ---- */

/* A mark with its closers, and what stands around it. */
typedef struct place {
    const char *text;
    size_t begin;     /* of the sentence */
    size_t limit;     /* end of the text */
    size_t mark;      /* first byte of the marks */
    size_t end;       /* behind marks and closers */
    uint32_t first;   /* the first mark */
    size_t marks;     /* how many */
    bool strong;      /* one of them is no full stop or ellipsis */
    bool closed;      /* a quotation mark or bracket closes behind the last mark */
    dp_span next;     /* first word behind, empty if there is none */
    uint32_t follows; /* first code point behind white space and openers */
    bool glued;       /* no white space between `end` and what follows */
    bool opens;       /* an opener stands before `next` */
} place;

/* Gather marks and closers from `mark` on. */
static void gather_marks(place *at)
{
    size_t position = at->mark;
    for (;;) {
        size_t after = position;
        uint32_t code = dp_utf8_next(at->text, at->limit, &after);
        if (code != DP_UTF8_END && is_mark(code)) {
            if (at->marks++ == 0)
                at->first = code;
            at->strong = at->strong || (code != '.' && code != 0x2026);
            at->closed = false;
        } else if (code != DP_UTF8_END && is_closer(code, peek(at->text, at->limit, after))) {
            at->closed = true;
        } else {
            break;
        }
        position = after;
    }
    at->end = position;
}

/* Pictographs behind the mark belong to its sentence: "Toll! 😀 Danke." */
static void take_pictographs(place *at)
{
    size_t position = at->end, end = at->end;
    for (;;) {
        uint32_t code = dp_utf8_next(at->text, at->limit, &position);
        if (code == DP_UTF8_END || (!is_pictograph(code) && !is_gap(code)))
            break;
        if (is_pictograph(code))
            end = position;
    }
    at->end = end;
}

static void look_ahead(place *at)
{
    size_t position = at->end, before = position;
    uint32_t code = dp_utf8_next(at->text, at->limit, &position);
    at->glued = code != DP_UTF8_END && !is_gap(code);
    while (code != DP_UTF8_END && (is_gap(code) || is_opener(code))) {
        at->opens = at->opens || is_opener(code);
        before = position;
        code = dp_utf8_next(at->text, at->limit, &position);
    }
    at->follows = code;
    at->next = (dp_span){before, before};
    while (code != DP_UTF8_END && is_word_part(code) && position - at->next.begin <= WORD_LIMIT) {
        at->next.end = position;
        code = dp_utf8_next(at->text, at->limit, &position);
    }
}

/* ---- Looking back ---- */

/* Letters that may stand inside the word before a full stop. */
static bool is_inner(uint32_t code)
{
    return is_word_part(code) || code == '.' || code == '-' || code == ',' || code == ':' || code == '/' ||
           code == '\'' || code == 0x2019 || code == '&' || code == '@';
}

/* Find the word that ends at byte `end`, not further back than `begin`; not whole when it is very long. */
static dp_span word_before(const char *text, size_t begin, size_t end)
{
    size_t position = end;
    while (position > begin && end - position <= WORD_LIMIT) {
        size_t before = position;
        if (!is_inner(dp_utf8_previous(text, end, &before)) || before < begin)
            break;
        position = before;
    }
    while (position < end && !is_word_part(peek(text, end, position)))
        dp_utf8_next(text, end, &position);
    return (dp_span){position, end};
}

/* Step back over white space. */
static size_t skip_back(const char *text, size_t begin, size_t end)
{
    for (size_t step = 0; end > begin && step < WORD_LIMIT; step++) {
        size_t before = end;
        if (!is_gap(dp_utf8_previous(text, end, &before)))
            break;
        end = before;
    }
    return end;
}

static bool is_single_letter(const char *text, dp_span word)
{
    size_t position = word.begin;
    uint32_t code = dp_utf8_next(text, word.end, &position);
    while (position < word.end && peek(text, word.end, position) == 0x308)
        dp_utf8_next(text, word.end, &position);
    return word.begin < word.end && position == word.end && dp_is_letter(code);
}

/* Classes of the abbreviation that ends with `word`; its earlier parts may stand apart ("z. B.", "u. v. a. m."). */
static unsigned abbreviation_classes(const place *at, dp_span word)
{
    char key[4 * WORD_LIMIT], part[WORD_LIMIT];
    size_t length = lower_word(at->text + word.begin, word.end - word.begin, part);
    size_t start = sizeof key;
    unsigned found = 0;
    for (int parts = 1; length > 0 && length < start && parts <= 5; parts++) {
        start -= length;
        memcpy(key + start, part, length);
        unsigned classes = look_up(abbreviations, sizeof abbreviations - 1, key + start, sizeof key - start);
        found = classes ? classes : found;
        size_t gap = skip_back(at->text, at->begin, word.begin);
        if (peek_back(at->text, at->begin, gap) != '.')
            break;
        word = word_before(at->text, at->begin, gap - 1);
        length = word.end - word.begin <= 6 ? lower_word(at->text + word.begin, word.end - word.begin, part) : 0;
        if (length + 1 < start)
            key[--start] = '.';
    }
    bool capital = dp_is_upper(peek(at->text, word.end, word.begin));
    return (found & WORD_LOWER) && capital ? 0 : found;
}

/* Whether the word and the next one are parts of one abbreviation: "v." and "Chr". */
static bool continues_abbreviation(const place *at, dp_span word)
{
    char key[2 * WORD_LIMIT];
    size_t length = word.end - word.begin <= 4 ? lower_word(at->text + word.begin, word.end - word.begin, key) : 0;
    if (length == 0 || at->opens || at->next.end == at->limit || at->text[at->next.end] != '.')
        return false;
    key[length++] = '.';
    size_t more = lower_word(at->text + at->next.begin, at->next.end - at->next.begin, key + length);
    return more > 0 && look_up(abbreviations, sizeof abbreviations - 1, key, length + more) != 0;
}

/* Whether a word has several letters and all are capitals: "EV", "SPD". */
static bool is_capitals(const char *text, dp_span word)
{
    size_t letters = 0;
    for (size_t position = word.begin; position < word.end; letters++)
        if (!dp_is_upper(dp_utf8_next(text, word.end, &position)))
            return false;
    return letters > 1;
}

/* Classes of the last part of a hyphenated or compound abbreviation ("US-Präs.", "Bahnhofstr."). */
static unsigned tail_classes(const place *at, dp_span word)
{
    static const char street[] = "str";
    size_t length = word.end - word.begin;
    if (length > 3 && memcmp(at->text + word.end - 3, street, 3) == 0)
        return WORD_END;
    for (size_t i = word.end; i > word.begin; i--)
        if (at->text[i - 1] == '-')
            return is_capitals(at->text, (dp_span){i, word.end}) ? 0 : abbreviation_classes(at, (dp_span){i, word.end});
    return 0;
}

typedef struct number_form {
    bool whole;    /* digits only */
    bool any;      /* digits with . , : / between them */
    bool decimal;  /* holds a comma or colon */
    size_t digits; /* in the last part */
    unsigned value;
} number_form;

static number_form read_number(const char *text, dp_span word)
{
    number_form form = {.whole = word.begin < word.end, .any = word.begin < word.end};
    for (size_t i = word.begin; i < word.end; i++) {
        char c = text[i];
        if (c >= '0' && c <= '9') {
            form.digits++;
            form.value = form.value < 100000 ? form.value * 10 + (unsigned)(c - '0') : form.value;
            continue;
        }
        form.whole = false;
        form.any = form.any && (c == '.' || c == ',' || c == ':' || c == '/' || c == '-');
        form.decimal = form.decimal || c == ',' || c == ':' || c == '/';
        form.digits = 0;
        form.value = 0;
    }
    return form;
}

static bool is_roman(const char *text, dp_span word)
{
    size_t length = word.end - word.begin;
    for (size_t i = word.begin; i < word.end; i++)
        if (!strchr("IVXLC", text[i]) || text[i] == '\0')
            return false;
    return length >= 1 && length <= 6;
}

/* Whether a word of more than one letter has no vowel, as "Hrsg" and "Bgld", and is not all capitals, as "CDU". */
static bool looks_shortened(const char *text, dp_span word)
{
    if (word.end - word.begin < 2 || word.end - word.begin > 5)
        return false;
    bool lower = false;
    for (size_t i = word.begin; i < word.end; i++) {
        char c = text[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) || strchr("aeiouyAEIOUY", c))
            return false;
        if (i > word.begin && c >= 'A' && c <= 'Z')
            return false;
        lower = lower || c >= 'a';
    }
    return lower;
}

/* Classes of the word before `word`, without its abbreviation. */
static unsigned classes_before(const place *at, dp_span word)
{
    dp_span before = word_before(at->text, at->begin, skip_back(at->text, at->begin, word.begin));
    return word_classes(at->text + before.begin, before.end - before.begin);
}

static bool number_before(const place *at, dp_span word)
{
    size_t gap = skip_back(at->text, at->begin, word.begin);
    uint32_t code = peek_back(at->text, at->begin, gap);
    return code != DP_UTF8_END && dp_is_digit(code);
}

/* ---- Does it end here? ---- */

/* Whether what follows is a word that often begins sentences, written with a capital. */
static bool starter_follows(const place *at)
{
    return dp_is_upper(at->follows) &&
           (word_classes(at->text + at->next.begin, at->next.end - at->next.begin) & WORD_STARTER);
}

static bool is_ordinal_noun(const char *word, size_t length)
{
    return (word_classes(word, length) | ending_classes(word, length)) & WORD_ORDINAL;
}

/* Whether a noun follows that often stands behind an ordinal, in any case: "Jahrhunderts", "Jahrestages". */
static bool ordinal_follows(const place *at)
{
    static const char *const cases[] = {"", "s", "es", "n", "en"};
    const char *word = at->text + at->next.begin;
    size_t length = at->next.end - at->next.begin;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t more = strlen(cases[i]);
        if (length > more + 2 && memcmp(word + length - more, cases[i], more) == 0 &&
            is_ordinal_noun(word, length - more))
            return true;
    }
    return is_ordinal_noun(word, length);
}

/* Whether what stands before the number calls for an ordinal: an article, perhaps with an adjective; an opening
 * quotation mark; the comma of an enumeration. */
static bool ordinal_precedes(const place *at, dp_span number)
{
    size_t gap = skip_back(at->text, at->begin, number.begin);
    uint32_t code = peek_back(at->text, at->begin, gap);
    if (gap == number.begin ? is_opener(code) && code != '(' : code == ',')
        return true;
    dp_span before = word_before(at->text, at->begin, gap);
    const char *word = at->text + before.begin;
    size_t length = before.end - before.begin;
    if (word_classes(word, length) & WORD_ARTICLE)
        return true;
    if (length < 5 || !dp_is_lower(peek(at->text, before.end, before.begin)))
        return false;
    length -= strchr("nrsm", word[length - 1]) != NULL;
    return ending_classes(word, length) & WORD_ADJECTIVE;
}

/* Lower-case letter first, but a name like "iPhone" or "eBay". */
static bool is_camel(const place *at)
{
    size_t position = at->next.begin;
    dp_utf8_next(at->text, at->next.end, &position);
    return position < at->next.end && dp_is_upper(peek(at->text, at->next.end, position));
}

/* Whether what follows cannot begin a sentence. */
static bool goes_on(const place *at)
{
    if (at->follows == DP_UTF8_END)
        return false;
    if (dp_is_letter(at->follows))
        return dp_is_lower(at->follows) && !is_camel(at);
    return at->follows < 0x80 && strchr(",;:.!?)]}/|=", (int)at->follows) != NULL;
}

static bool number_ends(const place *at, dp_span word, number_form form)
{
    if (form.decimal || at->closed)
        return true;
    bool digit = dp_is_digit(at->follows);
    if (!form.whole) /* 27.03.2011 or 12.3. or 20.15 or 8.000 */
        return form.digits >= 3 || (!digit && starter_follows(at));
    if (digit)
        return form.value > 31;
    if (word.begin == at->begin && form.value < 100)
        return false; /* the number of a list's item */
    if (starter_follows(at))
        return true;
    if (ordinal_follows(at))
        return false;
    return !ordinal_precedes(at, word);
}

/* For initials, Roman numbers and abbreviations: only a word that often begins sentences ends them. */
static bool letter_ends(const place *at, dp_span word)
{
    return starter_follows(at) || at->follows == DP_UTF8_END || (classes_before(at, word) & WORD_LABEL) ||
           number_before(at, word);
}

/* Whether the last part of a word with inner full stops or hyphens is a single letter ("B.N", "U.S", "H.-P"). */
static bool is_initials(const char *text, dp_span word)
{
    for (size_t i = word.end; i > word.begin; i--)
        if (text[i - 1] == '.' || text[i - 1] == '-')
            return is_single_letter(text, (dp_span){i, word.end});
    return is_single_letter(text, word);
}

static bool word_ends(const place *at, dp_span word)
{
    if (continues_abbreviation(at, word))
        return false;
    unsigned classes = is_capitals(at->text, word) ? 0 : abbreviation_classes(at, word);
    if (!classes)
        classes = tail_classes(at, word);
    if (classes & WORD_NEVER)
        return at->closed && starter_follows(at);
    if (classes & WORD_END)
        return starter_follows(at);
    if ((classes & WORD_NUMBER) && !at->closed && (dp_is_digit(at->follows) || is_roman(at->text, at->next)))
        return false;
    if (is_initials(at->text, word) || is_roman(at->text, word))
        return letter_ends(at, word);
    if (looks_shortened(at->text, word))
        return starter_follows(at) || number_before(at, word);
    return true;
}

static bool full_stop_ends(const place *at)
{
    dp_span word = word_before(at->text, at->begin, at->mark);
    if (word.begin == word.end)
        return true;
    number_form form = read_number(at->text, word);
    return form.any ? number_ends(at, word, form) : word_ends(at, word);
}

/* An ellipsis stands in for words in the middle of a sentence as often as at its end. */
static bool ellipsis_ends(const place *at)
{
    uint32_t before = peek_back(at->text, at->begin, at->mark);
    if (before == DP_UTF8_END || before == '(' || before == '[')
        return false;
    return at->closed || !is_gap(before) || starter_follows(at);
}

static bool strong_ends(const place *at)
{
    uint32_t before = peek_back(at->text, at->begin, at->mark);
    if (before == '(' || before == '[' || before == DP_UTF8_END)
        return false; /* "(!)" is a remark */
    dp_span word = word_before(at->text, at->begin, at->mark);
    bool exclaim = word_classes(at->text + word.begin, word.end - word.begin) & WORD_EXCLAIM;
    return !exclaim || starter_follows(at);
}

/* Whether the word is of letters and hyphens only, more than one, the last in lower case. */
static bool is_plain_word(const char *text, dp_span word)
{
    uint32_t code = 0;
    size_t position = word.begin, letters = 0;
    for (; position < word.end; letters++) {
        code = dp_utf8_next(text, word.end, &position);
        if (!dp_is_letter(code) && code != '-')
            return false;
    }
    return letters > 1 && dp_is_lower(code);
}

/* Whether a word of at least four letters follows, capitalised, with white space, a comma, colon or hyphen behind. */
static bool capitalised_follows(const place *at)
{
    uint32_t behind = peek(at->text, at->limit, at->next.end);
    return at->next.end - at->next.begin > 3 && behind != DP_UTF8_END && is_plain_word(at->text, at->next) &&
           (is_gap(behind) || behind == ',' || behind == ':' || behind == '-');
}

/* Two sentences without a space between them: "Ende.Der Anfang", "Ende.„Der" and ".“Der", but no "spiegel.de",
 * "z.B." or "Dr.Kohl". */
static bool glued_ends(const place *at)
{
    uint32_t next = peek(at->text, at->limit, at->end);
    if (!dp_is_upper(at->follows) || (at->opens && (next == '-' || (next >= 0x2010 && next <= 0x2015))))
        return false;
    if (at->closed)
        return true;
    dp_span word = word_before(at->text, at->begin, at->mark);
    if (word.begin == word.end) /* the closing mark stands before the full stop */
        return is_closer(peek_back(at->text, at->begin, at->mark), DP_UTF8_END);
    return is_plain_word(at->text, word) && (at->opens || starter_follows(at) || capitalised_follows(at)) &&
           word_ends(at, word);
}

static bool ends_here(const place *at)
{
    if (at->end == at->limit)
        return true;
    if (at->glued)
        return glued_ends(at);
    if (goes_on(at))
        return false;
    if (at->strong)
        return strong_ends(at);
    return at->marks > 1 || at->first == 0x2026 ? ellipsis_ends(at) : full_stop_ends(at);
}

/* ---- The scan ---- */

/* Move to the next byte that may begin a mark or open a bracket. */
static size_t next_candidate(const char *text, size_t end, size_t position)
{
    while (position < end) {
        unsigned char byte = (unsigned char)text[position];
        if (byte == '.' || byte == '!' || byte == '?' || byte == '(' || byte == 0xE2 || byte == 0xE3)
            break;
        position++;
    }
    return position;
}

/* Where the bracket at `open` inside a sentence closes; `open` when it does not, or not soon. */
static size_t bracket_end(const char *text, size_t end, size_t open)
{
    size_t reach = end - open < BRACKET_REACH ? end - open : BRACKET_REACH;
    const char *close = memchr(text + open, ')', reach);
    return close ? (size_t)(close - text) : open;
}

static size_t find_end(const char *text, size_t begin, size_t end)
{
    size_t position = begin, bracket = 0;
    while ((position = next_candidate(text, end, position)) < end) {
        size_t after = position;
        uint32_t code = dp_utf8_next(text, end, &after);
        if (code == '(' && position > begin && position >= bracket)
            bracket = bracket_end(text, end, position);
        if (!is_mark(code) || position < bracket) {
            position = after;
            continue;
        }
        place at = {.text = text, .begin = begin, .limit = end, .mark = position};
        gather_marks(&at);
        take_pictographs(&at);
        look_ahead(&at);
        if (ends_here(&at))
            return at.end;
        position = at.end;
    }
    return end;
}

bool sentence_next(const char *text, size_t end, size_t *position, dp_span *sentence)
{
    size_t begin = *position, after = begin;
    uint32_t code;
    while ((code = dp_utf8_next(text, end, &after)) != DP_UTF8_END && is_gap(code))
        begin = after;
    if (code == DP_UTF8_END) {
        *position = end;
        return false;
    }
    size_t stop = find_end(text, begin, end);
    *position = stop;
    size_t before = stop;
    while (stop > begin && is_gap(dp_utf8_previous(text, stop, &before)))
        stop = before;
    *sentence = (dp_span){begin, stop};
    return true;
}

bool sentence_is_closed(const char *text, dp_span span)
{
    size_t position = span.end;
    while (position > span.begin) {
        uint32_t code = dp_utf8_previous(text, position, &position);
        if (is_mark(code))
            return true;
        if (!is_gap(code) && !is_closer(code, DP_UTF8_END) && !is_pictograph(code))
            return false;
    }
    return false;
}
