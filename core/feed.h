/* SPDX-License-Identifier: ISC */
/*
 * Turns the files of a command line into tasks: one for each article, which is a file, or a line of an NDJSON file.
 */
#ifndef CORE_FEED_H
#define CORE_FEED_H

#include "arguments.h"
#include "search.h"
#include "work.h"

struct input;

/* Initialise `files` (the operands) and `format`, the rest with zeros. */
typedef struct feed {
    const arguments *files;
    const char *format;  /* the user's --input-format, or "auto" */
    size_t next;         /* operand to open next */
    struct input *lines; /* the NDJSON file that is being read, or null */
    bool lines_at_hand;  /* it and what comes behind it are files */
    path_list stems;     /* those given so far: each file has its own */
} feed;

/* Make the next task, as pool_caller.next. */
bool feed_next(feed *self, work_task *task, work_result *refusal);

/* Whether feed_next comes back at once: what is to be opened or read next are files, and no pipe or terminal. */
bool feed_at_hand(const feed *self);

void feed_free(feed *self);

#endif /* CORE_FEED_H */
