/* SPDX-License-Identifier: ISC */
/*
 * Who speaks: where another stage has found the speaker of a quotation, the English must have the same one.
 */
#include "pair.h"

static bool has_word(const tokens *all, const char *const *words)
{
    for (size_t i = 0; i < all->count; i++)
        for (size_t k = 0; words[k]; k++)
            if (token_is(&all->items[i], words[k]))
                return true;
    return false;
}

static void report(pair *p, const token *speaker)
{
    pair_add(p, "speaker", true, speaker->span, "In the German, “%.*s” says this; the English names another speaker or none.",
             (int)(speaker->span.end - speaker->span.begin), p->sides[GERMAN].text + speaker->span.begin);
}

/* "er" may be "it", and "sie" "they"; but what she says must not be given to him. */
static void check_pronoun(pair *p, const token *t)
{
    static const char *const he[] = {"he", "his", "him", "himself", NULL};
    static const char *const she[] = {"she", "her", "herself", NULL};
    static const char *const any[] = {"it", "they", "their", "them", "you", "who", "i", "we", NULL};
    const tokens *english = &p->sides[ENGLISH];
    bool male = has_word(english, he), female = has_word(english, she);
    if (has_word(english, any) || male == female)
        return;
    if (token_is(t, "er") ? female : male)
        report(p, t);
}

static bool is_reported(const pair *p)
{
    for (size_t i = 0; i < p->count; i++)
        for (size_t k = 0; k < p->context.speaker_count; k++)
            if (dp_span_overlaps(p->findings[i].span, p->context.speakers[k]))
                return true;
    return false;
}

/* The last word of a speaker's name must be there. */
static void check_speaker(pair *p, dp_span speaker)
{
    const tokens *german = &p->sides[GERMAN];
    size_t last = german->count;
    for (size_t i = 0; i < german->count; i++)
        if (dp_span_overlaps(german->items[i].span, speaker))
            last = i;
    if (last == german->count)
        return;
    const token *t = &german->items[last];
    if (token_is(t, "er") || token_is(t, "sie"))
        check_pronoun(p, t);
    else if (name_probable(p, last) && !name_found(p, last, false))
        report(p, t);
}

void check_speakers(pair *p)
{
    for (size_t i = 0; i < p->context.speaker_count && !is_reported(p); i++)
        check_speaker(p, p->context.speakers[i]);
}
