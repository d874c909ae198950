/* SPDX-License-Identifier: ISC */
/*
 * Builds a document from a description in a plain file and writes it in one format to standard output:
 *
 *   write_case FILE.doc FORMAT [--terminal] [--width N] [--order ORDER] [--timed]
 *
 * so that a case for the writers is a file and no C. tests/write/README.md describes the descriptions. With
 * --fail-each instead of a format, every allocation of every writer fails in turn.
 */
#include "config.h"

#include <depesche/depesche.h>

#include "alloc.h"
#include "doc.h"
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BLOCKS 256
#define MAX_SENTENCES 1024

typedef struct block_plan {
    dp_block_kind kind;
    dp_span span;
    char *reason;
    size_t first, count; /* of its sentences */
} block_plan;

typedef struct builder {
    dp_text source;
    block_plan blocks[MAX_BLOCKS];
    size_t block_count;
    dp_span sentences[MAX_SENTENCES];
    size_t sentence_count;
    dp_doc *doc;
    dp_note *note;
    dp_plugin plugin; /* of the running stage */
    char *stage, *version;
    size_t line;
} builder;

static const char *const writes[] = {"terms", "quotes", "summary", "entities", "checks", "briefing", "translation", "tone", NULL};

/* The briefing plugin is linked in. */
extern const dp_plugin dp_plugin_descriptor;

static void fail(const builder *b, const char *why)
{
    fprintf(stderr, "line %zu: %s\n", b->line, why);
    exit(1);
}

static void must(const builder *b, dp_status status, const dp_error *error)
{
    if (status != DP_OK)
        fail(b, error->text);
}

/* Replace \n, \t, \\ and \u{HEX} in place. */
static void unescape(char *text)
{
    char *to = text;
    for (const char *at = text; *at;) {
        if (*at != '\\') {
            *to++ = *at++;
        } else if (strncmp(at, "\\u{", 3) == 0) {
            char *end;
            to += dp_utf8_encode((uint32_t)strtoul(at + 3, &end, 16), to);
            at = end + 1;
        } else {
            *to++ = (char)(at[1] == 'n' ? '\n' : at[1] == 't' ? '\t' : at[1]);
            at += 2;
        }
    }
    *to = '\0';
}

/* Cut the first word off and return it; `*rest` becomes what follows. */
static char *cut_word(char **rest)
{
    char *word = *rest;
    char *space = strchr(word, ' ');
    *rest = space ? space + 1 : word + strlen(word);
    if (space)
        *space = '\0';
    return word;
}

/* ---- Before the document is there: the source ---- */

static block_plan *new_block(builder *b, dp_block_kind kind)
{
    if (b->block_count + 2 > MAX_BLOCKS)
        fail(b, "too many blocks");
    if (b->block_count > 0) {
        size_t begin = b->source.length;
        dp_text_puts(&b->source, "\n\n");
        b->blocks[b->block_count++] = (block_plan){.kind = DP_BLOCK_SPACE, .span = {begin, b->source.length}};
    }
    block_plan *block = &b->blocks[b->block_count++];
    *block = (block_plan){.kind = kind, .span = {b->source.length, b->source.length}, .first = b->sentence_count};
    return block;
}

static void add_text(builder *b, block_plan *block, const char *text)
{
    if (b->source.length > block->span.begin)
        dp_text_puts(&b->source, " ");
    size_t begin = b->source.length;
    dp_text_puts(&b->source, text);
    block->span.end = b->source.length;
    if (block->kind == DP_BLOCK_BOILERPLATE)
        return;
    if (b->sentence_count == MAX_SENTENCES)
        fail(b, "too many sentences");
    b->sentences[b->sentence_count++] = (dp_span){begin, b->source.length};
    block->count++;
}

static bool plan_line(builder *b, const char *word, char *rest)
{
    static const dp_block_kind kinds[] = {DP_BLOCK_TITLE, DP_BLOCK_STANDFIRST, DP_BLOCK_HEADING, DP_BLOCK_PARAGRAPH,
                                          DP_BLOCK_BOILERPLATE};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(word, dp_block_kind_name(kinds[i])) != 0)
            continue;
        block_plan *block = new_block(b, kinds[i]);
        if (kinds[i] == DP_BLOCK_BOILERPLATE)
            block->reason = alloc_string(rest);
        else if (*rest)
            add_text(b, block, rest);
        return true;
    }
    return false;
}

static void make_doc(builder *b)
{
    dp_error error = {0};
    b->doc = doc_new(b->source.data ? b->source.data : "", b->source.length, &error);
    if (!b->doc)
        fail(b, error.text);
    for (size_t i = 0; i < b->block_count; i++) {
        const block_plan *block = &b->blocks[i];
        must(b, doc_add_block(b->doc, block->kind, block->span, block->reason, &error), &error);
        for (size_t s = 0; s < block->count; s++)
            must(b, doc_add_sentence(b->doc, i, b->sentences[block->first + s], &error), &error);
    }
    must(b, doc_set_pipeline(b->doc, "case", &error), &error);
}

/* ---- Afterwards: fields, stages, translations, notes ---- */

/* Where a text stands in the source: its first place, or place N for "text##N"; "-" is the empty span at 0. */
static dp_span find_span(builder *b, char *text)
{
    if (strcmp(text, "-") == 0)
        return (dp_span){0, 0};
    char *number = strstr(text, "##");
    unsigned long which = number ? strtoul(number + 2, NULL, 10) : 1;
    if (number)
        *number = '\0';
    const char *source = dp_doc_source(b->doc, NULL);
    const char *found = strstr(source, text);
    for (; found && which > 1; which--)
        found = strstr(found + 1, text);
    if (!found || !*text)
        fail(b, "this text does not stand in the source");
    size_t begin = (size_t)(found - source);
    return (dp_span){begin, begin + strlen(text)};
}

static void field_line(builder *b, char *rest)
{
    dp_error error = {0};
    const char *name = cut_word(&rest);
    for (int f = 0; f < DP_FIELD_COUNT; f++)
        if (strcmp(name, dp_field_name((dp_field)f)) == 0)
            must(b, doc_set_field(b->doc, (dp_field)f, rest, &error), &error);
}

static void stage_line(builder *b, char *rest)
{
    dp_error error = {0};
    doc_end_stage(b->doc, 12.5);
    free(b->stage);
    b->stage = alloc_string(rest);
    b->plugin = (dp_plugin){.abi_version = 1, .id = b->stage, .version = "1.0.0", .writes = writes};
    must(b, doc_begin_stage(b->doc, &b->plugin, b->stage, &error), &error);
}

static dp_translation translation_of(char **rest)
{
    const char *status = cut_word(rest), *score = cut_word(rest);
    dp_translation_status number = DP_TRANSLATED;
    if (strcmp(status, "copied") == 0)
        number = DP_COPIED;
    else if (strcmp(status, "given-up") == 0)
        number = DP_GIVEN_UP;
    char *reason = strstr(*rest, " ## ");
    if (reason)
        *reason = '\0';
    return (dp_translation){.status = number,
                            .score = strcmp(score, "-") == 0 ? -1 : strtod(score, NULL),
                            .text = *rest,
                            .engine = number == DP_COPIED ? NULL : "toy-1",
                            .reason = reason ? reason + 4 : NULL};
}

static void english_line(builder *b, char *rest)
{
    dp_error error = {0};
    size_t index = strtoul(cut_word(&rest), NULL, 10);
    dp_translation translation = translation_of(&rest);
    must(b, dp_doc_set_translation(b->doc, index, &translation, &error), &error);
}

static void align_line(builder *b, char *rest)
{
    dp_error error = {0};
    size_t index = strtoul(cut_word(&rest), NULL, 10);
    char *english = strstr(rest, " = ");
    if (!english)
        fail(b, "align INDEX GERMAN = ENGLISH");
    *english = '\0';
    dp_span sentence = dp_doc_sentence(b->doc, index).span;
    const char *source = dp_doc_source(b->doc, NULL), *text = dp_doc_translation(b->doc, index).text;
    const char *from = strstr(source + sentence.begin, rest), *into = text ? strstr(text, english + 3) : NULL;
    if (!from || !into)
        fail(b, "these words do not stand in the sentence");
    dp_span german = {(size_t)(from - source), (size_t)(from - source) + strlen(rest)};
    dp_span other = {(size_t)(into - text), (size_t)(into - text) + strlen(english + 3)};
    must(b, dp_doc_align(b->doc, index, german, other, &error), &error);
}

static void note_line(builder *b, char *rest)
{
    dp_error error = {0};
    const char *kind = cut_word(&rest), *score = cut_word(&rest);
    b->note = dp_doc_add_note(b->doc, kind, find_span(b, rest), strcmp(score, "-") == 0 ? -1 : strtod(score, NULL), &error);
    if (!b->note)
        fail(b, error.text);
}

/* "briefing NAME=VALUE NAME=VALUE,VALUE": run the real stage with these options. */
static void briefing_line(builder *b, char *rest)
{
    setting settings[8] = {{0}};
    size_t count = 0;
    dp_error error = {0};
    for (char *word; *(word = cut_word(&rest)) && count < 8; count++) {
        settings[count] = (setting){.name = alloc_copy(word, strcspn(word, "=")), .kind = SETTING_TEXT};
        for (char *value = word + strcspn(word, "="); *value; value += strcspn(value, ",")) {
            value++;
            path_list_add(&settings[count].values, value, strcspn(value, ","));
        }
    }
    void *state = NULL;
    dp_options *options = options_new(&dp_plugin_descriptor, settings, count, (options_places){0}, &error);
    if (!options || dp_plugin_descriptor.open(options, &state, &error) != DP_OK)
        fail(b, error.text);
    doc_end_stage(b->doc, 12.5);
    must(b, doc_begin_stage(b->doc, &dp_plugin_descriptor, "briefing", &error), &error);
    must(b, dp_plugin_descriptor.process(state, b->doc, &error), &error);
    dp_plugin_descriptor.close(state);
    options_free(options);
    for (size_t i = 0; i < count; i++)
        setting_free(&settings[i]);
}

static void doc_line(builder *b, const char *word, char *rest)
{
    dp_error error = {0};
    if (strcmp(word, "seal") == 0)
        must(b, doc_seal(b->doc, &error), &error);
    else if (strcmp(word, "field") == 0)
        field_line(b, rest);
    else if (strcmp(word, "undecoded") == 0)
        doc_set_undecoded(b->doc, strtoul(rest, NULL, 10));
    else if (strcmp(word, "briefing") == 0)
        briefing_line(b, rest);
    else if (strcmp(word, "stage") == 0)
        stage_line(b, rest);
    else if (strcmp(word, "english") == 0)
        english_line(b, rest);
    else if (strcmp(word, "align") == 0)
        align_line(b, rest);
    else if (strcmp(word, "note") == 0)
        note_line(b, rest);
    else if (strcmp(word, "warn") == 0)
        must(b, dp_doc_warn(b->doc, (dp_span){0, 0}, &error, "%s", rest), &error);
    else if (strcmp(word, "title-english") == 0) {
        dp_translation translation = translation_of(&rest);
        must(b, dp_doc_set_field_translation(b->doc, DP_FIELD_TITLE, &translation, &error), &error);
    } else
        fail(b, "unknown word at the start of the line");
}

/* An indented line: a sentence of the block, or a string ("key value") or span ("@name text") of the note. */
static void inner_line(builder *b, char *text)
{
    dp_error error = {0};
    if (!b->doc) {
        add_text(b, &b->blocks[b->block_count - 1], text);
        return;
    }
    char *rest = text;
    const char *key = cut_word(&rest);
    if (*key == '@')
        must(b, dp_note_add_span(b->note, key + 1, find_span(b, rest), &error), &error);
    else
        must(b, dp_note_set(b->note, key, rest, &error), &error);
}

static void read_line(builder *b, char *line)
{
    b->line++;
    line[strcspn(line, "\n")] = '\0';
    if (*line == '\0' || *line == '#')
        return;
    unescape(line);
    if (*line == ' ') {
        inner_line(b, line + strspn(line, " "));
        return;
    }
    char *rest = line;
    const char *word = cut_word(&rest);
    if (!b->doc && plan_line(b, word, rest))
        return;
    if (!b->doc)
        make_doc(b);
    doc_line(b, word, rest);
}

static void read_case(builder *b, const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file)
        fail(b, path);
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, file) > 0)
        read_line(b, line);
    free(line);
    fclose(file);
    doc_end_stage(b->doc, 0.25);
}

/* ---- Writing ---- */

/* Write every format with the n-th allocation failing, for every n. Prints TAP. */
static int fail_each(const dp_doc *doc)
{
    int bad = 0, format = 0;
    for (const char *name; (name = dp_write_format((size_t)format)) != NULL; format++) {
        dp_status status = DP_NO_MEMORY;
        dp_text whole = {0};
        dp_write(doc, name, NULL, &whole, NULL);
        size_t n = 1;
        bool good = true;
        for (; status != DP_OK && good && n < 100000; n++) {
            dp_error error = {0};
            dp_text out = {0};
            alloc_fail_at(n, n % 2 == 0);
            status = dp_write(doc, name, NULL, &out, &error);
            alloc_fail_at(0, false);
            good = status == DP_OK ? out.length == whole.length : status == DP_NO_MEMORY && *error.text && out.length == 0;
            dp_text_free(&out);
        }
        good = good && n > 2;
        bad += !good;
        printf("%s %d - %s reports every failing allocation (%zu)\n", good ? "ok" : "not ok", format + 1, name, n - 1);
        dp_text_free(&whole);
    }
    printf("1..%d\n", format);
    return bad > 0;
}

static dp_write_options options_from(char **arguments)
{
    dp_write_options options = {.stable = true};
    for (; *arguments; arguments++) {
        if (strcmp(*arguments, "--terminal") == 0)
            options.terminal = true;
        else if (strcmp(*arguments, "--timed") == 0)
            options.stable = false;
        else if (strcmp(*arguments, "--width") == 0 && arguments[1])
            options.width = strtoul(*++arguments, NULL, 10);
        else if (strcmp(*arguments, "--order") == 0 && arguments[1])
            options.order = *++arguments;
    }
    return options;
}

int main(int count, char **arguments)
{
    static builder b;
    if (count < 3) {
        fprintf(stderr, "usage: write_case FILE.doc FORMAT|--fail-each [OPTION…]\n");
        return 2;
    }
    read_case(&b, arguments[1]);
    int result = 0;
    dp_error error = {0};
    dp_text out = {0};
    dp_write_options options = options_from(arguments + 3);
    if (strcmp(arguments[2], "--fail-each") == 0) {
        result = fail_each(b.doc);
    } else if (dp_write(b.doc, arguments[2], &options, &out, &error) != DP_OK) {
        fprintf(stderr, "%s\n", error.text);
        result = 1;
    } else {
        fwrite(out.data, 1, out.length, stdout);
    }
    dp_text_free(&out);
    dp_doc_free(b.doc);
    dp_text_free(&b.source);
    for (size_t i = 0; i < b.block_count; i++)
        free(b.blocks[i].reason);
    free(b.stage);
    return result;
}
