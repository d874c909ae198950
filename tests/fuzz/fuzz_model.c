/* SPDX-License-Identifier: ISC */
/*
 * Model files of the translation engine: what opens must also translate.
 */
#include "config.h"

#include "../../plugins/translate/search.h"
#include "fuzz.h"

#include <string.h>

static void translate(const model *m)
{
    uint32_t pieces[] = {2, 1, 2, PIECE_END};
    search_options options = {.beam = 2, .results = 1, .length_factor = 2.0};
    hypothesis result;
    search_space space = {0};
    search_job job = {.source = {pieces, 4}, .results = &result};
    must(search_batch(m, NULL, &options, &space, &job, 1, NULL) == DP_OK);
    hypothesis_free(&result);
    search_space_free(&space);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    model_file *file = NULL;
    model *m = NULL;
    dp_error error = {0};
    uint8_t *copy = aligned_alloc(64, (size + 64) / 64 * 64);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    if (model_file_parse(copy, size, "input", &file, &error) == DP_OK &&
        model_build(file, kernels_best(), true, &m, &error) == DP_OK)
        translate(m);
    else
        must(error.text[0] != '\0');
    model_close(m);
    free(copy);
    return 0;
}
