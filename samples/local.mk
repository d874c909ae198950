# SPDX-License-Identifier: ISC
glossarydir = $(pkgdatadir)/glossaries
dist_glossary_DATA = %D%/glossaries/security.tsv

pipelinedir = $(pkgdatadir)/pipelines
dist_pipeline_DATA = \
	%D%/pipelines/briefing.json \
	%D%/pipelines/quotes.json \
	%D%/pipelines/summary.json \
	%D%/pipelines/translate.json

newsdir = $(pkgdatadir)/news
dist_news_DATA = \
	%D%/news/README.md \
	%D%/news/bundestag.txt \
	%D%/news/hafen.txt \
	%D%/news/strompreise.txt \
	%D%/news/theater.md \
	%D%/news/urteil.txt
