# SPDX-License-Identifier: ISC
# The plugins that know the language: summary, check, entities.
LANGUAGE_TESTS = tests/test_summary
check_PROGRAMS += $(LANGUAGE_TESTS)
TESTS += $(LANGUAGE_TESTS)

tests_test_summary_SOURCES = %D%/test_summary.c
tests_test_summary_CPPFLAGS = $(UNIT_CPPFLAGS) -I$(top_srcdir)/plugins/summary
tests_test_summary_LDADD = plugins/summary/libsummary.la libdepeschecore.la
EXTRA_DIST += \
	tests/cases/summary/all-dangling.expected \
	tests/cases/summary/all-dangling.txt \
	tests/cases/summary/alone.expected \
	tests/cases/summary/alone.txt \
	tests/cases/summary/antecedent.expected \
	tests/cases/summary/antecedent.txt \
	tests/cases/summary/caption.expected \
	tests/cases/summary/caption.txt \
	tests/cases/summary/duplicate.expected \
	tests/cases/summary/duplicate.txt \
	tests/cases/summary/fragment-only.expected \
	tests/cases/summary/fragment-only.txt \
	tests/cases/summary/pronoun-lead.expected \
	tests/cases/summary/pronoun-lead.txt \
	tests/cases/summary/speaker-pronoun.expected \
	tests/cases/summary/speaker-pronoun.txt \
	tests/cases/summary/words.expected \
	tests/cases/summary/words.txt

dist_check_SCRIPTS += tests/entities.sh
TESTS += tests/entities.sh
EXTRA_DIST += tests/cases/entities

check_PROGRAMS += tests/test_check tests/test_check_verdict
TESTS += tests/test_check tests/test_check_verdict
tests_test_check_verdict_SOURCES = %D%/test_check_verdict.c plugins/check/check.c
tests_test_check_verdict_CPPFLAGS = $(UNIT_CPPFLAGS) -I$(top_srcdir)/plugins/check
tests_test_check_verdict_LDADD = plugins/check/libcheck.la libdepeschecore.la
tests_test_check_SOURCES = %D%/test_check.c
tests_test_check_CPPFLAGS = $(UNIT_CPPFLAGS) -I$(top_srcdir)/plugins/check
tests_test_check_LDADD = plugins/check/libcheck.la libdepeschecore.la
EXTRA_DIST += tests/cases/check/pairs.tsv
