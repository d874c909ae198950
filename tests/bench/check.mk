# SPDX-License-Identifier: ISC
# Planted errors that are found, and references that are flagged: make bench-check [PAIRS=…]
EXTRA_PROGRAMS += tests/bench_check
CLEANFILES += tests/bench_check
tests_bench_check_SOURCES = %D%/check.c
tests_bench_check_CPPFLAGS = $(UNIT_CPPFLAGS) -I$(top_srcdir)/plugins/check
tests_bench_check_LDADD = plugins/check/libcheck.la libdepeschecore.la
EXTRA_DIST += %D%/check.py
PAIRS = $(top_srcdir)/../shared/bench/mt
bench-check: tests/bench_check
	@if test -d $(PAIRS); then \
		python3 $(srcdir)/%D%/check.py tests/bench_check $(PAIRS); \
	else echo "skipped: no translations in $(PAIRS)"; fi

.PHONY: bench-check
