# SPDX-License-Identifier: ISC
# The kernels are compiled once per instruction set, with the flags of each; which set runs is decided at run time.
# -ffp-contract=off: a product and a sum become one rounding only where the source says so, or the sets would differ.
TRANSLATE_CFLAGS = $(AM_CFLAGS) -ffp-contract=off
noinst_LTLIBRARIES += %D%/libkernels_scalar.la %D%/libkernels_avx2.la %D%/libkernels_avx512.la

%C%_libkernels_scalar_la_SOURCES = %D%/kernels_scalar.c %D%/kernels_body.h %D%/vector_scalar.h
%C%_libkernels_scalar_la_CPPFLAGS = $(MODULE_CPPFLAGS)
%C%_libkernels_scalar_la_CFLAGS = $(TRANSLATE_CFLAGS)
%C%_libkernels_avx2_la_SOURCES = %D%/kernels_avx2.c %D%/vector_avx2.h
%C%_libkernels_avx2_la_CPPFLAGS = $(MODULE_CPPFLAGS)
%C%_libkernels_avx2_la_CFLAGS = $(TRANSLATE_CFLAGS) $(AVX2_CFLAGS)
%C%_libkernels_avx512_la_SOURCES = %D%/kernels_avx512.c %D%/vector_avx512.h
%C%_libkernels_avx512_la_CPPFLAGS = $(MODULE_CPPFLAGS)
%C%_libkernels_avx512_la_CFLAGS = $(TRANSLATE_CFLAGS) $(AVX512_CFLAGS)

# What computes, without the vocabulary: needs no library beside libm.
noinst_LTLIBRARIES += %D%/libengine.la
%C%_libengine_la_CPPFLAGS = $(MODULE_CPPFLAGS)
%C%_libengine_la_CFLAGS = $(TRANSLATE_CFLAGS)
%C%_libengine_la_SOURCES = \
	%D%/batch.c %D%/batch.h \
	%D%/decoder.c %D%/decoder.h \
	%D%/encoder.c %D%/encoder.h \
	%D%/kernels.c %D%/kernels.h \
	%D%/layers.c %D%/layers.h \
	%D%/model.c %D%/model.h \
	%D%/model_file.c %D%/model_file.h \
	%D%/model_options.c %D%/model_options.h \
	%D%/output.c %D%/output.h \
	%D%/pool.c %D%/pool.h \
	%D%/search.c %D%/search.h \
	%D%/shortlist.c %D%/shortlist.h
%C%_libengine_la_LIBADD = %D%/libkernels_scalar.la %D%/libkernels_avx2.la %D%/libkernels_avx512.la -lpthread

TRANSLATE_TABLES = %D%/data/clause_words.tsv %D%/data/number_words.tsv
TRANSLATE_LISTS = %D%/data/function_words.txt %D%/data/given_names.txt
TRANSLATE_INC = $(TRANSLATE_TABLES:.tsv=.inc) $(TRANSLATE_LISTS:.txt=.inc)
BUILT_SOURCES += $(TRANSLATE_INC)
CLEANFILES += $(TRANSLATE_INC)
EXTRA_DIST += $(TRANSLATE_TABLES) $(TRANSLATE_LISTS)

if HAVE_SENTENCEPIECE
noinst_LTLIBRARIES += %D%/libtranslate.la
%C%_libtranslate_la_CPPFLAGS = $(MODULE_CPPFLAGS) -I$(builddir)/%D%
%C%_libtranslate_la_CFLAGS = $(TRANSLATE_CFLAGS)
%C%_libtranslate_la_CXXFLAGS = $(AM_CXXFLAGS) $(SENTENCEPIECE_CFLAGS) -fno-sanitize=vptr
%C%_libtranslate_la_SOURCES = \
	%D%/clauses.c %D%/clauses.h \
	%D%/constrain.c %D%/constrain.h \
	%D%/german_number.c %D%/german_number.h \
	%D%/model_place.c %D%/model_place.h \
	%D%/phrase.c %D%/phrase.h \
	%D%/prepare.c %D%/prepare.h \
	%D%/score.c %D%/score.h \
	%D%/sentence.c %D%/sentence.h \
	%D%/transcribe.c %D%/transcribe.h \
	%D%/vocab.cc %D%/vocab.h \
	%D%/wants.c %D%/wants.h
%C%_libtranslate_la_LIBADD = %D%/libengine.la -lsentencepiece

pkgplugin_LTLIBRARIES += plugins/translate.la
plugins_translate_la_SOURCES = %D%/translate.c
plugins_translate_la_CPPFLAGS = $(MODULE_CPPFLAGS)
plugins_translate_la_LDFLAGS = $(MODULE_LDFLAGS)
# Linked as C, for then libtool brings in the sanitizers' run-time libraries.
plugins_translate_la_LIBADD = %D%/libtranslate.la libdepesche.la -lstdc++ -lpthread
endif

translatedatadir = $(pkgdatadir)/translate
dist_translatedata_DATA = %D%/models.tsv
ownmodeldir = $(translatedatadir)/model
dist_ownmodel_DATA = \
	%D%/model/MODEL_CARD.md \
	%D%/model/SHA256SUMS \
	%D%/model/model.depesche-base.bin \
	%D%/model/vocab.depesche-base.spm
