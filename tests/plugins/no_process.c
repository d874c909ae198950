/* SPDX-License-Identifier: ISC */
/* Broken: it does nothing. */
#include "broken.h"

DP_PLUGIN_EXPORT const dp_plugin dp_plugin_descriptor = {
    GOOD_MEMBERS("no-process"),
};
