/* SPDX-License-Identifier: ISC */
/*
 * Terms put into translations made by hand, with a random model that has to vouch for what follows them. How good it
 * finds the old translation is set by hand too: so it is clear whether a term makes it better or worse.
 */
#include "config.h"

#include "../../plugins/translate/constrain.h"
#include "../../plugins/translate/phrase.h"
#include "model_maker.h"

#include <tap.h>

#include <stdlib.h>
#include <string.h>

#define PIECES 400
#define WORST  (-1000.0f) /* anything is better */

static vocab *v;
static model *m;
static batch_space space;

/* A sentence whose English word i the attention rests on German word i of, and what it has to show. */
static sentence translated(const char *german, const char *english, float score, wanted *wants, size_t count)
{
    sentence_options usual = {.good_length = 100, .most_length = 150};
    sentence s = {.source = german, .length = strlen(german)};
    dp_error error = {0};
    if (sentence_begin(&s, v, &usual, &error) != DP_OK || s.part_count != 1)
        printf("# %s: %s\n", german, error.text);
    part *p = &s.parts[0];
    p->wants = malloc(count * sizeof *wants);
    memcpy(p->wants, wants, count * sizeof *wants);
    p->want_count = count;
    piece *pieces = NULL;
    size_t made = 0, word = 0, other = 0;
    vocab_encode(v, english, strlen(english), &pieces, &made, &error);
    hypothesis *h = &p->best;
    *h = (hypothesis){.pieces = calloc(made + 1, sizeof *h->pieces),
                      .scores = calloc(made + 1, sizeof *h->scores),
                      .weights = calloc((made + 1) * p->count, sizeof *h->weights),
                      .count = made + 1,
                      .ended = true};
    for (size_t i = 0; i < made; i++) {
        h->pieces[i] = pieces[i].id;
        word += i > 0 && vocab_begins_word(v, pieces[i].id);
        other = 0;
        for (size_t j = 0; j + 1 < p->count; j++) {
            other += j > 0 && vocab_begins_word(v, p->ids[j]);
            h->weights[i * p->count + j] = other == word ? 0.5f : 0.0f;
        }
    }
    for (size_t i = 0; i <= made; i++)
        h->scores[i] = score;
    h->pieces[made] = PIECE_END;
    free(pieces);
    return s;
}

static wanted want_for(const char *german, const char *word, const char *english)
{
    size_t at = (size_t)(strstr(german, word) - german);
    return (wanted){.german = {at, at + strlen(word)}, .english = english, .inflect = true};
}

static void english_of(const sentence *s, dp_text *out)
{
    dp_text_cut(out, 0);
    vocab_decode(v, s->parts[0].best.pieces, s->parts[0].best.count, out, NULL, NULL);
}

static void check(const char *name, const char *german, const char *english, float score, wanted *wants, size_t count,
                  want_state state, const char *expected)
{
    /* Too few pieces for the model to end by itself: only what keeps the rest of the sentence can be taken. */
    batch_options options = {
        .search = {.beam = 1, .results = 1, .length_factor = 0.1, .alignment = true}, .threads = 1, .pieces = 100};
    constrainer c = {m, NULL, v, &options, &space, 1.5};
    sentence s = translated(german, english, score, wants, count);
    dp_error error = {0};
    dp_text got = {0};
    bool good = constrain(&c, &s, 1, &error) == DP_OK;
    for (size_t i = 0; i < count; i++)
        good = good && s.parts[0].wants[i].state == state;
    english_of(&s, &got);
    if (!ok(good && strcmp(got.data, expected) == 0, "%s", name))
        printf("# got: %s (state %d) %s\n", got.data, (int)s.parts[0].wants[0].state, error.text);
    dp_text_free(&got);
    sentence_free(&s);
}

static void test_constrain(void)
{
    const char *german = "die Wache brennt 12 Tage";
    wanted one[] = {want_for(german, "Wache", "fire station")};
    check("a term takes the place of what renders its German", german, "the guard burns 12 days", WORST, one, 1,
          WANT_APPLIED, "the fire station burns 12 days");
    check("one that makes the sentence much worse is rejected", german, "the guard burns 12 days", 0.0f, one, 1,
          WANT_REJECTED, "the guard burns 12 days");
    check("one that is there changes nothing", german, "the Fire Station burns 12 days", WORST, one, 1, WANT_MET,
          "the Fire Station burns 12 days");
    check("nor does one in the plural", german, "the fire stations' walls", WORST, one, 1, WANT_MET,
          "the fire stations' walls");
    check("a part of a word is not the term", german, "the fire stationary burns 12 days", WORST, one, 1, WANT_APPLIED,
          "the fire station stationary burns 12 days");
    wanted exact[] = {want_for(german, "Wache", "fire station")};
    exact[0].exact = true;
    check("capitals may matter", german, "the Fire Station burns 12 days", WORST, exact, 1, WANT_APPLIED,
          "the fire station Station burns 12 days");
    check("but not that of the first letter", german, "Fire station burns 12 days", WORST, exact, 1, WANT_MET,
          "Fire station burns 12 days");
    wanted fixed[] = {want_for(german, "Wache", "fire station")};
    fixed[0].inflect = false;
    check("a term that is not inflected has no plural", german, "the stations burn 12 days", WORST, fixed, 1, WANT_APPLIED,
          "the fire station burn 12 days");
    wanted many[] = {want_for(german, "Wache", "fire station")};
    many[0].amount = 'p';
    check("the plural is taken where the German has it", german, "the guards burn 12 days", WORST, many, 1, WANT_APPLIED,
          "the fire stations burn 12 days");
    many[0].amount = 's';
    check("and the singular likewise", german, "the guards burn 12 days", WORST, many, 1, WANT_APPLIED,
          "the fire station burn 12 days");
    wanted whose[] = {want_for(german, "Wache", "Kim")};
    whose[0].amount = 'g';
    whose[0].forbidden = "guard|guards";
    check("no forbidden form stands for a term", german, "the guard burns 12 days", WORST, whose, 1,
          WANT_APPLIED, "the Kim burns 12 days");
    wanted first[] = {want_for(german, "die", "every")};
    check("at the beginning it has a capital", german, "The guard burns", WORST, first, 1, WANT_APPLIED,
          "Every guard burns");
    wanted country[] = {want_for("die USA brennt", "USA", "United States")};
    check("an abbreviation with full stops is one word", "die USA brennt", "the U.S. burns", WORST, country, 1, WANT_APPLIED,
          "the United States burns");
    wanted last[] = {want_for("die Wache brennt.", "brennt", "blaze")};
    check("the full stop is no part of the term", "die Wache brennt.", "the guard burns.", WORST, last, 1, WANT_APPLIED,
          "the guard blaze.");
}

static void test_faulty(void)
{
    const char *german = "die Wache brennt";
    wanted one[] = {want_for(german, "Wache", "fire station")};
    batch_options options = {
        .search = {.beam = 1, .results = 1, .length_factor = 2, .alignment = true}, .threads = 1, .pieces = 100};
    constrainer c = {m, NULL, v, &options, &space, 100};
    sentence s = translated(german, "the guard burns", WORST, one, 1);
    s.parts[0].best.ended = false;
    ok(constrain(&c, &s, 1, NULL) == DP_OK && s.parts[0].wants[0].state == WANT_OPEN,
       "a translation that is not to be trusted is left alone");
    sentence_free(&s);
}

static void test_two(void)
{
    const char *german = "die Wache brennt 12 Tage";
    wanted two[] = {want_for(german, "Wache", "fire station"), want_for(german, "brennt", "blaze")};
    batch_options options = {
        .search = {.beam = 1, .results = 1, .length_factor = 0.1, .alignment = true}, .threads = 1, .pieces = 100};
    constrainer c = {m, NULL, v, &options, &space, 100};
    sentence s = translated(german, "the guard burns 12 days", WORST, two, 2);
    dp_text got = {0};
    bool good = constrain(&c, &s, 1, NULL) == DP_OK;
    english_of(&s, &got);
    ok(good && strstr(got.data, "fire station") && strstr(got.data, "blaze") && strstr(got.data, "12"),
       "two terms are both there, and the number still is: %s", got.data);
    dp_text_free(&got);
    sentence_free(&s);
}

static void test_plural(void)
{
    static const char *const cases[][2] = {
        {"weapons programme", "weapons programmes"},
        {"ally", "allies"},
        {"day", "days"},
        {"branch", "branches"},
        {"chairman", "chairmen"},
        {"North Korea", ""},
        {"leaders", ""},
        {"process", ""},
        {"head of state", "heads of state"}, {"money laundering", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_text plural = {0};
        phrase_plural(&plural, cases[i][0]);
        ok(strcmp(plural.data ? plural.data : "", cases[i][1]) == 0, "plural of %s: %s", cases[i][0],
           cases[i][1][0] ? cases[i][1] : "none");
        dp_text_free(&plural);
    }
}

static bool open_all(made_model *words, made_model *weights)
{
    static const model_shape shape = {.name = "small",
                                      .width = 32,
                                      .heads = 4,
                                      .inner = 64,
                                      .encoder_layers = 1,
                                      .decoder_layers = 1,
                                      .source_pieces = PIECES,
                                      .target_pieces = PIECES,
                                      .ssru = true,
                                      .shared = true,
                                      .tied = true};
    *words = make_vocab(PIECES, NULL, 0);
    *weights = make_model(&shape, 7);
    model_file *file = NULL;
    return words->bytes && weights->bytes && vocab_parse(words->bytes, words->length, "test", &v, NULL) == DP_OK &&
           model_file_parse(weights->bytes, weights->length, "test", &file, NULL) == DP_OK &&
           model_build(file, kernels_best(), true, &m, NULL) == DP_OK && batch_space_open(&space, 1, NULL) == DP_OK;
}

int main(void)
{
    made_model words, weights;
    if (!open_all(&words, &weights))
        return 1;
    test_constrain();
    test_two();
    test_faulty();
    test_plural();
    batch_space_free(&space);
    model_close(m);
    vocab_free(v);
    free(words.bytes);
    free(weights.bytes);
    return tap_done();
}
