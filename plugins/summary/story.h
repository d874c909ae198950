/* SPDX-License-Identifier: ISC */
/*
 * An article as a summary sees it: its sentences as rows of numbered words and word pairs, with what is counted of
 * them.
 */
#ifndef SUMMARY_STORY_H
#define SUMMARY_STORY_H

#include "german.h"

/* A word of the article, in all places where it stands. */
typedef struct story_word {
    uint32_t stem; /* number of its stem */
    bool stopword;
    bool number;      /* it begins with a digit */
    bool in_title;    /* in this form */
    size_t letters;   /* code points */
    size_t count;     /* times it stands in the article */
    size_t capitals;  /* times of these with a capital */
    size_t sentences; /* sentences it stands in */
    size_t first;     /* the first of these */
    double nearness;  /* sum of 1/(1 + place) over these */
} story_word;

/* What words have in common when they are inflected. Stop words count for none. */
typedef struct story_stem {
    size_t count;
    bool in_title;
    uint32_t sentences;
    size_t last; /* used while counting */
} story_stem;

/* Two words that stand side by side in a sentence. */
typedef struct story_pair {
    uint32_t left, right;
    size_t count;
    size_t first; /* sentence */
    bool in_title;
} story_pair;

typedef struct story_sentence {
    size_t index; /* in the document */
    size_t word;  /* its first word in `words` */
    size_t word_count;
    size_t pair;   /* its first pair in `pairs`; it has word_count - 1 of them, or none */
    size_t spaced; /* words as people count them, between spaces */
    size_t paragraph;
    bool paragraph_start;
    bool standfirst;
    bool dangles; /* it leans on the sentence before */
    bool bare;    /* a quotation without its speaker */
    bool quote;
    bool parenthesis;
    bool colon;
    bool question;
    size_t commas;
    size_t capitals; /* words that begin with a capital */
} story_sentence;

typedef struct story {
    lexicon lexicon; /* words */
    lexicon stem_lexicon;
    lexicon pair_lexicon;
    story_word *word; /* lexicon.count of them */
    story_stem *stem;
    story_pair *pair;
    uint32_t *words; /* of all sentences, in order */
    uint32_t *pairs;
    size_t word_total, pair_total;
    story_sentence *sentences;
    size_t count;
    size_t paragraphs;
    size_t title_stems;
} story;

/* Read the sentences of a document that a summary may use: not headlines, and not captions or fragments unless there is
 * nothing else. Returns DP_NO_MEMORY on failure; free with story_free in any case. `article` is all zeros. */
dp_status story_read(story *story, const german *german, const dp_doc *doc);
void story_free(story *story);

#endif /* SUMMARY_STORY_H */
