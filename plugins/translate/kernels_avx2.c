/* SPDX-License-Identifier: ISC */
/*
 * The kernels for AVX2 and FMA. Compiled with the flags for these; empty on other targets.
 */
#include "config.h"

#if defined(__AVX2__) && defined(__FMA__)

#include "vector_avx2.h"

#include <math.h>

#include "kernels_body.h"

#else

#include "kernels.h"

const kernels kernels_avx2 = {0};

#endif
