/* SPDX-License-Identifier: ISC */
/*
 * The vector operations of kernels_body.h for x86 processors with AVX2 and FMA: 16 lanes are two registers of 8.
 * What each does is said in vector_scalar.h.
 */
#ifndef TRANSLATE_VECTOR_AVX2_H
#define TRANSLATE_VECTOR_AVX2_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define KERNEL_SET  kernels_avx2
#define KERNEL_NAME "avx2"
/* 4 x 2 sums, and what a product of bytes needs: all of the 16 registers. */
#define TILE_ROWS   4
#define TILE_PANELS 1

#define LANES 16

typedef struct vector {
    __m256 low, high;
} vector;

typedef struct sums {
    __m256i low, high;
} sums;

typedef sums weights;

/* Four inputs in every lane: their size and their sign apart. */
typedef struct inputs4 {
    __m256i size, sign;
} inputs4;

static inline vector vector_set(float value)
{
    return (vector){_mm256_set1_ps(value), _mm256_set1_ps(value)};
}

static inline vector vector_load(const float *from)
{
    return (vector){_mm256_loadu_ps(from), _mm256_loadu_ps(from + 8)};
}

static inline vector vector_load_part(const float *from, size_t count, float fill)
{
    float all[LANES];
    for (size_t lane = 0; lane < LANES; lane++)
        all[lane] = lane < count ? from[lane] : fill;
    return vector_load(all);
}

static inline void vector_store(float *to, vector v)
{
    _mm256_storeu_ps(to, v.low);
    _mm256_storeu_ps(to + 8, v.high);
}

static inline void vector_store_part(float *to, vector v, size_t count)
{
    float all[LANES];
    vector_store(all, v);
    memcpy(to, all, count * sizeof *to);
}

static inline vector vector_add(vector a, vector b)
{
    return (vector){_mm256_add_ps(a.low, b.low), _mm256_add_ps(a.high, b.high)};
}

static inline vector vector_sub(vector a, vector b)
{
    return (vector){_mm256_sub_ps(a.low, b.low), _mm256_sub_ps(a.high, b.high)};
}

static inline vector vector_mul(vector a, vector b)
{
    return (vector){_mm256_mul_ps(a.low, b.low), _mm256_mul_ps(a.high, b.high)};
}

static inline vector vector_div(vector a, vector b)
{
    return (vector){_mm256_div_ps(a.low, b.low), _mm256_div_ps(a.high, b.high)};
}

static inline vector vector_fma(vector a, vector b, vector c)
{
    return (vector){_mm256_fmadd_ps(a.low, b.low, c.low), _mm256_fmadd_ps(a.high, b.high, c.high)};
}

static inline vector vector_max(vector a, vector b)
{
    return (vector){_mm256_max_ps(a.low, b.low), _mm256_max_ps(a.high, b.high)};
}

static inline vector vector_min(vector a, vector b)
{
    return (vector){_mm256_min_ps(a.low, b.low), _mm256_min_ps(a.high, b.high)};
}

static inline vector vector_abs(vector a)
{
    __m256 sign = _mm256_set1_ps(-0.0f);
    return (vector){_mm256_andnot_ps(sign, a.low), _mm256_andnot_ps(sign, a.high)};
}

static inline vector vector_round(vector a)
{
    return (vector){_mm256_round_ps(a.low, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC),
                    _mm256_round_ps(a.high, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)};
}

static inline __m256 eight_power2(__m256 exponent)
{
    __m256i biased = _mm256_add_epi32(_mm256_cvttps_epi32(exponent), _mm256_set1_epi32(127));
    return _mm256_castsi256_ps(_mm256_slli_epi32(biased, 23));
}

static inline vector vector_power2(vector exponent)
{
    return (vector){eight_power2(exponent.low), eight_power2(exponent.high)};
}

static inline float vector_sum(vector v)
{
    __m256 eight = _mm256_add_ps(v.low, v.high);
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

static inline float vector_maximum(vector v)
{
    __m256 eight = _mm256_max_ps(v.low, v.high);
    __m128 four = _mm_max_ps(_mm256_castps256_ps128(eight), _mm256_extractf128_ps(eight, 1));
    __m128 two = _mm_max_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_max_ss(two, _mm_movehdup_ps(two)));
}

static inline size_t vector_first_above(vector a, vector b)
{
    unsigned low = (unsigned)_mm256_movemask_ps(_mm256_cmp_ps(a.low, b.low, _CMP_GT_OQ));
    unsigned high = (unsigned)_mm256_movemask_ps(_mm256_cmp_ps(a.high, b.high, _CMP_GT_OQ));
    unsigned mask = low | high << 8;
    return mask == 0 ? LANES : (size_t)__builtin_ctz(mask);
}

static inline void vector_store_bytes(uint8_t *to, vector v, size_t count)
{
    __m256i shift = _mm256_set1_epi32(127);
    __m256i low = _mm256_add_epi32(_mm256_cvtps_epi32(v.low), shift);
    __m256i high = _mm256_add_epi32(_mm256_cvtps_epi32(v.high), shift);
    /* Packing works within halves of a register, so the middle quarters change places afterwards. */
    __m256i words = _mm256_permute4x64_epi64(_mm256_packs_epi32(low, high), _MM_SHUFFLE(3, 1, 2, 0));
    __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    uint8_t all[LANES];
    _mm_storeu_si128((__m128i *)(void *)all, bytes);
    memcpy(to, all, count);
}

static inline __m256i eight_load(const void *from)
{
    return _mm256_loadu_si256((const __m256i *)from);
}

static inline weights weights_load(const int8_t *from)
{
    return (weights){eight_load(from), eight_load(from + 32)};
}

static inline inputs4 inputs4_load(const uint8_t *from)
{
    int32_t four;
    memcpy(&four, from, sizeof four);
    __m256i a = _mm256_sub_epi8(_mm256_set1_epi32(four), _mm256_set1_epi8(127));
    return (inputs4){_mm256_abs_epi8(a), a};
}

static inline sums sums_zero(void)
{
    return (sums){_mm256_setzero_si256(), _mm256_setzero_si256()};
}

static inline sums sums_load(const int32_t *from)
{
    return (sums){eight_load(from), eight_load(from + 8)};
}

static inline sums sums_start(const int32_t *column_sums)
{
    sums s = sums_load(column_sums);
    __m256i shift = _mm256_set1_epi32(127);
    return (sums){_mm256_mullo_epi32(s.low, shift), _mm256_mullo_epi32(s.high, shift)};
}

/* |a| * (w with a's sign): a pair of products is at most 2 * 127 * 128 = 32,512, so the 16-bit sums of vpmaddubsw never
 * saturate, as they would with inputs up to 254. */
static inline __m256i eight_dot(__m256i sum, inputs4 a, __m256i w)
{
    __m256i pairs = _mm256_maddubs_epi16(a.size, _mm256_sign_epi8(w, a.sign));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

static inline sums sums_dot(sums s, inputs4 a, weights w)
{
    return (sums){eight_dot(s.low, a, w.low), eight_dot(s.high, a, w.high)};
}

static inline sums sums_add_weights(sums s, weights w)
{
    inputs4 ones = {_mm256_set1_epi8(1), _mm256_set1_epi8(1)};
    return sums_dot(s, ones, w);
}

static inline void sums_store(int32_t *to, sums s)
{
    _mm256_storeu_si256((__m256i *)(void *)to, s.low);
    _mm256_storeu_si256((__m256i *)(void *)(to + 8), s.high);
}

static inline vector sums_float(sums s)
{
    return (vector){_mm256_cvtepi32_ps(s.low), _mm256_cvtepi32_ps(s.high)};
}

#endif /* TRANSLATE_VECTOR_AVX2_H */
