# SPDX-License-Identifier: ISC
TERM_REPORT_INC = %D%/data/irregular.inc
BUILT_SOURCES += $(TERM_REPORT_INC)
CLEANFILES += $(TERM_REPORT_INC)
EXTRA_DIST += $(TERM_REPORT_INC:.inc=.tsv)

noinst_LTLIBRARIES += plugins/term-report/libtermreport.la
plugins_term_report_libtermreport_la_CPPFLAGS = $(MODULE_CPPFLAGS) -I$(builddir)/plugins/term-report
plugins_term_report_libtermreport_la_SOURCES = %D%/english.c %D%/english.h
pkgplugin_LTLIBRARIES += plugins/term-report.la
plugins_term_report_la_CPPFLAGS = $(MODULE_CPPFLAGS)
plugins_term_report_la_LDFLAGS = $(MODULE_LDFLAGS)
plugins_term_report_la_SOURCES = %D%/term_report.c
plugins_term_report_la_LIBADD = plugins/term-report/libtermreport.la libdepesche.la
