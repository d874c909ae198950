/* SPDX-License-Identifier: ISC */
/*
 * The plugin "quotes": every quotation of a German article with who said it. See docs/quotes.md.
 */
#include <depesche/plugin.h>

#include "lexicon.h"
#include "notes.h"

#include <stdlib.h>
#include <string.h>

typedef struct state {
    lexicon *words;
    notes_options options;
    char *speaker;
} state;

static void close_stage(void *data)
{
    state *stage = data;
    if (!stage)
        return;
    lexicon_free(stage->words);
    free(stage->speaker);
    free(stage);
}

/* The types asked for as bits. */
static dp_status read_types(const dp_options *options, unsigned *types, dp_error *error)
{
    *types = 0;
    for (size_t i = 0; i < dp_options_count(options, "types"); i++) {
        const char *name = dp_options_item(options, "types", i);
        unsigned type = 0;
        while (type < QUOTE_TYPE_COUNT && strcmp(name, quote_type_name(type)) != 0)
            type++;
        if (type == QUOTE_TYPE_COUNT)
            return dp_error_set(
                error, DP_BAD_OPTION,
                "quotes: there is no type \"%s\"; use Direct, Indirect, IndirectFreeIndirect, FreeIndirect, Reported",
                name);
        *types |= 1u << type;
    }
    return DP_OK;
}

static dp_status open_stage(const dp_options *options, void **data, dp_error *error)
{
    state *stage = calloc(1, sizeof *stage);
    if (!stage)
        return dp_error_set(error, DP_NO_MEMORY, "quotes: not enough memory");
    dp_status status = read_types(options, &stage->options.types, error);
    stage->options.minimum_score = dp_options_number(options, "minimum-score");
    const char *speaker = dp_options_string(options, "speaker");
    if (status == DP_OK && speaker && *speaker) {
        stage->speaker = malloc(strlen(speaker) + 1);
        if (stage->speaker)
            memcpy(stage->speaker, speaker, strlen(speaker) + 1);
        else
            status = dp_error_set(error, DP_NO_MEMORY, "quotes: not enough memory");
        stage->options.speaker = stage->speaker;
    }
    if (status == DP_OK && !(stage->words = lexicon_new()))
        status = dp_error_set(error, DP_NO_MEMORY, "quotes: not enough memory for the word lists");
    if (status != DP_OK) {
        close_stage(stage);
        return status;
    }
    *data = stage;
    return DP_OK;
}

static dp_status process(void *data, dp_doc *doc, dp_error *error)
{
    const state *stage = data;
    return notes_write(doc, stage->words, &stage->options, error);
}

static const dp_option options[] = {
    {.name = "types",
     .type = DP_OPTION_LIST,
     .fallback = "Direct,Indirect,IndirectFreeIndirect,FreeIndirect,Reported",
     .help = "Types of quotation to write."},
    {.name = "minimum-score",
     .type = DP_OPTION_NUMBER,
     .fallback = "0",
     .help = "Leave out quotations with a lower confidence, from 0 to 1.",
     .minimum = 0,
     .maximum = 1},
    {.name = "speaker",
     .type = DP_OPTION_STRING,
     .fallback = NULL,
     .help = "Write only quotations of speakers whose name or function holds this text."},
};

static const char *const uses[] = {"translation", NULL};
static const char *const writes[] = {"quotes", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    .abi_version = DP_ABI_VERSION,
    .struct_size = sizeof(dp_plugin),
    .option_size = sizeof(dp_option),
    .id = "quotes",
    .version = "1.0.0",
    .summary = "Finds direct, indirect and reported speech, and who said it",
    .uses = uses,
    .writes = writes,
    .options = options,
    .option_count = sizeof options / sizeof *options,
    .open = open_stage,
    .process = process,
    .close = close_stage,
};
