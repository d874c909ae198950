# SPDX-License-Identifier: ISC
# Tests speak TAP: C programs through tests/tap.h, shell scripts (*.sh) through tests/tap.sh.
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
TEST_EXTENSIONS = .sh
AM_TESTS_ENVIRONMENT = \
	DEPESCHE='$(abs_builddir)/depesche'; export DEPESCHE; \
	DEPESCHE_PLUGIN_PATH='$(abs_builddir)/plugins'; export DEPESCHE_PLUGIN_PATH; \
	DEPESCHE_PIPELINE_PATH='$(abs_top_srcdir)/samples/pipelines'; export DEPESCHE_PIPELINE_PATH; \
	DEPESCHE_DATA_PATH='$(abs_top_srcdir)/samples:$(abs_top_srcdir)/plugins'; export DEPESCHE_DATA_PATH; \
	TOP_SRCDIR='$(abs_top_srcdir)'; export TOP_SRCDIR; \
	TOP_BUILDDIR='$(abs_builddir)'; export TOP_BUILDDIR; \
	SHARED='$(abs_top_srcdir)/../shared'; export SHARED; \
	XDG_DATA_HOME=/nonexistent; export XDG_DATA_HOME; \
	LC_ALL=C.UTF-8; export LC_ALL; TZ=UTC; export TZ;

UNIT_CPPFLAGS = $(AM_CPPFLAGS) -I$(builddir) -I$(top_srcdir)/core -I$(top_srcdir)/tests
UNIT_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS)

# Unit tests of hidden functions link the convenience library. Tests that load plugins link libdepesche.la.
UNIT_TESTS = \
	tests/test_charset \
	tests/test_doc \
	tests/test_files \
	tests/test_glossary \
	tests/test_html \
	tests/test_input \
	tests/test_quotes \
	tests/test_read \
	tests/test_segment \
	tests/test_sentence \
	tests/test_text \
	tests/test_variants \
	tests/test_wording
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)

tests_test_doc_SOURCES = %D%/unit/test_doc.c
tests_test_doc_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_doc_LDADD = libdepeschecore.la
tests_test_charset_SOURCES = %D%/unit/test_charset.c
tests_test_charset_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_charset_LDADD = libdepeschecore.la
tests_test_read_SOURCES = %D%/unit/test_read.c
tests_test_read_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_read_LDADD = libdepeschecore.la
tests_test_segment_SOURCES = %D%/unit/test_segment.c
tests_test_segment_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_segment_LDADD = libdepeschecore.la
EXTRA_DIST += %D%/cases/boilerplate.tsv \
	%D%/cases/segment/body.txt %D%/cases/segment/body.want \
	%D%/cases/segment/boilerplate.txt %D%/cases/segment/boilerplate.want \
	%D%/cases/segment/even.txt %D%/cases/segment/even.want \
	%D%/cases/segment/gaps.txt %D%/cases/segment/gaps.want \
	%D%/cases/segment/headline.txt %D%/cases/segment/headline.want \
	%D%/cases/segment/kicker.txt %D%/cases/segment/kicker.want \
	%D%/cases/segment/lines.txt %D%/cases/segment/lines.want \
	%D%/cases/segment/list.txt %D%/cases/segment/list.want \
	%D%/cases/segment/prose.txt %D%/cases/segment/prose.want \
	%D%/cases/segment/question.txt %D%/cases/segment/question.want \
	%D%/cases/segment/results.txt %D%/cases/segment/results.want \
	%D%/cases/segment/silent.txt %D%/cases/segment/silent.want \
	%D%/cases/segment/stray.txt %D%/cases/segment/stray.want \
	%D%/cases/segment/wrapped.txt %D%/cases/segment/wrapped.want \
	%D%/cases/segment/README.md %D%/cases/segment/markdown.md %D%/cases/segment/markdown.want
tests_test_sentence_SOURCES = %D%/unit/test_sentence.c
tests_test_sentence_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_sentence_LDADD = libdepeschecore.la
EXTRA_DIST += \
	%D%/cases/sentences/README.md \
	%D%/cases/sentences/abbreviations.txt \
	%D%/cases/sentences/marks.txt \
	%D%/cases/sentences/names.txt \
	%D%/cases/sentences/numbers.txt \
	%D%/cases/sentences/plain.txt \
	%D%/cases/sentences/quotations.txt
tests_test_html_SOURCES = %D%/unit/test_html.c
tests_test_html_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_html_LDADD = libdepeschecore.la
tests_test_input_SOURCES = %D%/unit/test_input.c
tests_test_input_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_input_LDADD = libdepeschecore.la
tests_test_files_SOURCES = %D%/unit/test_files.c
tests_test_files_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_files_LDADD = libdepeschecore.la
tests_test_variants_SOURCES = %D%/unit/test_variants.c
tests_test_variants_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_variants_LDADD = libdepeschecore.la
tests_test_text_SOURCES = %D%/unit/test_text.c
tests_test_text_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_text_LDADD = libdepeschecore.la

tests_test_glossary_SOURCES = %D%/unit/test_glossary.c
tests_test_glossary_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_glossary_LDADD = plugins/glossary/libglossary.la libdepeschecore.la
tests_test_quotes_SOURCES = %D%/unit/test_quotes.c
tests_test_quotes_CPPFLAGS = $(UNIT_CPPFLAGS) -I$(top_srcdir)/plugins/quotes
tests_test_quotes_LDADD = plugins/quotes/libquotes.la libdepeschecore.la
tests_test_wording_SOURCES = %D%/unit/test_wording.c
tests_test_wording_CPPFLAGS = $(UNIT_CPPFLAGS) -I$(top_srcdir)/plugins/quotes
tests_test_wording_LDADD = plugins/quotes/libquotes.la libdepeschecore.la
EXTRA_DIST += \
	%D%/cases/quotes/addressees.txt %D%/cases/quotes/addressees.expected \
	%D%/cases/quotes/anonymous.txt %D%/cases/quotes/anonymous.expected \
	%D%/cases/quotes/functions.txt %D%/cases/quotes/functions.expected \
	%D%/cases/quotes/indirect.txt %D%/cases/quotes/indirect.expected \
	%D%/cases/quotes/institutions.txt %D%/cases/quotes/institutions.expected \
	%D%/cases/quotes/marks.txt %D%/cases/quotes/marks.expected \
	%D%/cases/quotes/names.txt %D%/cases/quotes/names.expected \
	%D%/cases/quotes/pronouns.txt %D%/cases/quotes/pronouns.expected \
	%D%/cases/quotes/wording.txt %D%/cases/quotes/wording.expected \
	%D%/cases/quotes/seed.expected
EXTRA_DIST += %D%/cases/glossary/heldout.tsv %D%/cases/glossary/heldout-2.tsv %D%/cases/glossary/matches.tsv \
	%D%/cases/glossary/sentences.tsv %D%/cases/glossary/terms.tsv

include %D%/unit/language.mk
include %D%/bench/local.mk
include %D%/fuzz/local.mk
include %D%/lint/local.mk
include %D%/training/local.mk
include %D%/plugins/local.mk
include %D%/translate/local.mk
include %D%/write/local.mk

EXTRA_DIST += %D%/tap.h %D%/tap.sh %D%/files %D%/cases/digest

# ---- Beyond `make check`; .ci/run calls the same targets ----

# Static analysis: cppcheck here, clang-tidy over the same files.
lint:
	cd $(top_srcdir) && cppcheck -q --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		--suppress=missingIncludeSystem --suppress=internalAstError --std=c11 -Iinclude -Icore -I$(abs_builddir) -I$(abs_builddir)/core \
		core plugins samples
	cd $(top_srcdir) && shellcheck -S warning autogen.sh .ci/run tests/*.sh tests/lint/*.sh tests/training/*.sh plugins/translate/training/*.sh

# Needs --enable-coverage: every test, then the share of lines of core/ that ran. Below the floor it fails.
COVERAGE_FLOOR = 90
coverage:
	$(MAKE) check || true
	gcovr -r $(top_srcdir) --object-directory . --filter '$(abs_top_srcdir)/core/' \
		--exclude-unreachable-branches --fail-under-line $(COVERAGE_FLOOR) .

.PHONY: lint coverage

# Speed of the host, in figures; never part of `make check`.
bench: all
	$(AM_TESTS_ENVIRONMENT) python3 $(srcdir)/tests/bench/host.py ./depesche $(srcdir)/samples/news/hafen.txt \
		$$(for d in $(top_srcdir)/../shared/bench/quotes/dev $(top_srcdir)/../shared/bench/quotes/train; do \
			test -d $$d && echo $$d; done)
EXTRA_DIST += tests/bench/host.py
.PHONY: bench

# The README's session, and the article that must always work.
dist_check_SCRIPTS += tests/digest.sh tests/glossary.sh tests/readme.sh tests/seed.sh tests/verify.sh
TESTS += tests/digest.sh tests/glossary.sh tests/readme.sh tests/seed.sh tests/verify.sh
