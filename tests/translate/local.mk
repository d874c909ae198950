# SPDX-License-Identifier: ISC
# Tests of the translation engine. They make their own models; with $SHARED/engine they also compare with a reference.
if HAVE_SENTENCEPIECE
TRANSLATE_TESTS = tests/translate/test_golden
check_PROGRAMS += $(TRANSLATE_TESTS)
TESTS += $(TRANSLATE_TESTS)

tests_translate_test_golden_SOURCES = %D%/test_golden.c %D%/model_maker.c %D%/model_maker.h
nodist_EXTRA_tests_translate_test_golden_SOURCES = link.cc
tests_translate_test_golden_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_translate_test_golden_LDADD = plugins/translate/libtranslate.la libdepeschecore.la
endif
