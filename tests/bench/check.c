/* SPDX-License-Identifier: ISC */
/*
 * Checks pairs for check.py: reads lines of German, tab, English; prints a line of codes for each, or with --reasons of
 * codes and messages. Lines that have the same third column, one behind the other, are an article; those of them that have a
 * fourth are only read for the sake of the others. With --engine MODEL VOCABULARY first, the engine is asked about doubtful
 * words.
 */
#include "config.h"

#include "check_engine.h"
#include "doubt.h"

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
    enum mode { CODES, REASONS, NAMES, DOUBTS } mode;
    bool failed;
    doubts doubts; /* of the article */
    bool ask; /* an engine */
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
        printf(" %d\t", (int)name_matched(p, i));
    }
}

/* For names.py: each doubtful word, the logit of its counterpart, what the engine says, how surely the word has one, and whether
 * it is a common one. */
static void print_doubts(const pair *p)
{
    double x[NAME_FEATURES];
    for (size_t k = 0; k < p->context.doubt_count; k++) {
        const doubt *d = &p->context.doubts[k];
        for (size_t i = 0; i < p->sides[GERMAN].count; i++) {
            double logit = 0;
            if (p->sides[GERMAN].items[i].span.begin != d->span.begin || !name_features(p, i, x))
                continue;
            for (size_t n = 0; n < NAME_FEATURES; n++)
                logit += x[n] * p->known->name_weights[n];
            printf("%s %g %g %d %d\t", p->sides[GERMAN].items[i].fold, logit, d->gain, (int)name_matched(p, i),
                   name_common(p, i));
        }
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

static dp_status read_row(const job *all, const row *r, const context *around, bool check, pair *out)
{
    char *const *columns = r->columns;
    return (check ? pair_check : pair_read)(out, &all->known, columns[GERMAN_COLUMN], strlen(columns[GERMAN_COLUMN]),
                                            columns[ENGLISH_COLUMN], strlen(columns[ENGLISH_COLUMN]), around);
}

/* Ask about the doubtful words of the article. */
static void settle_doubts(job *all, const article *words)
{
    dp_error error = {0};
    doubts_clear(&all->doubts);
    for (size_t i = 0; i < all->count && all->ask; i++) {
        context around = {.article = words, .sentence = i};
        pair p;
        if (all->rows[i].columns[ONLY_READ_COLUMN])
            continue;
        if (read_row(all, &all->rows[i], &around, false, &p) != DP_OK || doubts_add(&all->doubts, &p, i) != DP_OK)
            all->failed = true;
        pair_free(&p);
    }
    if (all->doubts.count && doubts_ask(&all->doubts, check_engine_ask, NULL, &error) != DP_OK) {
        fprintf(stderr, "%s\n", error.text);
        all->failed = true;
    }
}

static void do_row(job *all, const article *words, size_t i)
{
    context around = {.article = words, .sentence = i};
    pair p;
    around.doubts = doubts_in(&all->doubts, i, &around.doubt_count);
    if (read_row(all, &all->rows[i], &around, true, &p) != DP_OK)
        all->failed = true;
    else if (all->mode == NAMES)
        print_names(&p);
    else if (all->mode == DOUBTS)
        print_doubts(&p);
    else
        print_findings(&p, all->mode == REASONS);
    putchar('\n');
    pair_free(&p);
}

static void do_article(job *all)
{
    article words = {0};
    read_article(all, &words);
    settle_doubts(all, &words);
    for (size_t i = 0; i < all->count; i++) {
        if (!all->rows[i].columns[ONLY_READ_COLUMN])
            do_row(all, &words, i);
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

/* The options in front of the mode, and the mode. */
static bool read_words(job *all, int count, char **words)
{
    if (count > 3 && strcmp(words[1], "--engine") == 0) {
        if (!check_engine_open(words[2], words[3]))
            return false;
        all->ask = true;
        count -= 3;
        words += 3;
    }
    const char *mode = count > 1 ? words[1] : "";
    if (strcmp(mode, "--names-plain") == 0)
        table_free(&all->known.names);
    all->mode = strncmp(mode, "--names", 7) == 0       ? NAMES
                : strcmp(mode, "--doubts") == 0  ? DOUBTS
                : strcmp(mode, "--reasons") == 0 ? REASONS
                                                 : CODES;
    return true;
}

int main(int count, char **words)
{
    job all = {0};
    char *line = NULL;
    size_t capacity = 0;
    if (knowledge_open(&all.known) != DP_OK || !read_words(&all, count, words))
        return 1;
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
    doubts_free(&all.doubts);
    check_engine_close();
    knowledge_close(&all.known);
    return all.failed;
}
