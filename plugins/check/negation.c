/* SPDX-License-Identifier: ISC */
/*
 * Negation: each word that negates is paired with one of the other side at about the same place, those of a kind first. A plain
 * negation that is left over was lost or invented.
 */
#include "doubt.h"

#include <math.h>
#include <string.h>

/* More negations of a sentence are not looked at. */
#define NEGATIONS_MAX 24
/* How far apart the places of two negations may be, as a share of the sentence, unless both are plain. */
#define REACH 0.2
/* Gains (doubt.h) from which on a negation is in the English, whatever words stand there, and up to which it is not. */
#define ACCOUNTED 6.0
#define ACCOUNTED_SOFT 1.5 /* where a word that may stand for it is left over, too far away to be paired */
#define DENIED    -3.0

typedef enum strength {
    PLAIN, /* denies */
    SOFT,  /* may stand for a denial: "fails to" */
    AGAIN, /* goes on with one: "not a towel or any soap" */
    ONLY   /* "not only": denies nothing, but must not become "only" */
} strength;

typedef struct negation {
    const token *word;
    strength strength;
    double place;     /* in the sentence, from 0 to 1 */
    bool matched;
} negation;

typedef struct negations {
    negation items[NEGATIONS_MAX];
    size_t count;
} negations;

static bool begins(const token *t, const char *part)
{
    size_t length = strlen(part);
    return t->fold_length > length + 2 && memcmp(t->fold, part, length) == 0;
}

static bool ends(const token *t, const char *part)
{
    size_t length = strlen(part);
    return t->fold_length > length && memcmp(t->fold + t->fold_length - length, part, length) == 0;
}

/* Whether a word is made negative by its first or last part ("unklar", "hopeless"), and does not only look so ("under"). */
static bool is_affixed(const token *t, side of)
{
    static const char *const looks[] = {"unter", "unten", "unser", "uni",  "ungar", "ungefähr", "unmittelbar", "under",
                                        "until", "unto",  "unan",  "disc", "dist",  "displ",    "disas",       "dise",  "disap",
                                        "dispu", "dispa", "dismi", "nonetheless", "nevertheless", "bless", "mission", NULL};
    for (size_t i = 0; looks[i]; i++)
        if (strncmp(t->fold, looks[i], strlen(looks[i])) == 0)
            return false;
    if (of == GERMAN)
        return begins(t, "un") || begins(t, "nicht") || begins(t, "miss") || ends(t, "los") || ends(t, "lose") ||
               ends(t, "losen") || ends(t, "loser") || ends(t, "loses") || ends(t, "losem") || ends(t, "losigkeit");
    return begins(t, "un") || begins(t, "non") || begins(t, "dis") || begins(t, "imposs") || begins(t, "illeg") ||
           begins(t, "improb") || begins(t, "irreg") || begins(t, "irresp") || ends(t, "less") || ends(t, "lessly") ||
           ends(t, "lessness");
}

static const char *const only_words[] = {"nur",  "allein", "bloß",   "bloss",  "lediglich",
                                        "only", "just",   "merely", "simply", NULL};

static bool is_not_only(const tokens *all, size_t i)
{
    static const char *const denied[] = {"nicht", "not", NULL};
    const token *t = &all->items[i], *next = i + 1 < all->count ? t + 1 : NULL;
    return token_is_one_of(t, denied) && token_is_one_of(next, only_words) && next->gap == GAP_SPACE;
}

/* "nicht selten", "not a few": two negations that deny nothing. */
static bool is_double(const pair *p, side of, size_t i)
{
    static const char *const denied[] = {"nicht", "not", NULL};
    const tokens *all = &p->sides[of];
    if (i + 1 >= all->count || !token_is_one_of(&all->items[i], denied) || all->items[i + 1].gap != GAP_SPACE)
        return false;
    const table_row *row = pair_find(&p->known->negations, of, &all->items[i + 1]);
    return row && *row->value == 'd';
}

/* "No. 1", "nicht zuletzt", "not least", "wie kein anderer". */
static bool is_idle(const tokens *all, size_t i)
{
    const token *t = &all->items[i], *next = i + 1 < all->count ? t + 1 : NULL;
    bool numbered = token_is(t, "no") && (t->ended || t->upper) && next && next->kind == TOKEN_NUMERAL;
    bool least = next && ((token_is(t, "nicht") && token_is(next, "zuletzt")) ||
                          (token_is(t, "not") && token_is(next, "least")));
    bool peerless = next && i > 0 && token_is(t - 1, "wie") && strncmp(t->fold, "kein", 4) == 0 && begins(next, "ande");
    return numbered || least || peerless;
}

/* What a word denies; false for one that denies nothing. `*twice`: the next word belongs to it. */
static bool read_strength(const pair *p, side of, size_t i, strength *s, bool *twice)
{
    const tokens *all = &p->sides[of];
    const token *t = &all->items[i];
    const table_row *row = pair_find(&p->known->negations, of, t);
    bool plain = (row && *row->value == 'p') || (of == ENGLISH && ends(t, "n't"));
    bool prefix = i + 1 < all->count && all->items[i + 1].gap == GAP_HYPHEN; /* "Nicht-EU-Staat" */
    if (is_idle(all, i) || (!plain && !row && !is_affixed(t, of)))
        return false;
    bool again = row && *row->value == 'a';
    *twice = is_double(p, of, i);
    *s = is_not_only(all, i) ? ONLY : again ? AGAIN : plain && !prefix && !*twice ? PLAIN : SOFT;
    return true;
}

static void read_negations(const pair *p, side of, negations *out)
{
    const tokens *all = &p->sides[of];
    for (size_t i = 0; i < all->count && out->count < NEGATIONS_MAX; i++) {
        strength s;
        bool twice;
        if (!read_strength(p, of, i, &s, &twice))
            continue;
        out->items[out->count++] = (negation){.word = &all->items[i], .strength = s, .place = (double)i / (double)all->count};
        i += twice;
    }
}

/* Without its k, "keine" is "eine"; other words are left out as a whole. */
bool negation_doubtful(const pair *p, size_t i, dp_span *cut)
{
    const token *t = &p->sides[GERMAN].items[i];
    strength s;
    bool twice;
    if (!read_strength(p, GERMAN, i, &s, &twice) || s != PLAIN)
        return false;
    *cut = t->span;
    if (strncmp(t->fold, "kein", 4) == 0)
        cut->end = cut->begin + 1;
    return true;
}

/* The nearest that is not yet matched; null when none is in reach. */
static negation *nearest(negations *all, strength wanted, double place, double reach)
{
    negation *best = NULL;
    for (size_t i = 0; i < all->count; i++) {
        negation *n = &all->items[i];
        double far = fabs(n->place - place);
        if (!n->matched && n->strength == wanted && far <= reach && (!best || far < fabs(best->place - place)))
            best = n;
    }
    return best;
}

static void match(negations *from, strength of, negations *to, strength wanted)
{
    for (size_t i = 0; i < from->count; i++) {
        negation *n = &from->items[i];
        double reach = of == wanted && of != SOFT ? 1 : REACH;
        negation *other = n->matched || n->strength != of ? NULL : nearest(to, wanted, n->place, reach);
        if (other)
            n->matched = other->matched = true;
    }
}

static bool has(const negations *all, strength wanted, bool matched_too)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].strength == wanted && (matched_too || !all->items[i].matched))
            return true;
    return false;
}

/* Whether a side says "only" without "not" before it. */
static bool says_only(const tokens *all)
{
    for (size_t i = 0; i < all->count; i++)
        if (token_is_one_of(&all->items[i], only_words) && (i == 0 || !is_not_only(all, i - 1)))
            return true;
    return false;
}

/* The plain German negation that the engine misses most, and its gain. Null if it was not asked about any. */
static const token *most_missed(const pair *p, const negations *german, double *gain)
{
    const token *missed = NULL;
    for (size_t i = 0; i < german->count; i++) {
        const negation *n = &german->items[i];
        const doubt *asked = n->strength == PLAIN ? find_doubt(p, n->word) : NULL;
        if (asked && (!missed || asked->gain < *gain)) {
            missed = n->word;
            *gain = asked->gain;
        }
    }
    return missed;
}

static const token *first_left(const negations *all, const tokens *other)
{
    for (size_t i = 0; i < all->count; i++) {
        const negation *n = &all->items[i];
        if (!n->matched && (n->strength == PLAIN || (n->strength == ONLY && says_only(other))))
            return n->word;
    }
    return NULL;
}

void check_negation(pair *p)
{
    negations german = {0}, english = {0};
    read_negations(p, GERMAN, &german);
    read_negations(p, ENGLISH, &english);
    match(&german, ONLY, &english, ONLY);
    match(&german, PLAIN, &english, PLAIN);
    match(&german, SOFT, &english, SOFT);
    match(&german, PLAIN, &english, SOFT);
    match(&german, SOFT, &english, PLAIN);
    match(&german, ONLY, &english, PLAIN);
    match(&german, PLAIN, &english, ONLY);
    if (has(&english, PLAIN, true) && german.count > 1)
        match(&german, PLAIN, &english, AGAIN);
    double gain = 0;
    const token *lost = first_left(&german, &p->sides[ENGLISH]), *new = first_left(&english, &p->sides[GERMAN]);
    const token *missed = most_missed(p, &german, &gain);
    /* Words cannot tell which of two negations was lost, nor that one is there in other words; the engine can. */
    if (missed && !new && lost)
        lost = gain >= (has(&english, SOFT, false) ? ACCOUNTED_SOFT : ACCOUNTED) ? NULL : missed;
    else if (missed && !new && gain <= DENIED)
        lost = missed;
    const char *source = p->sides[GERMAN].text, *text = p->sides[ENGLISH].text;
    if (lost && !new)
        pair_add(p, "negation", true, lost->span, "The German negates (“%.*s”), the English does not.",
                 (int)(lost->span.end - lost->span.begin), source + lost->span.begin);
    else if (new && !lost)
        pair_add(p, "negation", true, (dp_span){0, 0}, "The English negates (“%.*s”), the German does not.",
                 (int)(new->span.end - new->span.begin), text + new->span.begin);
}
