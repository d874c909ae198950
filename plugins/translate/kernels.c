/* SPDX-License-Identifier: ISC */
/*
 * The choice among the kernel sets, and what is the same in all of them: packing.
 */
#include "config.h"

#include "kernels.h"

#include <string.h>

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

void pack_int8_columns(const int8_t *from, const uint32_t *columns, size_t inputs, size_t outputs, int8_t *packed)
{
    size_t width = padded_inputs(inputs);
    if (width != inputs || outputs % PANEL != 0)
        memset(packed, 0, packed_bytes(inputs, outputs));
    for (size_t c = 0; c < outputs; c++) {
        const int8_t *column = from + column_number(columns, c) * inputs;
        int8_t *to = packed + c / PANEL * PANEL * width + c % PANEL * 4;
        size_t k = 0;
        for (; k + 4 <= inputs; k += 4)
            memcpy(to + k * PANEL, column + k, 4);
        if (k < inputs)
            memcpy(to + k * PANEL, column + k, inputs - k);
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
