/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "suggest.h"

#include <string.h>

/* Longer names are not compared: nobody types them by hand. */
#define LONGEST 40

static size_t least(size_t a, size_t b, size_t c)
{
    size_t low = a < b ? a : b;
    return low < c ? low : c;
}

/* Number of bytes to insert, drop, replace or swap with their neighbour. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= b_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t *row = rows[i % 3], *last = rows[(i - 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            row[j] = least(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], rows[(i - 2) % 3][j - 2] + 1, row[j]);
        }
    }
    return rows[a_length % 3][b_length];
}

void suggest_offer(suggestion *state, const char *known)
{
    if (!known)
        return;
    size_t length = strlen(state->wrong), known_length = strlen(known);
    if (length > LONGEST || known_length > LONGEST)
        return;
    size_t allowed = length < 4 ? 1 : length < 8 ? 2 : 3;
    size_t away = distance(state->wrong, length, known, known_length);
    if (away <= allowed && (!state->best || away < state->distance)) {
        state->best = known;
        state->distance = away;
    }
}
