/* SPDX-License-Identifier: ISC */
/*
 * How long a large glossary takes to load and to search: glossary SENTENCES [GLOSSARY] takes 100,000 entries made out of
 * syllables, or a file, and prints milliseconds to load them and microseconds a sentence (a line, up to a tab).
 */
#include "config.h"

#include "../../plugins/glossary/glossary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void make_entries(dp_text *out, size_t count)
{
    static const char *const syllables[] = {"ber", "gen", "land", "wal", "tor", "mün", "sche", "kal", "ris", "dorf"};
    for (size_t i = 0; i < count; i++) {
        size_t rest = i;
        dp_text_puts(out, "Ka");
        for (size_t j = 0; j < 5; j++, rest /= 10)
            dp_text_puts(out, syllables[rest % 10]);
        dp_text_printf(out, "\tentry %zu\n", i);
    }
}

static void read_entries(dp_text *out, const char *path)
{
    FILE *file = fopen(path, "rb");
    char buffer[16384];
    for (size_t got; file && (got = fread(buffer, 1, sizeof buffer, file)) > 0;)
        dp_text_append(out, buffer, got);
    if (file)
        fclose(file);
}

static dp_status count_match(void *context, const glossary_match *match)
{
    *(size_t *)context += !match->within;
    return DP_OK;
}

int main(int argc, char **argv)
{
    enum { ENTRIES = 100000, ROUNDS = 200 };
    FILE *file = argc > 1 ? fopen(argv[1], "rb") : NULL;
    if (!file) {
        fputs("usage: glossary SENTENCES [GLOSSARY]\n", stderr);
        return EXIT_FAILURE;
    }
    dp_text text = {0}, problems = {0};
    if (argc > 2)
        read_entries(&text, argv[2]);
    else
        make_entries(&text, ENTRIES);
    glossary *g = glossary_new();
    double start = now();
    if (!g || glossary_add_file(g, text.data, text.length, "bench.tsv", &problems) != DP_OK ||
        glossary_finish(g, &problems) != DP_OK)
        return EXIT_FAILURE;
    printf("load: %zu entries in %.0f ms\n", glossary_count(g), (now() - start) * 1e3);
    char line[1024];
    size_t sentences = 0, found = 0;
    double seconds = 0;
    while (fgets(line, sizeof line, file)) {
        size_t length = strcspn(line, "\t\n");
        start = now();
        for (size_t i = 0; i < ROUNDS; i++)
            glossary_find(g, line, length, count_match, &found);
        seconds += now() - start;
        sentences += ROUNDS;
    }
    printf("search: %.2f microseconds a sentence\n", seconds * 1e6 / (double)(sentences ? sentences : 1));
    fclose(file);
    glossary_free(g);
    dp_text_free(&text);
    dp_text_free(&problems);
    return EXIT_SUCCESS;
}
