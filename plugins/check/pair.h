/* SPDX-License-Identifier: ISC */
/*
 * The checks of one sentence and its English. Each takes a pair and adds what it finds.
 */
#ifndef CHECK_PAIR_H
#define CHECK_PAIR_H

#include "article.h"
#include "token.h"

/* What speaks for or against a counterpart of a German word in the English; the order of name_weights.tsv. */
typedef enum name_feature {
    NAME_LISTED,         /* in names.tsv */
    NAME_LISTED_LOGIT,   /* what stands there */
    NAME_WORD,           /* in german_words.txt */
    NAME_WORD_SHAPE,     /* and how much its letters look like a name */
    NAME_COMPOUND,       /* made of such words */
    NAME_COMPOUND_SHAPE,
    NAME_NEW,            /* none of these */
    NAME_NEW_SHAPE,
    NAME_RENDERED,       /* in lexicon.tsv, and an English word for it is there */
    NAME_NOT_RENDERED,   /* … and none is */
    NAME_PART_RENDERED,  /* a word that it begins or ends with is, and an English word for that is there */
    NAME_PART_NOT,       /* … and none is */
    NAME_LEFT_FOUND,     /* a capitalised word directly before has a counterpart */
    NAME_LEFT_COMMON,    /* … has none and is a common noun */
    NAME_LEFT_LOST,      /* … has none and is not */
    NAME_RIGHT_FOUND,
    NAME_RIGHT_COMMON,
    NAME_RIGHT_LOST,
    NAME_START,          /* may be capitalised for its place */
    NAME_CAPITALS,
    NAME_ARTICLE,        /* behind an article */
    NAME_SMALL,          /* behind another small word */
    NAME_HYPHEN,
    NAME_OTHERS_LOST,    /* how many other names of the sentence have none */
    NAME_SHORTENED,      /* the English has clearly fewer words */
    NAME_KEPT_ELSEWHERE, /* log of 1 and how often other sentences of the article have a counterpart of the word */
    NAME_LOST_ELSEWHERE, /* … have none */
    NAME_FEATURES
} name_feature;

/* What speaks for a doubtful word being lost, once an engine was asked; the order of doubt_weights.tsv. */
typedef enum doubt_feature {
    DOUBT_BIAS,
    DOUBT_LOGIT,   /* of the probability of a counterpart */
    DOUBT_GAIN,    /* see doubt.h */
    DOUBT_MATCHED, /* there is something like a counterpart */
    DOUBT_WORD,    /* in german_words.txt, with an ending or without */
    DOUBT_FEATURES
} doubt_feature;

/* What the checks know; made once. */
typedef struct knowledge {
    sounds sounds;
    table numbers[2];   /* by side: words for numbers */
    table number_parts;   /* what longer German number words are made of */
    table number_endings; /* what may follow them in a word */
    table scales;       /* "de-mio": keys begin with the language */
    table calendar;
    table negations;
    table units;
    table german_small_words; /* are no English ones */
    table german_words; /* are no names, nor are words made of them */
    table lexicon;      /* German nouns: English words for them that sound otherwise */
    table names;        /* words that English keeps or renders by another name: logit in hundredths, other renderings */
    table renderings;   /* German words that English has another name for, and that */
    double name_weights[NAME_FEATURES];
    double doubt_weights[DOUBT_FEATURES];
    table name_shapes;  /* how much groups of letters speak for a name, in hundredths */
    table english_words;/* may be capitalised without being the name in the German */
} knowledge;

typedef enum side { GERMAN, ENGLISH } side;

typedef struct finding {
    const char *code;
    bool error;         /* otherwise a warning */
    dp_span span;       /* in the German; empty: the whole sentence */
    dp_text message;
} finding;

#define FINDINGS_MAX 8

typedef struct doubt doubt; /* doubt.h */

/* What other stages say of the German sentence; borrowed. */
typedef struct context {
    const dp_span *settled;  /* terms whose English another stage vouches for */
    size_t settled_count;
    const dp_span *speakers; /* who says a quotation: a name or a pronoun */
    size_t speaker_count;
    const article *article;  /* what the other sentences have; may be null */
    size_t sentence;         /* which of them this is */
    const doubt *doubts;     /* words that an engine was asked about */
    size_t doubt_count;
} context;

/* A sentence and its English. */
typedef struct pair {
    const knowledge *known;
    tokens sides[2];
    context context;
    finding findings[FINDINGS_MAX];
    size_t count;
    bool failed;        /* memory ran out */
} pair;

/* Sentences of more words are not checked word by word. */
#define PAIR_WORDS 1000

dp_status knowledge_open(knowledge *k);
void knowledge_close(knowledge *k);

/* Cut a sentence and its English into tokens. `around` may be null; what it points to is borrowed, and its spans are bytes of the
 * German. The pair is freed with pair_free either way. DP_NO_MEMORY is the only failure. */
dp_status pair_read(pair *out, const knowledge *k, const char *german, size_t german_length, const char *english,
                    size_t english_length, const context *around);

/* The same, and check the sentence; findings are in `out`. */
dp_status pair_check(pair *out, const knowledge *k, const char *german, size_t german_length, const char *english,
                     size_t english_length, const context *around);
void pair_free(pair *p);

/* Whether the sentence has too many words to be looked at. */
bool pair_is_long(const pair *p);

/* Add a finding; those beyond FINDINGS_MAX are dropped. */
void pair_add(pair *p, const char *code, bool error, dp_span span, const char *format, ...) DP_PRINTF(5, 6);

/* Look a token up under a key that begins with the side's language: "de-" or "en-". */
const table_row *pair_find(const table *t, side of, const token *word);

/* ---- Names ---- */

/* Whether a German word may be a name. Write its features; false if it may not. Whether it has a counterpart; with `upper`, one
 * that is capitalised. */
bool name_candidate(const pair *p, size_t i);
bool name_features(const pair *p, size_t i, double *x);
bool name_found(const pair *p, size_t i, bool upper);

/* How surely it has one. */
typedef enum name_match {
    NAME_MISSING, /* not at all */
    NAME_LIKE,    /* something that may be one: another name for it, a compound that it is part of, one that sounds alike */
    NAME_SHARED,  /* the name, but not as often as in the German */
    NAME_FOUND,
} name_match;
name_match name_matched(const pair *p, size_t i);

/* Whether it is worth asking an engine if the English has the word; and whether it is a common one. */
bool name_doubtful(const pair *p, size_t i);
bool name_common(const pair *p, size_t i);

/* Whether a right translation would more probably than not have a counterpart of the word. */
bool name_probable(const pair *p, size_t i);

/* Whether a German word denies something, so that it is worth asking an engine; and the bytes without which the sentence would
 * not. */
bool negation_doubtful(const pair *p, size_t i, dp_span *cut);

/* ---- The checks ---- */

void check_numbers(pair *p);
void check_names(pair *p);
void check_negation(pair *p);
void check_marks(pair *p);
void check_units(pair *p);
void check_speakers(pair *p);
void check_left_over(pair *p);
void check_shape(pair *p);

#endif /* CHECK_PAIR_H */
