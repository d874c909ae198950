/* SPDX-License-Identifier: ISC */
/*
 * The kernels for AVX-512 with VNNI. Compiled with the flags for these; empty on other targets.
 */
#include "config.h"

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__AVX512DQ__) &&                 \
    defined(__AVX512VNNI__)

#include "vector_avx512.h"

#include <math.h>

#include "kernels_body.h"

#else

#include "kernels.h"

const kernels kernels_avx512 = {0};

#endif
