/* SPDX-License-Identifier: ISC */
/*
 * Brings records to where the user wants them: all into one output, or each into a file of a directory.
 */
#ifndef CORE_DELIVERY_H
#define CORE_DELIVERY_H

#include "output.h"

typedef struct delivery {
    const char *target; /* --output: null or "-" is standard output; borrowed */
    const char *format; /* borrowed */
    bool directory;
    output *out; /* when not a directory */
    size_t records;
} delivery;

/* Get ready, before any work is done, so that a wrong --output costs nothing. A target that is a directory, or ends in
 * a slash, takes one file for each record; it is made when it is not there. */
dp_status delivery_open(delivery *self, const char *target, const char *format, dp_error *error);

/* Bring a record. `stem` names its file in a directory. */
dp_status delivery_put(delivery *self, const char *stem, const dp_text *record, dp_error *error);

/* Complete what was begun; or, without `keep`, drop it. An output that got no record is dropped too. */
dp_status delivery_close(delivery *self, bool keep, dp_error *error);

#endif /* CORE_DELIVERY_H */
