# SPDX-License-Identifier: ISC
# Planted errors that are found, and references that are flagged: make bench-check [PAIRS=…] [ASKED=]
EXTRA_PROGRAMS += tests/bench_check
CLEANFILES += tests/bench_check
tests_bench_check_SOURCES = %D%/check.c %D%/check_engine.c %D%/check_engine.h
tests_bench_check_CPPFLAGS = $(UNIT_CPPFLAGS) -I$(top_srcdir)/plugins/check
tests_bench_check_LDADD = plugins/check/libcheck.la libdepeschecore.la
if HAVE_SENTENCEPIECE
nodist_EXTRA_tests_bench_check_SOURCES = link.cc
tests_bench_check_CPPFLAGS += -I$(top_srcdir)/plugins/translate -DWITH_ENGINE
tests_bench_check_LDADD += plugins/translate/libtranslate.la
endif
EXTRA_DIST += %D%/check.py %D%/check_faults.tsv
# Whom the check asks about doubtful words: ASKED= for nobody.
if HAVE_SENTENCEPIECE
OWN_MODEL = $(srcdir)/plugins/translate/model
ASKED = --engine $(OWN_MODEL)/model.depesche-base.bin $(OWN_MODEL)/vocab.depesche-base.spm
endif
PAIRS = $(top_srcdir)/../shared/bench/mt
bench-check: tests/bench_check
	@if test -d $(PAIRS); then \
		python3 $(srcdir)/%D%/check.py $(PAIRS) tests/bench_check $(ASKED); \
	else echo "skipped: no translations in $(PAIRS)"; fi

.PHONY: bench-check
