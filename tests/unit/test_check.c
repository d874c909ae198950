/* SPDX-License-Identifier: ISC */
/*
 * Golden cases of the check plugin: each line of cases/check/pairs.tsv is German, tab, English, tab, the codes that must be
 * found, parted by spaces, or "-" for none. A new case needs no C.
 */
#include "config.h"

#include "doubt.h"
#include "tap.h"

#include <math.h>

#include <stdlib.h>

static void codes_of(const pair *p, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < p->count && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? " " : "", p->findings[i].code);
    if (p->count == 0)
        snprintf(out, size, "-");
}

static void run_case(const knowledge *k, char *line)
{
    char *english = strchr(line, '\t'), *codes = english ? strchr(english + 1, '\t') : NULL;
    char got[256];
    pair p;
    if (!codes) {
        ok(false, "a case has three columns: %s", line);
        return;
    }
    *english++ = '\0';
    *codes++ = '\0';
    codes[strcspn(codes, "\n")] = '\0';
    ok(pair_check(&p, k, line, strlen(line), english, strlen(english), NULL) == DP_OK, "%s: checked", line);
    codes_of(&p, got, sizeof got);
    is_string(got, codes, english);
    pair_free(&p);
}

static void test_places(const knowledge *k)
{
    const char *german = "Im Jahr 1998 kamen 12 Boote.";
    const char *english = "In 1998 came 13 boats.";
    pair p;
    pair_check(&p, k, german, strlen(german), english, strlen(english), NULL);
    ok(p.count == 1 && p.findings[0].error && p.findings[0].span.begin == 19 && p.findings[0].span.end == 21,
       "a wrong number is an error at the German number");
    is_string(p.count ? p.findings[0].message.data : NULL, "The German has “12”, the English “13”.",
              "the message says both numbers");
    pair_free(&p);
}

/* A word that may be no name is not called one. */
static void test_messages(const knowledge *k)
{
    static const char *const cases[][3] = {
        {"Das ist die Arbeit von Weber.", "This is the work of someone.",
         "The German has “Weber”, for which the English seems to have nothing."},
        {"Der Minister lobte Scholz in Berlin.", "The minister praised someone in Berlin.",
         "The German names “Scholz”; the English does not."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *german = cases[i][0], *english = cases[i][1];
        pair p;
        pair_check(&p, k, german, strlen(german), english, strlen(english), NULL);
        is_string(p.count ? p.findings[0].message.data : NULL, cases[i][2], "how a lost word is called");
        pair_free(&p);
    }
}

static void test_settled(const knowledge *k)
{
    const char *german = "Sie sprach von der DVRK.", *english = "She spoke of the DPRK.";
    const dp_span term = {19, 23};
    const context around = {.settled = &term, .settled_count = 1};
    pair p;
    pair_check(&p, k, german, strlen(german), english, strlen(english), NULL);
    ok(p.count == 1 && strcmp(p.findings[0].code, "name") == 0, "a name that became another is found");
    pair_free(&p);
    pair_check(&p, k, german, strlen(german), english, strlen(english), &around);
    ok(p.count == 0, "a term that another stage vouches for is not looked for");
    pair_free(&p);
}

/* "Flick" was a trainer in the other sentences; alone, it may be a patch. */
static void test_article(const knowledge *k)
{
    static const char *const others[][2] = {{"Danach sprach Flick mit der Presse.", "Afterwards Flick spoke to the press."},
                                            {"Alle lobten Flick.", "Everybody praised Flick."}};
    const char *german = "Jetzt gilt es, sagte Flick.", *english = "Now is the time, he said.";
    article words = {0};
    const context around = {.article = &words, .sentence = 2};
    pair p;
    for (size_t i = 0; i < 2; i++) {
        pair_read(&p, k, others[i][0], strlen(others[i][0]), others[i][1], strlen(others[i][1]), NULL);
        ok(article_add(&words, &p, i) == DP_OK, "a sentence is noted");
        pair_free(&p);
    }
    article_seal(&words);
    pair_check(&p, k, german, strlen(german), english, strlen(english), NULL);
    ok(p.count == 0, "alone, a word that may be no name is not missed");
    pair_free(&p);
    pair_check(&p, k, german, strlen(german), english, strlen(english), &around);
    ok(p.count == 1 && strcmp(p.findings[0].code, "name") == 0, "a word that the other sentences keep is");
    pair_free(&p);
    article_free(&words);
}

/* An engine to which the English is so much more probable with a doubtful word in the German than without. */
typedef struct oracle {
    const char *german; /* the whole sentence */
    double gain;
    char asked[256];    /* the other German texts, one behind the other */
} oracle;

static dp_status ask_oracle(void *state, dp_scored *pairs, size_t count, dp_error *error)
{
    oracle *o = state;
    (void)error;
    for (size_t i = 0; i < count; i++) {
        bool whole = strcmp(pairs[i].source, o->german) == 0;
        pairs[i].score = whole ? -20 : -20 - o->gain;
        if (!whole)
            strncat(o->asked, pairs[i].source, sizeof o->asked - strlen(o->asked) - 1);
    }
    return DP_OK;
}

/* Ask and check; store the codes and what was asked. */
static void check_asking(const knowledge *k, const char *german, const char *english, double gain, char *codes, size_t size,
                         oracle *o)
{
    dp_error error = {0};
    doubts all = {0};
    context around = {.sentence = 4};
    pair p;
    *o = (oracle){.german = german, .gain = gain};
    pair_read(&p, k, german, strlen(german), english, strlen(english), &around);
    ok(doubts_add(&all, &p, 4) == DP_OK && doubts_ask(&all, ask_oracle, o, &error) == DP_OK, "%s: asked about", german);
    pair_free(&p);
    around.doubts = doubts_in(&all, 4, &around.doubt_count);
    pair_check(&p, k, german, strlen(german), english, strlen(english), &around);
    codes_of(&p, codes, size);
    pair_free(&p);
    doubts_in(&all, 3, &around.doubt_count);
    is_int((long)around.doubt_count, 0, "another sentence has no doubts");
    doubts_free(&all);
}

static void test_doubts(const knowledge *k)
{
    static const struct {
        const char *german, *english;
        double gain;
        const char *codes, *asked, *name;
    } cases[] = {
        {"Der Zirkon flog weiter.", "The missile flew on.", -10, "name", "Der flog weiter.",
         "a word that looks like none is a name when the English is more probable without it"},
        {"Der Zirkon flog weiter.", "The missile flew on.", 9, "-", "Der flog weiter.",
         "and none when the English renders it"},
        {"Er kam aus Manchester.", "He was a Mancunian.", (double)NAN, "name", "Er kam aus .",
         "an engine that cannot say changes nothing"},
        {"Die Bücher von Müller und Müller.", "The books by Müller and someone.", -9, "name",
         "Die Bücher von und Müller.Die Bücher von Müller und .", "a name that stands twice is missed where it stands once"},
        {"Er wollte keine Hilfe.", "He could do with less help.", -9, "negation", "Er wollte eine Hilfe.",
         "a word that only looks like a negation is none"},
        {"Er wollte keine Hilfe, er schlief.", "He wanted no help, he did not sleep.", -9, "negation",
         "Er wollte eine Hilfe, er schlief.", "an invented negation is found though the engine misses another"},
        {"Er wollte keine Hilfe, damals.", "Then he wanted to be left alone.", 9, "-", "Er wollte eine Hilfe, damals.",
         "a negation in other words is one"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char codes[256];
        oracle o;
        check_asking(k, cases[i].german, cases[i].english, cases[i].gain, codes, sizeof codes, &o);
        is_string(codes, cases[i].codes, cases[i].name);
        is_string(o.asked, cases[i].asked, "what was asked");
    }
}

/* Texts far longer than any sentence, and texts without words. */
static void test_hostile(const knowledge *k)
{
    dp_text digits = {0}, letters = {0};
    for (int i = 0; i < 100000; i++) {
        dp_text_printf(&digits, "%d. Ab%d ", i, i);
        dp_text_puts(&letters, "Xa");
    }
    pair p;
    ok(pair_check(&p, k, digits.data, digits.length, digits.data, digits.length, NULL) == DP_OK && p.count == 1,
       "a sentence of very many words is not checked, and said so");
    pair_free(&p);
    ok(pair_check(&p, k, letters.data, letters.length, letters.data, letters.length, NULL) == DP_OK, "a very long word");
    pair_free(&p);
    ok(pair_check(&p, k, "…", 3, "?!", 2, NULL) == DP_OK && p.count == 0, "no words on either side");
    pair_free(&p);
    ok(pair_check(&p, k, "\xFF\xC3 1\xE2", 5, "\xC3", 1, NULL) == DP_OK, "broken UTF-8");
    pair_free(&p);
    dp_text_free(&digits);
    dp_text_free(&letters);
}

int main(void)
{
    const char *top = getenv("TOP_SRCDIR");
    char path[4096], line[4096];
    knowledge k;
    snprintf(path, sizeof path, "%s/tests/cases/check/pairs.tsv", top ? top : ".");
    FILE *file = fopen(path, "rb");
    if (!ok(knowledge_open(&k) == DP_OK && file, "the word lists and the cases are there"))
        return tap_done();
    while (fgets(line, sizeof line, file))
        if (line[0] != '#' && line[0] != '\n')
            run_case(&k, line);
    fclose(file);
    test_places(&k);
    test_messages(&k);
    test_settled(&k);
    test_article(&k);
    test_doubts(&k);
    test_hostile(&k);
    knowledge_close(&k);
    return tap_done();
}
