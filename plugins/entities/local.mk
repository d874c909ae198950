# SPDX-License-Identifier: ISC
ENTITIES_TABLES = \
	%D%/data/adjectives.tsv \
	%D%/data/calendar.tsv \
	%D%/data/glosses.tsv \
	%D%/data/numbers.tsv \
	%D%/data/offices.tsv \
	%D%/data/types.tsv \
	%D%/data/units.tsv
ENTITIES_GLOSSARIES = \
	samples/glossaries/institutions.inc \
	samples/glossaries/places.inc \
	samples/glossaries/security.inc
ENTITIES_INC = $(ENTITIES_TABLES:.tsv=.inc) %D%/data/words.inc $(ENTITIES_GLOSSARIES)
BUILT_SOURCES += $(ENTITIES_INC)
CLEANFILES += $(ENTITIES_INC)
EXTRA_DIST += $(ENTITIES_TABLES) %D%/data/words.txt

# The names of places and institutions are those of the sample glossaries, the first names those of the quotations.
noinst_LTLIBRARIES += plugins/entities/libentities.la
plugins_entities_libentities_la_CPPFLAGS = $(MODULE_CPPFLAGS) -I$(builddir)/plugins/entities \
	-I$(builddir)/plugins/quotes/data -I$(builddir)/samples
plugins_entities_libentities_la_SOURCES = \
	%D%/calendar.c %D%/calendar.h \
	%D%/date.c \
	%D%/dateline.c \
	%D%/entity.h \
	%D%/figure.c \
	%D%/function.c \
	%D%/lexicon.c %D%/lexicon.h \
	%D%/names.c \
	%D%/notes.c %D%/notes.h \
	%D%/people.c \
	%D%/scan.c \
	%D%/table.c %D%/table.h
pkgplugin_LTLIBRARIES += plugins/entities.la
plugins_entities_la_SOURCES = %D%/entities.c
plugins_entities_la_CPPFLAGS = $(MODULE_CPPFLAGS)
plugins_entities_la_LDFLAGS = $(MODULE_LDFLAGS)
plugins_entities_la_LIBADD = plugins/entities/libentities.la libdepesche.la
