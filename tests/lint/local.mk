# SPDX-License-Identifier: ISC
# The house rules as tests.
LINT_TESTS = \
	%D%/functions.sh \
	%D%/headers.sh \
	%D%/includes.sh \
	%D%/style.sh
dist_check_SCRIPTS += $(LINT_TESTS)
TESTS += $(LINT_TESTS)
EXTRA_DIST += %D%/functions.awk

# After a deliberate change of the ABI, written down in CHANGELOG.md.
update-abi: libdepesche.la
	abidw --headers-dir $(top_srcdir)/include --no-corpus-path --no-comp-dir-path --drop-private-types \
		.libs/libdepesche.so >$(srcdir)/%D%/depesche.abi
.PHONY: update-abi
