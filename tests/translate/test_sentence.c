/* SPDX-License-Identifier: ISC */
/*
 * Sentences before and after the model, with translations made by hand: what is prepared, cut, joined, aligned, given
 * up. The vocabulary is the small one of model_maker.c.
 */
#include "config.h"

#include "../../plugins/translate/sentence.h"
#include "model_maker.h"

#include <tap.h>

#include <stdlib.h>
#include <string.h>

#define OPENING         "\xE2\x80\x9E" /* German quotation marks */
#define CLOSING         "\xE2\x80\x9C"
#define ENGLISH_OPENING "\xE2\x80\x9C"
#define ENGLISH_CLOSING "\xE2\x80\x9D"

static vocab *v;
static const sentence_options usual = {.good_length = 100, .most_length = 150};

static sentence begin(const char *german, const sentence_options *options)
{
    sentence s = {.source = german, .length = strlen(german)};
    if (sentence_begin(&s, v, options, NULL) != DP_OK)
        printf("# %s: cannot be prepared\n", german);
    return s;
}

static size_t word_of(const char *text, size_t at)
{
    size_t words = 0;
    for (size_t i = 0; i < at; i++)
        words += text[i] == ' ' && text[i + 1] != ' ';
    return words + (text[at] == ' ');
}

/* Let the model have said `english` for a part, with the attention of English word i on German word order[i]. */
static void say(const sentence *s, part *p, const char *english, const size_t *order)
{
    const char *german = s->german.text.data + p->span.begin;
    piece *pieces = NULL;
    size_t count = 0;
    vocab_encode(v, english, strlen(english), &pieces, &count, NULL);
    hypothesis *h = &p->best;
    *h = (hypothesis){.pieces = calloc(count + 1, sizeof *h->pieces),
                      .scores = calloc(count + 1, sizeof *h->scores),
                      .weights = calloc((count + 1) * p->count, sizeof *h->weights),
                      .count = count + 1,
                      .ended = true};
    for (size_t i = 0; i < count; i++) {
        h->pieces[i] = pieces[i].id;
        for (size_t j = 0; order && j + 1 < p->count; j++)
            if (word_of(german, p->pieces[j].span.begin) == order[word_of(english, pieces[i].span.begin)])
                h->weights[i * p->count + j] = 0.5f;
    }
    h->pieces[count] = PIECE_END;
    free(pieces);
}

static bool aligned_to(const sentence *s, size_t index, const char *german, const char *english)
{
    if (index >= s->alignment_count)
        return false;
    aligned a = s->alignment[index];
    size_t g = a.german.end - a.german.begin, e = a.english.end - a.english.begin;
    return g == strlen(german) && memcmp(s->source + a.german.begin, german, g) == 0 && e == strlen(english) &&
           memcmp(s->english.data + a.english.begin, english, e) == 0;
}

static void test_alignment(void)
{
    static const size_t crossed[] = {1, 0};
    sentence s = begin("  heute  " OPENING "morgen" CLOSING, &usual);
    say(&s, &s.parts[0], "\"tomorrow\" today", crossed);
    ok(sentence_end(&s, v, &usual, NULL) == DP_OK && s.status == DP_TRANSLATED, "a sentence is translated");
    ok(strcmp(s.english.data, ENGLISH_OPENING "tomorrow" ENGLISH_CLOSING " today") == 0,
       "quotation marks come back as English ones");
    ok(s.alignment_count == 2 && aligned_to(&s, 0, "morgen", "tomorrow") && aligned_to(&s, 1, "heute", "today"),
       "words are aligned as the attention says, in the bytes of the source and of the final English");
    sentence_free(&s);
    s = begin(OPENING "heute" CLOSING, &usual);
    say(&s, &s.parts[0], "so today\" it is", NULL);
    sentence_end(&s, v, &usual, NULL);
    ok(strcmp(s.english.data, "so today" ENGLISH_CLOSING " it is") == 0, "a mark that closes nothing still closes");
    sentence_free(&s);
    s = begin("\"heute\"", &usual);
    say(&s, &s.parts[0], "\"today\"", NULL);
    sentence_end(&s, v, &usual, NULL);
    ok(strcmp(s.english.data, "\"today\"") == 0, "straight quotation marks stay straight");
    ok(s.alignment_count == 0, "without attention no words are aligned");
    sentence_free(&s);
}

static void test_parts(void)
{
    static const sentence_options narrow = {.good_length = 24, .most_length = 36};
    static const char german[] = "er kam und sah, dann ging er; danach war alles gut, sagte sie, "
                                 "und niemand hat widersprochen weil es so war";
    sentence s = begin(german, &narrow);
    bool small = true;
    for (size_t i = 0; i < s.part_count; i++) {
        char text[sizeof german] = "";
        memcpy(text, german + s.parts[i].span.begin, s.parts[i].span.end - s.parts[i].span.begin);
        say(&s, &s.parts[i], text, NULL);
        small = small && s.parts[i].count <= narrow.most_length + 2;
    }
    ok(s.part_count > 2 && small, "a long sentence is cut into %zu parts of bounded length", s.part_count);
    char before = s.parts ? german[s.parts[0].span.end - 1] : ' ';
    ok(before == ',' || before == ';', "the first of them at a clause mark");
    ok(sentence_end(&s, v, &narrow, NULL) == DP_OK && strcmp(s.english.data, german) == 0,
       "the parts joined again are the whole sentence");
    ok(s.notes.data && strstr(s.notes.data, "in parts"), "that it was cut is noted");
    sentence_free(&s);
}

/* The parts of a sentence, with a vertical bar between them. */
static void is_cut(const char *german, size_t good, const char *expected)
{
    const sentence_options options = {.good_length = good, .most_length = good + good / 2};
    sentence s = begin(german, &options);
    dp_text got = {0};
    for (size_t i = 0; i < s.part_count; i++) {
        dp_span span = s.parts[i].span;
        dp_text_puts(&got, i > 0 ? "|" : "");
        dp_text_append(&got, s.german.text.data + span.begin, span.end - span.begin);
    }
    ok(got.data && strcmp(got.data, expected) == 0, "cut: %s", got.data ? got.data : "");
    dp_text_free(&got);
    sentence_free(&s);
}

static void test_cutting(void)
{
    is_cut("sie kam, als er ging, weil es so war", 100, "sie kam, als er ging, weil es so war");
    is_cut("das Haus, das sie kennt, ist alt, und sie mag es", 36, "das Haus, das sie kennt, ist alt,|und sie mag es");
    is_cut("sie sagt \"ja, aber nein, doch, ja\", und er ging weg", 36,
           "sie sagt \"ja, aber nein, doch, ja\",|und er ging weg");
    is_cut("sie war heute hier und er war heute dort", 24, "sie war heute hier|und er war heute dort");
    is_cut("alte Leute leben gern in der Stadt Bonn", 24, "alte Leute leben gern|in der Stadt Bonn");
    is_cut("abcdefghijklmnopqrstuvwxyz", 10, "abcdefghijklm|nopqrstuvwxyz");
}

static void test_controls(void)
{
    const uint32_t escape = (uint32_t)vocab_size(v) - 1;
    dp_text text = {0};
    ok(vocab_decode(v, &escape, 1, &text, NULL, NULL) == DP_OK && strcmp(text.data, "\xEF\xBF\xBD[") == 0,
       "a model cannot say control characters");
    dp_text_free(&text);
}

static void test_faults(void)
{
    sentence s = begin("alles ist gut", &usual);
    say(&s, &s.parts[0], "all is is is is is is is is is is is is is is is is well", NULL);
    ok(part_fault(&s.parts[0]) != NULL, "a translation that repeats itself is not to be trusted");
    sentence_end(&s, v, &usual, NULL);
    ok(s.status == DP_GIVEN_UP && strcmp(s.english.data, "alles ist gut") == 0, "it is given up: the German stays");
    ok(s.notes.data && strstr(s.notes.data, "repeated itself"), "with the reason");
    sentence_free(&s);
    s = begin("alles ist gut", &usual);
    say(&s, &s.parts[0], "all is is well", NULL);
    ok(!part_fault(&s.parts[0]) && part_doubtful(&s.parts[0]), "one that stutters is worth another try");
    hypothesis worse = s.parts[0].best;
    s.parts[0].best = (hypothesis){0};
    say(&s, &s.parts[0], "all is well", NULL);
    hypothesis better = s.parts[0].best;
    worse.ended = false;
    ok(part_take(&s.parts[0], &worse, 1, NULL) == DP_OK && s.parts[0].best.pieces == better.pieces,
       "of two translations the one without a fault is kept");
    hypothesis_free(&worse);
    s.parts[0].best.ended = false;
    sentence_end(&s, v, &usual, NULL);
    ok(s.status == DP_GIVEN_UP, "a translation without an end is given up");
    sentence_free(&s);
}

/* What the model is given. */
static void test_cleaning(void)
{
    static const struct {
        const char *german, *prepared, *what;
    } cases[] = {
        {"scho\xCC\x88n, A\xCC\x88rger, e\xCC\x81l", "sch\xC3\xB6n, \xC3\x84rger, \xC3\xA9l", "composed letters"},
        {" \t ein  Haus\n\xC2\xA0steht\xE2\x80\x89hier \r\n", "ein Haus steht hier", "single spaces"},
        {"Re\xC2\xADgie\xE2\x80\x8Brung\xEF\xBB\xBF\xE2\x80\x8E", "Regierung", "nothing invisible"},
        {"a\x01"
         "b \x1B[1mc\xC2\x85 \x7F"
         "d",
         "ab [1mc d", "no control characters"},
        {OPENING "ja" CLOSING " \xC2\xBBnein\xC2\xAB \xE2\x80\x9A"
                 "doch\xE2\x80\x98 \xE2\x80\xB9ja\xE2\x80\xBA",
         "\"ja\" \"nein\" 'doch' 'ja'", "plain quotation marks"},
        {"Wie geht\xE2\x80\x99s?", "Wie geht's?", "straight apostrophes"},
        {"gut \xF0\x9F\x98\x80 \xE4\xB8\xAD\xE6\x96\x87", "gut \xF0\x9F\x98\x80 \xE4\xB8\xAD\xE6\x96\x87",
         "emoji and Chinese as they are"},
        {"", "", "nothing of nothing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sentence s = begin(cases[i].german, &usual);
        ok(s.german.text.length == strlen(cases[i].prepared) &&
               memcmp(s.german.text.length > 0 ? s.german.text.data : "", cases[i].prepared, s.german.text.length) == 0,
           "prepared: %s", cases[i].what);
        sentence_free(&s);
    }
    const sentence_options raw = {.good_length = 500, .most_length = 750, .raw = true};
    sentence s = begin(" A  B\xC2\xAD ", &raw);
    ok(strcmp(s.german.text.data, " A  B\xC2\xAD ") == 0, "a raw sentence is left as it is");
    sentence_free(&s);
}

static void test_marks(void)
{
    sentence s = begin("\xE2\x80\x9A"
                       "alles\xE2\x80\x98 ist \xC2\xBBgut\xC2\xAB",
                       &usual);
    say(&s, &s.parts[0], "'all' is \"well\"", NULL);
    sentence_end(&s, v, &usual, NULL);
    ok(strcmp(s.english.data, "\xE2\x80\x98"
                              "all\xE2\x80\x99 is " ENGLISH_OPENING "well" ENGLISH_CLOSING) == 0,
       "marks of every German kind become English ones");
    sentence_free(&s);
    s = begin("Sie " OPENING "alles" CLOSING " gut", &usual);
    say(&s, &s.parts[0], "They \" all \" well", NULL);
    sentence_end(&s, v, &usual, NULL);
    ok(strcmp(s.english.data, "They " ENGLISH_OPENING "all" ENGLISH_CLOSING " well") == 0,
       "a mark that a model set apart stands at its word");
    sentence_free(&s);
}

static void test_preparing(void)
{
    sentence s = begin("EILMELDUNG AUS DER EU", &usual);
    ok(strcmp(s.german.text.data, "Eilmeldung Aus Der EU") == 0, "capitals are lowered but for abbreviations");
    ok(s.notes.data && strstr(s.notes.data, "capitals"), "and that is noted");
    sentence_free(&s);
    s = begin("BA1 UND BA1", &usual);
    ok(strcmp(s.german.text.data, "BA1 UND BA1") == 0, "a few capitals are no shouting");
    sentence_free(&s);
    s = begin("BA1 BERICHTET BA1", &usual);
    ok(strcmp(s.german.text.data, "Ba1 Berichtet ba1") == 0, "words are written as the vocabulary has them");
    sentence_free(&s);
    s = begin("1.234 - 56 %", &usual);
    sentence_end(&s, v, &usual, NULL);
    ok(s.status == DP_COPIED && strcmp(s.english.data, "1.234 - 56 %") == 0, "a line without letters is copied");
    sentence_free(&s);
    s = begin("Neue Hoffnung", &usual);
    s.headline = true;
    say(&s, &s.parts[0], "New hope.", NULL);
    sentence_end(&s, v, &usual, NULL);
    ok(strcmp(s.english.data, "New hope") == 0, "a headline ends without a full stop");
    sentence_free(&s);
}

int main(void)
{
    made_model bytes = make_vocab(400, NULL, 0);
    if (!bytes.bytes || vocab_parse(bytes.bytes, bytes.length, "test", &v, NULL) != DP_OK)
        return 1;
    test_alignment();
    test_parts();
    test_cutting();
    test_controls();
    test_faults();
    test_preparing();
    test_cleaning();
    test_marks();
    vocab_free(v);
    free(bytes.bytes);
    return tap_done();
}
