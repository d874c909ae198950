/* SPDX-License-Identifier: ISC */
#include <depesche/depesche.h>

#include <stdio.h>

int main(void)
{
    printf("depesche\n");
    return 0;
}
