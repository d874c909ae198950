/* SPDX-License-Identifier: ISC */
/*
 * What only the core needs to know of Unicode, beside <depesche/text.h>.
 */
#ifndef CORE_UNICODE_H
#define CORE_UNICODE_H

#include <stdint.h>

/* Columns that a code point takes on a terminal: 0 for combining marks and controls, 2 for wide ones, otherwise 1. */
int unicode_width(uint32_t code);

#endif /* CORE_UNICODE_H */
