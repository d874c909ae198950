/* SPDX-License-Identifier: ISC */
/* Not broken: a translator for tests. Sentence by sentence it says what its option holds, and aligns word by word. It
 * may pretend that it asks for the terms of glossaries. */
#include "broken.h"

#include <stdlib.h>
#include <string.h>

typedef struct state {
    size_t count;
    char *english[16];
    bool constraints;
} state;

static dp_status align(dp_doc *doc, size_t index, const char *english, dp_error *error)
{
    dp_span sentence = dp_doc_sentence(doc, index).span, from, into;
    size_t left = sentence.begin, right = 0, length = strlen(english);
    const char *source = dp_doc_source(doc, NULL);
    dp_status status = DP_OK;
    while (status == DP_OK && dp_word_next(source, sentence.end, &left, &from) &&
           dp_word_next(english, length, &right, &into))
        status = dp_doc_align(doc, index, from, into, error);
    return status;
}

static dp_status process(void *context, dp_doc *doc, dp_error *error)
{
    const state *s = context;
    dp_status status = DP_OK;
    for (size_t i = 0; status == DP_OK && i < s->count && i < dp_doc_sentence_count(doc); i++) {
        if (*s->english[i] == '-')
            continue;
        status = dp_doc_set_translation(
            doc, i, &(dp_translation){.status = DP_TRANSLATED, .text = s->english[i], .score = -1}, error);
        if (status == DP_OK)
            status = align(doc, i, s->english[i], error);
    }
    if (status == DP_OK && s->constraints && !dp_doc_add_note(doc, "term-engine", (dp_span){0, 0}, -1, error))
        status = DP_FAILED;
    return status;
}

static void close_stage(void *context)
{
    state *s = context;
    for (size_t i = 0; i < s->count; i++)
        free(s->english[i]);
    free(s);
}

static dp_status open_stage(const dp_options *options, void **context, dp_error *error)
{
    state *s = calloc(1, sizeof *s);
    if (!s)
        return dp_error_set(error, DP_NO_MEMORY, "out of memory");
    const char *item;
    s->constraints = dp_options_boolean(options, "constraints");
    for (size_t i = 0; i < 16 && (item = dp_options_item(options, "english", i)); i++) {
        dp_text copy = {0};
        dp_text_puts(&copy, item);
        if (!(s->english[i] = dp_text_take(&copy))) {
            close_stage(s);
            return dp_error_set(error, DP_NO_MEMORY, "out of memory");
        }
        s->count++;
    }
    *context = s;
    return DP_OK;
}

static const char *const writes[] = {"translation", "term-engine", NULL};
static const dp_option options[] = {
    {.name = "english", .type = DP_OPTION_LIST, .help = "English of each sentence; - for none"},
    {.name = "constraints", .type = DP_OPTION_BOOLEAN, .fallback = "false", .help = "Say that terms were asked for"},
};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("says"), .writes = writes,   .options = options,   .option_count = 2,
    .open = open_stage,   .process = process, .close = close_stage,
};
