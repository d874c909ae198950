# SPDX-License-Identifier: ISC
# libdepeschecore: everything but main, with hidden functions visible to the unit tests.
# libdepesche: the same objects as the installed shared library, exporting dp_* only.
CORE_INC = \
	%D%/data/abbreviations.inc \
	%D%/data/boilerplate.inc \
	%D%/data/charsets.inc \
	%D%/data/common_nouns.inc \
	%D%/data/html_classes.inc \
	%D%/data/html_elements.inc \
	%D%/data/html_meta.inc \
	%D%/data/months.inc \
	%D%/data/sentence_words.inc \
	%D%/page.inc

CORE_CPPFLAGS = $(AM_CPPFLAGS) -I$(builddir) -I$(builddir)/core \
	-DDP_PLUGIN_DIR='"$(pkgplugindir)"' -DDP_DATA_DIR='"$(pkgdatadir)"'
# The files of `depesche new` and `depesche check`.
PROGRAM_INC = \
	%D%/check/article.inc \
	%D%/new/article.inc \
	%D%/new/makefile.inc \
	%D%/new/pipeline.inc \
	%D%/new/plugin.inc \
	%D%/new/readme.inc \
	%D%/new/test.inc
BUILT_SOURCES += $(PROGRAM_INC)
CLEANFILES += $(PROGRAM_INC)
EXTRA_DIST += $(PROGRAM_INC:.inc=.template)

CORE_CFLAGS = $(AM_CFLAGS) $(JSON_CFLAGS) $(UTF8PROC_CFLAGS) $(XML_CFLAGS)

noinst_LTLIBRARIES += libdepeschecore.la
libdepeschecore_la_CPPFLAGS = $(CORE_CPPFLAGS)
libdepeschecore_la_CFLAGS = $(CORE_CFLAGS)
libdepeschecore_la_LIBADD = $(JSON_LIBS) $(UTF8PROC_LIBS) $(XML_LIBS)
libdepeschecore_la_SOURCES = \
	%D%/aligned.c \
	%D%/alloc.c %D%/alloc.h \
	%D%/arena.c %D%/arena.h \
	%D%/article.c %D%/article.h \
	%D%/boilerplate.c %D%/boilerplate.h \
	%D%/chain.c \
	%D%/charset.c %D%/charset.h \
	%D%/config.c \
	%D%/date.c %D%/date.h \
	%D%/digest.c %D%/digest.h \
	%D%/digest_article.c \
	%D%/digest_group.c \
	%D%/doc.c %D%/doc.h \
	%D%/emitter.c %D%/emitter.h \
	%D%/host.c %D%/host.h \
	%D%/input.c %D%/input.h \
	%D%/loader.c %D%/loader.h \
	%D%/note.c \
	%D%/options.c %D%/options.h \
	%D%/pipeline.c %D%/pipeline.h \
	%D%/plan.c %D%/plan.h \
	%D%/page.c %D%/page.h \
	%D%/read.c %D%/read.h \
	%D%/read_html.c \
	%D%/read_json.c \
	%D%/read_lines.c \
	%D%/read_text.c \
	%D%/record.c %D%/record.h \
	%D%/report.c %D%/report.h \
	%D%/report_section.c \
	%D%/report_source.c \
	%D%/search.c %D%/search.h \
	%D%/segment.c %D%/segment.h \
	%D%/sentence.c %D%/sentence.h \
	%D%/sha256.c %D%/sha256.h \
	%D%/sniff.c %D%/sniff.h \
	%D%/status.c \
	%D%/suggest.c %D%/suggest.h \
	%D%/text.c \
	%D%/unicode.c %D%/unicode.h \
	%D%/write.c %D%/write.h \
	%D%/write_digest.c \
	%D%/write_failure.c \
	%D%/write_html.c \
	%D%/write_json.c \
	%D%/write_markdown.c \
	%D%/write_text.c

lib_LTLIBRARIES += libdepesche.la
libdepesche_la_SOURCES =
libdepesche_la_LIBADD = libdepeschecore.la
libdepesche_la_LDFLAGS = $(AM_LDFLAGS) -no-undefined -version-info 0:0:0 -export-symbols-regex '^dp_'

bin_PROGRAMS += depesche
depesche_CPPFLAGS = $(CORE_CPPFLAGS)
depesche_CFLAGS = $(CORE_CFLAGS) $(CURL_CFLAGS)
# The program uses the library as any stranger would. The leaves at the end are compiled once more for it: they keep no
# state that the library would have to share.
depesche_SOURCES = \
	%D%/arguments.c %D%/arguments.h \
	%D%/command.c %D%/command.h \
	%D%/command_check.c \
	%D%/command_glossary.c \
	%D%/command_inspect.c \
	%D%/command_list.c \
	%D%/command_model.c \
	%D%/command_new.c \
	%D%/command_pipeline.c \
	%D%/command_quotes.c \
	%D%/command_report.c %D%/command_report.h \
	%D%/command_run.c \
	%D%/command_translate.c \
	%D%/command_verify.c \
	%D%/command_why.c \
	%D%/delivery.c %D%/delivery.h \
	%D%/download.c %D%/download.h \
	%D%/examine.c %D%/examine.h \
	%D%/exit_code.h \
	%D%/feed.c %D%/feed.h \
	%D%/log.c %D%/log.h \
	%D%/main.c \
	%D%/model_store.c %D%/model_store.h \
	%D%/output.c %D%/output.h \
	%D%/pool.c %D%/pool.h \
	%D%/verify.c %D%/verify.h \
	%D%/term_tally.c %D%/term_tally.h \
	%D%/work.c %D%/work.h \
	%D%/worker.c %D%/worker.h \
	%D%/alloc.c %D%/input.c %D%/record.c %D%/search.c %D%/sha256.c %D%/sniff.c %D%/suggest.c
depesche_LDADD = libdepesche.la $(CURL_LIBS) $(JSON_LIBS)

BUILT_SOURCES += $(CORE_INC)
CLEANFILES += $(CORE_INC)
EXTRA_DIST += %D%/embed.awk %D%/page.css \
	%D%/data/abbreviations.txt \
	%D%/data/boilerplate.tsv \
	%D%/data/charsets.tsv \
	%D%/data/common_nouns.txt \
	%D%/data/html_classes.tsv \
	%D%/data/html_elements.tsv \
	%D%/data/html_meta.tsv \
	%D%/data/months.txt \
	%D%/data/sentence_words.txt
