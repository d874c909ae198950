/* SPDX-License-Identifier: ISC */
/*
 * The output layer.
 */
#include "config.h"

#include "decoder.h"
#include "output.h"

#include <math.h>
#include <string.h>

/* Columns done at a time: a multiple of the kernels' widest tile, and few enough for the scores of a batch to stay in
 * the cache. */
#define CHUNK ((size_t)512)

output_space output_space_take(pool *p, const model *m, size_t rows)
{
    return (output_space){
        .bytes = {pool_take(p, rows * padded_inputs(m->options.width), 1), pool_take(p, rows, sizeof(float)),
                  pool_take(p, rows, sizeof(float))},
        .scores = pool_take(p, rows * CHUNK, sizeof(float)),
    };
}

output_pieces output_all(const model *m)
{
    return (output_pieces){m->output, NULL};
}

static const float *gather_bias(pool *p, const float *bias, const uint32_t *ids, size_t count)
{
    size_t padded = panels_of(count) * PANEL;
    float *chosen = pool_take(p, padded, sizeof *chosen);
    if (!chosen || !bias)
        return NULL;
    for (size_t i = 0; i < padded; i++)
        chosen[i] = i < count ? bias[ids[i]] : 0.0f;
    return chosen;
}

static bool pack_chosen(pool *p, const model *m, matrix *chosen, const uint32_t *ids)
{
    size_t d = chosen->inputs, count = chosen->outputs;
    chosen->bias = gather_bias(p, m->output_shortlist.bias, ids, count);
    if (chosen->weight_scale > 0.0f) {
        int8_t *bytes = pool_take(p, packed_bytes(d, count), 1);
        int32_t *column_sums = pool_take(p, panels_of(count) * PANEL, sizeof *column_sums);
        if (p->failed)
            return false;
        pack_int8_columns(m->output_columns, ids, d, count, bytes);
        m->kernels->sum_columns(bytes, d, panels_of(count), column_sums);
        chosen->bytes = bytes;
        chosen->column_sums = column_sums;
    } else {
        float *floats = pool_take(p, packed_floats(d, count), sizeof *floats);
        if (p->failed)
            return false;
        pack_float_columns(m->output_columns, d, ids, d, count, floats);
        chosen->floats = floats;
    }
    return true;
}

/* Insert a piece among ascending ones if it is not there; returns how many there are. */
static size_t insert_id(uint32_t *ids, size_t count, uint32_t piece)
{
    size_t at = count;
    while (at > 0 && ids[at - 1] > piece)
        at--;
    if (at > 0 && ids[at - 1] == piece)
        return count;
    memmove(ids + at + 1, ids + at, (count - at) * sizeof *ids);
    ids[at] = piece;
    return count + 1;
}

output_pieces output_select(pool *p, const model *m, const shortlist *list, const uint32_t *from, size_t count,
                            const uint32_t *needed, size_t needed_count, uint8_t *seen)
{
    output_pieces pieces = {.matrix = m->output_shortlist};
    uint32_t *ids = pool_take(p, shortlist_limit(list, count) + needed_count, sizeof *ids);
    if (!ids)
        return pieces;
    size_t chosen = shortlist_select(list, from, count, seen, ids);
    for (size_t i = 0; i < needed_count; i++)
        chosen = insert_id(ids, chosen, needed[i]);
    pieces.matrix.outputs = chosen;
    pieces.ids = ids;
    pack_chosen(p, m, &pieces.matrix, ids);
    return pieces;
}

/* ---- Choosing ---- */

/* The column of a piece from `first` on, or `end`. */
static size_t column_of(const output_pieces *pieces, uint32_t piece, size_t first, size_t end)
{
    if (!pieces->ids)
        return piece >= first && piece < end ? piece : end;
    size_t low = first, high = end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pieces->ids[middle] < piece)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && pieces->ids[low] == piece ? low : end;
}

/* Add the exponentials of some scores to the running sum, whose origin is the largest score so far. */
static void add_to_sum(const kernels *k, output_row *row, const float *scores, size_t count)
{
    float maximum = k->maximum(scores, count);
    if (maximum > row->maximum) {
        row->sum *= expf(row->maximum - maximum);
        row->maximum = maximum;
    }
    row->sum += k->sum_exp(scores, count, row->maximum);
}

static void insert(output_row *row, candidate c, size_t most)
{
    size_t at = row->count < most ? row->count++ : most - 1;
    while (at > 0 && row->best[at - 1].score < c.score) {
        row->best[at] = row->best[at - 1];
        at--;
    }
    row->best[at] = c;
}

/* Keep the best of some columns; `scores` is changed. Of equal ones the piece with the smaller number comes first. */
static void keep_best(const kernels *k, const output_pieces *pieces, output_row *row, float *scores, size_t first,
                      size_t end, size_t most)
{
    if (row->forced != PIECE_NONE) {
        size_t column = column_of(pieces, row->forced, first, end);
        if (column < end)
            insert(row, (candidate){row->forced, scores[column - first]}, 1);
        return;
    }
    for (size_t i = 0; i < row->suppressed_count; i++) {
        size_t column = column_of(pieces, row->suppressed[i], first, end);
        if (column < end)
            scores[column - first] = -INFINITY;
    }
    for (size_t i = 0; i < end - first; i++) {
        float threshold = row->count < most ? -INFINITY : row->best[most - 1].score;
        i = k->next_above(scores, i, end - first, threshold);
        if (i < end - first)
            insert(row, (candidate){pieces->ids ? pieces->ids[first + i] : (uint32_t)(first + i), scores[i]}, most);
    }
}

static void multiply(const model *m, const matrix *w, output_space space, const float *x, size_t rows, size_t first,
                     size_t columns)
{
    if (w->floats)
        m->kernels->multiply_float(w, x, m->options.width, rows, first, columns, ACTIVATION_NONE, space.scores, CHUNK);
    else
        m->kernels->multiply_int8(w, space.bytes, rows, first, columns, ACTIVATION_NONE, space.scores, CHUNK);
}

void output_choose(const model *m, const output_pieces *pieces, output_space space, const float *x, output_row *rows,
                   size_t count, size_t most)
{
    const matrix *w = &pieces->matrix;
    if (!w->floats)
        m->kernels->quantise(w, x, m->options.width, count, space.bytes);
    for (size_t r = 0; r < count; r++) {
        rows[r].count = 0;
        rows[r].maximum = -INFINITY;
        rows[r].sum = 0.0f;
    }
    for (size_t first = 0; first < w->outputs; first += CHUNK) {
        size_t columns = w->outputs - first < CHUNK ? w->outputs - first : CHUNK;
        multiply(m, w, space, x, count, first, columns);
        for (size_t r = 0; r < count; r++) {
            add_to_sum(m->kernels, &rows[r], space.scores + r * CHUNK, columns);
            keep_best(m->kernels, pieces, &rows[r], space.scores + r * CHUNK, first, first + columns, most);
        }
    }
    for (size_t r = 0; r < count; r++)
        for (size_t i = 0; i < rows[r].count; i++)
            rows[r].best[i].score -= rows[r].maximum + logf(rows[r].sum);
}
