/* SPDX-License-Identifier: ISC */
/*
 * The arithmetic of the network on rows of floats: matrix products, layer norm, softmax, activations.
 *
 * There is one set of kernels per instruction set, all compiled from kernels_body.h, and all of them give the same
 * bits: every operation works on 16 lanes, is exactly rounded, and sums in the same order. A row's result does not
 * depend on the rows beside it. So a translation is the same on every machine and in every batch.
 *
 * Nothing here allocates or fails. Sizes are in elements; rows lie `stride` elements apart.
 */
#ifndef TRANSLATE_KERNELS_H
#define TRANSLATE_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Lanes of a vector, and columns of a panel: packed matrices are cut into panels of 16 columns. */
#define PANEL ((size_t)16)

static inline size_t panels_of(size_t columns)
{
    return (columns + PANEL - 1) / PANEL;
}

/* An int8 product takes inputs four at a time. */
static inline size_t padded_inputs(size_t inputs)
{
    return (inputs + 3) / 4 * 4;
}

/* out = in * W + bias, with W packed for the kernels. Exactly one of `bytes` and `floats` is set. Whoever packs it owns
 * the memory; the last panel is filled up with zero columns. */
typedef struct matrix {
    size_t inputs;
    size_t outputs;
    const int8_t *bytes;        /* panel, group of 4 inputs, column, input within the group */
    const int32_t *column_sums; /* with bytes: per column, see quantised_rows */
    const float *floats;        /* panel, input, column */
    const float *bias;          /* per column, filled up to whole panels; null: none */
    float weight_scale;         /* with bytes: W is about byte / weight_scale */
    float input_scale;          /* with bytes: activations are multiplied by this; 0: each row by 127 / its maximum */
} matrix;

/* Rows turned to bytes: round(x * scale), limited to -127 … 127, plus 127. The sum of products of bytes with a column
 * is so 127 times the column's sum too large, which is taken back together with the bias. */
typedef struct quantised_rows {
    uint8_t *bytes; /* rows of padded_inputs() bytes */
    float *unscale; /* per row: what a sum of products is multiplied by to give the result */
    float *offset;  /* per row: what a column's sum is multiplied by to be taken back */
} quantised_rows;

/* What is done to a product before it is stored. */
typedef enum activation { ACTIVATION_NONE, ACTIVATION_RELU, ACTIVATION_SWISH } activation;

typedef struct kernels {
    const char *name;

    /* Turn rows into bytes for a product with `m`. */
    void (*quantise)(const matrix *m, const float *in, size_t stride, size_t rows, quantised_rows out);

    /* Columns first … first + columns of a product with bias; `first` is a multiple of PANEL. Column `first` is stored
     * at out[0]. */
    void (*multiply_int8)(const matrix *m, quantised_rows in, size_t rows, size_t first, size_t columns, activation f,
                          float *out, size_t out_stride);
    void (*multiply_float)(const matrix *m, const float *in, size_t in_stride, size_t rows, size_t first,
                           size_t columns, activation f, float *out, size_t out_stride);

    /* Per column, the sum of a packed int8 matrix. */
    void (*sum_columns)(const int8_t *bytes, size_t inputs, size_t panels, int32_t *column_sums);

    /* x = norm(x + y) * scale + bias, row by row. */
    void (*add_and_norm)(float *x, const float *y, const float *scale, const float *bias, size_t rows, size_t width);

    /* x = softmax(x * factor). */
    void (*softmax)(float *x, size_t count, float factor);

    /* One step of the SSRU: cell = g * before + (1 - g) * candidate with g = sigmoid(gate); out = relu(cell). */
    void (*ssru)(const float *gate, const float *candidate, const float *before, float *cell, float *out, size_t count);

    /* The largest of the values (-infinity for none). */
    float (*maximum)(const float *x, size_t count);

    /* The sum of exp(x - origin). */
    float (*sum_exp)(const float *x, size_t count, float origin);

    /* The first index from `from` on whose value is greater than `threshold`, or `count`. */
    size_t (*next_above)(const float *x, size_t from, size_t count, float threshold);
} kernels;

/* The fastest set that this processor runs. */
const kernels *kernels_best(void);

/* The set with a name ("scalar", "avx2", "avx512"), or null when there is none or this processor cannot run it. */
const kernels *kernels_named(const char *name);

/* ---- Products ---- */

/* out = f(in * m + bias): rows of m->inputs floats, `in_stride` apart, give rows of m->outputs floats, close together.
 * `scratch` has room for the rows as bytes. */
void affine(const kernels *k, const matrix *m, const float *in, size_t in_stride, size_t rows, activation f,
            quantised_rows scratch, float *out);

/* ---- Packing ---- */

/* Elements of the packed form of a matrix. */
size_t packed_bytes(size_t inputs, size_t outputs);
size_t packed_floats(size_t inputs, size_t outputs);

/* Pack columns that each lie close together: all `outputs` of them, or those in `columns` if it is not null. Columns of
 * bytes follow one another, columns of floats lie `stride` apart. */
void pack_int8_columns(const int8_t *from, const uint32_t *columns, size_t inputs, size_t outputs, int8_t *packed);
void pack_float_columns(const float *from, size_t stride, const uint32_t *columns, size_t inputs, size_t outputs,
                        float *packed);

/* Pack a row-major matrix whose rows lie `stride` apart. */
void pack_float_rows(const float *from, size_t stride, size_t inputs, size_t outputs, float *packed);

/* The sets, for kernels.c only. Null where the compiler's target has no such instructions. */
extern const kernels kernels_scalar;
extern const kernels kernels_avx2;
extern const kernels kernels_avx512;

#endif /* TRANSLATE_KERNELS_H */
