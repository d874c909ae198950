/* SPDX-License-Identifier: ISC */
/*
 * German sentences: the golden cases in tests/cases/sentences, what cannot be said there, and hostile text.
 */
#include "sentence.h"

#include "tap.h"

#include <dirent.h>
#include <stdlib.h>

/* ---- Golden cases ---- */

/* Split `text` and write its sentences into `out`, one a line. Says whether they are in order and without white space.
 */
static bool split(const char *text, size_t length, dp_text *out)
{
    size_t position = 0, last = 0;
    dp_span sentence;
    bool sound = true;
    while (sentence_next(text, length, &position, &sentence)) {
        sound = sound && sentence.begin >= last && sentence.begin < sentence.end && sentence.end <= position &&
                !dp_is_space((unsigned char)text[sentence.begin]) &&
                !dp_is_space((unsigned char)text[sentence.end - 1]);
        last = sentence.end;
        dp_text_append(out, text + sentence.begin, sentence.end - sentence.begin);
        dp_text_puts(out, "\n");
    }
    return sound && !out->failed;
}

static void check_case(const char *file, const dp_text *want)
{
    dp_text joined = {0}, got = {0};
    for (size_t i = 0; i + 1 < want->length; i++)
        dp_text_append(&joined, want->data[i] == '\n' ? " " : want->data + i, 1);
    bool same = split(joined.data, joined.length, &got) && strcmp(got.data, want->data) == 0;
    ok(same, "%s: %.60s", file, joined.data);
    if (!same)
        printf("# got:\n%s# want:\n%s", got.data, want->data);
    dp_text_free(&joined);
    dp_text_free(&got);
}

static size_t check_file(const char *folder, const char *name)
{
    char path[4096], line[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (!ok(file != NULL, "%s can be read", path))
        return 0;
    dp_text lines = {0};
    size_t count = 0;
    bool more = true;
    while (more) {
        more = fgets(line, sizeof line, file) != NULL;
        if (more && strncmp(line, "# ", 2) == 0)
            continue;
        if (more && line[0] != '\n') {
            dp_text_puts(&lines, line);
            continue;
        }
        if (lines.length) {
            check_case(name, &lines);
            count++;
        }
        dp_text_cut(&lines, 0);
    }
    dp_text_free(&lines);
    fclose(file);
    return count;
}

static void test_golden(void)
{
    static const char *const files[] = {"abbreviations.txt", "marks.txt", "names.txt",
                                        "numbers.txt",       "plain.txt", "quotations.txt"};
    const char *top = getenv("TOP_SRCDIR");
    char folder[3000];
    snprintf(folder, sizeof folder, "%s/tests/cases/sentences", top ? top : ".");
    size_t count = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        count += check_file(folder, files[i]);
    ok(count >= 200, "at least 200 golden cases (%zu)", count);
}

/* ---- What joining with spaces cannot say ---- */

static void is_split(const char *text, const char *want)
{
    dp_text got = {0};
    split(text, strlen(text), &got);
    bool same = strcmp(got.data ? got.data : "", want) == 0;
    ok(same, "spacing: %.40s", text[strcspn(text, "\n")] ? "line ends" : text);
    if (!same)
        printf("# got:\n%s# want:\n%s# end\n", got.data ? got.data : "", want);
    dp_text_free(&got);
}

static void test_spacing(void)
{
    is_split("", "");
    is_split(" \n\t\xC2\xA0 ", "");
    is_split("Der Rat stimmte zu.Die Opposition war dagegen.", "Der Rat stimmte zu.\nDie Opposition war dagegen.\n");
    is_split("Er sagte: „Nein.“Danach ging er.", "Er sagte: „Nein.“\nDanach ging er.\n");
    is_split("Er sprach von „Verrat“.Die Partei schwieg.", "Er sprach von „Verrat“.\nDie Partei schwieg.\n");
    is_split("Er ging.„Nie wieder“, rief er.", "Er ging.\n„Nie wieder“, rief er.\n");
    is_split("Der Bericht auf spiegel.de oder Focus.de ist neu.",
             "Der Bericht auf spiegel.de oder Focus.de ist neu.\n");
    is_split("Dr.Kohl und Prof.Weber kamen.", "Dr.Kohl und Prof.Weber kamen.\n");
    is_split("Das gilt z.\xC2\xA0"
             "B. hier. Dort nicht.",
             "Das gilt z.\xC2\xA0"
             "B. hier.\nDort nicht.\n");
    is_split("Das kostet 3,4\nMrd.\nEuro.\n\nDas ist viel.", "Das kostet 3,4\nMrd.\nEuro.\nDas ist viel.\n");
    is_split("Seine Kollegen kamen . Danach sprach er.", "Seine Kollegen kamen .\nDanach sprach er.\n");
    is_split("Er kam.\xE2\x80\x8B Sie ging.", "Er kam.\nSie ging.\n");
}

static void test_closed(void)
{
    const char *closed[] = {"Ende.", "Ende?“", "(Ende!)", "Ende …«", "Ende. 😀"};
    const char *open[] = {"Ende", "Ende:", "„Ende“", ""};
    bool good = true;
    for (size_t i = 0; i < 5; i++)
        good = good && sentence_is_closed(closed[i], (dp_span){0, strlen(closed[i])});
    ok(good, "ends like a sentence");
    good = false;
    for (size_t i = 0; i < 4; i++)
        good = good || sentence_is_closed(open[i], (dp_span){0, strlen(open[i])});
    ok(!good, "does not end like a sentence");
    ok(sentence_is_function_word("Während", strlen("Während")) && !sentence_is_function_word("Hafen", 5),
       "words that begin sentences");
}

/* ---- The word lists ---- */

/* The lists are searched by halving, so they must be in order. */
static void check_order(const char *name)
{
    char path[4096], line[256], last[256] = "";
    const char *top = getenv("TOP_SRCDIR");
    snprintf(path, sizeof path, "%s/core/data/%s", top ? top : ".", name);
    FILE *file = fopen(path, "r");
    bool good = file != NULL;
    while (good && fgets(line, sizeof line, file)) {
        if (line[0] == '#')
            continue;
        size_t word = strcspn(line, " \n");
        good = line[word] == ' ';
        line[word] = '\0';
        good = good && strcmp(last, line) < 0;
        memcpy(last, line, sizeof last);
    }
    ok(good, "%s is in order, without doubles, near '%s'", name, last);
    if (file)
        fclose(file);
}

/* ---- Hostile text ---- */

static size_t count_sentences(const char *unit, size_t times)
{
    dp_text text = {0};
    for (size_t i = 0; i < times; i++)
        dp_text_puts(&text, unit);
    size_t count = 0, position = 0;
    dp_span sentence;
    while (text.data && sentence_next(text.data, text.length, &position, &sentence))
        count++;
    dp_text_free(&text);
    return count;
}

/* Quadratic time would take hours on these. */
static void test_hostile(void)
{
    is_int(count_sentences("wort ", 1000000), 1, "a million words without a mark are one sentence");
    is_int(count_sentences("x", 1000000), 1, "a million letters");
    is_int(count_sentences(".", 1000000), 1, "a million full stops");
    is_int(count_sentences("a.", 1000000), 1, "a million letters with full stops");
    is_int(count_sentences("A. ", 1000000), 1, "a million initials");
    is_int(count_sentences("„", 1000000), 1, "a million opening marks");
    is_int(count_sentences("“", 1000000), 1, "a million closing marks");
    is_int(count_sentences("(", 1000000), 1, "a million brackets");
    is_int(count_sentences("(a. ", 1000000) > 0, 1, "a million open brackets with full stops");
    is_int(count_sentences(". “", 500000) > 0, 1, "half a million stray marks");
    is_int(count_sentences("… ", 1000000), 1, "a million ellipses");
    is_int(count_sentences("\n", 1000000), 0, "a million line ends");
    is_int(count_sentences("Ja. ", 500000), 500000, "half a million short sentences");
    is_int(count_sentences("1. ", 500000) > 0, 1, "half a million ordinals");
    is_int(count_sentences("\xFF.\x80 ", 500000) > 0, 1, "bytes that are no text");
}

int main(void)
{
    test_golden();
    test_spacing();
    test_closed();
    check_order("abbreviations.txt");
    check_order("sentence_words.txt");
    test_hostile();
    return tap_done();
}
