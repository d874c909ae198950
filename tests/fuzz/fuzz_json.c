/* SPDX-License-Identifier: ISC */
/*
 * NDJSON records.
 */
#include "doc_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check_reading(data, size, "ndjson");
    return 0;
}
