/* SPDX-License-Identifier: ISC */
/*
 * What the program's exit status means. The man page says the same.
 */
#ifndef CORE_EXIT_CODE_H
#define CORE_EXIT_CODE_H

enum exit_code {
    EXIT_DONE = 0,          /* everything went well */
    EXIT_SOME_FAILED = 1,   /* some documents could not be processed; the others were. Also: a check found faults */
    EXIT_USAGE = 2,         /* the command line is wrong */
    EXIT_PIPELINE = 3,      /* a pipeline or plugin is missing, broken or cannot be opened */
    EXIT_INPUT = 4,         /* no input could be read */
    EXIT_OUTPUT = 5,        /* the output could not be written */
    EXIT_INTERRUPTED = 130, /* stopped by SIGINT or SIGTERM */
};

#endif /* CORE_EXIT_CODE_H */
