/* SPDX-License-Identifier: ISC */
/*
 * Names: a capitalised German word that has no counterpart is reported if a right translation would have one in all probability,
 * or in less if the English has a name that the German has not. The probability is a logistic regression over what is known of
 * the word, its letters and its neighbours; names.py learns it.
 */
#include "config.h"

#include "doubt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Groups of so many bytes have weights (shapes.py). */
#define LEAST_GROUP 2u
#define MOST_GROUP  5u
/* From which logits on a word without a counterpart is a lost name: alone, when the English has a capitalised word in its place
 * that nothing explains, and when that is a name. */
typedef struct limits {
    double sure, likely, maybe;
} limits;

static const limits unasked = {1.5, 0.25, -0.75}; /* of the probability that it has a counterpart */
static const limits asked = {0, -0.6, -1.2};      /* of the probability that it is lost, when an engine was asked */
/* An engine is asked about words from these logits on: without a counterpart, and with something like one. */
#define ASK_MISSING -4.0
#define ASK_MATCHED 2.0
/* Values beyond these would say no more. */
#define MOST_LOGIT  8.0
#define MOST_GAIN   10.0

/* The row of a word, or of what is left of it without an ending. */
static const table_row *find_stem(const table *words, const char *word, size_t length)
{
    static const char *const endings[] = {"innen", "ern", "en", "er", "es", "em", "e", "n", "s"};
    const table_row *row = table_find(words, word, length);
    for (size_t i = 0; !row && i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(endings[i]);
        if (length >= size + 3 && memcmp(word + length - size, endings[i], size) == 0)
            row = table_find(words, word, length - size);
    }
    return row;
}

static bool has_stem(const table *words, const char *word, size_t length)
{
    return find_stem(words, word, length) != NULL;
}

/* Whether the word is made of two listed words, with a linking element between them or not. */
static bool is_compound(const table *words, const char *word, size_t length)
{
    static const char *const links[] = {"", "s", "es", "n", "en", "e", "er"};
    size_t longest = length < 60 ? length : 60;
    for (size_t cut = 3; cut + 3 < longest; cut++) {
        if (!has_stem(words, word + cut, length - cut))
            continue;
        for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
            size_t size = strlen(links[i]);
            if (cut >= size + 3 && memcmp(word + cut - size, links[i], size) == 0 && has_stem(words, word, cut - size))
                return true;
        }
    }
    return false;
}

static bool is_english_name(const pair *p, const token *t)
{
    const knowledge *k = p->known;
    return t->kind == TOKEN_WORD && t->upper && !t->start && t->fold_length >= 3 &&
           !pair_find(&k->calendar, ENGLISH, t) && !table_has(&k->numbers[ENGLISH], t->fold, t->fold_length);
}

/* Whether the sound of a short name begins or ends the sound of a longer word: Brexit in Brexitdebatte. */
static bool is_part(const token *part, const token *whole)
{
    return part->sound_length >= 4 && part->sound_length < whole->sound_length &&
           (memcmp(part->sound, whole->sound, part->sound_length) == 0 ||
            memcmp(part->sound, whole->sound + whole->sound_length - part->sound_length, part->sound_length) == 0);
}

/* The length of an English word without the 's of a genitive. */
static size_t bare_length(const token *t)
{
    size_t length = t->fold_length;
    return length > 2 && memcmp(t->fold + length - 2, "'s", 2) == 0 ? length - 2 : length;
}

/* Whether an English word is one of some with spaces between, or with `forms` a form of one. */
static bool is_one(const token *english, const char *words, const char *end, bool forms)
{
    size_t bare = bare_length(english);
    for (const char *stop; words < end; words = stop + 1) {
        stop = memchr(words, ' ', (size_t)(end - words));
        stop = stop ? stop : end;
        size_t length = (size_t)(stop - words);
        if (forms ? sounds_alike(words, length, english->fold, bare)
                  : length == bare && memcmp(words, english->fold, length) == 0)
            return true;
    }
    return false;
}

/* Whether an English word is among the other renderings in a row of names, which stand behind a number. */
static bool is_listed(const table_row *row, const token *english)
{
    const char *space = row ? memchr(row->value, ' ', (size_t)(row->end - row->value)) : NULL;
    return space && is_one(english, space + 1, row->end, false);
}

/* Whether an English word is the other name for a German one. */
static bool is_rendering(const pair *p, const token *german, const token *english)
{
    const table_row *row = table_find(&p->known->renderings, german->fold, german->fold_length);
    return row && is_one(english, row->value, row->end, false);
}

/* Whether an English word is known to stand for the German one, or that without the ending of the genitive. */
static bool renders(const pair *p, const token *german, const token *english)
{
    const table *names = &p->known->names;
    size_t length = german->fold_length;
    return is_rendering(p, german, english) || is_listed(table_find(names, german->fold, length), english) ||
           (length > 4 && german->fold[length - 1] == 's' && is_listed(table_find(names, german->fold, length - 1), english));
}

/* Whether a word is two of the other language, one behind the other: Lightshow, light show. */
static bool is_split(const token *t, const token *first, const token *second)
{
    return second->kind == TOKEN_WORD && (second->gap == GAP_SPACE || second->gap == GAP_HYPHEN) &&
           first->sound_length >= 3 && second->sound_length >= 3 &&
           first->sound_length + second->sound_length == t->sound_length &&
           memcmp(t->sound, first->sound, first->sound_length) == 0 &&
           memcmp(t->sound + first->sound_length, second->sound, second->sound_length) == 0;
}

static bool is_same(const token *one, const token *other)
{
    return sounds_alike(one->sound, one->sound_length, other->sound, other->sound_length);
}

static bool is_found(const pair *p, side of, const token *t, bool upper)
{
    const tokens *other = &p->sides[of == GERMAN ? ENGLISH : GERMAN];
    for (size_t i = 0; i < other->count; i++) {
        const token *o = &other->items[i];
        if (o->kind == TOKEN_WORD && (o->upper || !upper) &&
            (is_same(t, o) || is_part(t, o) || is_part(o, t) || (i + 1 < other->count && is_split(t, o, o + 1)) ||
             renders(p, of == GERMAN ? t : o, of == GERMAN ? o : t)))
            return true;
    }
    return false;
}

/* Whether it is the name, or the same word written small, with an s or without: Champions League, champions league. */
static bool is_name_or_word(const token *name, const token *o)
{
    size_t shorter = name->fold_length < o->fold_length ? name->fold_length : o->fold_length;
    size_t longer = name->fold_length + o->fold_length - shorter;
    bool word = longer <= shorter + 1 && memcmp(name->fold, o->fold, shorter) == 0 &&
                (longer == shorter || (name->fold_length > shorter ? name : o)->fold[shorter] == 's');
    return o->kind == TOKEN_WORD && (word || (o->upper && is_same(name, o)));
}

name_match name_matched(const pair *p, size_t at)
{
    const tokens *german = &p->sides[GERMAN], *english = &p->sides[ENGLISH];
    const token *t = &german->items[at];
    size_t same = 0, there = 0;
    if (!is_found(p, GERMAN, t, false))
        return NAME_MISSING;
    for (size_t i = 0; i < english->count; i++)
        there += is_name_or_word(t, &english->items[i]) || is_rendering(p, t, &english->items[i]) ||
                 (i + 1 < english->count && is_split(t, &english->items[i], &english->items[i + 1]));
    for (size_t i = 0; i < german->count; i++)
        same += german->items[i].kind == TOKEN_WORD && german->items[i].upper && is_same(t, &german->items[i]);
    return there == 0 ? NAME_LIKE : there < same ? NAME_SHARED : NAME_FOUND;
}

static int weight_of(const table *shapes, const char *group, size_t length)
{
    const table_row *row = table_find(shapes, group, length);
    return row ? (int)strtol(row->value, NULL, 10) : 0;
}

/* How much the letters of a word speak for a name, in hundredths; above 0 it is more probably one. A group of letters that
 * stands twice counts once, as it did where the weights were learned. */
static int shape_of(const table *shapes, const token *t)
{
    char word[64] = "^";
    size_t length = t->fold_length + 2;
    if (length >= sizeof word)
        return 0;
    memcpy(word + 1, t->fold, t->fold_length);
    word[length - 1] = '$';
    int sum = weight_of(shapes, "base", strlen("base"));
    for (size_t i = 0; i < length; i++)
        for (size_t n = LEAST_GROUP; n <= MOST_GROUP && i + n <= length; n++)
            if (memmem(word, i + n - 1, word + i, n) == NULL)
                sum += weight_of(shapes, word + i, n);
    return sum;
}


/* ---- How probable it is that a word has a counterpart ---- */

static bool is_candidate(const pair *p, const token *t)
{
    if (t->start && table_has(&p->known->german_small_words, t->fold, t->fold_length))
        return false;
    return t->kind == TOKEN_WORD && t->upper && t->fold_length >= 3 && !pair_find(&p->known->calendar, GERMAN, t) &&
           !table_has(&p->known->numbers[GERMAN], t->fold, t->fold_length) && !pair_find(&p->known->units, GERMAN, t);
}

static bool is_common(const pair *p, const token *t)
{
    const table *words = &p->known->german_words;
    return has_stem(words, t->fold, t->fold_length) || is_compound(words, t->fold, t->fold_length);
}

/* What kind of word stands beside a name: joined by a space or hyphen, capitalised, and found in the English or not. */
static int neighbour(const pair *p, size_t i, bool before)
{
    const tokens *all = &p->sides[GERMAN];
    if (before ? i == 0 : i + 1 >= all->count)
        return 0;
    const token *t = &all->items[before ? i - 1 : i + 1], *later = before ? &all->items[i] : t;
    if ((later->gap != GAP_SPACE && later->gap != GAP_HYPHEN) || !is_candidate(p, t))
        return 0;
    return is_found(p, GERMAN, t, false) ? 1 : is_common(p, t) ? 2 : 3;
}

static bool follows_article(const tokens *all, size_t i)
{
    static const char *const words[] = {"der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer",
                                        "eines", "im", "am", "zum", "zur", "vom", "beim", "ins"};
    for (size_t k = 0; i > 0 && k < sizeof words / sizeof *words; k++)
        if (token_is(&all->items[i - 1], words[k]))
            return true;
    return false;
}

static bool follows_small(const tokens *all, size_t i)
{
    return i > 0 && all->items[i - 1].kind == TOKEN_WORD && !all->items[i - 1].upper && all->items[i].gap == GAP_SPACE;
}

/* ---- Whether it is translated ---- */

static bool has_rendering(const pair *p, const table_row *row)
{
    const tokens *other = &p->sides[ENGLISH];
    for (size_t i = 0; i < other->count; i++)
        if (other->items[i].kind == TOKEN_WORD && is_one(&other->items[i], row->value, row->end, true))
            return true;
    return false;
}

/* The longest word of the lexicon that a word ends with, or begins with, linking element included. Null for none, and for words
 * too short or long to be made of two. */
static const table_row *find_part(const table *words, const token *t, bool last)
{
    for (size_t size = t->fold_length - 3; t->fold_length > 6 && t->fold_length < 60 && size >= 3; size--) {
        const table_row *row = find_stem(words, last ? t->fold + t->fold_length - size : t->fold, size);
        if (row)
            return row;
    }
    return NULL;
}

static void set_rendering(const pair *p, const token *t, double *x)
{
    const table *words = &p->known->lexicon;
    const table_row *row = find_stem(words, t->fold, t->fold_length);
    if (row) {
        x[has_rendering(p, row) ? NAME_RENDERED : NAME_NOT_RENDERED] = 1;
        return;
    }
    const table_row *tail = find_part(words, t, true), *head = find_part(words, t, false);
    bool rendered = (tail && has_rendering(p, tail)) || (head && has_rendering(p, head));
    x[NAME_PART_RENDERED] = rendered;
    x[NAME_PART_NOT] = (tail || head) && !rendered;
}

static void set_word(const pair *p, const token *t, double *x)
{
    const table_row *row = table_find(&p->known->names, t->fold, t->fold_length);
    double shape = shape_of(&p->known->name_shapes, t) / 100.0;
    if (row) {
        x[NAME_LISTED] = 1;
        x[NAME_LISTED_LOGIT] = strtod(row->value, NULL) / 100;
    } else if (has_stem(&p->known->german_words, t->fold, t->fold_length)) {
        x[NAME_WORD] = 1;
        x[NAME_WORD_SHAPE] = shape;
    } else if (is_compound(&p->known->german_words, t->fold, t->fold_length)) {
        x[NAME_COMPOUND] = 1;
        x[NAME_COMPOUND_SHAPE] = shape;
    } else {
        x[NAME_NEW] = 1;
        x[NAME_NEW_SHAPE] = shape;
    }
}

/* How many other names have no counterpart, which speaks for a free translation; three are as good as more. */
static size_t others_lost(const pair *p, size_t except)
{
    const tokens *all = &p->sides[GERMAN];
    size_t count = 0;
    for (size_t i = 0; i < all->count && count < 3; i++)
        count += i != except && is_candidate(p, &all->items[i]) && !is_found(p, GERMAN, &all->items[i], false) &&
                 !is_common(p, &all->items[i]);
    return count;
}

static void set_elsewhere(const pair *p, const token *t, double *x)
{
    size_t kept, lost;
    if (!p->context.article)
        return;
    article_count(p->context.article, t, p->context.sentence, &kept, &lost);
    x[NAME_KEPT_ELSEWHERE] = log1p((double)kept);
    x[NAME_LOST_ELSEWHERE] = log1p((double)lost);
}

bool name_candidate(const pair *p, size_t i)
{
    return is_candidate(p, &p->sides[GERMAN].items[i]);
}

bool name_features(const pair *p, size_t i, double *x)
{
    const tokens *all = &p->sides[GERMAN];
    const token *t = &all->items[i];
    if (!is_candidate(p, t))
        return false;
    memset(x, 0, NAME_FEATURES * sizeof *x);
    set_word(p, t, x);
    set_rendering(p, t, x);
    int left = neighbour(p, i, true), right = neighbour(p, i, false);
    x[NAME_LEFT_FOUND] = left == 1;
    x[NAME_LEFT_COMMON] = left == 2;
    x[NAME_LEFT_LOST] = left == 3;
    x[NAME_RIGHT_FOUND] = right == 1;
    x[NAME_RIGHT_COMMON] = right == 2;
    x[NAME_RIGHT_LOST] = right == 3;
    x[NAME_START] = t->start;
    x[NAME_CAPITALS] = t->capitals;
    x[NAME_ARTICLE] = follows_article(all, i);
    x[NAME_SMALL] = follows_small(all, i);
    x[NAME_OTHERS_LOST] = (double)others_lost(p, i);
    x[NAME_SHORTENED] = (double)p->sides[ENGLISH].count < 0.85 * (double)all->count;
    set_elsewhere(p, t, x);
    x[NAME_HYPHEN] = t->gap == GAP_HYPHEN || (i + 1 < all->count && all->items[i + 1].gap == GAP_HYPHEN);
    return true;
}

bool name_found(const pair *p, size_t i, bool upper)
{
    return is_found(p, GERMAN, &p->sides[GERMAN].items[i], upper);
}

/* The logit of the probability that a word has a counterpart; below any threshold for one that is no name. */
static double score_of(const pair *p, size_t i)
{
    double x[NAME_FEATURES], sum = 0;
    if (!name_features(p, i, x))
        return -100;
    for (size_t k = 0; k < NAME_FEATURES; k++)
        sum += x[k] * p->known->name_weights[k];
    return sum;
}

bool name_probable(const pair *p, size_t i)
{
    return score_of(p, i) >= unasked.maybe;
}

static bool is_settled(const pair *p, const token *t)
{
    for (size_t i = 0; i < p->context.settled_count; i++)
        if (dp_span_overlaps(p->context.settled[i], t->span))
            return true;
    return false;
}


/* ---- Whether it is lost ---- */

bool name_doubtful(const pair *p, size_t i)
{
    const token *t = &p->sides[GERMAN].items[i];
    if (t->kind != TOKEN_WORD || !t->upper || is_settled(p, t))
        return false;
    name_match match = name_matched(p, i);
    return match != NAME_FOUND && score_of(p, i) >= (match == NAME_MISSING ? ASK_MISSING : ASK_MATCHED);
}

bool name_common(const pair *p, size_t i)
{
    const token *t = &p->sides[GERMAN].items[i];
    return has_stem(&p->known->german_words, t->fold, t->fold_length);
}

static double limited(double value, double limit)
{
    return value > limit ? limit : value < -limit ? -limit : value;
}

/* How a word that may be lost counts. */
typedef enum loss { LOSS_NONE, LOSS_MAYBE, LOSS_LIKELY, LOSS_SURE } loss;

static loss loss_at(const limits *l, double logit)
{
    return logit >= l->sure ? LOSS_SURE : logit >= l->likely ? LOSS_LIKELY : logit >= l->maybe ? LOSS_MAYBE : LOSS_NONE;
}

/* Without an engine that was asked, what has something like a counterpart is not lost. `*logit` tells among words of the same
 * loss. */
static loss loss_of(const pair *p, size_t i, double *logit)
{
    const token *t = &p->sides[GERMAN].items[i];
    const double *weights = p->known->doubt_weights;
    if (t->kind != TOKEN_WORD || !t->upper || is_settled(p, t))
        return LOSS_NONE;
    const doubt *d = find_doubt(p, t);
    bool missing = !is_found(p, GERMAN, t, false);
    if (!d && !missing)
        return LOSS_NONE;
    *logit = score_of(p, i);
    if (!d)
        return loss_at(&unasked, *logit);
    *logit = weights[DOUBT_BIAS] + weights[DOUBT_LOGIT] * limited(*logit, MOST_LOGIT) +
             weights[DOUBT_GAIN] * limited(d->gain, MOST_GAIN) + (missing ? 0 : weights[DOUBT_MATCHED]) +
             (name_common(p, i) ? weights[DOUBT_WORD] : 0);
    return loss_at(&asked, *logit);
}

static const token *most_surely_lost(const pair *p, loss *most)
{
    const tokens *all = &p->sides[GERMAN];
    const token *best = NULL;
    double best_logit = 0;
    *most = LOSS_NONE;
    for (size_t i = 0; i < all->count; i++) {
        double logit = 0;
        loss own = loss_of(p, i, &logit);
        if (own > *most || (own == *most && own != LOSS_NONE && logit > best_logit)) {
            best = &all->items[i];
            best_logit = logit;
            *most = own;
        }
    }
    return best;
}

/* Whether a German word of the sentence, or a part of one, is translated by an English word. */
static bool is_translation(const pair *p, const token *english)
{
    const tokens *all = &p->sides[GERMAN];
    const table *words = &p->known->lexicon;
    for (size_t i = 0; i < all->count; i++) {
        const token *t = &all->items[i];
        if (t->kind != TOKEN_WORD)
            continue;
        const table_row *rows[] = {find_stem(words, t->fold, t->fold_length), find_part(words, t, true),
                                   find_part(words, t, false)};
        for (size_t k = 0; k < 3; k++)
            if (rows[k] && is_one(english, rows[k]->value, rows[k]->end, true))
                return true;
    }
    return false;
}

/* The English word that is most surely a name that the German has not, and whether it may be a common word. */
static const token *most_surely_new(const pair *p, bool *common)
{
    const tokens *all = &p->sides[ENGLISH];
    const token *best = NULL;
    for (size_t i = 0; i < all->count && !(best && !*common); i++) {
        const token *t = &all->items[i];
        if (!is_english_name(p, t) || is_found(p, ENGLISH, t, false))
            continue;
        bool word = has_stem(&p->known->english_words, t->fold, t->fold_length);
        if ((best && word) || (word && is_translation(p, t)))
            continue;
        best = t;
        *common = word;
    }
    return best;
}

void check_names(pair *p)
{
    const char *text = p->sides[ENGLISH].text;
    loss how = LOSS_NONE;
    bool common = false;
    const token *lost = most_surely_lost(p, &how), *new = lost ? most_surely_new(p, &common) : NULL;
    const char *word = lost ? p->sides[GERMAN].text + lost->span.begin : "";
    int length = lost ? (int)(lost->span.end - lost->span.begin) : 0;
    if (new && how >= (common ? LOSS_LIKELY : LOSS_MAYBE))
        pair_add(p, "name", false, lost->span, "The German names “%.*s”; the English does not, but names “%.*s”.", length,
                 word, (int)(new->span.end - new->span.begin), text + new->span.begin);
    else if (how == LOSS_SURE && name_common(p, (size_t)(lost - p->sides[GERMAN].items)))
        pair_add(p, "name", false, lost->span, "The German has “%.*s”, for which the English seems to have nothing.", length,
                 word);
    else if (how == LOSS_SURE)
        pair_add(p, "name", false, lost->span, "The German names “%.*s”; the English does not.", length, word);
}
