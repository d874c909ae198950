/* SPDX-License-Identifier: ISC */
/*
 * Any input, its format told by its content.
 */
#include "doc_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_reading(data, size, "auto");
    return 0;
}
