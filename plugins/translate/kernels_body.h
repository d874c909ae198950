/* SPDX-License-Identifier: ISC */
/*
 * The kernels, written once on the vector operations of one of the vector_*.h files, which is included before.
 *
 * Products are computed in tiles of TILE_ROWS rows by TILE_PANELS panels whose sums stay in registers: each group of
 * weights is loaded once for all rows of the tile, each input once for all its panels.
 */
#include "kernels.h"

/* gcc would keep a second copy of the sums in memory: partial redundancy elimination runs before they are registers. */
#if defined(__GNUC__) && !defined(__clang__)
#  pragma GCC optimize("no-tree-pre")
#endif

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Loops over the rows and panels of a tile must vanish, or the sums would live in memory. */
#ifdef __clang__
#  define UNROLL _Pragma("clang loop unroll(full)")
#else
#  define UNROLL _Pragma("GCC unroll 8")
#endif

/* ---- Functions of vectors ---- */

/* e to the power of x, to about one unit in the last place; x is limited to -87.3 … 88. */
static inline vector vector_exp(vector x)
{
    x = vector_max(vector_min(x, vector_set(88.0f)), vector_set(-87.3f));
    vector n = vector_round(vector_mul(x, vector_set(1.44269504f)));
    /* x - n * ln 2 in two steps, since ln 2 alone is not exact enough; then a polynomial on -0.35 … 0.35. */
    vector r = vector_fma(n, vector_set(-0.693359375f), x);
    r = vector_fma(n, vector_set(2.12194440e-4f), r);
    vector p = vector_set(1.9875691500e-4f);
    p = vector_fma(p, r, vector_set(1.3981999507e-3f));
    p = vector_fma(p, r, vector_set(8.3334519073e-3f));
    p = vector_fma(p, r, vector_set(4.1665795894e-2f));
    p = vector_fma(p, r, vector_set(1.6666665459e-1f));
    p = vector_fma(p, r, vector_set(5.0000001201e-1f));
    p = vector_fma(vector_mul(p, r), r, vector_add(r, vector_set(1.0f)));
    return vector_mul(p, vector_power2(n));
}

static inline vector vector_sigmoid(vector x)
{
    vector one = vector_set(1.0f);
    return vector_div(one, vector_add(one, vector_exp(vector_sub(vector_set(0.0f), x))));
}

static inline vector activate(vector x, activation f)
{
    switch (f) {
    case ACTIVATION_RELU:
        return vector_max(x, vector_set(0.0f));
    case ACTIVATION_SWISH:
        return vector_mul(x, vector_sigmoid(x));
    case ACTIVATION_NONE:
        break;
    }
    return x;
}

/* Lanes in use from `at` on, in rows of `count`. */
static inline size_t lanes_left(size_t count, size_t at)
{
    return count - at < LANES ? count - at : LANES;
}

static inline vector load_lanes(const float *from, size_t lanes, float fill)
{
    return lanes == LANES ? vector_load(from) : vector_load_part(from, lanes, fill);
}

static inline void store_lanes(float *to, vector v, size_t lanes)
{
    if (lanes == LANES)
        vector_store(to, v);
    else
        vector_store_part(to, v, lanes);
}

/* ---- Products of bytes ---- */

static float row_scale(const matrix *m, const float *row)
{
    if (m->input_scale > 0.0f)
        return m->input_scale;
    vector largest = vector_set(0.0f);
    for (size_t i = 0; i < m->inputs; i += LANES)
        largest = vector_max(vector_abs(load_lanes(row + i, lanes_left(m->inputs, i), 0.0f)), largest);
    float maximum = vector_maximum(largest);
    return maximum > 0.0f ? 127.0f / maximum : 1.0f;
}

static void quantise(const matrix *m, const float *in, size_t stride, size_t rows, quantised_rows out)
{
    size_t width = padded_inputs(m->inputs);
    vector low = vector_set(-127.0f), high = vector_set(127.0f);
    for (size_t r = 0; r < rows; r++, in += stride, out.bytes += width) {
        float scale = row_scale(m, in);
        vector factor = vector_set(scale);
        for (size_t i = 0; i < width; i += LANES) {
            size_t left = i < m->inputs ? lanes_left(m->inputs, i) : 0;
            vector v = vector_round(vector_mul(load_lanes(in + i, left, 0.0f), factor));
            vector_store_bytes(out.bytes + i, vector_max(vector_min(v, high), low), lanes_left(width, i));
        }
        out.unscale[r] = 1.0f / (scale * m->weight_scale);
        out.offset[r] = -(127.0f / scale * (127.0f / m->weight_scale) / 127.0f);
    }
}

/* clang-format off: it cannot know that UNROLL stands before a loop */

/* `column` is the first of the tile, `end` one past the last to be stored. */
ALWAYS_INLINE void tile_int8(const matrix *m, quantised_rows in, size_t column, size_t end, activation f, float *out,
                             size_t out_stride, const size_t rows, const size_t panels)
{
    size_t width = padded_inputs(m->inputs);
    const int8_t *w = m->bytes + column * width;
    sums s[TILE_ROWS][TILE_PANELS];
    UNROLL for (size_t r = 0; r < rows; r++)
        UNROLL for (size_t p = 0; p < panels; p++)
            s[r][p] = sums_start(m->column_sums + column + p * LANES);
    for (size_t k = 0; k < width; k += 4, w += 4 * LANES) {
        weights b[TILE_PANELS];
        UNROLL for (size_t p = 0; p < panels; p++)
            b[p] = weights_load(w + p * width * LANES);
        UNROLL for (size_t r = 0; r < rows; r++) {
            inputs4 a = inputs4_load(in.bytes + r * width + k);
            UNROLL for (size_t p = 0; p < panels; p++)
                s[r][p] = sums_dot(s[r][p], a, b[p]);
        }
    }
    UNROLL for (size_t r = 0; r < rows; r++)
        UNROLL for (size_t p = 0; p < panels; p++) {
            size_t at = column + p * LANES;
            vector bias = m->bias ? vector_load(m->bias + at) : vector_set(0.0f);
            vector y = vector_fma(sums_float(sums_load(m->column_sums + at)), vector_set(in.offset[r]), bias);
            y = vector_fma(sums_float(s[r][p]), vector_set(in.unscale[r]), y);
            store_lanes(out + r * out_stride + p * LANES, activate(y, f), lanes_left(end, at));
        }
}

ALWAYS_INLINE void tile_float(const matrix *m, const float *in, size_t in_stride, size_t column, size_t end,
                              activation f, float *out, size_t out_stride, const size_t rows, const size_t panels)
{
    const float *w = m->floats + column * m->inputs;
    vector s[TILE_ROWS][TILE_PANELS];
    UNROLL for (size_t r = 0; r < rows; r++)
        UNROLL for (size_t p = 0; p < panels; p++)
            s[r][p] = vector_set(0.0f);
    for (size_t k = 0; k < m->inputs; k++, w += LANES) {
        vector b[TILE_PANELS];
        UNROLL for (size_t p = 0; p < panels; p++)
            b[p] = vector_load(w + p * m->inputs * LANES);
        UNROLL for (size_t r = 0; r < rows; r++) {
            vector a = vector_set(in[r * in_stride + k]);
            UNROLL for (size_t p = 0; p < panels; p++)
                s[r][p] = vector_fma(a, b[p], s[r][p]);
        }
    }
    UNROLL for (size_t r = 0; r < rows; r++)
        UNROLL for (size_t p = 0; p < panels; p++) {
            size_t at = column + p * LANES;
            vector y = m->bias ? vector_add(s[r][p], vector_load(m->bias + at)) : s[r][p];
            store_lanes(out + r * out_stride + p * LANES, activate(y, f), lanes_left(end, at));
        }
}

/* Run CALL(rows) with the number of rows as a constant, for 1 … TILE_ROWS of them. */
#if TILE_ROWS == 6
#  define WITH_ROWS(rows, CALL) \
    switch (rows) { case 1: CALL(1); break; case 2: CALL(2); break; case 3: CALL(3); break; \
                    case 4: CALL(4); break; case 5: CALL(5); break; default: CALL(6); break; }
#elif TILE_ROWS == 4
#  define WITH_ROWS(rows, CALL) \
    switch (rows) { case 1: CALL(1); break; case 2: CALL(2); break; case 3: CALL(3); break; default: CALL(4); break; }
#else
#  define WITH_ROWS(rows, CALL) switch (rows) { default: CALL(1); }
#endif

/* clang-format on */

static inline size_t tile_rows(size_t rows, size_t done)
{
    return rows - done < TILE_ROWS ? rows - done : TILE_ROWS;
}

static void multiply_int8(const matrix *m, quantised_rows in, size_t rows, size_t first, size_t columns, activation f,
                          float *out, size_t out_stride)
{
    size_t end = first + columns, width = padded_inputs(m->inputs), step;
    for (size_t column = first; column < end; column += step) {
        bool wide = panels_of(end - column) >= TILE_PANELS;
        step = wide ? TILE_PANELS * LANES : LANES;
        for (size_t r = 0; r < rows; r += TILE_ROWS) {
            quantised_rows a = {in.bytes + r * width, in.unscale + r, in.offset + r};
            float *to = out + r * out_stride + (column - first);
#define WIDE(n) tile_int8(m, a, column, end, f, to, out_stride, n, TILE_PANELS)
#define NARROW(n) tile_int8(m, a, column, end, f, to, out_stride, n, 1)
            if (wide)
                WITH_ROWS(tile_rows(rows, r), WIDE)
            else
                WITH_ROWS(tile_rows(rows, r), NARROW)
#undef WIDE
#undef NARROW
        }
    }
}

static void multiply_float(const matrix *m, const float *in, size_t in_stride, size_t rows, size_t first, size_t columns,
                           activation f, float *out, size_t out_stride)
{
    size_t end = first + columns, step;
    for (size_t column = first; column < end; column += step) {
        bool wide = panels_of(end - column) >= TILE_PANELS;
        step = wide ? TILE_PANELS * LANES : LANES;
        for (size_t r = 0; r < rows; r += TILE_ROWS) {
            const float *a = in + r * in_stride;
            float *to = out + r * out_stride + (column - first);
#define WIDE(n) tile_float(m, a, in_stride, column, end, f, to, out_stride, n, TILE_PANELS)
#define NARROW(n) tile_float(m, a, in_stride, column, end, f, to, out_stride, n, 1)
            if (wide)
                WITH_ROWS(tile_rows(rows, r), WIDE)
            else
                WITH_ROWS(tile_rows(rows, r), NARROW)
#undef WIDE
#undef NARROW
        }
    }
}

static void sum_columns(const int8_t *bytes, size_t inputs, size_t panels, int32_t *column_sums)
{
    size_t width = padded_inputs(inputs);
    for (size_t p = 0; p < panels; p++, column_sums += LANES) {
        sums s = sums_zero();
        for (size_t k = 0; k < width; k += 4, bytes += 4 * LANES)
            s = sums_add_weights(s, weights_load(bytes));
        sums_store(column_sums, s);
    }
}

/* ---- Rows ---- */

static void add_and_norm(float *x, const float *y, const float *scale, const float *bias, size_t rows, size_t width)
{
    for (size_t r = 0; r < rows; r++, x += width, y += width) {
        vector total = vector_set(0.0f);
        for (size_t i = 0; i < width; i += LANES) {
            size_t lanes = lanes_left(width, i);
            vector v = vector_add(load_lanes(x + i, lanes, 0.0f), load_lanes(y + i, lanes, 0.0f));
            store_lanes(x + i, v, lanes);
            total = vector_add(total, v);
        }
        float mean = vector_sum(total) / (float)width;
        vector means = vector_set(mean), squares = vector_set(0.0f);
        for (size_t i = 0; i < width; i += LANES) {
            vector d = vector_sub(load_lanes(x + i, lanes_left(width, i), mean), means);
            squares = vector_fma(d, d, squares);
        }
        /* Multiplied in the order in which the reference engine does: so nearly all its roundings to bytes are met. */
        vector factor = vector_set(1.0f / sqrtf(vector_sum(squares) / (float)width + 1e-6f));
        for (size_t i = 0; i < width; i += LANES) {
            size_t lanes = lanes_left(width, i);
            vector d = vector_sub(load_lanes(x + i, lanes, 0.0f), means);
            vector factors = vector_mul(load_lanes(scale + i, lanes, 0.0f), factor);
            store_lanes(x + i, vector_fma(d, factors, load_lanes(bias + i, lanes, 0.0f)), lanes);
        }
    }
}

static float maximum(const float *x, size_t count)
{
    vector largest = vector_set(-INFINITY);
    for (size_t i = 0; i < count; i += LANES)
        largest = vector_max(load_lanes(x + i, lanes_left(count, i), -INFINITY), largest);
    return vector_maximum(largest);
}

static void softmax(float *x, size_t count, float factor)
{
    vector scale = vector_set(factor), largest = vector_set(maximum(x, count) * factor), total = vector_set(0.0f);
    for (size_t i = 0; i < count; i += LANES) {
        size_t lanes = lanes_left(count, i);
        vector e = vector_exp(vector_sub(vector_mul(load_lanes(x + i, lanes, 0.0f), scale), largest));
        store_lanes(x + i, e, lanes);
        total = vector_add(total, load_lanes(x + i, lanes, 0.0f));
    }
    vector share = vector_set(1.0f / vector_sum(total));
    for (size_t i = 0; i < count; i += LANES) {
        size_t lanes = lanes_left(count, i);
        store_lanes(x + i, vector_mul(load_lanes(x + i, lanes, 0.0f), share), lanes);
    }
}

static float sum_exp(const float *x, size_t count, float origin)
{
    vector start = vector_set(origin), total = vector_set(0.0f);
    size_t whole = count / LANES * LANES;
    for (size_t i = 0; i < whole; i += LANES)
        total = vector_add(total, vector_exp(vector_sub(vector_load(x + i), start)));
    if (whole < count) {
        float rest[LANES] = {0};
        vector e = vector_exp(vector_sub(vector_load_part(x + whole, count - whole, origin), start));
        vector_store_part(rest, e, count - whole);
        total = vector_add(total, vector_load(rest));
    }
    return vector_sum(total);
}

static void ssru(const float *gate, const float *candidate, const float *before, float *cell, float *out, size_t count)
{
    vector one = vector_set(1.0f), zero = vector_set(0.0f);
    for (size_t i = 0; i < count; i += LANES) {
        size_t lanes = lanes_left(count, i);
        vector g = vector_sigmoid(load_lanes(gate + i, lanes, 0.0f));
        vector kept = vector_mul(g, load_lanes(before + i, lanes, 0.0f));
        vector c = vector_fma(vector_sub(one, g), load_lanes(candidate + i, lanes, 0.0f), kept);
        store_lanes(cell + i, c, lanes);
        store_lanes(out + i, vector_max(c, zero), lanes);
    }
}

static size_t next_above(const float *x, size_t from, size_t count, float threshold)
{
    vector limit = vector_set(threshold);
    for (size_t i = from; i < count; i += LANES) {
        size_t lane = vector_first_above(load_lanes(x + i, lanes_left(count, i), -INFINITY), limit);
        if (lane < LANES)
            return i + lane;
    }
    return count;
}

const kernels KERNEL_SET = {
    .name = KERNEL_NAME,
    .quantise = quantise,
    .multiply_int8 = multiply_int8,
    .multiply_float = multiply_float,
    .sum_columns = sum_columns,
    .add_and_norm = add_and_norm,
    .softmax = softmax,
    .ssru = ssru,
    .maximum = maximum,
    .sum_exp = sum_exp,
    .next_above = next_above,
};
