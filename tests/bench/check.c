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

/* For names.py: each German word that may be a name, whether it has a counterpart, and its features. */
static void print_names(const pair *p)
{
    const tokens *all = &p->sides[GERMAN];
    double x[NAME_FEATURES];
    for (size_t i = 0; i < all->count; i++) {
        if (!name_features(p, i, x))
            continue;
        printf("%s %d", all->items[i].fold, name_found(p, i, true));
        for (size_t k = 0; k < NAME_FEATURES; k++)
            printf(" %g", x[k]);
        printf(" %d\t", name_found(p, i, false));
    }
}

int main(int count, char **words)
{
    bool reasons = count > 1 && strcmp(words[1], "--reasons") == 0;
    bool plain = count > 1 && strcmp(words[1], "--names-plain") == 0;
    bool names = plain || (count > 1 && strcmp(words[1], "--names") == 0);
    knowledge k;
    char *line = NULL;
    size_t capacity = 0;
    if (knowledge_open(&k) != DP_OK)
        return 1;
    if (plain)
        table_free(&k.names);
    for (ssize_t length; (length = getline(&line, &capacity, stdin)) > 0;) {
        char *tab = memchr(line, '\t', (size_t)length);
        pair p;
        if (!tab)
            continue;
        size_t german = (size_t)(tab - line), english = (size_t)length - german - 1;
        english -= english > 0 && tab[english] == '\n';
        if (pair_check(&p, &k, line, german, tab + 1, english, NULL) != DP_OK)
            return 1;
        if (names)
            print_names(&p);
        for (size_t i = 0; i < p.count && !names; i++)
            printf("%s%s%s ", p.findings[i].code, reasons ? ": " : "", reasons ? p.findings[i].message.data : "");
        putchar('\n');
        pair_free(&p);
    }
    knowledge_close(&k);
    free(line);
    return 0;
}
