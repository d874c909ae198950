/* SPDX-License-Identifier: ISC */
/*
 * What the plugin knows of German: classes of words, offices, units, words of the calendar, and the names of places and
 * institutions. Read once, when the stage is opened, from data/, from the word lists of the quotations and from the
 * glossaries in samples/.
 */
#ifndef ENTITIES_LEXICON_H
#define ENTITIES_LEXICON_H

#include "table.h"

/* Bytes of a longest word that is looked up; longer ones are in no list. */
#define WORD_SIZE 96

/* Classes of words.txt; a word may be in several. */
typedef enum word_class {
    CLASS_CLOSED = 1u << 0,        /* article, pronoun, preposition, adverb …: no name at the start of a sentence */
    CLASS_NOUN = 1u << 1,          /* common noun: no part of a name */
    CLASS_FIRST_NAME = 1u << 2,
    CLASS_FAMILY_FIRST = 1u << 3,  /* family name that stands before the given name */
    CLASS_PARTICLE = 1u << 4,      /* small word inside a name */
    CLASS_TITLE = 1u << 5,         /* "Dr", "Herr" */
    CLASS_PARTY = 1u << 6,
    CLASS_ARTICLE = 1u << 7,
    CLASS_PREPOSITION = 1u << 8,   /* that joins an office with what it is an office of */
    CLASS_PLACE_PREPOSITION = 1u << 9,
    CLASS_PAST = 1u << 10,         /* finite verb of the past */
    CLASS_FUTURE = 1u << 11,
    CLASS_SAID = 1u << 12,
    CLASS_AGENCY = 1u << 13,       /* that stands in a dateline */
    CLASS_AMBIGUOUS = 1u << 14,    /* place that is a common word as well */
    CLASS_SURNAME_TOO = 1u << 15,  /* office that is a family name as well */
    CLASS_ROLE = 1u << 16,         /* what a person may be, without English */
    CLASS_LEGAL_FORM = 1u << 17,
    CLASS_HABIT = 1u << 18,        /* beside it "heute" is no day: "noch heute" */
    CLASS_HARMED = 1u << 19,       /* "getötet": a small number of people beside it is worth showing */
    CLASS_NOT_PAST = 1u << 20      /* no verb of the past though it ends like one */
} word_class;

/* A piece of the data; not NUL-terminated. */
typedef struct slice {
    const char *bytes;
    size_t length;
} slice;

typedef enum calendar_kind {
    CALENDAR_NONE,
    CALENDAR_MONTH,
    CALENDAR_WEEKDAY,
    CALENDAR_SEASON,
    CALENDAR_PART,        /* Anfang, Mitte, Ende */
    CALENDAR_DAYPART,
    CALENDAR_UNIT,        /* Jahr, Monat, Woche, Tag, Wochenende */
    CALENDAR_DAY,         /* heute, gestern */
    CALENDAR_MODIFIER,    /* vergangen, kommend */
    CALENDAR_PREPOSITION,
    CALENDAR_HOLIDAY      /* on the same day every year: number is month * 100 + day */
} calendar_kind;

typedef struct calendar_word {
    calendar_kind kind;
    int number;
    slice english;
} calendar_word;

typedef struct unit_entry {
    slice kind;           /* money, percent, people, harm, count, measure */
    slice code;           /* "EUR" */
    slice one, many;
} unit_entry;

typedef enum phrase_kind { PHRASE_PLACE, PHRASE_INSTITUTION, PHRASE_GLOSS } phrase_kind;

#define PHRASE_WORDS 8

/* A term of one or more words. */
typedef struct phrase {
    phrase_kind kind;
    slice german, english;
    slice words[PHRASE_WORDS];
    size_t word_count;
    bool fixed;           /* takes no endings */
    bool adjective;       /* its last word is declined as an adjective */
    size_t next;          /* with the same key, from 1; 0: none */
} phrase;

/* An office, or what an organisation or place is called: "Reederei". */
typedef struct term_entry {
    slice english;
    bool place, organisation;
} term_entry;

/* What a person is. Positions are in the word that was looked up. */
typedef struct office_entry {
    bool known;           /* it is an office or profession at all */
    size_t base;          /* length without the ending of case or feminine */
    slice english;        /* of the whole; empty when only parts are known */
    size_t split;         /* end of the first part of a compound; 0: none */
    slice first, second;  /* English of its parts; may be empty */
} office_entry;

typedef struct lexicon {
    table classes, endings;    /* bits of word_class */
    table adjectives;          /* stem to number in `terms`, as the next three */
    table offices, prefixes, types;
    table calendar, units, numbers, about;
    table phrase_keys;         /* to a phrase, from 1 */
    term_entry *terms;
    calendar_word *days;
    unit_entry *unit_items;
    phrase *phrases;
    size_t term_count, day_count, unit_count, phrase_count;
    size_t term_capacity, day_capacity, unit_capacity, phrase_capacity;
    bool failed;
} lexicon;

/* Read the data. Null when memory ran out. Freed with lexicon_free. */
lexicon *lexicon_new(void);
void lexicon_free(lexicon *words);

/* Write a word in lower case. Returns its length; 0 when it is too long. */
size_t lexicon_fold(const char *word, size_t length, char out[WORD_SIZE]);

/* The classes of a word in lower case, by itself or by its ending. */
unsigned lexicon_classes(const lexicon *words, const char *word, size_t length);

/* As lexicon_classes, without those that only the word's ending speaks for. */
unsigned lexicon_own_classes(const lexicon *words, const char *word, size_t length);

/* An adjective in any of its forms; null for none. `stem` gets the length of the part before the ending. */
const term_entry *lexicon_adjective(const lexicon *words, const char *word, size_t length, size_t *stem);

/* What a word in lower case says a person is. */
office_entry lexicon_office(const lexicon *words, const char *word, size_t length);

/* What a word in lower case is as a word of the calendar; one of kind CALENDAR_NONE otherwise. */
calendar_word lexicon_calendar(const lexicon *words, const char *word, size_t length);

/* A type of place or organisation, in the singular; null for none. */
const term_entry *lexicon_type(const lexicon *words, const char *word, size_t length);

const unit_entry *lexicon_unit(const lexicon *words, const char *word, size_t length);

/* The English of a word before a number: "rund" is "about"; empty for none. */
slice lexicon_about(const lexicon *words, const char *word, size_t length);

/* The value of a number in words ("zweiundzwanzig", "Dutzend"); 0 when it is none. */
unsigned lexicon_number(const lexicon *words, const char *word, size_t length);

#endif /* ENTITIES_LEXICON_H */
