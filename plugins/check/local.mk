# SPDX-License-Identifier: ISC
CHECK_TABLES = \
	%D%/data/calendar.tsv \
	%D%/data/doubt_weights.tsv \
	%D%/data/english_numbers.tsv \
	%D%/data/german_number_parts.tsv \
	%D%/data/german_numbers.tsv \
	%D%/data/lexicon.tsv \
	%D%/data/name_shapes.tsv \
	%D%/data/name_weights.tsv \
	%D%/data/names.tsv \
	%D%/data/negations.tsv \
	%D%/data/renderings.tsv \
	%D%/data/scales.tsv \
	%D%/data/sounds.tsv \
	%D%/data/units.tsv
CHECK_LISTS = \
	%D%/data/english_words.txt \
	%D%/data/german_number_endings.txt \
	%D%/data/german_small_words.txt \
	%D%/data/german_words.txt
CHECK_INC = $(CHECK_TABLES:.tsv=.inc) $(CHECK_LISTS:.txt=.inc)
BUILT_SOURCES += $(CHECK_INC)
CLEANFILES += $(CHECK_INC)
EXTRA_DIST += $(CHECK_TABLES) $(CHECK_LISTS) %D%/lexicon.py %D%/names.py %D%/shapes.py %D%/words.py

noinst_LTLIBRARIES += plugins/check/libcheck.la
plugins_check_libcheck_la_CPPFLAGS = $(MODULE_CPPFLAGS) -I$(builddir)/plugins/check
plugins_check_libcheck_la_SOURCES = \
	%D%/article.c %D%/article.h \
	%D%/doubt.c %D%/doubt.h \
	%D%/name.c \
	%D%/negation.c \
	%D%/number.c \
	%D%/pair.c %D%/pair.h \
	%D%/sound.c \
	%D%/speaker.c \
	%D%/table.c %D%/table.h \
	%D%/token.c %D%/token.h \
	%D%/unit.c \
	%D%/wording.c
plugins_check_libcheck_la_LIBADD = -lm

pkgplugin_LTLIBRARIES += plugins/check.la
plugins_check_la_CPPFLAGS = $(MODULE_CPPFLAGS)
plugins_check_la_LDFLAGS = $(MODULE_LDFLAGS)
plugins_check_la_SOURCES = %D%/check.c
plugins_check_la_LIBADD = plugins/check/libcheck.la libdepesche.la
