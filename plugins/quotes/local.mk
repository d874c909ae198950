# SPDX-License-Identifier: ISC
QUOTES_TABLES = \
	%D%/data/first_names.txt \
	%D%/data/speech.txt \
	%D%/data/verbs.txt \
	%D%/data/words.txt
QUOTES_INC = $(QUOTES_TABLES:.txt=.inc) %D%/data/speakers.inc
BUILT_SOURCES += $(QUOTES_INC)
CLEANFILES += $(QUOTES_INC)
EXTRA_DIST += $(QUOTES_TABLES) %D%/data/speakers.tsv

# Everything but the descriptor, so that tests can link it.
noinst_LTLIBRARIES += plugins/quotes/libquotes.la
plugins_quotes_libquotes_la_CPPFLAGS = $(MODULE_CPPFLAGS) -I$(builddir)/plugins/quotes
plugins_quotes_libquotes_la_SOURCES = \
	%D%/analysis.c %D%/quote.h \
	%D%/clause.c %D%/clause.h \
	%D%/head.c \
	%D%/lexicon.c %D%/lexicon.h \
	%D%/marks.c %D%/marks.h \
	%D%/notes.c %D%/notes.h \
	%D%/particles.c %D%/particles.h \
	%D%/paradigm.c %D%/paradigm.h \
	%D%/people.c %D%/people.h \
	%D%/phrase.c %D%/phrase.h \
	%D%/resolve.c %D%/resolve.h \
	%D%/rule_clauses.c \
	%D%/rule_direct.c \
	%D%/rule_marked.c \
	%D%/rule_phrases.c \
	%D%/rule_sentences.c %D%/rules.h \
	%D%/token.c %D%/token.h \
	%D%/wording.c %D%/wording.h

pkgplugin_LTLIBRARIES += plugins/quotes.la
plugins_quotes_la_SOURCES = %D%/quotes.c
plugins_quotes_la_CPPFLAGS = $(MODULE_CPPFLAGS)
plugins_quotes_la_LDFLAGS = $(MODULE_LDFLAGS)
plugins_quotes_la_LIBADD = plugins/quotes/libquotes.la libdepesche.la
