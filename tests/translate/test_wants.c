/* SPDX-License-Identifier: ISC */
/*
 * Which numbers of a German sentence its English has to show, and how they are written there.
 */
#include "config.h"

#include "../../plugins/translate/wants.h"
#include "model_maker.h"

#include <depesche/depesche.h>
#include <tap.h>

#include <stdlib.h>
#include <string.h>

static const char *const cases[][2] = {
    {"Das Werk hat 18.500 Beschäftigte.", "18,500"},
    {"Es sind 1.234.567,89 Euro.", "1,234,567.89"},
    {"Um 6,3 Prozent auf 14 Punkte.", "6.3 14"},
    {"Im Jahr 2019 waren es 250.", "2019 250"},
    {"Am 3. Mai um 20.15 Uhr, am 12.09.2024, kamen 4 Leute.", ""},
    {"Der 60-Jährige fuhr die A7 und die B 96.", "96"},
    {"Das 12345678901234567890123456 ist zu lang, 1.23 ist keine Zahl.", ""},
};

static void show(const sentence *s, dp_text *out)
{
    for (size_t i = 0; i < s->part_count; i++)
        for (size_t j = 0; j < s->parts[i].want_count; j++)
            dp_text_printf(out, "%s%s", out->length > 0 ? " " : "", s->parts[i].wants[j].number);
}

int main(void)
{
    made_model words = make_vocab(400, NULL, 0);
    vocab *v = NULL;
    if (!words.bytes || vocab_parse(words.bytes, words.length, "test", &v, NULL) != DP_OK)
        return 1;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dp_error error = {0};
        dp_read_options how = {.name = "test", .format = "text"};
        dp_text text = {0}, got = {0};
        dp_text_printf(&text, "Ein Satz.\n\n%s", cases[i][0]);
        dp_doc *doc = dp_doc_read(text.data, text.length, &how, &error);
        size_t count = doc ? dp_doc_sentence_count(doc) : 0;
        sentence *sentences = calloc(count + 1, sizeof *sentences);
        sentence_options usual = {.good_length = 100, .most_length = 150, .results = 1};
        bool good = doc && count > 0;
        for (size_t j = 0; j < count && good; j++) {
            dp_span span = dp_doc_sentence(doc, j).span;
            sentences[j] = (sentence){.source = dp_doc_source(doc, &(size_t){0}) + span.begin,
                                      .length = span.end - span.begin,
                                      .base = span.begin};
            good = sentence_begin(&sentences[j], v, &usual, &error) == DP_OK;
        }
        good = good && wants_collect(doc, true, sentences, &error) == DP_OK;
        for (size_t j = 0; j < count; j++) {
            show(&sentences[j], &got);
            sentence_free(&sentences[j]);
        }
        if (!ok(good && strcmp(got.data ? got.data : "", cases[i][1]) == 0, "%s", cases[i][0]))
            printf("# got: %s %s\n", got.data ? got.data : "", error.text);
        dp_text_free(&text);
        dp_text_free(&got);
        free(sentences);
        dp_doc_free(doc);
    }
    vocab_free(v);
    free(words.bytes);
    return tap_done();
}
