# SPDX-License-Identifier: ISC
# Fuzz targets. A new one: fuzz_NAME.c with LLVMFuzzerTestOneInput, its name in FUZZ_TARGETS, three lines below, and a
# folder corpus/NAME. `make check` replays the corpus; a tree configured with
#   --enable-fuzzers --disable-shared CC=clang CXX=clang++
# builds the same programs with libFuzzer, and `make fuzz` runs each for FUZZ_SECONDS.
FUZZ_TARGETS = charset html json model pipeline quotes read segment shortlist $(FUZZ_VOCAB)
FUZZ_SECONDS = 60
FUZZ_BUILT = \
	tests/fuzz_charset \
	tests/fuzz_html \
	tests/fuzz_json \
	tests/fuzz_pipeline \
	tests/fuzz_quotes \
	tests/fuzz_model \
	tests/fuzz_read \
	tests/fuzz_segment \
	tests/fuzz_shortlist

if HAVE_SENTENCEPIECE
FUZZ_VOCAB = vocab
FUZZ_BUILT += tests/fuzz_vocab
tests_fuzz_vocab_SOURCES = %D%/fuzz_vocab.c $(FUZZ_COMMON)
nodist_EXTRA_tests_fuzz_vocab_SOURCES = link.cc
tests_fuzz_vocab_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_fuzz_vocab_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_vocab_LDADD = plugins/translate/libtranslate.la libdepeschecore.la
endif

check_PROGRAMS += $(FUZZ_BUILT)
TESTS += tests/fuzz/replay.sh
EXTRA_DIST += %D%/replay.sh %D%/corpus

if FUZZERS
FUZZ_DRIVER =
FUZZ_LINKING = $(AM_LDFLAGS) -fsanitize=fuzzer
else
FUZZ_DRIVER = %D%/driver.c
FUZZ_LINKING = $(AM_LDFLAGS)
endif
FUZZ_COMMON = %D%/fuzz.h $(FUZZ_DRIVER)

tests_fuzz_charset_SOURCES = %D%/fuzz_charset.c $(FUZZ_COMMON)
tests_fuzz_charset_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_fuzz_charset_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_charset_LDADD = libdepeschecore.la

tests_fuzz_html_SOURCES = %D%/fuzz_html.c %D%/doc_check.h $(FUZZ_COMMON)
tests_fuzz_html_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_fuzz_html_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_html_LDADD = libdepeschecore.la

tests_fuzz_json_SOURCES = %D%/fuzz_json.c %D%/doc_check.h $(FUZZ_COMMON)
tests_fuzz_json_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_fuzz_json_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_json_LDADD = libdepeschecore.la

tests_fuzz_quotes_SOURCES = %D%/fuzz_quotes.c %D%/doc_check.h $(FUZZ_COMMON)
tests_fuzz_quotes_CPPFLAGS = $(UNIT_CPPFLAGS) -I$(top_srcdir)/plugins/quotes
tests_fuzz_quotes_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_quotes_LDADD = plugins/quotes/libquotes.la libdepeschecore.la

tests_fuzz_pipeline_SOURCES = %D%/fuzz_pipeline.c $(FUZZ_COMMON)
tests_fuzz_pipeline_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_fuzz_pipeline_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_pipeline_LDADD = libdepeschecore.la

tests_fuzz_read_SOURCES = %D%/fuzz_read.c %D%/doc_check.h $(FUZZ_COMMON)
tests_fuzz_read_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_fuzz_read_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_read_LDADD = libdepeschecore.la

tests_fuzz_segment_SOURCES = %D%/fuzz_segment.c %D%/doc_check.h $(FUZZ_COMMON)
tests_fuzz_segment_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_fuzz_segment_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_segment_LDADD = libdepeschecore.la

tests_fuzz_model_SOURCES = %D%/fuzz_model.c $(FUZZ_COMMON)
tests_fuzz_model_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_fuzz_model_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_model_LDADD = plugins/translate/libengine.la libdepeschecore.la

tests_fuzz_shortlist_SOURCES = %D%/fuzz_shortlist.c $(FUZZ_COMMON)
tests_fuzz_shortlist_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_fuzz_shortlist_LDFLAGS = $(FUZZ_LINKING)
tests_fuzz_shortlist_LDADD = plugins/translate/libengine.la libdepeschecore.la

# New findings go to fuzz-NAME/ in the build folder; what is worth keeping moves to corpus/NAME by hand.
fuzz: $(FUZZ_BUILT)
	for name in $(FUZZ_TARGETS); do \
		mkdir -p fuzz-$$name && \
		tests/fuzz_$$name -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
			fuzz-$$name $(srcdir)/tests/fuzz/corpus/$$name || exit 1; \
	done
.PHONY: fuzz
