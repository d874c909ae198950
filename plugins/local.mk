# SPDX-License-Identifier: ISC
# Every plugin is a module linked against libdepesche, so that a missing symbol fails the build, not the run. A plugin
# of several files is a convenience library (which its unit tests link) plus the file with the descriptor.
MODULE_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -no-undefined -Wl,-z,defs \
	-export-symbols-regex '^dp_plugin_descriptor$$'
MODULE_CPPFLAGS = $(AM_CPPFLAGS) -I$(builddir)

include plugins/briefing/local.mk
include plugins/entities/local.mk
include plugins/check/local.mk
include plugins/glossary/local.mk
include plugins/translate/training/local.mk
include plugins/translate/local.mk
include plugins/quotes/local.mk
include plugins/summary/local.mk
include plugins/term-report/local.mk
