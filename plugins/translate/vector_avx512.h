/* SPDX-License-Identifier: ISC */
/*
 * The vector operations of kernels_body.h for x86 processors with AVX-512 and VNNI (Intel since Ice Lake, AMD since Zen
 * 4). What each does is said in vector_scalar.h.
 */
#ifndef TRANSLATE_VECTOR_AVX512_H
#define TRANSLATE_VECTOR_AVX512_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define KERNEL_SET  kernels_avx512
#define KERNEL_NAME "avx512"
/* 6 x 4 sums, 4 weights and an input: 29 of the 32 registers. */
#define TILE_ROWS   6
#define TILE_PANELS 4

#define LANES 16

typedef __m512 vector;
typedef __m512i sums;
typedef __m512i weights;
typedef __m512i inputs4;

static inline __mmask16 first_lanes(size_t count)
{
    return (__mmask16)((1u << count) - 1u);
}

static inline vector vector_set(float value)
{
    return _mm512_set1_ps(value);
}

static inline vector vector_load(const float *from)
{
    return _mm512_loadu_ps(from);
}

static inline vector vector_load_part(const float *from, size_t count, float fill)
{
    return _mm512_mask_loadu_ps(_mm512_set1_ps(fill), first_lanes(count), from);
}

static inline void vector_store(float *to, vector v)
{
    _mm512_storeu_ps(to, v);
}

static inline void vector_store_part(float *to, vector v, size_t count)
{
    _mm512_mask_storeu_ps(to, first_lanes(count), v);
}

static inline vector vector_add(vector a, vector b)
{
    return _mm512_add_ps(a, b);
}

static inline vector vector_sub(vector a, vector b)
{
    return _mm512_sub_ps(a, b);
}

static inline vector vector_mul(vector a, vector b)
{
    return _mm512_mul_ps(a, b);
}

static inline vector vector_div(vector a, vector b)
{
    return _mm512_div_ps(a, b);
}

static inline vector vector_fma(vector a, vector b, vector c)
{
    return _mm512_fmadd_ps(a, b, c);
}

static inline vector vector_max(vector a, vector b)
{
    return _mm512_max_ps(a, b);
}

static inline vector vector_min(vector a, vector b)
{
    return _mm512_min_ps(a, b);
}

static inline vector vector_abs(vector a)
{
    return _mm512_abs_ps(a);
}

static inline vector vector_round(vector a)
{
    return _mm512_roundscale_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}

static inline vector vector_power2(vector exponent)
{
    __m512i biased = _mm512_add_epi32(_mm512_cvttps_epi32(exponent), _mm512_set1_epi32(127));
    return _mm512_castsi512_ps(_mm512_slli_epi32(biased, 23));
}

static inline float vector_sum(vector v)
{
    __m256 eight = _mm256_add_ps(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps(v, 1));
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

static inline float vector_maximum(vector v)
{
    __m256 eight = _mm256_max_ps(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps(v, 1));
    __m128 four = _mm_max_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
}

static inline size_t vector_first_above(vector a, vector b)
{
    unsigned mask = _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ);
    return mask == 0 ? LANES : (size_t)__builtin_ctz(mask);
}

static inline void vector_store_bytes(uint8_t *to, vector v, size_t count)
{
    __m512i shifted = _mm512_add_epi32(_mm512_cvtps_epi32(v), _mm512_set1_epi32(127));
    _mm_mask_storeu_epi8(to, first_lanes(count), _mm512_cvtepi32_epi8(shifted));
}

static inline weights weights_load(const int8_t *from)
{
    return _mm512_loadu_si512(from);
}

static inline inputs4 inputs4_load(const uint8_t *from)
{
    int32_t four;
    memcpy(&four, from, sizeof four);
    return _mm512_set1_epi32(four);
}

static inline sums sums_load(const int32_t *from)
{
    return _mm512_loadu_si512(from);
}

static inline sums sums_zero(void)
{
    return _mm512_setzero_si512();
}

/* The inputs keep their 127 here. */
static inline sums sums_start(const int32_t *column_sums)
{
    (void)column_sums;
    return sums_zero();
}

static inline sums sums_dot(sums s, inputs4 a, weights w)
{
    return _mm512_dpbusd_epi32(s, a, w);
}

static inline sums sums_add_weights(sums s, weights w)
{
    return _mm512_dpbusd_epi32(s, _mm512_set1_epi8(1), w);
}

static inline void sums_store(int32_t *to, sums s)
{
    _mm512_storeu_si512(to, s);
}

static inline vector sums_float(sums s)
{
    return _mm512_cvtepi32_ps(s);
}

#endif /* TRANSLATE_VECTOR_AVX512_H */
