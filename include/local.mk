# SPDX-License-Identifier: ISC
pkginclude_HEADERS = \
	%D%/depesche/depesche.h \
	%D%/depesche/doc.h \
	%D%/depesche/export.h \
	%D%/depesche/plugin.h \
	%D%/depesche/status.h \
	%D%/depesche/text.h
