# SPDX-License-Identifier: ISC
# What a model's translations are like beside human ones, by length of the parts and by confidence; without
# TRANSLATE_ARGUMENTS of the best installed model: make bench-lengths bench-confidence TRANSLATE_ARGUMENTS="-m DIRECTORY"
EXTRA_DIST += %D%/quality.py
QUALITY_SETS = $(top_srcdir)/../shared/bench/mt
RUN_QUALITY = if test -f $(QUALITY_SETS)/score.py; then $(AM_TESTS_ENVIRONMENT) \
	python3 $(top_srcdir)/tests/bench/quality.py
bench-lengths:
	@$(RUN_QUALITY) lengths $(QUALITY_SETS) $(TRANSLATE_ARGUMENTS); else echo "skipped: no sentences in $(QUALITY_SETS)"; fi
bench-confidence:
	@$(RUN_QUALITY) confidence $(QUALITY_SETS) $(TRANSLATE_ARGUMENTS); else echo "skipped: no sentences in $(QUALITY_SETS)"; fi

.PHONY: bench-lengths bench-confidence
