/* SPDX-License-Identifier: ISC */
/*
 * What plugins that are broken in one way only have in common: the rest of a good descriptor.
 */
#ifndef TESTS_PLUGINS_BROKEN_H
#define TESTS_PLUGINS_BROKEN_H

#include <depesche/plugin.h>

/* The members of a good descriptor; those that follow replace them. */
#define GOOD_MEMBERS(name)                                                                                            \
    .abi_version = DP_ABI_VERSION, .struct_size = sizeof(dp_plugin), .option_size = sizeof(dp_option), .id = name,     \
    .version = "1.0.0", .summary = "broken on purpose"

#endif /* TESTS_PLUGINS_BROKEN_H */
