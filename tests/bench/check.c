/* SPDX-License-Identifier: ISC */
/*
 * Checks pairs for check.py: reads lines of German, tab, English; prints a line of codes for each, or with --reasons of
 * codes and messages.
 */
#include "config.h"

#include "pair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int count, char **words)
{
    bool reasons = count > 1 && strcmp(words[1], "--reasons") == 0;
    knowledge k;
    char *line = NULL;
    size_t capacity = 0;
    if (knowledge_open(&k) != DP_OK)
        return 1;
    for (ssize_t length; (length = getline(&line, &capacity, stdin)) > 0;) {
        char *tab = memchr(line, '\t', (size_t)length);
        pair p;
        if (!tab)
            continue;
        size_t german = (size_t)(tab - line), english = (size_t)length - german - 1;
        english -= english > 0 && tab[english] == '\n';
        if (pair_check(&p, &k, line, german, tab + 1, english, NULL, 0) != DP_OK)
            return 1;
        for (size_t i = 0; i < p.count; i++)
            printf("%s%s%s ", p.findings[i].code, reasons ? ": " : "", reasons ? p.findings[i].message.data : "");
        putchar('\n');
        pair_free(&p);
    }
    knowledge_close(&k);
    free(line);
    return 0;
}
