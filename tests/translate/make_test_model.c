/* SPDX-License-Identifier: ISC */
/*
 * Writes a small random model with vocabulary and shortlist into a directory, for tests of the program:
 * make_test_model DIRECTORY [PIECE=BIAS...], where pieces have that bias in the output layer. To measure with, a
 * model and a shortlist for a vocabulary that is there: make_test_model DIRECTORY ARCHITECTURE PIECES.
 */
#include "config.h"

#include "model_maker.h"

#include <stdio.h>
#include <stdlib.h>

#define PIECES 120

static int write_file(const char *directory, const char *name, made_model made)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = made.bytes ? fopen(path, "wb") : NULL;
    int good = file && fwrite(made.bytes, 1, made.length, file) == made.length;
    good = file && fclose(file) == 0 && good;
    free(made.bytes);
    return good ? 0 : 1;
}

int main(int count, char **arguments)
{
    model_shape shape = {.name = "small",
                         .width = 32,
                         .heads = 4,
                         .inner = 64,
                         .encoder_layers = 2,
                         .decoder_layers = 1,
                         .source_pieces = PIECES,
                         .target_pieces = PIECES,
                         .ssru = true,
                         .int8 = true,
                         .multipliers = true,
                         .shared = true,
                         .tied = true};
    if (count < 2 || count > 2 + MOST_LEANINGS)
        return 2;
    if (count == 4 && shape_named(arguments[2], strtoul(arguments[3], NULL, 10), &shape))
        return write_file(arguments[1], "model.random.bin", make_model(&shape, 5)) +
               write_file(arguments[1], "lex.random.bin",
                          make_shortlist(shape.source_pieces, shape.target_pieces, 50, 50, 5));
    for (int i = 2; i < count; i++) {
        char *end;
        size_t piece = strtoul(arguments[i], &end, 10);
        if (*end != '=' || piece >= PIECES)
            return 2;
        shape.leanings[shape.leaning_count++] = (leaning){piece, strtof(end + 1, NULL)};
    }
    return write_file(arguments[1], "model.test.bin", make_model(&shape, 5)) +
           write_file(arguments[1], "vocab.test.spm", make_vocab(PIECES, NULL, 0)) +
           write_file(arguments[1], "lex.test.bin", make_shortlist(PIECES, PIECES, 6, 40, 5));
}
