/* SPDX-License-Identifier: ISC */
/*
 * Blocks and boilerplate: cases in tests/cases/segment (text, and what is to be found there), the seed article, the
 * same article in other forms, hints, running out of memory, hostile text.
 */
#include <depesche/depesche.h>

#include "alloc.h"
#include "boilerplate.h"
#include "segment.h"

#include "tap.h"

#include <stdlib.h>

static const char *top_folder(void)
{
    const char *top = getenv("TOP_SRCDIR");
    return top ? top : ".";
}

/* Append a file; false when it is not there. */
static bool read_file(const char *folder, const char *name, dp_text *out)
{
    char path[4096], bytes[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    for (size_t got; (got = fread(bytes, 1, sizeof bytes, file)) > 0;)
        dp_text_append(out, bytes, got);
    fclose(file);
    return !out->failed;
}

/* A sealed document; null when something failed. */
static dp_doc *segmented(const char *text, size_t length, const segment_options *options)
{
    dp_error error = {0};
    dp_doc *doc = doc_new(text, length, &error);
    if (doc && segment_doc(doc, options, &error) == DP_OK && doc_seal(doc, &error) == DP_OK)
        return doc;
    printf("# %s\n", error.text);
    dp_doc_free(doc);
    return NULL;
}

/* ---- What was found, as text ---- */

static void describe_block(const dp_doc *doc, size_t index, size_t *sentence, dp_text *out)
{
    const char *text = dp_doc_source(doc, NULL);
    dp_block block = dp_doc_block(doc, index);
    dp_text_puts(out, dp_block_kind_name(block.kind));
    if (block.reason) {
        dp_text_printf(out, " (%s)\n  ", block.reason);
        dp_text_flatten(out, text + block.span.begin, block.span.end - block.span.begin);
    }
    dp_text_puts(out, "\n");
    for (; *sentence < dp_doc_sentence_count(doc) && dp_doc_sentence(doc, *sentence).block == index; (*sentence)++) {
        dp_span span = dp_doc_sentence(doc, *sentence).span;
        dp_text_puts(out, "  ");
        dp_text_flatten(out, text + span.begin, span.end - span.begin);
        dp_text_puts(out, "\n");
    }
}

/* Kinds, reasons and sentences of all blocks that are not space, then the fields. */
static void describe(const dp_doc *doc, dp_text *out)
{
    size_t sentence = 0;
    for (size_t i = 0; i < dp_doc_block_count(doc); i++)
        if (dp_doc_block(doc, i).kind != DP_BLOCK_SPACE)
            describe_block(doc, i, &sentence, out);
    for (int field = 0; field < DP_FIELD_COUNT; field++) {
        const char *value = dp_doc_field(doc, (dp_field)field);
        if (value && field != DP_FIELD_TITLE && field != DP_FIELD_STANDFIRST)
            dp_text_printf(out, "%s = %s\n", dp_field_name((dp_field)field), value);
    }
}

static bool describe_text(const char *text, size_t length, const segment_options *options, dp_text *out)
{
    dp_doc *doc = segmented(text, length, options);
    if (doc)
        describe(doc, out);
    dp_doc_free(doc);
    return doc != NULL;
}

static void check_case(const char *name, const char *extension, const segment_options *options)
{
    char folder[3000], file[200];
    dp_text text = {0}, want = {0}, got = {0};
    snprintf(folder, sizeof folder, "%s/tests/cases/segment", top_folder());
    snprintf(file, sizeof file, "%s.%s", name, extension);
    bool good = read_file(folder, file, &text) && describe_text(text.data, text.length, options, &got);
    snprintf(file, sizeof file, "%s.want", name);
    good = read_file(folder, file, &want) && good && strcmp(got.data, want.data) == 0;
    ok(good, "case %s", name);
    if (!good)
        printf("# got:\n%s# want:\n%s# end\n", got.data ? got.data : "", want.data ? want.data : "");
    dp_text_free(&text);
    dp_text_free(&want);
    dp_text_free(&got);
}

static void test_cases(void)
{
    static const char *const names[] = {"body", "boilerplate", "even",     "gaps",    "headline", "kicker", "lines",
                                        "list", "prose",       "question", "results", "silent",   "stray",  "wrapped"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        check_case(names[i], "txt", NULL);
    check_case("markdown", "md", &(segment_options){.markdown = true});
}

/* ---- Rules ---- */

/* Each line of the file: place, reason or "-" for none, line. */
static void test_rules(void)
{
    dp_text cases = {0};
    char folder[3000];
    snprintf(folder, sizeof folder, "%s/tests/cases", top_folder());
    boilerplate *rules = boilerplate_new();
    size_t count = 0;
    if (!ok(rules && read_file(folder, "boilerplate.tsv", &cases), "rules and cases can be read"))
        goto done;
    for (char *line = cases.data; *line;) {
        char *reason = strchr(line, '\t'), *text = reason ? strchr(reason + 1, '\t') : NULL;
        char *end = text ? strchr(text, '\n') : NULL;
        if (!end)
            break;
        *reason++ = *text++ = *end = '\0';
        unsigned places = BOILERPLATE_ANY | (strcmp(line, "first") == 0 ? BOILERPLATE_FIRST : 0u) |
                          (strcmp(line, "last") == 0 ? BOILERPLATE_LAST : 0u);
        boilerplate_match match;
        bool found = boilerplate_line(rules, places, text, (dp_span){0, strlen(text)}, &match);
        if (strcmp(found ? match.reason : "-", reason) != 0)
            ok(false, "%s: '%s' is '%s', not '%s'", line, text, found ? match.reason : "-", reason);
        count++;
        line = end + 1;
    }
    ok(count > 80, "lines that are boilerplate, and lines that only look so (%zu)", count);
done:
    boilerplate_free(rules);
    dp_text_free(&cases);
}

/* ---- The seed article, and an article of our own of the same form ---- */

static size_t count_kind(const dp_doc *doc, dp_block_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < dp_doc_block_count(doc); i++)
        count += dp_doc_block(doc, i).kind == kind;
    return count;
}

static size_t count_sentences(const dp_doc *doc, dp_block_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < dp_doc_sentence_count(doc); i++)
        count += dp_doc_block(doc, dp_doc_sentence(doc, i).block).kind == kind;
    return count;
}

static const char *reason_of(const dp_doc *doc, const char *content)
{
    const char *text = dp_doc_source(doc, NULL);
    for (size_t i = 0; i < dp_doc_block_count(doc); i++) {
        dp_block block = dp_doc_block(doc, i);
        if (block.span.end - block.span.begin == strlen(content) &&
            memcmp(text + block.span.begin, content, strlen(content)) == 0)
            return block.reason ? block.reason : dp_block_kind_name(block.kind);
    }
    return NULL;
}

static void test_seed(void)
{
    const char *shared = getenv("SHARED");
    dp_text text = {0};
    if (!shared || !read_file(shared, "seed/000_08b31e837cd17748.txt", &text)) {
        skip("the seed article", "it is not beside this checkout");
        return;
    }
    dp_doc *doc = segmented(text.data, text.length, NULL);
    if (ok(doc != NULL, "the seed article")) {
        is_int(count_kind(doc, DP_BLOCK_TITLE), 1, "it has a title");
        is_int(count_kind(doc, DP_BLOCK_STANDFIRST), 1, "a standfirst");
        is_int(count_kind(doc, DP_BLOCK_PARAGRAPH), 13, "13 paragraphs");
        is_int(count_sentences(doc, DP_BLOCK_PARAGRAPH), 15, "with 15 sentences");
        is_string(reason_of(doc, "Beziehungen zwischen Russland und Nordkorea"), "heading", "a heading");
        is_string(reason_of(doc, "source-120"), "source tag", "a source tag");
        is_string(reason_of(doc, "Leave a Reply"), "comment box", "a comment box");
        is_string(dp_doc_field(doc, DP_FIELD_SOURCE_ID), "source-120", "a source id");
    }
    dp_doc_free(doc);
    dp_text_free(&text);
}

/* Write the text with every line end replaced. */
static void with_line_ends(const dp_text *text, const char *ends, dp_text *out)
{
    for (size_t i = 0; i < text->length; i++)
        if (text->data[i] == '\n')
            dp_text_puts(out, ends);
        else
            dp_text_append(out, text->data + i, 1);
}

static void test_forms(void)
{
    static const char *const ends[] = {"\r\n", "\r", " \t\n", "\xE2\x80\xA8", "\n\xEF\xBB\xBF"};
    dp_text text = {0}, want = {0};
    char folder[3000];
    snprintf(folder, sizeof folder, "%s/samples/news", top_folder());
    bool good = read_file(folder, "hafen.txt", &text) && describe_text(text.data, text.length, NULL, &want);
    ok(good && strstr(want.data, "heading\n  Streit um die Vertiefung der Fahrrinne\n") &&
           strstr(want.data, "source_id = source-4711\n") && strstr(want.data, "standfirst\n  Trotz"),
       "an article with title, standfirst, heading, source tag and comment box");
    for (size_t i = 0; good && i < sizeof ends / sizeof *ends; i++) {
        dp_text other = {0}, got = {0};
        with_line_ends(&text, ends[i], &other);
        describe_text(other.data, other.length, NULL, &got);
        ok(got.data && strcmp(got.data, want.data) == 0, "the same with line ends of form %zu", i + 1);
        dp_text_free(&other);
        dp_text_free(&got);
    }
    dp_text_free(&text);
    dp_text_free(&want);
}

/* ---- Options ---- */

static void is_described(const char *text, const segment_options *options, const char *want, const char *name)
{
    dp_text got = {0};
    describe_text(text, strlen(text), options, &got);
    is_string(got.data ? got.data : "", want, name);
    dp_text_free(&got);
}

static void test_options(void)
{
    const char *text = "BERLIN (dpa) – Der Rat stimmte gestern dem neuen Haushalt der Stadt zu. (dpa)\n\nAnzeige\n";
    is_described(text, NULL,
                 "boilerplate (dateline)\n  BERLIN (dpa) –\nparagraph\n"
                 "  Der Rat stimmte gestern dem neuen Haushalt der Stadt zu.\nboilerplate (agency tag)\n  (dpa)\n"
                 "boilerplate (advertisement)\n  Anzeige\n",
                 "dateline and tag are blocks of their own");
    is_described("Emden, 26. November (Eigener Bericht). Der Rat stimmte gestern dem neuen Haushalt der Stadt zu.\n", NULL,
                 "boilerplate (dateline)\n  Emden, 26. November (Eigener Bericht).\nparagraph\n"
                 "  Der Rat stimmte gestern dem neuen Haushalt der Stadt zu.\n",
                 "a dateline that ends with a full stop is one");
    is_described("Bautzen – Der Rat stimmte gestern dem neuen Haushalt der Stadt zu.\n", NULL,
                 "boilerplate (dateline)\n  Bautzen –\nparagraph\n"
                 "  Der Rat stimmte gestern dem neuen Haushalt der Stadt zu.\n",
                 "so is a place with a dash");
    is_described("Bautzen – eine Stadt mit vielen Türmen – stimmte gestern dem neuen Haushalt zu.\n", NULL,
                 "paragraph\n  Bautzen – eine Stadt mit vielen Türmen – stimmte gestern dem neuen Haushalt zu.\n",
                 "but not the first words of a sentence");
    is_described(text, &(segment_options){.keep_boilerplate = true},
                 "paragraph\n  BERLIN (dpa) – Der Rat stimmte gestern dem neuen Haushalt der Stadt zu. (dpa)\n"
                 "paragraph\n  Anzeige\n",
                 "unless they are to be kept");
}

static void test_hints(void)
{
    const char *text = "Kopf\nTitel\nEin Satz. Noch einer.\n\nRest ohne Punkt\nFuß";
    const segment_hint hints[] = {
        {SEGMENT_BOILERPLATE, {0, 4}, "navigation"},
        {SEGMENT_TITLE, {5, 10}, NULL},
        {SEGMENT_PARAGRAPH, {11, 33}, NULL},
        {SEGMENT_BOILERPLATE, {50, 54}, NULL},
    };
    segment_options options = {.hints = hints, .hint_count = 4};
    is_described(text, &options,
                 "boilerplate (navigation)\n  Kopf\ntitle\n  Titel\nparagraph\n  Ein Satz.\n  Noch einer.\n"
                 "paragraph\n  Rest ohne Punkt\nboilerplate (boilerplate)\n  Fuß\n",
                 "hints say what the blocks are; text between them is paragraphs");
    options.hint_count = 1;
    is_described(text, &options,
                 "boilerplate (navigation)\n  Kopf\ntitle\n  Titel\nparagraph\n  Ein Satz.\n  Noch einer.\n"
                 "paragraph\n  Rest ohne Punkt\nparagraph\n  Fuß\n",
                 "where hints tell of boilerplate only, the rest is found as usual");
    const segment_hint wrong[] = {{SEGMENT_PARAGRAPH, {5, 10}, NULL}, {SEGMENT_PARAGRAPH, {0, 4}, NULL}};
    const segment_hint outside = {SEGMENT_PARAGRAPH, {5, 1000}, NULL};
    dp_error error = {0};
    dp_doc *doc = doc_new(text, strlen(text), NULL);
    options = (segment_options){.hints = wrong, .hint_count = 2};
    is_int(segment_doc(doc, &options, &error), DP_INVALID, "hints out of order are refused");
    dp_doc_free(doc);
    doc = doc_new(text, strlen(text), NULL);
    options = (segment_options){.hints = &outside, .hint_count = 1};
    is_int(segment_doc(doc, &options, &error), DP_INVALID, "hints outside the text are refused");
    dp_doc_free(doc);
}

static void test_fields(void)
{
    const char *text = "Titel hier\n\nVon Eva Muster\n\nDer Rat stimmte gestern dem neuen Haushalt der Stadt zu.\n";
    dp_error error = {0};
    dp_doc *doc = doc_new(text, strlen(text), &error);
    doc_set_field(doc, DP_FIELD_AUTHOR, "Redaktion", &error);
    doc_set_field(doc, DP_FIELD_TITLE, "Titel  hier", &error);
    ok(segment_doc(doc, NULL, &error) == DP_OK && doc_seal(doc, &error) == DP_OK, "a document with fields");
    is_string(dp_doc_field(doc, DP_FIELD_AUTHOR), "Redaktion", "what the input said stays");
    ok(dp_doc_block(doc, 0).kind != DP_BLOCK_TITLE, "a line that is not the given title is none");
    dp_doc_free(doc);
    doc = doc_new(text, strlen(text), &error);
    doc_set_field(doc, DP_FIELD_TITLE, "Titel hier", &error);
    ok(segment_doc(doc, NULL, &error) == DP_OK && doc_seal(doc, &error) == DP_OK &&
           dp_doc_field_in_source(doc, DP_FIELD_TITLE),
       "the given title is found in the text");
    is_string(dp_doc_field(doc, DP_FIELD_AUTHOR), "Eva Muster", "a byline gives the author");
    dp_doc_free(doc);
}

/* ---- Memory and hostile text ---- */

static void test_memory(void)
{
    const char *text =
        "# Titel\n\nVon Eva Muster\n\nBERLIN (dpa) – Der Rat stimmte gestern dem Haushalt der Stadt zu. (dpa)\n"
        "\n## Mehr\n\n- Eins\n- Zwei\n\n---\n\nsource-12\n";
    size_t n = 0;
    dp_status status = DP_NO_MEMORY;
    while (status == DP_NO_MEMORY && n < 1000) {
        dp_error error = {0};
        dp_doc *doc = doc_new(text, strlen(text), &error);
        doc_set_field(doc, DP_FIELD_TITLE, "Titel", &error);
        alloc_fail_at(++n, true);
        status = segment_doc(doc, &(segment_options){.markdown = true}, &error);
        alloc_fail_at(0, false);
        if (status != DP_OK && !error.text[0])
            break;
        dp_doc_free(doc);
    }
    ok(status == DP_OK && n > 5, "each allocation may fail (%zu)", n);
}

static void survives(const char *unit, size_t times, const char *name)
{
    dp_text text = {0};
    for (size_t i = 0; i < times; i++)
        dp_text_puts(&text, unit);
    dp_doc *doc = segmented(text.data, text.length, NULL);
    ok(doc != NULL, "%s (%zu blocks, %zu sentences)", name, doc ? dp_doc_block_count(doc) : 0,
       doc ? dp_doc_sentence_count(doc) : 0);
    dp_doc_free(doc);
    dp_text_free(&text);
}

/* 4 MB that would cost half a gigabyte. */
static void refuses_many(const char *unit, const char *what)
{
    dp_text text = {0};
    dp_error error = {0};
    for (size_t i = 0; i <= DOC_MOST_PARTS; i++)
        dp_text_puts(&text, unit);
    dp_doc *doc = dp_doc_read(text.data, text.length, NULL, &error);
    ok(!doc && error.status == DP_LIMIT && strstr(error.text, what), "refused: %s", error.text);
    dp_doc_free(doc);
    dp_text_free(&text);
}

static void test_hostile(void)
{
    refuses_many("- a\n", "lines");
    refuses_many("Ja so. ", "sentences");
    survives("x", 1000000, "1 MB without a space");
    survives(".", 100000, "100,000 full stops");
    survives("„", 100000, "100,000 opening marks");
    survives("\"", 100000, "100,000 straight marks");
    survives("\n", 1000000, "1 MB of blank lines");
    survives("a\n", 100000, "100,000 lines of a letter");
    survives("a\n\n", 100000, "100,000 paragraphs of a letter");
    survives("Von ", 250000, "1 MB of one word");
    survives("Von Max\n\n", 50000, "50,000 half bylines");
    survives("- ", 100000, "100,000 list marks");
    survives("=\n", 100000, "100,000 short rules");
    survives("# #\n", 100000, "100,000 headings");
    survives("Berlin (", 10000, "10,000 half datelines");
    survives("* [ { < \\", 10000, "the characters of patterns");
    dp_doc *doc = segmented("", 0, NULL);
    ok(doc && dp_doc_block_count(doc) == 0, "nothing at all");
    dp_doc_free(doc);
    doc = segmented(" \n", 2, NULL);
    ok(doc && dp_doc_block_count(doc) == 1 && dp_doc_sentence_count(doc) == 0, "white space only");
    dp_doc_free(doc);
}

int main(void)
{
    test_cases();
    test_rules();
    test_seed();
    test_forms();
    test_options();
    test_hints();
    test_fields();
    test_memory();
    test_hostile();
    return tap_done();
}
