# SPDX-License-Identifier: ISC
# Tests of the translation engine. They make their own models; with $SHARED/engine they also compare with a reference.
MODEL_MAKER = %D%/model_maker.c %D%/model_maker.h
TRANSLATE_TESTS = tests/translate/test_engine
tests_translate_test_engine_SOURCES = %D%/test_engine.c %D%/reference.c %D%/reference.h $(MODEL_MAKER)
tests_translate_test_engine_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_translate_test_engine_LDADD = plugins/translate/libengine.la libdepeschecore.la

if HAVE_SENTENCEPIECE
TRANSLATE_TESTS += tests/translate/test_constrain tests/translate/test_hostile tests/translate/test_sentence \
	tests/translate/test_german_number tests/translate/test_transcribe tests/translate/test_wants
if !INSTRUMENTED
TRANSLATE_TESTS += tests/translate/test_golden
endif
tests_translate_test_golden_SOURCES = %D%/test_golden.c $(MODEL_MAKER)
nodist_EXTRA_tests_translate_test_golden_SOURCES = link.cc
tests_translate_test_golden_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_translate_test_golden_LDADD = plugins/translate/libtranslate.la libdepeschecore.la

tests_translate_test_constrain_SOURCES = %D%/test_constrain.c $(MODEL_MAKER)
nodist_EXTRA_tests_translate_test_constrain_SOURCES = link.cc
tests_translate_test_constrain_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_translate_test_constrain_LDADD = plugins/translate/libtranslate.la libdepeschecore.la

tests_translate_test_hostile_SOURCES = %D%/test_hostile.c $(MODEL_MAKER)
nodist_EXTRA_tests_translate_test_hostile_SOURCES = link.cc
tests_translate_test_hostile_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_translate_test_hostile_LDADD = plugins/translate/libtranslate.la libdepeschecore.la

tests_translate_test_sentence_SOURCES = %D%/test_sentence.c $(MODEL_MAKER)
nodist_EXTRA_tests_translate_test_sentence_SOURCES = link.cc
tests_translate_test_sentence_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_translate_test_sentence_LDADD = plugins/translate/libtranslate.la libdepeschecore.la

tests_translate_test_transcribe_SOURCES = %D%/test_transcribe.c
nodist_EXTRA_tests_translate_test_transcribe_SOURCES = link.cc
tests_translate_test_transcribe_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_translate_test_transcribe_LDADD = plugins/translate/libtranslate.la libdepeschecore.la

tests_translate_test_german_number_SOURCES = %D%/test_german_number.c
nodist_EXTRA_tests_translate_test_german_number_SOURCES = link.cc
tests_translate_test_german_number_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_translate_test_german_number_LDADD = plugins/translate/libtranslate.la libdepeschecore.la

tests_translate_test_wants_SOURCES = %D%/test_wants.c $(MODEL_MAKER)
nodist_EXTRA_tests_translate_test_wants_SOURCES = link.cc
tests_translate_test_wants_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_translate_test_wants_LDADD = plugins/translate/libtranslate.la libdepeschecore.la

check_PROGRAMS += tests/translate/make_test_model
tests_translate_make_test_model_SOURCES = %D%/make_test_model.c $(MODEL_MAKER)
tests_translate_make_test_model_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_translate_make_test_model_LDADD = plugins/translate/libengine.la libdepeschecore.la
TESTS += %D%/translate.sh %D%/model.sh %D%/own_model.sh %D%/terms.sh
endif
EXTRA_DIST += %D%/translate.sh %D%/model.sh %D%/model_server.py %D%/own_model.sh %D%/terms.sh

check_PROGRAMS += $(TRANSLATE_TESTS)
TESTS += $(TRANSLATE_TESTS)
