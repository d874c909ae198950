/* SPDX-License-Identifier: ISC */
/*
 * The kernels in plain C, for every processor.
 */
#include "config.h"

#include "vector_scalar.h"

#include "kernels_body.h"
