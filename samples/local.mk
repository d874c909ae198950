# SPDX-License-Identifier: ISC
glossarydir = $(pkgdatadir)/glossaries
dist_glossary_DATA = %D%/glossaries/security.tsv

pipelinedir = $(pkgdatadir)/pipelines
dist_pipeline_DATA = \
	%D%/pipelines/briefing.json \
	%D%/pipelines/quotes.json \
	%D%/pipelines/summary.json \
	%D%/pipelines/translate.json
