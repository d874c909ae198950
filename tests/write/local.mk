# SPDX-License-Identifier: ISC
# Documents described in plain files, and what each writer makes of them.
check_PROGRAMS += tests/write_case
tests_write_case_SOURCES = %D%/write_case.c plugins/briefing/briefing.c
tests_write_case_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_write_case_LDADD = plugins/briefing/libbriefing.la libdepeschecore.la

TESTS += %D%/write.sh %D%/browser.sh
EXTRA_DIST += %D%/write.sh %D%/browser.sh %D%/browser.html %D%/check.py %D%/README.md %D%/cases

check_PROGRAMS += tests/test_write
TESTS += tests/test_write
tests_test_write_SOURCES = %D%/test_write.c
tests_test_write_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_write_LDADD = libdepeschecore.la
