# SPDX-License-Identifier: ISC
glossarydir = $(pkgdatadir)/glossaries
dist_glossary_DATA = \
	%D%/glossaries/institutions.tsv \
	%D%/glossaries/news.tsv \
	%D%/glossaries/persons.tsv \
	%D%/glossaries/places-traditional.tsv \
	%D%/glossaries/places.tsv \
	%D%/glossaries/security.tsv

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

# The sample plugin, built from the installed depesche alone, as a stranger would.
EXTRA_DIST += %D%/plugin/Makefile %D%/plugin/shouting.c
installcheck-local:
	rm -rf samples/installed && $(MKDIR_P) samples/installed
	cp $(srcdir)/samples/plugin/* samples/installed
	cd samples/installed && export PKG_CONFIG_PATH='$(pkgconfigdir)' LD_LIBRARY_PATH='$(libdir)' && $(MAKE) && \
		'$(bindir)/depesche' check ./shouting.so && \
		'$(bindir)/depesche' brief '$(abs_top_srcdir)/samples/news/hafen.txt' >briefing.md && \
		test -s briefing.md
	rm -rf samples/installed
