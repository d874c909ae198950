# SPDX-License-Identifier: ISC
GLOSSARY_TABLES = \
	%D%/data/adjective_endings.tsv \
	%D%/data/name_endings.tsv \
	%D%/data/noun_endings.tsv \
	%D%/data/other_words.tsv \
	%D%/data/umlaut_endings.tsv
GLOSSARY_LISTS = \
	%D%/data/derivations.txt \
	%D%/data/er_plurals.txt \
	%D%/data/no_adjectives.txt \
	%D%/data/nominal_adjectives.txt \
	%D%/data/particles.txt
GLOSSARY_INC = $(GLOSSARY_TABLES:.tsv=.inc) $(GLOSSARY_LISTS:.txt=.inc)
BUILT_SOURCES += $(GLOSSARY_INC)
CLEANFILES += $(GLOSSARY_INC)
EXTRA_DIST += $(GLOSSARY_TABLES) $(GLOSSARY_LISTS)

noinst_LTLIBRARIES += plugins/glossary/libglossary.la
plugins_glossary_libglossary_la_CPPFLAGS = $(MODULE_CPPFLAGS) -I$(builddir)/plugins/glossary
plugins_glossary_libglossary_la_CFLAGS = $(AM_CFLAGS) $(XML_CFLAGS)
plugins_glossary_libglossary_la_LIBADD = $(XML_LIBS)
plugins_glossary_libglossary_la_SOURCES = \
	%D%/entries.c %D%/store.h \
	%D%/find.c \
	%D%/glossary.h \
	%D%/inflect.c %D%/inflect.h \
	%D%/read_table.c \
	%D%/read_tbx.c \
	%D%/write_file.c
pkgplugin_LTLIBRARIES += plugins/glossary.la
plugins_glossary_la_CPPFLAGS = $(MODULE_CPPFLAGS)
plugins_glossary_la_LDFLAGS = $(MODULE_LDFLAGS)
plugins_glossary_la_SOURCES = %D%/glossary.c
plugins_glossary_la_LIBADD = plugins/glossary/libglossary.la libdepesche.la
