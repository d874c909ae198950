# SPDX-License-Identifier: ISC
# Documents described in plain files, and what each writer makes of them.
check_PROGRAMS += tests/write_case
tests_write_case_SOURCES = %D%/write_case.c
tests_write_case_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_write_case_LDADD = libdepeschecore.la

TESTS += %D%/write.sh
EXTRA_DIST += %D%/write.sh %D%/check.py %D%/README.md %D%/cases
