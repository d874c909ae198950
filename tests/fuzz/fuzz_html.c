/* SPDX-License-Identifier: ISC */
/*
 * HTML pages.
 */
#include "doc_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_reading(data, size, "html");
    return 0;
}
