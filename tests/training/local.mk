# SPDX-License-Identifier: ISC
# Unit tests of the training recipe; they skip where Python has no numpy.
dist_check_SCRIPTS += %D%/training.sh
if !INSTRUMENTED
TESTS += %D%/training.sh
endif
EXTRA_DIST += \
	%D%/support.py \
	%D%/tap.py \
	%D%/test_cleaning.py \
	%D%/test_dataset.py \
	%D%/test_forward.py \
	%D%/test_modelfile.py \
	%D%/test_network.py \
	%D%/test_parts.py \
	%D%/test_resample.py \
	%D%/test_schedule.py \
	%D%/test_score.py \
	%D%/test_shortlist.py \
	%D%/test_start.py \
	%D%/test_steps.py \
	%D%/test_tiny_models.py
