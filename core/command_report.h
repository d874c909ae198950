/* SPDX-License-Identifier: ISC */
/*
 * depesche glossary report: what became of the entries of glossaries in records, or in articles that are run for it.
 */
#ifndef CORE_COMMAND_REPORT_H
#define CORE_COMMAND_REPORT_H

#include "command.h"

/* Report on the operands behind the first; returns the exit status. */
int glossary_report(const arguments *given, dp_host *host);

#endif /* CORE_COMMAND_REPORT_H */
