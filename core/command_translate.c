/* SPDX-License-Identifier: ISC */
/*
 * depesche translate: plain translation, sentence by sentence or line by line, without the rest of a briefing. A
 * pipeline of the one stage "translate" does the work.
 */
#include "config.h"

#include "command.h"
#include "exit_code.h"
#include "input.h"
#include "log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Lines translated together with --lines. */
#define LINES_AT_ONCE 1000
#define MOST_BYTES    ((size_t)64 << 20)

typedef struct translation_run {
    const arguments *given;
    dp_chain *chain;
    const char *format;
    bool scores;
    bool several; /* --nbest: print the alternatives too */
} translation_run;

/* ---- Output ---- */

/* Print text on one line. */
static void print_flat(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        putchar(text[i] == '\n' || text[i] == '\r' || text[i] == '\t' ? ' ' : text[i]);
}

/* Print a member of a JSON object; null for null. */
static void print_member(const char *key, const char *value, size_t length)
{
    printf("\"%s\":%s", key, value ? "\"" : "null");
    for (size_t i = 0; value && i < length; i++) {
        unsigned char byte = (unsigned char)value[i];
        if (byte < 0x20 || byte == 0x7F)
            printf("\\u%04x", byte);
        else
            printf(byte == '"' || byte == '\\' ? "\\%c" : "%c", byte);
    }
    if (value)
        putchar('"');
}

/* The other translations of a sentence: notes that hold its index. They are in the order of the sentences, and `*next`
 * is the first that has not been returned. */
static const dp_note *next_alternative(const dp_doc *doc, size_t sentence, size_t *next)
{
    char index[24];
    snprintf(index, sizeof index, "%zu", sentence);
    const dp_note *note = dp_doc_note(doc, "alternatives", *next);
    const char *of = note ? dp_note_get(note, "sentence") : NULL;
    if (!of || strcmp(of, index) != 0)
        return NULL;
    ++*next;
    return note;
}

static void print_score(const char *before, double score, const char *none)
{
    if (score >= 0.0)
        printf("%s%.4f", before, score);
    else
        printf("%s%s", before, none);
}

static void print_record(const translation_run *self, const dp_doc *doc, size_t index, size_t *note)
{
    dp_translation english = dp_doc_translation(doc, index);
    dp_span span = dp_doc_sentence(doc, index).span;
    const struct {
        const char *key, *value;
    } members[] = {
        {"en", english.text},
        {"status", dp_translation_status_name(english.status)},
        {"engine", english.engine},
        {"reason", english.reason},
    };
    putchar('{');
    print_member("de", dp_doc_source(doc, &(size_t){0}) + span.begin, span.end - span.begin);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        putchar(',');
        print_member(members[i].key, members[i].value, members[i].value ? strlen(members[i].value) : 0);
    }
    print_score(",\"score\":", english.score, "null");
    if (self->several)
        fputs(",\"alternatives\":[", stdout);
    const dp_note *other;
    for (size_t i = 0; self->several && (other = next_alternative(doc, index, note)); i++) {
        const char *text = dp_note_get(other, "english");
        fputs(i > 0 ? ",{" : "{", stdout);
        print_member("en", text, text ? strlen(text) : 0);
        print_score(",\"score\":", dp_note_score(other), "null");
        putchar('}');
    }
    puts(self->several ? "]}" : "}");
}

/* Print one translation; `number` is that of the sentence or line. */
static void print_translation(const translation_run *self, const dp_doc *doc, size_t index, size_t number,
                              const char *english, double score)
{
    if (self->several)
        printf("%zu\t", number);
    if (self->scores || self->several) {
        print_score("", score, "-");
        putchar('\t');
    }
    if (strcmp(self->format, "side-by-side") == 0) {
        dp_span span = dp_doc_sentence(doc, index).span;
        print_flat(dp_doc_source(doc, &(size_t){0}) + span.begin, span.end - span.begin);
        putchar('\t');
    }
    if (english)
        print_flat(english, strlen(english));
    putchar('\n');
}

/* Print a sentence and its alternatives; `*note` is the first of these that has not been printed. */
static void print_sentence(const translation_run *self, const dp_doc *doc, size_t index, size_t number, size_t *note)
{
    if (strcmp(self->format, "ndjson") == 0) {
        print_record(self, doc, index, note);
        return;
    }
    dp_translation english = dp_doc_translation(doc, index);
    print_translation(self, doc, index, number, english.text, english.score);
    const dp_note *other;
    while (self->several && (other = next_alternative(doc, index, note)))
        print_translation(self, doc, index, number, dp_note_get(other, "english"), dp_note_score(other));
}

/* ---- Articles ---- */

static void print_article(const translation_run *self, const dp_doc *doc)
{
    size_t block = DP_NONE, note = 0;
    for (size_t i = 0; i < dp_doc_sentence_count(doc); i++) {
        dp_sentence s = dp_doc_sentence(doc, i);
        if (i > 0 && s.block != block && !self->several && strcmp(self->format, "text") == 0)
            putchar('\n');
        block = s.block;
        print_sentence(self, doc, i, i + 1, &note);
    }
}

static dp_status translate_article(const translation_run *self, const char *path, input *in, dp_error *error)
{
    const char *bytes;
    size_t length;
    dp_status status = input_read_all(in, &bytes, &length, error);
    if (status != DP_OK)
        return status;
    dp_doc *doc = dp_doc_read(bytes, length, &(dp_read_options){.name = path}, error);
    if (!doc)
        return DP_BAD_INPUT;
    status = dp_chain_run(self->chain, doc, error);
    if (status == DP_OK)
        print_article(self, doc);
    dp_doc_free(doc);
    return status;
}

/* ---- Lines ---- */

static bool is_blank(const dp_text *text)
{
    for (size_t at = 0; at < text->length;)
        if (!dp_is_space(dp_utf8_next(text->data, text->length, &at)))
            return false;
    return true;
}

/* Print exactly one line for each of the text's, whose first has number `number`; with --nbest, as many as there are
 * translations, and none for blank lines. */
static void print_lines(const translation_run *self, const dp_text *text, const dp_doc *doc, size_t number)
{
    size_t next = 0, note = 0, count = doc ? dp_doc_sentence_count(doc) : 0;
    for (size_t at = 0; at < text->length; number++) {
        size_t length = strcspn(text->data + at, "\n");
        if (next < count && dp_doc_sentence(doc, next).span.begin < at + length)
            print_sentence(self, doc, next++, number, &note);
        else if (!self->several)
            putchar('\n');
        at += length + 1;
    }
    fflush(stdout);
}

/* Translate lines, each ended by a line end; `number` is that of the first. */
static dp_status translate_lines(const translation_run *self, const dp_text *text, size_t number, dp_error *error)
{
    static const dp_read_options options = {.name = "lines", .format = "lines", .charset = "UTF-8"};
    dp_doc *doc = NULL;
    if (!is_blank(text)) {
        doc = dp_doc_read(text->data, text->length, &options, error);
        if (!doc || dp_chain_run(self->chain, doc, error) != DP_OK) {
            dp_doc_free(doc);
            return DP_FAILED;
        }
    }
    print_lines(self, text, doc, number);
    dp_doc_free(doc);
    return DP_OK;
}

/* Append a line as UTF-8: what is not becomes U+FFFD, and so does U+0000. */
static void append_line(dp_text *text, const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code = dp_utf8_next(bytes, length, &at);
        dp_text_put(text, code == 0 ? 0xFFFD : code);
    }
    dp_text_put(text, '\n');
}

static dp_status translate_all_lines(const translation_run *self, FILE *stream, size_t at_once, dp_error *error)
{
    char *line = NULL;
    size_t room = 0, lines = 0, first = 1;
    ssize_t length;
    dp_text text = {0};
    dp_status status = DP_OK;
    while (status == DP_OK && (length = getline(&line, &room, stream)) >= 0) {
        size_t end = length > 0 && line[length - 1] == '\n' ? (size_t)length - 1 : (size_t)length;
        append_line(&text, line, end);
        if (++lines % at_once == 0 || text.length > MOST_BYTES / 2) {
            status = translate_lines(self, &text, first, error);
            first = lines + 1;
            dp_text_cut(&text, 0);
        }
    }
    if (status == DP_OK && text.failed)
        status = dp_error_set(error, DP_NO_MEMORY, "out of memory");
    if (status == DP_OK && text.length > 0)
        status = translate_lines(self, &text, first, error);
    free(line);
    dp_text_free(&text);
    return status;
}

/* ---- Files ---- */

static dp_status translate_line_file(const translation_run *self, const char *path, dp_error *error)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *stream = standard ? stdin : fopen(path, "r");
    if (!stream)
        return dp_error_set(error, DP_IO, "%s: cannot be opened", path);
    dp_status status = translate_all_lines(self, stream, LINES_AT_ONCE, error);
    if (!standard)
        fclose(stream);
    return status;
}

static dp_status translate_file(const translation_run *self, const char *path, dp_error *error)
{
    if (argument_given(self->given, "lines") || argument_given(self->given, "raw"))
        return translate_line_file(self, path, error);
    input *in = input_open(path, MOST_BYTES, error);
    if (!in)
        return DP_IO;
    dp_status status = translate_article(self, path, in, error);
    input_close(in);
    return status;
}

static int translate_files(const translation_run *self)
{
    size_t failed = 0;
    dp_error error = {0};
    if (argument_given(self->given, "interactive")) {
        if (translate_all_lines(self, stdin, 1, &error) == DP_OK)
            return EXIT_DONE;
        log_error("%s", error.text);
        return EXIT_SOME_FAILED;
    }
    for (size_t i = 0; i < operand_count(self->given); i++)
        if (translate_file(self, operand(self->given, i), &error) != DP_OK) {
            log_error("%s", error.text);
            failed++;
        }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        log_error("the output could not be written");
        return EXIT_OUTPUT;
    }
    return failed == 0 ? EXIT_DONE : failed == operand_count(self->given) ? EXIT_INPUT : EXIT_SOME_FAILED;
}

/* ---- Settings ---- */

/* Options of the command that are options of the plugin. */
static const char *const passed_on[] = {"model", "vocab", "shortlist", "beam", "nbest", "threads"};

static dp_status set_option(dp_pipeline *pipeline, const char *name, const char *value, dp_error *error)
{
    dp_text assignment = {0};
    dp_text_printf(&assignment, "translate.%s=%s", name, value);
    dp_status status = assignment.failed ? dp_error_set(error, DP_NO_MEMORY, "out of memory")
                                         : dp_pipeline_set(pipeline, assignment.data, error);
    dp_text_free(&assignment);
    return status;
}

static dp_status set_options(const arguments *given, dp_pipeline *pipeline, dp_error *error)
{
    dp_status status = DP_OK;
    for (size_t i = 0; status == DP_OK && i < sizeof passed_on / sizeof *passed_on; i++)
        if (argument_given(given, passed_on[i]))
            status = set_option(pipeline, passed_on[i], argument_value(given, passed_on[i]), error);
    if (status == DP_OK && argument_given(given, "no-shortlist"))
        status = set_option(pipeline, "use-shortlist", "false", error);
    if (status == DP_OK && argument_given(given, "raw"))
        status = set_option(pipeline, "raw", "true", error);
    const char *assignment;
    for (size_t i = 0; status == DP_OK && (assignment = argument_each(given, "set", i)); i++)
        status = dp_pipeline_set(pipeline, assignment, error);
    return status;
}

static int check_arguments(translation_run *self)
{
    const char *format = argument_value(self->given, "format");
    self->format = format ? format : "text";
    self->scores = argument_given(self->given, "scores");
    self->several = argument_given(self->given, "nbest");
    if (strcmp(self->format, "text") != 0 && strcmp(self->format, "side-by-side") != 0 &&
        strcmp(self->format, "ndjson") != 0)
        return usage_error(self->given, "--format is text, side-by-side or ndjson, not '%s'", format);
    bool interactive = argument_given(self->given, "interactive");
    if (operand_count(self->given) == 0 && !interactive)
        return usage_error(self->given, "name a file to read, or - for standard input");
    if (operand_count(self->given) > 0 && interactive)
        return usage_error(self->given, "--interactive reads standard input and takes no file");
    return EXIT_DONE;
}

static int run_translate(const arguments *given)
{
    static const char stage[] = "{\"name\": \"translate\", \"stages\": [{\"plugin\": \"translate\"}]}";
    translation_run self = {.given = given};
    int status = check_arguments(&self);
    if (status != EXIT_DONE)
        return status;
    dp_error error = {0};
    dp_host *host = command_host(given);
    dp_pipeline *pipeline = host ? dp_pipeline_parse(stage, sizeof stage - 1, NULL, &error) : NULL;
    if (pipeline && set_options(given, pipeline, &error) == DP_OK)
        self.chain = dp_chain_open(host, pipeline, &error);
    if (self.chain) {
        status = translate_files(&self);
    } else {
        log_error("%s", error.text[0] ? error.text : "out of memory");
        status = error.status == DP_BAD_OPTION ? EXIT_USAGE : EXIT_PIPELINE;
    }
    dp_chain_close(self.chain);
    dp_pipeline_free(pipeline);
    dp_host_free(host);
    return status;
}

static const option_row rows[] = {
    {"model", 'm', "ID|PATH", "an installed model, or a model file or directory (a path with a slash)"},
    {"vocab", 0, "FILE", "vocabulary; default: vocab*.spm beside the model"},
    {"shortlist", 0, "FILE", "lexical shortlist; default: lex*.bin beside the model"},
    {"no-shortlist", 0, NULL, "choose among all English pieces: slower, at times better"},
    {"beam", 'b', "NUMBER", "follow so many hypotheses (default 4); 1 takes half the time"},
    {"nbest", 'n', "NUMBER", "print so many translations of each, with the sentence's number and their scores"},
    {"threads", 't', "NUMBER", "compute with so many threads; default: one for each processor"},
    {"format", 'f', "FORMAT", "write text, side-by-side (German, tab, English) or ndjson"},
    {"scores", 0, NULL, "put the engine's confidence and a tab before each line"},
    {"lines", 'l', NULL, "take each line for a sentence, and write exactly one line for each"},
    {"raw", 0, NULL, "as --lines, and change nothing before and after the model"},
    {"interactive", 'i', NULL, "translate line by line as they are typed"},
    {"set", 0, "translate.OPTION=VALUE", "set any other option of the plugin; may be given again"},
    {NULL, 0, NULL, NULL},
};

const command command_translate = {
    .name = "translate",
    .operands = "FILE...",
    .summary = "Translate articles or lines from German to English.",
    .options = rows,
    .examples = "  depesche translate article.txt\n"
                "  depesche translate --beam 8 -f side-by-side article.txt\n"
                "  depesche translate --lines --threads 2 sentences.de >sentences.en\n"
                "  depesche translate --interactive\n",
    .run = run_translate,
};
