/* SPDX-License-Identifier: ISC */
/*
 * Checks pairs for check.py: reads lines of German, tab, English; prints a line of codes for each, or with --reasons of
 * codes and messages. Lines that have the same third column, one behind the other, are an article; those of them that have a
 * fourth are only read for the sake of the others.
 */
#include "config.h"

#include "pair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GERMAN_COLUMN, ENGLISH_COLUMN, ARTICLE_COLUMN, ONLY_READ_COLUMN, COLUMNS };
#define LINES_MAX 256

typedef struct row {
    char *line; /* owned */
    char *columns[COLUMNS];
} row;

typedef struct job {
    knowledge known;
    row rows[LINES_MAX];
    size_t count;
    bool names, reasons;
    bool failed;
} job;

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

static void print_findings(const pair *p, bool reasons)
{
    for (size_t i = 0; i < p->count; i++)
        printf("%s%s%s ", p->findings[i].code, reasons ? ": " : "", reasons ? p->findings[i].message.data : "");
}

static void split(row *out, char *line)
{
    *out = (row){.line = line};
    line[strcspn(line, "\n")] = '\0';
    for (size_t i = 0; i < COLUMNS && line; i++)
        out->columns[i] = strsep(&line, "\t");
}

static void read_article(job *all, article *into)
{
    for (size_t i = 0; i < all->count && all->rows[0].columns[ARTICLE_COLUMN]; i++) {
        char **columns = all->rows[i].columns;
        pair p;
        dp_status status = pair_read(&p, &all->known, columns[GERMAN_COLUMN], strlen(columns[GERMAN_COLUMN]),
                                     columns[ENGLISH_COLUMN], strlen(columns[ENGLISH_COLUMN]), NULL);
        if (status == DP_OK && !pair_is_long(&p))
            status = article_add(into, &p, i);
        all->failed = all->failed || status != DP_OK;
        pair_free(&p);
    }
    article_seal(into);
}

static void do_article(job *all)
{
    article words = {0};
    read_article(all, &words);
    for (size_t i = 0; i < all->count; i++) {
        char **columns = all->rows[i].columns;
        context around = {.article = &words, .sentence = i};
        pair p;
        if (!columns[ONLY_READ_COLUMN]) {
            dp_status status = pair_check(&p, &all->known, columns[GERMAN_COLUMN], strlen(columns[GERMAN_COLUMN]),
                                          columns[ENGLISH_COLUMN], strlen(columns[ENGLISH_COLUMN]), &around);
            all->failed = all->failed || status != DP_OK;
            if (all->names)
                print_names(&p);
            else
                print_findings(&p, all->reasons);
            putchar('\n');
            pair_free(&p);
        }
        free(all->rows[i].line);
    }
    all->count = 0;
    article_free(&words);
}

static bool belongs(const job *all, const row *next)
{
    const char *id = all->count ? all->rows[0].columns[ARTICLE_COLUMN] : NULL, *other = next->columns[ARTICLE_COLUMN];
    return id && other && strcmp(id, other) == 0 && all->count < LINES_MAX;
}

int main(int count, char **words)
{
    const char *mode = count > 1 ? words[1] : "";
    bool plain = strcmp(mode, "--names-plain") == 0;
    job all = {.reasons = strcmp(mode, "--reasons") == 0, .names = plain || strcmp(mode, "--names") == 0};
    char *line = NULL;
    size_t capacity = 0;
    if (knowledge_open(&all.known) != DP_OK)
        return 1;
    if (plain)
        table_free(&all.known.names);
    while (!all.failed && getline(&line, &capacity, stdin) > 0) {
        row next;
        split(&next, line);
        line = NULL;
        capacity = 0;
        if (all.count && !belongs(&all, &next))
            do_article(&all);
        if (next.columns[ENGLISH_COLUMN])
            all.rows[all.count++] = next;
        else
            free(next.line);
    }
    do_article(&all);
    free(line);
    knowledge_close(&all.known);
    return all.failed;
}
