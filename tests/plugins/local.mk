# SPDX-License-Identifier: ISC
# The host's tests: options, pipelines, chains, and plugins broken on purpose.
HOST_TESTS = tests/test_options tests/test_chain
check_PROGRAMS += $(HOST_TESTS)
TESTS += $(HOST_TESTS)
tests_test_options_SOURCES = tests/unit/test_options.c tests/unit/chain_fixture.h
tests_test_options_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_options_LDADD = libdepeschecore.la
tests_test_chain_SOURCES = tests/unit/test_chain.c tests/unit/chain_fixture.h
tests_test_chain_CPPFLAGS = $(UNIT_CPPFLAGS)
tests_test_chain_LDADD = libdepeschecore.la
