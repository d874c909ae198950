/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "check_engine.h"

#include <stdio.h>

#ifdef WITH_ENGINE
#    include "score.h"

static struct engine {
    model *model;
    vocab *vocab;
    batch_space space;
    batch_options options;
} engine = {.options = {.search = {.length_factor = 2}, .threads = 2, .pieces = 1024}};

bool check_engine_open(const char *path, const char *vocabulary)
{
    dp_error error = {0};
    if (model_open(path, kernels_best(), true, &engine.model, &error) == DP_OK &&
        vocab_open(vocabulary, &engine.vocab, &error) == DP_OK &&
        batch_space_open(&engine.space, engine.options.threads, &error) == DP_OK)
        return true;
    fprintf(stderr, "%s\n", error.text);
    check_engine_close();
    return false;
}

dp_status check_engine_ask(void *none, dp_scored *pairs, size_t count, dp_error *error)
{
    (void)none;
    scorer s = {engine.model, NULL, engine.vocab, &engine.options, &engine.space, engine.model->options.good_length};
    return score_pairs(&s, pairs, count, error);
}

void check_engine_close(void)
{
    batch_space_free(&engine.space);
    vocab_free(engine.vocab);
    model_close(engine.model);
}

#else

bool check_engine_open(const char *path, const char *vocabulary)
{
    fprintf(stderr, "%s, %s: built without libsentencepiece\n", path, vocabulary);
    return false;
}

dp_status check_engine_ask(void *none, dp_scored *pairs, size_t count, dp_error *error)
{
    (void)none, (void)pairs, (void)count;
    return dp_error_set(error, DP_UNAVAILABLE, "built without libsentencepiece");
}

void check_engine_close(void)
{
}
#endif
