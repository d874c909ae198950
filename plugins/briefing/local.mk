# SPDX-License-Identifier: ISC
noinst_LTLIBRARIES += plugins/briefing/libbriefing.la
plugins_briefing_libbriefing_la_CPPFLAGS = $(MODULE_CPPFLAGS)
plugins_briefing_libbriefing_la_SOURCES = %D%/briefing.h %D%/caution.c %D%/sections.c %D%/wording.c
pkgplugin_LTLIBRARIES += plugins/briefing.la
plugins_briefing_la_CPPFLAGS = $(MODULE_CPPFLAGS)
plugins_briefing_la_LDFLAGS = $(MODULE_LDFLAGS)
plugins_briefing_la_SOURCES = %D%/briefing.c
plugins_briefing_la_LIBADD = plugins/briefing/libbriefing.la libdepesche.la
