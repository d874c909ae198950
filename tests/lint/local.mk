# SPDX-License-Identifier: ISC
# The house rules as tests.
LINT_TESTS = \
	%D%/abi.sh \
	%D%/functions.sh \
	%D%/headers.sh \
	%D%/includes.sh \
	%D%/style.sh \
	%D%/symbols.sh
dist_check_SCRIPTS += $(LINT_TESTS)
TESTS += $(LINT_TESTS)
EXTRA_DIST += %D%/depesche.abi %D%/functions.awk

# After a deliberate change of the ABI, written down in CHANGELOG.md. Paths of the machine are left out.
update-abi: libdepesche.la
	abidw --no-show-locs --exported-interfaces-only --drop-private-types --no-corpus-path --no-comp-dir-path \
		--headers-dir $(top_srcdir)/include .libs/libdepesche.so | \
		sed -e 's|$(abs_top_srcdir)/||g' -e 's|$(abs_builddir)/||g' >$(srcdir)/%D%/depesche.abi
.PHONY: update-abi
