/* SPDX-License-Identifier: ISC */
/*
 * The choice among the kernel sets, and what is the same in all of them: packing.
 */
#include "config.h"

#include "kernels.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

static bool runs_avx2(void)
{
#if defined(__x86_64__) || defined(__i386__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    return false;
#endif
}

static bool runs_avx512(void)
{
#if defined(__x86_64__) || defined(__i386__)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vnni");
#else
    return false;
#endif
}

const kernels *kernels_named(const char *name)
{
    const kernels *set = NULL;
    if (strcmp(name, "scalar") == 0)
        set = &kernels_scalar;
    else if (strcmp(name, "avx2") == 0 && runs_avx2())
        set = &kernels_avx2;
    else if (strcmp(name, "avx512") == 0 && runs_avx512())
        set = &kernels_avx512;
    return set && set->name ? set : NULL;
}

const kernels *kernels_best(void)
{
    const kernels *set = kernels_named("avx512");
    if (!set)
        set = kernels_named("avx2");
    return set ? set : &kernels_scalar;
}

void affine(const kernels *k, const matrix *m, const float *in, size_t in_stride, size_t rows, activation f,
            quantised_rows scratch, float *out)
{
    if (m->floats) {
        k->multiply_float(m, in, in_stride, rows, 0, m->outputs, f, out, m->outputs);
    } else {
        k->quantise(m, in, in_stride, rows, scratch);
        k->multiply_int8(m, scratch, rows, 0, m->outputs, f, out, m->outputs);
    }
}

/* ---- Packing ---- */

size_t packed_bytes(size_t inputs, size_t outputs)
{
    return panels_of(outputs) * PANEL * padded_inputs(inputs);
}

size_t packed_floats(size_t inputs, size_t outputs)
{
    return panels_of(outputs) * PANEL * inputs;
}

static size_t column_number(const uint32_t *columns, size_t index)
{
    return columns ? columns[index] : index;
}

/* Four columns of a panel, of which a multiple of 16 inputs is packed; returns that number. */
static size_t pack_four(const int8_t *const columns[4], size_t inputs, int8_t *to)
{
    size_t k = 0;
#ifdef __SSE2__
    for (; k + 16 <= inputs; k += 16) {
        __m128i a = _mm_loadu_si128((const void *)(columns[0] + k)),
                b = _mm_loadu_si128((const void *)(columns[1] + k));
        __m128i c = _mm_loadu_si128((const void *)(columns[2] + k)),
                d = _mm_loadu_si128((const void *)(columns[3] + k));
        __m128i ab = _mm_unpacklo_epi32(a, b), cd = _mm_unpacklo_epi32(c, d);
        _mm_storeu_si128((void *)(to + k * PANEL), _mm_unpacklo_epi64(ab, cd));
        _mm_storeu_si128((void *)(to + (k + 4) * PANEL), _mm_unpackhi_epi64(ab, cd));
        ab = _mm_unpackhi_epi32(a, b);
        cd = _mm_unpackhi_epi32(c, d);
        _mm_storeu_si128((void *)(to + (k + 8) * PANEL), _mm_unpacklo_epi64(ab, cd));
        _mm_storeu_si128((void *)(to + (k + 12) * PANEL), _mm_unpackhi_epi64(ab, cd));
    }
#else
    (void)columns, (void)inputs, (void)to;
#endif
    return k;
}

void pack_int8_columns(const int8_t *from, const uint32_t *columns, size_t inputs, size_t outputs, int8_t *packed)
{
    size_t width = padded_inputs(inputs);
    if (width != inputs || outputs % PANEL != 0)
        memset(packed, 0, packed_bytes(inputs, outputs));
    for (size_t first = 0; first < outputs; first += 4) {
        size_t count = outputs - first < 4 ? outputs - first : 4;
        const int8_t *four[4];
        for (size_t i = 0; i < count; i++)
            four[i] = from + column_number(columns, first + i) * inputs;
        int8_t *to = packed + first / PANEL * PANEL * width + first % PANEL * 4;
        size_t done = count == 4 ? pack_four(four, inputs, to) : 0;
        for (size_t i = 0; i < count; i++)
            for (size_t k = done; k < inputs; k += 4)
                memcpy(to + k * PANEL + 4 * i, four[i] + k, inputs - k < 4 ? inputs - k : 4);
    }
}

void pack_float_columns(const float *from, size_t stride, const uint32_t *columns, size_t inputs, size_t outputs,
                        float *packed)
{
    if (outputs % PANEL != 0)
        memset(packed, 0, packed_floats(inputs, outputs) * sizeof *packed);
    for (size_t c = 0; c < outputs; c++) {
        const float *column = from + column_number(columns, c) * stride;
        float *to = packed + c / PANEL * PANEL * inputs + c % PANEL;
        for (size_t k = 0; k < inputs; k++)
            to[k * PANEL] = column[k];
    }
}

void pack_float_rows(const float *from, size_t stride, size_t inputs, size_t outputs, float *packed)
{
    if (outputs % PANEL != 0)
        memset(packed, 0, packed_floats(inputs, outputs) * sizeof *packed);
    for (size_t first = 0; first < outputs; first += PANEL) {
        size_t columns = outputs - first < PANEL ? outputs - first : PANEL;
        for (size_t k = 0; k < inputs; k++, packed += PANEL)
            memcpy(packed, from + k * stride + first, columns * sizeof *packed);
    }
}
