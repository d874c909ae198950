# SPDX-License-Identifier: ISC
# ROUGE of summaries beside simple methods and the best there can be: make bench-summary [SUMMARIES=…]
EXTRA_PROGRAMS += tests/bench_summary
CLEANFILES += tests/bench_summary
tests_bench_summary_SOURCES = %D%/summary.c
tests_bench_summary_CPPFLAGS = $(UNIT_CPPFLAGS) -I$(top_srcdir)/plugins/summary
tests_bench_summary_CFLAGS = $(UNIT_CFLAGS)
tests_bench_summary_LDADD = plugins/summary/libsummary.la libdepeschecore.la $(JSON_LIBS)
EXTRA_DIST += %D%/summary.py
SUMMARIES = $(top_srcdir)/../shared/bench/summaries
bench-summary: tests/bench_summary
	@if test -d $(SUMMARIES); then \
		python3 $(srcdir)/%D%/summary.py tests/bench_summary $(SUMMARIES); \
	else echo "skipped: no summaries in $(SUMMARIES)"; fi

# Articles that a digest draws together, rightly and wrongly.
EXTRA_DIST += %D%/digest.py
bench-digest: depesche
	@if test -d $(SUMMARIES); then \
		$(AM_TESTS_ENVIRONMENT) python3 $(srcdir)/%D%/digest.py $(top_srcdir)/tests/cases/digest/pipeline.json \
			$(SUMMARIES)/wikinews-lead.dev.jsonl; \
	else echo "skipped: no articles in $(SUMMARIES)"; fi

.PHONY: bench-summary bench-digest
