/* SPDX-License-Identifier: ISC */
#include "config.h"

#include "read.h"

dp_status read_html(article *story, dp_error *error)
{
    (void)story;
    return dp_error_set(error, DP_UNAVAILABLE, "HTML needs libxml2");
}
