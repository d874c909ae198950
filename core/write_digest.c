/* SPDX-License-Identifier: ISC */
/*
 * A digest in its formats. The articles' own sections were written before; here is what stands around them: how many
 * stories there are, which articles tell the same one and why they are thought to, and who printed the same text.
 */
#include "config.h"

#include "digest.h"

#include "alloc.h"
#include "emitter.h"
#include "write.h"

#include <stdlib.h>
#include <string.h>

/* Shared features that are shown, of each kind. */
#define MOST_SHOWN 5

typedef struct story {
    size_t first;                /* number of its first source, which it is known by */
    size_t sources, articles;
    size_t outlets;              /* different ones; 0 when an article does not state its own */
    const digest_feature **shared[3]; /* by kind, the most telling first */
    size_t shared_count[3];
} story;

typedef struct edition {
    const dp_digest *digest;
    const dp_write_options *options;
    dp_text *out;
    char format;                 /* 'm', 'h' or 't' */
    story *stories;
    size_t count;
    arena memory;
    bool failed;
} edition;

/* ---- Counting ---- */

static size_t count_outlets(const dp_digest *digest, size_t first)
{
    size_t outlets = 0;
    for (size_t i = 0; i < digest->count; i++) {
        const digest_article *article = &digest->articles[i];
        if (article->story != first)
            continue;
        if (!article->outlet)
            return 0;
        bool known = false;
        for (size_t k = 0; k < i && !known; k++)
            known = digest->articles[k].story == first && strcmp(digest->articles[k].outlet, article->outlet) == 0;
        outlets += !known;
    }
    return outlets;
}

static int compare_features(const void *a, const void *b)
{
    const digest_feature *x = *(const digest_feature *const *)a, *y = *(const digest_feature *const *)b;
    return (x->key > y->key) - (x->key < y->key);
}

static int compare_weights(const void *a, const void *b)
{
    const digest_feature *x = *(const digest_feature *const *)a, *y = *(const digest_feature *const *)b;
    if (x->weight > y->weight || x->weight < y->weight)
        return x->weight > y->weight ? -1 : 1;
    return strcmp(x->label, y->label);
}

/* Whether a shared word is part of a shared name, which says so already. */
static bool is_named(const story *of, const char *word)
{
    for (size_t i = 0; i < of->shared_count[FEATURE_NAME]; i++)
        if (strstr(of->shared[FEATURE_NAME][i]->label, word))
            return true;
    return false;
}

static void drop_named_words(story *of)
{
    size_t kept = 0;
    for (size_t i = 0; i < of->shared_count[FEATURE_WORD]; i++)
        if (!is_named(of, of->shared[FEATURE_WORD][i]->label))
            of->shared[FEATURE_WORD][kept++] = of->shared[FEATURE_WORD][i];
    of->shared_count[FEATURE_WORD] = kept;
}

/* Gather the features that two sources of a story have at least. */
static void find_shared(edition *e, story *of)
{
    const dp_digest *digest = e->digest;
    size_t total = 0, count = 0;
    for (size_t i = 0; i < digest->count; i++)
        total += digest->articles[i].feature_count;
    const digest_feature **all = alloc_zeroed(total, sizeof *all);
    for (size_t i = 0; all && i < digest->count; i++)
        for (size_t f = 0; digest->articles[i].source == i && digest->articles[i].story == of->first &&
                           f < digest->articles[i].feature_count; f++)
            all[count++] = &digest->articles[i].features[f];
    for (size_t kind = 0; kind < 3; kind++) {
        of->shared[kind] = arena_alloc(&e->memory, (count + 1) * sizeof *of->shared[kind]);
        e->failed = e->failed || !of->shared[kind] || !all;
    }
    if (!e->failed && count > 0) {
        qsort(all, count, sizeof *all, compare_features);
        for (size_t i = 1; i < count; i++)
            if (all[i]->key == all[i - 1]->key && (i == 1 || all[i - 2]->key != all[i]->key))
                of->shared[all[i]->kind][of->shared_count[all[i]->kind]++] = all[i];
        for (size_t kind = 0; kind < 3; kind++)
            qsort(of->shared[kind], of->shared_count[kind], sizeof *of->shared[kind], compare_weights);
        drop_named_words(of);
    }
    free(all);
}

static int compare_stories(const void *a, const void *b)
{
    const story *x = a, *y = b;
    if (x->articles != y->articles)
        return x->articles > y->articles ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

/* Stories that most articles tell come first, otherwise in the order of the input. */
static void find_stories(edition *e)
{
    const dp_digest *digest = e->digest;
    e->stories = arena_alloc(&e->memory, (digest->count + 1) * sizeof *e->stories);
    e->failed = !e->stories;
    for (size_t i = 0; i < digest->count && !e->failed; i++) {
        if (digest->articles[i].source != i || digest->articles[i].story != i)
            continue;
        story *made = &e->stories[e->count++];
        *made = (story){.first = i, .outlets = count_outlets(digest, i)};
        for (size_t k = 0; k < digest->count; k++) {
            made->articles += digest->articles[k].story == i;
            made->sources += digest->articles[k].story == i && digest->articles[k].source == k;
        }
        find_shared(e, made);
    }
    if (!e->failed)
        qsort(e->stories, e->count, sizeof *e->stories, compare_stories);
}

/* ---- Wording ---- */

static void add_count(dp_text *out, size_t count, const char *one, const char *many)
{
    dp_text_printf(out, "%zu %s", count, count == 1 ? one : many);
}

/* "1 source, 3 outlets" */
static void add_sources(dp_text *out, const story *of)
{
    add_count(out, of->sources, "source, ", "sources, ");
    if (of->outlets)
        add_count(out, of->outlets, "outlet", "outlets");
    else
        add_count(out, of->articles, "article", "articles");
}

static void add_title(dp_text *out, const edition *e)
{
    dp_text_puts(out, "Digest: ");
    add_count(out, e->count, "story", "stories");
    dp_text_puts(out, " in ");
    add_count(out, e->digest->count, "article", "articles");
}

static void add_reasons(dp_text *out, const story *of)
{
    static const char *const leads[] = {"", "", "the German words "};
    const char *before = "Taken for one story because the articles share: ";
    for (size_t kind = 0; kind < 3; kind++) {
        for (size_t i = 0; i < of->shared_count[kind] && i < MOST_SHOWN; i++) {
            dp_text_puts(out, i ? ", " : before);
            dp_text_puts(out, i ? "" : leads[kind]);
            dp_text_puts(out, of->shared[kind][i]->label);
        }
        before = of->shared_count[kind] ? "; " : before;
    }
    dp_text_puts(out, ".");
}

static const char *place_of(const digest_article *article)
{
    return article->outlet ? article->outlet : article->name;
}

/* "The same text in Heidepost (shown here), Nordkurier (96 % of its text), Tagblatt (all of its text)." */
static bool add_copies(dp_text *out, const dp_digest *digest, size_t source)
{
    bool any = false;
    for (size_t i = 0; i < digest->count; i++) {
        const digest_article *copy = &digest->articles[i];
        if (copy->source != source || i == source)
            continue;
        if (!any)
            dp_text_printf(out, "The same text in %s (shown here)", place_of(&digest->articles[source]));
        any = true;
        int percent = (int)(copy->overlap * 100 + 0.5);
        dp_text_printf(out, ", %s (", place_of(copy));
        if (percent >= 100)
            dp_text_puts(out, "all of its text)");
        else
            dp_text_printf(out, "%d %% of its text)", percent);
    }
    dp_text_puts(out, any ? "." : "");
    return any;
}

/* ---- Elements ---- */

static void put_text(const edition *e, const char *text)
{
    if (e->format == 'h')
        write_html_text(e->out, text);
    else
        write_markdown_text(e->out, text);
}

/* Put a paragraph of a buffer and empty it. */
static void put_paragraph(const edition *e, dp_text *text)
{
    e->out->failed = e->out->failed || text->failed;
    const char *words = text->data ? text->data : "";
    if (e->format == 't') {
        write_text_line(e->options, e->out, "", words);
    } else {
        dp_text_puts(e->out, e->format == 'h' ? "<p class=\"origin\">" : "\n");
        put_text(e, words);
        dp_text_puts(e->out, e->format == 'h' ? "</p>\n" : "\n");
    }
    dp_text_free(text);
}

/* Put a heading, `level` being 1 or 2, and empty its buffer. */
static void put_heading(const edition *e, int level, size_t number, dp_text *text)
{
    const char *words = text->data ? text->data : "";
    e->out->failed = e->out->failed || text->failed;
    if (e->format == 't') {
        dp_text_puts(e->out, level > 1 ? "\n" : "");
        write_text_heading(e->options, e->out, words, '=');
    } else if (e->format == 'h') {
        dp_text_printf(e->out, level > 1 ? "<h%d id=\"story-%zu\">" : "<h%d>", level, number);
        put_text(e, words);
        dp_text_printf(e->out, "</h%d>\n", level);
    } else {
        dp_text_puts(e->out, level > 1 ? "\n" : "");
        if (number)
            dp_text_printf(e->out, "<a id=\"story-%zu\"></a>\n\n", number);
        dp_text_puts(e->out, level > 1 ? "## " : "# ");
        put_text(e, words);
        dp_text_puts(e->out, "\n");
    }
    dp_text_free(text);
}

/* Put an item of a list; with a story's number, a link leads there. */
static void put_item(const edition *e, size_t number, const char *text, dp_text *rest)
{
    dp_text lead = {0};
    const char *more = rest->data ? rest->data : "";
    if (number)
        dp_text_printf(&lead, "%zu. ", number);
    else
        dp_text_puts(&lead, "- ");
    e->out->failed = e->out->failed || rest->failed || lead.failed || !lead.data;
    if (e->out->failed)
        ;
    else if (e->format == 't') {
        dp_text line = {0};
        dp_text_puts(&line, text);
        dp_text_puts(&line, more);
        write_text_line(e->options, e->out, lead.data, line.data ? line.data : "");
        dp_text_free(&line);
    } else if (e->format == 'h') {
        if (number)
            dp_text_printf(e->out, "<li><a href=\"#story-%zu\">", number);
        else
            dp_text_puts(e->out, "<li>");
        put_text(e, text);
        dp_text_puts(e->out, number ? "</a>" : "");
        put_text(e, more);
        dp_text_puts(e->out, "</li>\n");
    } else {
        dp_text_puts(e->out, lead.data);
        dp_text_puts(e->out, number ? "[" : "");
        put_text(e, text);
        if (number)
            dp_text_printf(e->out, "](#story-%zu)", number);
        put_text(e, more);
        dp_text_puts(e->out, "\n");
    }
    dp_text_free(&lead);
    dp_text_free(rest);
}

static void put_list(const edition *e, bool begin, bool numbered)
{
    if (e->format == 'h')
        dp_text_printf(e->out, "<%s%s>\n", begin ? "" : "/", numbered ? "ol" : "ul");
    else
        dp_text_puts(e->out, begin ? "\n" : "");
}

/* ---- For people ---- */

static void put_contents(const edition *e)
{
    put_list(e, true, true);
    for (size_t i = 0; i < e->count; i++) {
        const digest_article *article = &e->digest->articles[e->stories[i].first];
        dp_text rest = {0};
        dp_text_puts(&rest, article->untranslated ? " [German]" : "");
        if (e->stories[i].articles > 1) {
            dp_text_puts(&rest, " (");
            add_sources(&rest, &e->stories[i]);
            dp_text_puts(&rest, ")");
        }
        put_item(e, i + 1, article->headline, &rest);
    }
    put_list(e, false, true);
}

static void put_story(const edition *e, size_t number)
{
    const story *of = &e->stories[number - 1];
    dp_text text = {0};
    if (e->format == 'h')
        dp_text_puts(e->out, "<section class=\"story\">\n");
    dp_text_printf(&text, "Story %zu", number);
    if (of->articles > 1) {
        dp_text_puts(&text, ": ");
        add_sources(&text, of);
    }
    put_heading(e, 2, number, &text);
    if (of->sources > 1) {
        add_reasons(&text, of);
        put_paragraph(e, &text);
    }
    for (size_t i = 0; i < e->digest->count; i++) {
        if (e->digest->articles[i].story != of->first || e->digest->articles[i].source != i)
            continue;
        if (add_copies(&text, e->digest, i)) {
            dp_text_puts(e->out, e->format == 't' ? "\n" : "");
            put_paragraph(e, &text);
        }
        dp_text_puts(e->out, e->format == 'h' ? "" : "\n");
        dp_text_puts(e->out, e->digest->articles[i].section);
    }
    if (e->format == 'h')
        dp_text_puts(e->out, "</section>\n");
}

static void put_failures(const edition *e)
{
    dp_text heading = {0};
    if (e->digest->failure_count == 0)
        return;
    dp_text_puts(&heading, "Not in this digest");
    if (e->format == 'h')
        dp_text_puts(e->out, "<section class=\"caution\">\n");
    put_heading(e, 2, e->count + 1, &heading);
    put_list(e, true, false);
    for (size_t i = 0; i < e->digest->failure_count; i++) {
        dp_text rest = {0};
        dp_text_printf(&rest, ": %s", e->digest->failures[i].message);
        put_item(e, 0, e->digest->failures[i].name, &rest);
    }
    put_list(e, false, false);
    if (e->format == 'h')
        dp_text_puts(e->out, "</section>\n");
}

static void put_page(const edition *e)
{
    dp_text title = {0}, heading = {0};
    add_title(&title, e);
    if (e->format == 'h')
        write_html_head(e->out, title.data ? title.data : "");
    dp_text_puts(&heading, title.data);
    put_heading(e, 1, 0, &heading);
    dp_text_free(&title);
    put_contents(e);
    for (size_t i = 0; i < e->count; i++)
        put_story(e, i + 1);
    put_failures(e);
    dp_text_puts(e->out, e->format == 'h' ? WRITE_HTML_END : "");
}

/* ---- For programs ---- */

static void emit_shared(emitter *json, const story *of)
{
    static const char *const names[] = {"names", "numbers", "words"};
    emit_open(json, "shared", '{');
    for (size_t kind = 0; kind < 3; kind++) {
        emit_open(json, names[kind], '[');
        for (size_t i = 0; i < of->shared_count[kind]; i++)
            emit_string(json, NULL, of->shared[kind][i]->label);
        emit_close(json, ']');
    }
    emit_close(json, '}');
}

static void emit_source(emitter *json, const dp_digest *digest, size_t source)
{
    emit_open(json, NULL, '{');
    emit_count(json, "record", source);
    emit_string(json, "outlet", digest->articles[source].outlet);
    emit_string(json, "name", digest->articles[source].name);
    emit_open(json, "copies", '[');
    for (size_t i = 0; i < digest->count; i++) {
        const digest_article *copy = &digest->articles[i];
        if (copy->source != source || i == source)
            continue;
        emit_open(json, NULL, '{');
        emit_count(json, "record", i);
        emit_string(json, "outlet", copy->outlet);
        emit_string(json, "name", copy->name);
        emit_decimal(json, "overlap", copy->overlap, 4);
        emit_close(json, '}');
    }
    emit_close(json, ']');
    emit_close(json, '}');
}

static void emit_story(emitter *json, const dp_digest *digest, const story *of)
{
    const digest_article *first = &digest->articles[of->first];
    emit_open(json, NULL, '{');
    emit_string(json, "headline", first->headline);
    emit_string(json, "language", first->untranslated ? "de" : "en");
    emit_count(json, "articles", of->articles);
    if (of->outlets)
        emit_count(json, "outlets", of->outlets);
    else
        emit_null(json, "outlets");
    emit_shared(json, of);
    emit_open(json, "sources", '[');
    for (size_t i = 0; i < digest->count; i++)
        if (digest->articles[i].story == of->first && digest->articles[i].source == i)
            emit_source(json, digest, i);
    emit_close(json, ']');
    emit_close(json, '}');
}

/* The records as they are, at the end, so that a program can find each by its brackets. */
static void put_records(const edition *e)
{
    dp_text_puts(e->out, ",\n\"records\": [");
    for (size_t i = 0; i < e->digest->count; i++) {
        dp_text_puts(e->out, i ? ",\n" : "\n");
        size_t length = strlen(e->digest->articles[i].record);
        dp_text_append(e->out, e->digest->articles[i].record, length - (length > 0)); /* without its line feed */
    }
    dp_text_puts(e->out, "\n]\n}\n");
}

static void put_json(const edition *e)
{
    emitter json = {.out = e->out, .lines = true};
    emit_open(&json, NULL, '{');
    emit_string(&json, "format", "depesche-digest-1");
    emit_string(&json, "generator", "depesche " PACKAGE_VERSION);
    emit_open(&json, "stories", '[');
    for (size_t i = 0; i < e->count; i++)
        emit_story(&json, e->digest, &e->stories[i]);
    emit_close(&json, ']');
    emit_open(&json, "failures", '[');
    for (size_t i = 0; i < e->digest->failure_count; i++) {
        emit_open(&json, NULL, '{');
        emit_string(&json, "name", e->digest->failures[i].name);
        emit_string(&json, "message", e->digest->failures[i].message);
        emit_close(&json, '}');
    }
    emit_close(&json, ']');
    put_records(e);
}

dp_status digest_write(const dp_digest *digest, const char *format, const dp_write_options *options, dp_text *out,
                       dp_error *error)
{
    edition e = {.digest = digest, .options = options, .out = out, .format = format[0]};
    find_stories(&e);
    if (!e.failed && e.format == 'j')
        put_json(&e);
    else if (!e.failed)
        put_page(&e);
    arena_free(&e.memory);
    return e.failed ? dp_error_set(error, DP_NO_MEMORY, "out of memory while writing a digest") : DP_OK;
}
