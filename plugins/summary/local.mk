# SPDX-License-Identifier: ISC
SUMMARY_TABLES = %D%/data/fillers.tsv %D%/data/openings.tsv %D%/data/weights.tsv
SUMMARY_LISTS = %D%/data/stopwords.txt
SUMMARY_INC = $(SUMMARY_TABLES:.tsv=.inc) $(SUMMARY_LISTS:.txt=.inc)
BUILT_SOURCES += $(SUMMARY_INC)
CLEANFILES += $(SUMMARY_INC)
EXTRA_DIST += $(SUMMARY_TABLES) $(SUMMARY_LISTS) %D%/learn.py

noinst_LTLIBRARIES += plugins/summary/libsummary.la
plugins_summary_libsummary_la_CPPFLAGS = $(MODULE_CPPFLAGS) -I$(builddir)/plugins/summary
plugins_summary_libsummary_la_SOURCES = \
	%D%/story.c %D%/story.h \
	%D%/feature.c %D%/feature.h \
	%D%/german.c %D%/german.h \
	%D%/lexicon.c %D%/lexicon.h \
	%D%/selection.c %D%/selection.h \
	%D%/summarize.c %D%/summarize.h \
	%D%/weights.c %D%/weights.h
plugins_summary_libsummary_la_LIBADD = -lm

pkgplugin_LTLIBRARIES += plugins/summary.la
plugins_summary_la_CPPFLAGS = $(MODULE_CPPFLAGS)
plugins_summary_la_LDFLAGS = $(MODULE_LDFLAGS)
plugins_summary_la_SOURCES = %D%/summary.c
plugins_summary_la_LIBADD = plugins/summary/libsummary.la libdepesche.la
