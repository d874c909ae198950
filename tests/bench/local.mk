# SPDX-License-Identifier: ISC
# Measurements. They print figures and never fail for being slow; the data lies beside the checkout and is skipped when
# it is not there.
EXTRA_PROGRAMS = tests/bench_sentences
CLEANFILES += tests/bench_sentences
tests_bench_sentences_SOURCES = %D%/sentences.c
tests_bench_sentences_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_bench_sentences_CFLAGS = $(UNIT_CFLAGS)
tests_bench_sentences_LDADD = libdepeschecore.la $(JSON_LIBS)

# F1 of sentence ends on marked news articles: make bench-sentences [PART=train]
PART = dev
bench-sentences: tests/bench_sentences
	@if test -d $(top_srcdir)/../shared/bench/quotes/$(PART); then \
		tests/bench_sentences $(top_srcdir)/../shared/bench/quotes/$(PART)/*.json; \
	else echo "skipped: no marked articles in ../shared/bench/quotes/$(PART)"; fi

.PHONY: bench-sentences

EXTRA_PROGRAMS += tests/bench_quotes
CLEANFILES += tests/bench_quotes
tests_bench_quotes_SOURCES = %D%/quotes.c
tests_bench_quotes_CPPFLAGS = $(UNIT_CPPFLAGS) -I$(top_srcdir)/plugins/quotes
tests_bench_quotes_CFLAGS = $(UNIT_CFLAGS)
tests_bench_quotes_LDADD = plugins/quotes/libquotes.la libdepeschecore.la $(JSON_LIBS)

# Quotations against marked articles with the scorer that lies beside them: make bench-quotes [PART=train]
bench-quotes: tests/bench_quotes
	@if test -d $(top_srcdir)/../shared/bench/quotes/$(PART); then \
		rm -rf tests/bench/quotes-$(PART) && $(MKDIR_P) tests/bench/quotes-$(PART) && \
		tests/bench_quotes tests/bench/quotes-$(PART) $(top_srcdir)/../shared/bench/quotes/$(PART)/*.json && \
		python3 $(top_srcdir)/../shared/bench/quotes/score.py $(top_srcdir)/../shared/bench/quotes/$(PART) tests/bench/quotes-$(PART) && \
		tests/bench_quotes --speed "$$(ls $(top_srcdir)/../shared/bench/quotes/$(PART)/*.json | head -1)"; \
	else echo "skipped: no marked articles in ../shared/bench/quotes/$(PART)"; fi

.PHONY: bench-quotes bench-translate

if HAVE_SENTENCEPIECE
EXTRA_PROGRAMS += tests/bench_translate
CLEANFILES += tests/bench_translate
tests_bench_translate_SOURCES = %D%/translate.c tests/translate/model_maker.c tests/translate/model_maker.h
nodist_EXTRA_tests_bench_translate_SOURCES = link.cc
tests_bench_translate_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_bench_translate_LDADD = plugins/translate/libtranslate.la libdepeschecore.la $(DNNL_LIBS)

# Words a second of the engine: make bench-translate [MODEL=… VOCABULARY=… SHORTLIST=… SENTENCES=…]
ENGINE = $(top_srcdir)/../shared/engine/model
MODEL = $(ENGINE)/model.intgemm.alphas.bin
VOCABULARY = $(ENGINE)/vocab.spm
SHORTLIST = $(ENGINE)/lex.50.50.s2t.bin
SENTENCES = $(top_srcdir)/../shared/bench/mt/wmt21.de
bench-translate: tests/bench_translate depesche
	@if test -f $(MODEL) && test -f $(SENTENCES); then \
		for model in $(MODEL) base-memory base; do for list in "" $(SHORTLIST); do \
			OMP_NUM_THREADS=1 tests/bench_translate $(SENTENCES) $$model $(VOCABULARY) $$list || exit 1; \
		done; done; \
		$(AM_TESTS_ENVIRONMENT) ./libtool --mode=execute python3 $(top_srcdir)/tests/bench/start.py ./depesche \
			$(SENTENCES) $(dir $(MODEL)) $(TRANSLATE_ARGUMENTS); \
	else echo "skipped: no model in $(ENGINE) or no sentences in $(SENTENCES)"; fi
EXTRA_DIST += %D%/start.py
endif

include %D%/check.mk
include %D%/quality.mk
include %D%/summary.mk

# Loading and searching a glossary of 100,000 entries, how well terms are found in written sentences, then terms in
# translations: make bench-glossary
EXTRA_PROGRAMS += tests/bench_glossary
CLEANFILES += tests/bench_glossary
tests_bench_glossary_SOURCES = %D%/glossary.c
tests_bench_glossary_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_bench_glossary_LDADD = plugins/glossary/libglossary.la libdepeschecore.la
EXTRA_DIST += %D%/terms.py
bench-glossary: tests/bench_glossary tests/test_glossary
	@tests/bench_glossary $(srcdir)/tests/cases/glossary/sentences.tsv
	@TOP_SRCDIR='$(abs_top_srcdir)' tests/test_glossary | sed -n 's/^# \(.*precision\)/\1/p'
	@$(MAKE) --no-print-directory bench-terms

# Terms in translations with and without a glossary: make bench-terms [TERM_MODEL=… PAIRS=… CORPUS=…]
CORPUS = $(top_srcdir)/../shared/training/corpus.tsv.xz
TERM_MODEL = $(abs_top_srcdir)/plugins/translate/model
bench-terms: depesche
	@if test -f $(CORPUS) && test -d $(PAIRS); then \
		DEPESCHE_PLUGIN_PATH=plugins DEPESCHE_DATA_PATH=$(abs_srcdir)/samples \
		python3 $(srcdir)/%D%/terms.py ./depesche "$(TERM_MODEL)" $(PAIRS) $(CORPUS); \
	else echo "skipped: no translations in $(PAIRS) or no $(CORPUS)"; fi

# What the glossaries that come along do to translations of any kind: make bench-shipped-terms
bench-shipped-terms: depesche
	@if test -d $(PAIRS); then \
		DEPESCHE_PLUGIN_PATH=plugins DEPESCHE_DATA_PATH=$(abs_srcdir)/samples \
		python3 $(srcdir)/%D%/terms.py ./depesche "$(TERM_MODEL)" $(PAIRS) --shipped; \
	else echo "skipped: no translations in $(PAIRS)"; fi

.PHONY: bench-glossary bench-shipped-terms bench-terms
