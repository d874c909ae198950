/* SPDX-License-Identifier: ISC */
/*
 * The smallest useful plugin: marks words in capitals. Built as a stranger would, through pkg-config alone.
 */
#include <depesche/plugin.h>

static bool is_shouted(const char *source, dp_span word)
{
    size_t letters = 0;
    for (size_t i = word.begin; i < word.end;) {
        uint32_t code = dp_utf8_next(source, word.end, &i);
        if (dp_is_lower(code))
            return false;
        letters += dp_is_letter(code);
    }
    return letters > 4;
}

static dp_status process(void *state, dp_doc *doc, dp_error *error)
{
    const char *source = dp_doc_source(doc, NULL);
    (void)state;
    for (size_t i = 0; i < dp_doc_sentence_count(doc); i++) {
        dp_span sentence = dp_doc_sentence(doc, i).span, word;
        for (size_t at = sentence.begin; dp_word_next(source, sentence.end, &at, &word);)
            if (is_shouted(source, word) && !dp_doc_add_note(doc, "shouting", word, -1, error))
                return error->status;
    }
    return DP_OK;
}

static const char *const reads[] = {"sentences", NULL};
static const char *const writes[] = {"shouting", NULL};

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    .abi_version = DP_ABI_VERSION,
    .struct_size = sizeof(dp_plugin),
    .option_size = sizeof(dp_option),
    .id = "shouting",
    .version = "1.0.0",
    .summary = "marks words in capitals",
    .reads = reads,
    .writes = writes,
    .process = process,
};
