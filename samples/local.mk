# SPDX-License-Identifier: ISC
glossarydir = $(pkgdatadir)/glossaries
dist_glossary_DATA = %D%/glossaries/security.tsv
