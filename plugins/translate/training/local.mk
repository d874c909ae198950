# SPDX-License-Identifier: ISC
# The recipe of the translation models: Python programs that are shipped and tested, not built or installed.
EXTRA_DIST += \
	%D%/README.md \
	%D%/align.py \
	%D%/architecture.py \
	%D%/batch.py \
	%D%/checkpoint.py \
	%D%/cleaning.py \
	%D%/corpus.py \
	%D%/dataset.py \
	%D%/decode.py \
	%D%/distil.py \
	%D%/domains.tsv \
	%D%/evaluate.py \
	%D%/export.py \
	%D%/forward.py \
	%D%/join.py \
	%D%/make_tiny_models.py \
	%D%/modelfile.py \
	%D%/network.py \
	%D%/parts.py \
	%D%/prepare.py \
	%D%/quantise.py \
	%D%/resample.py \
	%D%/restore.py \
	%D%/schedule.py \
	%D%/score.py \
	%D%/shortlist.py \
	%D%/stage.sh \
	%D%/start.py \
	%D%/train.py \
	%D%/translate.py \
	%D%/vocabulary.py
