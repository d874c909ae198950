/* SPDX-License-Identifier: ISC */
/*
 * Golden cases of the check plugin: each line of cases/check/pairs.tsv is German, tab, English, tab, the codes that must be
 * found, parted by spaces, or "-" for none. A new case needs no C.
 */
#include "config.h"

#include "pair.h"
#include "tap.h"

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
    test_settled(&k);
    test_article(&k);
    test_hostile(&k);
    knowledge_close(&k);
    return tap_done();
}
