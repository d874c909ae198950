/* SPDX-License-Identifier: ISC */
/* Broken: a shared object, but no plugin. */
#include <depesche/export.h>

DP_API int no_descriptor_answer(void);

int no_descriptor_answer(void)
{
    return 42;
}
