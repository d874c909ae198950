/* SPDX-License-Identifier: ISC */
/*
 * The vector operations of kernels_body.h in plain C: the reference that the other instruction sets must equal bit by
 * bit, and what runs on processors without them.
 */
/* clang-format off: it cannot know that EACH_LANE is a loop */
#ifndef TRANSLATE_VECTOR_SCALAR_H
#define TRANSLATE_VECTOR_SCALAR_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define KERNEL_SET   kernels_scalar
#define KERNEL_NAME  "scalar"
#define TILE_ROWS    1
#define TILE_PANELS  1

#define LANES 16
#define EACH_LANE for (size_t lane = 0; lane < LANES; lane++)

typedef struct vector {
    float at[LANES];
} vector;

typedef struct sums {
    int32_t at[LANES];
} sums;

typedef struct weights {
    int8_t at[4 * LANES];
} weights;

typedef struct inputs4 {
    int32_t at[4];
} inputs4;

static inline vector vector_set(float value)
{
    vector v;
    EACH_LANE v.at[lane] = value;
    return v;
}

static inline vector vector_load(const float *from)
{
    vector v;
    memcpy(v.at, from, sizeof v.at);
    return v;
}

static inline vector vector_load_part(const float *from, size_t count, float fill)
{
    vector v = vector_set(fill);
    memcpy(v.at, from, count * sizeof *from);
    return v;
}

static inline void vector_store(float *to, vector v)
{
    memcpy(to, v.at, sizeof v.at);
}

static inline void vector_store_part(float *to, vector v, size_t count)
{
    memcpy(to, v.at, count * sizeof *to);
}

static inline vector vector_add(vector a, vector b)
{
    EACH_LANE a.at[lane] += b.at[lane];
    return a;
}

static inline vector vector_sub(vector a, vector b)
{
    EACH_LANE a.at[lane] -= b.at[lane];
    return a;
}

static inline vector vector_mul(vector a, vector b)
{
    EACH_LANE a.at[lane] *= b.at[lane];
    return a;
}

static inline vector vector_div(vector a, vector b)
{
    EACH_LANE a.at[lane] /= b.at[lane];
    return a;
}

/* a * b + c, rounded once. */
static inline vector vector_fma(vector a, vector b, vector c)
{
    EACH_LANE a.at[lane] = fmaf(a.at[lane], b.at[lane], c.at[lane]);
    return a;
}

/* As x86 has it: the second where either is not a number. */
static inline vector vector_max(vector a, vector b)
{
    EACH_LANE a.at[lane] = a.at[lane] > b.at[lane] ? a.at[lane] : b.at[lane];
    return a;
}

static inline vector vector_min(vector a, vector b)
{
    EACH_LANE a.at[lane] = a.at[lane] < b.at[lane] ? a.at[lane] : b.at[lane];
    return a;
}

static inline vector vector_abs(vector a)
{
    EACH_LANE a.at[lane] = fabsf(a.at[lane]);
    return a;
}

/* To the nearest integer, halves to the even one. */
static inline vector vector_round(vector a)
{
    EACH_LANE a.at[lane] = nearbyintf(a.at[lane]);
    return a;
}

/* 2 to the power of an integer from -126 to 127. */
static inline vector vector_power2(vector exponent)
{
    EACH_LANE {
        uint32_t bits = (uint32_t)((int32_t)exponent.at[lane] + 127) << 23;
        memcpy(&exponent.at[lane], &bits, sizeof bits);
    }
    return exponent;
}

/* Halves onto each other until one is left: the order that all sets follow. */
static inline float vector_sum(vector v)
{
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t lane = 0; lane < half; lane++)
            v.at[lane] += v.at[lane + half];
    return v.at[0];
}

static inline float vector_maximum(vector v)
{
    for (size_t half = LANES / 2; half > 0; half /= 2)
        for (size_t lane = 0; lane < half; lane++)
            v.at[lane] = v.at[lane] > v.at[lane + half] ? v.at[lane] : v.at[lane + half];
    return v.at[0];
}

/* The first lane where a > b, or LANES. */
static inline size_t vector_first_above(vector a, vector b)
{
    size_t lane = 0;
    while (lane < LANES && !(a.at[lane] > b.at[lane]))
        lane++;
    return lane;
}

/* Store values from -127 to 127 as bytes from 0 to 254. */
static inline void vector_store_bytes(uint8_t *to, vector v, size_t count)
{
    for (size_t lane = 0; lane < count; lane++)
        to[lane] = (uint8_t)((int32_t)v.at[lane] + 127);
}

/* ---- Sums of products of bytes ---- */

static inline weights weights_load(const int8_t *from)
{
    weights w;
    memcpy(w.at, from, sizeof w.at);
    return w;
}

static inline inputs4 inputs4_load(const uint8_t *from)
{
    inputs4 a;
    for (size_t i = 0; i < 4; i++)
        a.at[i] = (int32_t)from[i] - 127;
    return a;
}

static inline sums sums_load(const int32_t *from)
{
    sums s;
    memcpy(s.at, from, sizeof s.at);
    return s;
}

static inline sums sums_zero(void)
{
    sums s;
    EACH_LANE s.at[lane] = 0;
    return s;
}

/* What the sums of columns start at: the inputs are taken without their 127 here, so what that adds is put in at once. */
static inline sums sums_start(const int32_t *column_sums)
{
    sums s = sums_load(column_sums);
    EACH_LANE s.at[lane] *= 127;
    return s;
}

static inline sums sums_dot(sums s, inputs4 a, weights w)
{
    EACH_LANE for (size_t i = 0; i < 4; i++)
        s.at[lane] += a.at[i] * w.at[4 * lane + i];
    return s;
}

/* Add the four weights of each lane. */
static inline sums sums_add_weights(sums s, weights w)
{
    EACH_LANE for (size_t i = 0; i < 4; i++)
        s.at[lane] += w.at[4 * lane + i];
    return s;
}

static inline void sums_store(int32_t *to, sums s)
{
    memcpy(to, s.at, sizeof s.at);
}

static inline vector sums_float(sums s)
{
    vector v;
    EACH_LANE v.at[lane] = (float)s.at[lane];
    return v;
}

#endif /* TRANSLATE_VECTOR_SCALAR_H */
