/* SPDX-License-Identifier: ISC */
/*
 * What the plugin knows about German words: closed classes, verb forms, and which verbs say what. Read from data/ once,
 * when the stage is opened.
 */
#ifndef QUOTES_LEXICON_H
#define QUOTES_LEXICON_H

#include <depesche/text.h>

/* Classes of words.txt; a word may be in several. */
typedef uint64_t word_class;
enum word_class_index {
    CLASS_NOMINATIVE,
    CLASS_OBLIQUE,
    CLASS_ARTICLE,
    CLASS_SUBJECT_PRONOUN,
    CLASS_OBJECT_PRONOUN,
    CLASS_REFLEXIVE,
    CLASS_RELATIVE,
    CLASS_QUESTION,
    CLASS_POSSESSIVE,
    CLASS_THAT,
    CLASS_SUBORDINATOR,
    CLASS_INFINITIVE_OPENER,
    CLASS_COORDINATOR,
    CLASS_ADVERSATIVE,
    CLASS_PREPOSITION,
    CLASS_CONTRACTED,
    CLASS_ATTRIBUTION_PREPOSITION,
    CLASS_OF,
    CLASS_ADVERB,
    CLASS_NEGATION,
    CLASS_TIME,
    CLASS_CORRELATE,
    CLASS_ACCOUNT,
    CLASS_DOCUMENT,
    CLASS_CONTENT,
    CLASS_OPINION,
    CLASS_PERSON,
    CLASS_INSTITUTION,
    CLASS_ANONYMOUS,
    CLASS_NAMING,
    CLASS_LABEL,
    CLASS_LEGAL_FORM,
    CLASS_BODY,
    CLASS_LAW,
    CLASS_SO_CALLED,
    CLASS_NUMERAL,
    CLASS_SLOGAN,
    CLASS_FOREIGN,
    CLASS_MASCULINE,
    CLASS_FEMININE,
    CLASS_COUNT
};
#define CLASS(name) ((word_class)1 << CLASS_##name)

/* What a form of a verb may be. */
enum verb_form {
    FORM_PRESENT = 1,     /* indicative, 3rd person singular */
    FORM_PAST = 2,        /* indicative */
    FORM_K1 = 4,          /* Konjunktiv I that can be nothing else */
    FORM_K2 = 8,          /* Konjunktiv II that can be nothing else */
    FORM_INFINITIVE = 16, /* also the plural of the present */
    FORM_PARTICIPLE = 32,
    FORM_ZU = 64, /* "mitzuteilen" */
    FORM_PLURAL = 128,
    FORM_JOINED = 256 /* a separable verb in one word: "mitteilte" */
};
#define FORM_FINITE (FORM_PRESENT | FORM_PAST | FORM_K1 | FORM_K2)

/* What a verb of speech.txt is good for. */
enum speech_use {
    USE_DIRECT = 1,
    USE_THAT = 2,
    USE_INFINITIVE = 4,
    USE_OBJECT = 8,
    USE_WIE = 16,
    USE_SPEECH = 32, /* it is in speech.txt at all */
    USE_WRITING = 64,
    USE_THOUGHT = 128,
    USE_MARKED = 1024,   /* reports with an object when words of it are in marks */
    USE_PERSON = 2048,   /* its object, or the subject of its passive, is the one who is told */
    USE_CITE = 4096,     /* its object, or the subject of its passive, is the one who speaks */
    USE_VIEW = 8192,     /* words in marks behind it and "als" are quoted */
    USE_REFERENCE = 512, /* "das geht aus … hervor": refers to the sentence before */
    USE_JUDGE = 256      /* "nannte das „…“": words in marks behind it are quoted */
};

/* A verb. Words of `with` and `object` are borrowed from the lexicon; null when the verb asks for none. */
typedef struct verb {
    const char *infinitive; /* without the bar of a separable prefix */
    unsigned uses;
    const char *with;
    const char *object[2];
} verb;

/* A reading of a word as a form of verb `verb`. */
typedef struct reading {
    uint16_t verb;
    uint16_t forms;
} reading;

#define READINGS_MAX 3

typedef struct entry {
    word_class classes;
    reading readings[READINGS_MAX];
    size_t reading_count;
} entry;

/* Numbers of the verbs at the top of verbs.txt, in its order. */
enum {
    VERB_NONE,
    VERB_SEIN,
    VERB_HABEN,
    VERB_WERDEN,
    VERB_KOENNEN,
    VERB_MUESSEN,
    VERB_DUERFEN,
    VERB_MOEGEN,
    VERB_SOLLEN,
    VERB_WOLLEN,
    VERB_WISSEN
};

typedef struct lexicon lexicon;

/* Read the data. Null when memory ran out. Freed with lexicon_free. */
lexicon *lexicon_new(void);
void lexicon_free(lexicon *words);

/* Look up a word in lower case. Null when it is not known. Borrowed from the lexicon. */
const entry *lexicon_find(const lexicon *words, const char *word, size_t length);

/* The classes of the longest known ending of a word that is longer than the ending. */
word_class lexicon_ending(const lexicon *words, const char *word, size_t length);

/* The verb of a number; number 0 is a verb without uses. */
const verb *lexicon_verb(const lexicon *words, unsigned number);

/* The number of the verb made of a separable prefix and the verb `base`, or VERB_NONE. */
unsigned lexicon_separable(const lexicon *words, const char *prefix, size_t length, unsigned base);

#endif /* QUOTES_LEXICON_H */
