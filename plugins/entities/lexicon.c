/* SPDX-License-Identifier: ISC */
/*
 * The data in memory. Text stays where the compiler put it; the tables point into it.
 */
#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Woverlength-strings"
#endif
static const char words_data[] =
#include "data/words.inc"
    ;
static const char adjectives_data[] =
#include "data/adjectives.inc"
    ;
static const char offices_data[] =
#include "data/offices.inc"
    ;
static const char types_data[] =
#include "data/types.inc"
    ;
static const char units_data[] =
#include "data/units.inc"
    ;
static const char numbers_data[] =
#include "data/numbers.inc"
    ;
static const char calendar_data[] =
#include "data/calendar.inc"
    ;
static const char glosses_data[] =
#include "data/glosses.inc"
    ;
/* Of the quotations. */
static const char first_names_data[] =
#include "first_names.inc"
    ;
/* Of the samples: the one list of places and institutions. */
static const char places_data[] =
#include "glossaries/places.inc"
    ;
static const char security_data[] =
#include "glossaries/security.inc"
    ;
static const char institutions_data[] =
#include "glossaries/institutions.inc"
    ;

typedef struct class_name {
    const char *name;
    unsigned classes;
} class_name;

/* "not-past" takes a class away again. */
static const class_name class_names[] = {
    {"closed", CLASS_CLOSED},
    {"noun", CLASS_NOUN},
    {"first-name", CLASS_FIRST_NAME},
    {"masculine", CLASS_FIRST_NAME},
    {"feminine", CLASS_FIRST_NAME},
    {"family-first", CLASS_FAMILY_FIRST},
    {"particle", CLASS_PARTICLE},
    {"title", CLASS_TITLE},
    {"party", CLASS_PARTY},
    {"article", CLASS_ARTICLE},
    {"preposition", CLASS_PREPOSITION},
    {"place-preposition", CLASS_PLACE_PREPOSITION},
    {"past", CLASS_PAST},
    {"future", CLASS_FUTURE},
    {"said", CLASS_SAID},
    {"agency", CLASS_AGENCY},
    {"ambiguous", CLASS_AMBIGUOUS},
    {"surname-too", CLASS_SURNAME_TOO},
    {"role", CLASS_ROLE},
    {"legal-form", CLASS_LEGAL_FORM},
    {"habit", CLASS_HABIT},
    {"harmed", CLASS_HARMED},
    {"not-past", CLASS_NOT_PAST},
};

/* ---- Cutting lines ---- */

static bool next_line(const char **rest, slice *line)
{
    if (!**rest)
        return false;
    size_t length = strcspn(*rest, "\n");
    *line = (slice){*rest, length};
    *rest += length + ((*rest)[length] == '\n');
    return true;
}

/* Cut the next field off a line. */
static slice next_field(slice *line, char separator)
{
    const char *end = memchr(line->bytes, separator, line->length);
    slice field = {line->bytes, end ? (size_t)(end - line->bytes) : line->length};
    size_t used = field.length + (end != NULL);
    line->bytes += used;
    line->length -= used;
    return field;
}

static bool is_text(slice text, const char *wanted)
{
    return text.length == strlen(wanted) && memcmp(text.bytes, wanted, text.length) == 0;
}

static bool has_text(slice text, const char *wanted)
{
    size_t length = strlen(wanted);
    for (size_t i = 0; i + length <= text.length; i++)
        if (memcmp(text.bytes + i, wanted, length) == 0)
            return true;
    return false;
}

static int read_integer(slice text)
{
    bool negative = text.length && text.bytes[0] == '-';
    int value = 0;
    for (size_t i = negative; i < text.length; i++)
        value = value * 10 + (text.bytes[i] - '0');
    return negative ? -value : value;
}

size_t lexicon_fold(const char *word, size_t length, char out[WORD_SIZE])
{
    size_t size = 0, at = 0;
    if (length > WORD_SIZE - 8)
        return 0;
    while (at < length && size < WORD_SIZE - 4)
        size += dp_utf8_encode(dp_to_lower(dp_utf8_next(word, length, &at)), out + size);
    return at == length ? size : 0;
}

/* ---- Filling ---- */

/* Make room for one more item in an array. */
static bool reserve(lexicon *words, void *items, size_t count, size_t *capacity, size_t size)
{
    void *old, *grown;
    memcpy(&old, items, sizeof old);
    if (count < *capacity)
        return true;
    size_t wanted = *capacity ? *capacity * 2 : 256;
    grown = wanted > SIZE_MAX / size ? NULL : realloc(old, wanted * size);
    if (!grown) {
        words->failed = true;
        return false;
    }
    memcpy(items, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}

static uint64_t *put(lexicon *words, table *to, slice key)
{
    char folded[WORD_SIZE];
    size_t length = lexicon_fold(key.bytes, key.length, folded);
    uint64_t *value = table_put(to, folded, length);
    if (!value)
        words->failed = true;
    return value;
}

static void read_classes(lexicon *words, const char *data)
{
    slice line;
    while (next_line(&data, &line)) {
        slice name = next_field(&line, ':');
        bool ending = name.length && name.bytes[0] == '~';
        name.bytes += ending;
        name.length -= ending;
        unsigned classes = 0;
        for (size_t i = 0; i < sizeof class_names / sizeof *class_names; i++)
            if (is_text(name, class_names[i].name))
                classes = class_names[i].classes;
        while (classes && line.length) {
            slice word = next_field(&line, ' ');
            bool end = ending || (word.length && word.bytes[0] == '~');
            if (word.length && word.bytes[0] == '~')
                word = (slice){word.bytes + 1, word.length - 1};
            uint64_t *value = word.length ? put(words, end ? &words->endings : &words->classes, word) : NULL;
            if (value)
                *value |= classes;
        }
    }
}

/* Read rows of German and English into a table; the third column says what a type is a type of. */
static void read_terms(lexicon *words, table *to, const char *data)
{
    slice line;
    while (next_line(&data, &line)) {
        slice german = next_field(&line, '\t'), english = next_field(&line, '\t');
        bool prefix = german.length && german.bytes[german.length - 1] == '-';
        if (!reserve(words, &words->terms, words->term_count, &words->term_capacity, sizeof *words->terms))
            return;
        german.length -= prefix;
        uint64_t *value = put(words, prefix ? &words->prefixes : to, german);
        if (!value)
            return;
        *value = words->term_count + 1;
        words->terms[words->term_count++] = (term_entry){
            .english = english, .place = is_text(line, "place"), .organisation = is_text(line, "organisation")};
    }
}

static void read_units(lexicon *words)
{
    const char *data = units_data;
    slice line;
    while (next_line(&data, &line)) {
        slice forms = next_field(&line, '\t');
        unit_entry item = {.kind = next_field(&line, '\t'),
                           .code = next_field(&line, '\t'),
                           .one = next_field(&line, '\t'),
                           .many = line};
        if (!reserve(words, &words->unit_items, words->unit_count, &words->unit_capacity, sizeof *words->unit_items))
            return;
        words->unit_items[words->unit_count++] = item;
        while (forms.length) {
            uint64_t *value = put(words, &words->units, next_field(&forms, ' '));
            if (value)
                *value = words->unit_count;
        }
    }
}

static void read_numbers(lexicon *words)
{
    const char *data = numbers_data;
    slice line;
    while (next_line(&data, &line)) {
        slice german = next_field(&line, '\t');
        bool number = line.bytes[0] >= '0' && line.bytes[0] <= '9';
        uint64_t *value = put(words, number ? &words->numbers : &words->about, german);
        if (!value || !reserve(words, &words->terms, words->term_count, &words->term_capacity, sizeof *words->terms))
            return;
        *value = number ? (uint64_t)read_integer(line) : words->term_count + 1;
        if (!number)
            words->terms[words->term_count++] = (term_entry){.english = line};
    }
}

static void read_calendar(lexicon *words)
{
    static const char *const kinds[] = {"",     "month", "weekday",  "season",      "part",   "daypart",
                                        "unit", "day",   "modifier", "preposition", "holiday"};
    const char *data = calendar_data;
    slice line;
    while (next_line(&data, &line)) {
        slice german = next_field(&line, '\t'), kind = next_field(&line, '\t'), number = next_field(&line, '\t');
        calendar_word item = {.number = read_integer(number), .english = line};
        for (size_t i = 1; i < sizeof kinds / sizeof *kinds; i++)
            if (is_text(kind, kinds[i]))
                item.kind = (calendar_kind)i;
        uint64_t *value = put(words, &words->calendar, german);
        if (!value || !reserve(words, &words->days, words->day_count, &words->day_capacity, sizeof *words->days))
            return;
        words->days[words->day_count++] = item;
        *value = words->day_count;
    }
}

/* ---- Phrases ---- */

static size_t adjective_stem(const char *word, size_t length)
{
    static const char *const endings[] = {"en", "er", "es", "em", "e"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(endings[i]);
        if (length > size + 2 && memcmp(word + length - size, endings[i], size) == 0)
            return length - size;
    }
    return length;
}

static void add_phrase(lexicon *words, phrase item)
{
    dp_span word;
    for (size_t at = 0; dp_word_next(item.german.bytes, item.german.length, &at, &word);) {
        if (item.word_count == PHRASE_WORDS)
            return;
        item.words[item.word_count++] = (slice){item.german.bytes + word.begin, word.end - word.begin};
    }
    if (item.word_count == 0 ||
        !reserve(words, &words->phrases, words->phrase_count, &words->phrase_capacity, sizeof *words->phrases))
        return;
    char key[WORD_SIZE];
    size_t length = lexicon_fold(item.words[0].bytes, item.words[0].length, key);
    if (item.word_count > 1 || item.adjective)
        length = adjective_stem(key, length);
    uint64_t *value = table_put(&words->phrase_keys, key, length);
    if (!value) {
        words->failed = true;
        return;
    }
    item.next = (size_t)*value;
    words->phrases[words->phrase_count++] = item;
    *value = words->phrase_count;
}

/* Whether the English of an institution is a name: "foreign ministry" and "Haftbefehl" are none. */
static bool is_proper(const lexicon *words, slice german, slice english)
{
    char last[WORD_SIZE];
    size_t begin = german.length;
    while (begin > 0 && german.bytes[begin - 1] != ' ')
        begin--;
    size_t length = lexicon_fold(german.bytes + begin, german.length - begin, last);
    bool person = table_get(&words->offices, last, length) || (lexicon_office(words, last, length).known);
    return !person && dp_is_upper((unsigned char)english.bytes[0]);
}

static void read_phrases(lexicon *words, phrase_kind kind, const char *data)
{
    slice line;
    while (next_line(&data, &line)) {
        phrase item = {.kind = kind, .german = next_field(&line, '\t'), .english = next_field(&line, '\t')};
        if (item.english.length == 0 || item.german.length == 0 || item.german.bytes[0] == '#')
            continue;
        item.fixed = has_text(line, "inflect=no");
        item.adjective = has_text(line, "pos=adjective");
        if (kind == PHRASE_INSTITUTION && !is_proper(words, item.german, item.english))
            continue;
        add_phrase(words, item);
    }
}

lexicon *lexicon_new(void)
{
    lexicon *words = calloc(1, sizeof *words);
    if (!words)
        return NULL;
    read_classes(words, words_data);
    read_classes(words, first_names_data);
    read_terms(words, &words->adjectives, adjectives_data);
    read_terms(words, &words->offices, offices_data);
    read_terms(words, &words->types, types_data);
    read_units(words);
    read_numbers(words);
    read_calendar(words);
    /* The last one of the same words is found first. */
    read_phrases(words, PHRASE_GLOSS, glosses_data);
    read_phrases(words, PHRASE_INSTITUTION, security_data);
    read_phrases(words, PHRASE_INSTITUTION, institutions_data);
    read_phrases(words, PHRASE_PLACE, places_data);
    if (!words->failed && !words->classes.failed)
        return words;
    lexicon_free(words);
    return NULL;
}

void lexicon_free(lexicon *words)
{
    if (!words)
        return;
    table *const all[] = {&words->classes,  &words->endings, &words->adjectives, &words->offices,
                          &words->prefixes, &words->types,   &words->calendar,   &words->units,
                          &words->numbers,  &words->about,   &words->phrase_keys};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        table_free(all[i]);
    free(words->terms);
    free(words->days);
    free(words->unit_items);
    free(words->phrases);
    free(words);
}

/* ---- Looking up ---- */

unsigned lexicon_own_classes(const lexicon *words, const char *word, size_t length)
{
    const uint64_t *found = table_get(&words->classes, word, length);
    return found ? (unsigned)*found : 0;
}

unsigned lexicon_classes(const lexicon *words, const char *word, size_t length)
{
    unsigned classes = lexicon_own_classes(words, word, length);
    for (size_t at = 1; at < length; at++) {
        const uint64_t *ending = length - at <= 16 ? table_get(&words->endings, word + at, length - at) : NULL;
        /* "Jung" is a name, "Leitung" is none. */
        if (ending)
            classes |= (unsigned)*ending & (at < 3 ? ~(unsigned)CLASS_NOUN : ~0u);
    }
    return classes & CLASS_NOT_PAST ? classes & ~(unsigned)CLASS_PAST : classes;
}

static const term_entry *find_term(const lexicon *words, const table *in, const char *word, size_t length)
{
    const uint64_t *found = table_get(in, word, length);
    return found && *found ? &words->terms[*found - 1] : NULL;
}

const term_entry *lexicon_adjective(const lexicon *words, const char *word, size_t length, size_t *stem)
{
    *stem = adjective_stem(word, length);
    return *stem < length ? find_term(words, &words->adjectives, word, *stem) : NULL;
}

/* Without the end of a case or of the feminine; 0 when `which` is past the last that fits. */
static size_t without_ending(const char *word, size_t length, size_t which)
{
    static const char *const endings[] = {"", "in", "s", "en", "es", "n"};
    size_t size = strlen(endings[which]);
    return length > size + 2 && memcmp(word + length - size, endings[which], size) == 0 ? length - size : 0;
}

/* The forms of one that is declined as an adjective: "Beauftragten" for "Beauftragter". */
static const term_entry *find_office(const lexicon *words, const char *word, size_t length, size_t *base)
{
    for (size_t i = 0; i < 6; i++) {
        *base = without_ending(word, length, i);
        const term_entry *found = *base ? find_term(words, &words->offices, word, *base) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

office_entry lexicon_office(const lexicon *words, const char *word, size_t length)
{
    size_t base = 0;
    const term_entry *found = find_office(words, word, length, &base);
    if (found)
        return (office_entry){.known = true, .base = base, .english = found->english};
    /* A compound: the longest end that is an office, its first part known or not. */
    for (size_t at = 2; at + 4 < length; at++) {
        if (!dp_utf8_boundary(word, length, at) || !find_office(words, word + at, length - at, &base))
            continue;
        found = find_office(words, word + at, length - at, &base);
        if (length - at < 5)
            break;
        bool hyphen = word[at - 1] == '-';
        const term_entry *first = find_term(words, &words->prefixes, word, at - hyphen);
        return (office_entry){.known = true,
                              .base = at + base,
                              .split = at - hyphen,
                              .first = first ? first->english : (slice){0},
                              .second = found->english};
    }
    const uint64_t *classes = table_get(&words->classes, word, length);
    bool role = (classes && (*classes & CLASS_ROLE)) || (lexicon_classes(words, word, length) & CLASS_ROLE);
    return (office_entry){.known = role, .base = length};
}

calendar_word lexicon_calendar(const lexicon *words, const char *word, size_t length)
{
    const uint64_t *found = table_get(&words->calendar, word, length);
    if (!found)
        found = table_get(&words->calendar, word, adjective_stem(word, length));
    if (found && words->days[*found - 1].kind != CALENDAR_MODIFIER && !table_get(&words->calendar, word, length))
        found = NULL;
    if (!found && length > 2 && word[length - 1] == 's')
        found = table_get(&words->calendar, word, length - 1);
    return found ? words->days[*found - 1] : (calendar_word){0};
}

const term_entry *lexicon_type(const lexicon *words, const char *word, size_t length)
{
    for (size_t i = 0; i < 6; i++) {
        size_t base = without_ending(word, length, i);
        const term_entry *found = i == 1 || !base ? NULL : find_term(words, &words->types, word, base);
        if (found)
            return found;
    }
    return NULL;
}

const unit_entry *lexicon_unit(const lexicon *words, const char *word, size_t length)
{
    const uint64_t *found = table_get(&words->units, word, length);
    return found && *found ? &words->unit_items[*found - 1] : NULL;
}

slice lexicon_about(const lexicon *words, const char *word, size_t length)
{
    const term_entry *found = find_term(words, &words->about, word, length);
    return found ? found->english : (slice){0};
}

/* A part of a number word up to 99: "zweiundzwanzig". */
static unsigned small_number(const lexicon *words, const char *word, size_t length)
{
    const uint64_t *found = table_get(&words->numbers, word, length);
    if (found)
        return (unsigned)*found;
    for (size_t at = 3; at + 6 < length; at++) {
        if (memcmp(word + at, "und", 3) != 0)
            continue;
        const uint64_t *ones = table_get(&words->numbers, word, at);
        const uint64_t *tens = table_get(&words->numbers, word + at + 3, length - at - 3);
        if (ones && tens && *ones < 10 && *tens >= 20 && *tens < 100)
            return (unsigned)(*ones + *tens);
    }
    return 0;
}

/* The number before and behind "hundert" or "tausend". */
static unsigned split_number(const lexicon *words, const char *word, size_t length, const char *by, unsigned factor)
{
    size_t size = strlen(by);
    for (size_t at = 0; at + size <= length; at++) {
        if (memcmp(word + at, by, size) != 0)
            continue;
        unsigned many = at ? lexicon_number(words, word, at) : 1;
        size_t rest = length - at - size;
        unsigned more = rest ? lexicon_number(words, word + at + size, rest) : 0;
        return many && many < factor && (more || !rest) && more < factor ? many * factor + more : 0;
    }
    return 0;
}

unsigned lexicon_number(const lexicon *words, const char *word, size_t length)
{
    unsigned value = small_number(words, word, length);
    value = value ? value : split_number(words, word, length, "tausend", 1000);
    return value ? value : split_number(words, word, length, "hundert", 100);
}
