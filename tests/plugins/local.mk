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

# The program as its users see it, and the guide for authors of plugins.
PROGRAM_TESTS = \
	tests/broken_plugins.sh \
	tests/cli.sh \
	tests/cli_output.sh \
	tests/completion.sh \
	tests/docs.sh
dist_check_SCRIPTS += $(PROGRAM_TESTS)
TESTS += $(PROGRAM_TESTS)

# Plugins broken in one way each; tests/broken_plugins.sh has the message that each must produce.
BROKEN_CPPFLAGS = $(AM_CPPFLAGS)
BROKEN_CFLAGS = $(AM_CFLAGS) -Wno-override-init -Wno-initializer-overrides -Wno-unknown-warning-option
BROKEN_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -rpath /nowhere

check_LTLIBRARIES += \
	tests/plugins/all-options.la \
	tests/plugins/bad-layer.la \
	tests/plugins/bad-option.la \
	tests/plugins/bad-span.la \
	tests/plugins/bad-utf8.la \
	tests/plugins/crashes.la \
	tests/plugins/crashes-open.la \
	tests/plugins/eats-memory.la \
	tests/plugins/exits.la \
	tests/plugins/fails-open.la \
	tests/plugins/fails-process.la \
	tests/plugins/fails-silently.la \
	tests/plugins/good.la \
	tests/plugins/hangs.la \
	tests/plugins/leaves-files.la \
	tests/plugins/missing-layer.la \
	tests/plugins/no-descriptor.la \
	tests/plugins/no-process.la \
	tests/plugins/old-struct.la \
	tests/plugins/other-id.la \
	tests/plugins/prints.la \
	tests/plugins/random.la \
	tests/plugins/says.la \
	tests/plugins/short-struct.la \
	tests/plugins/together.la \
	tests/plugins/too-new.la \
	tests/plugins/too-old.la \
	tests/plugins/undeclared-layer.la \
	tests/plugins/unlike.la \
	tests/plugins/unresolved.la
EXTRA_DIST += tests/plugins/broken.h

tests_plugins_bad_layer_la_SOURCES = %D%/bad_layer.c
tests_plugins_bad_layer_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_bad_layer_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_bad_layer_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_bad_layer_la_LIBADD = libdepesche.la

tests_plugins_bad_option_la_SOURCES = %D%/bad_option.c
tests_plugins_bad_option_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_bad_option_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_bad_option_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_bad_option_la_LIBADD = libdepesche.la

tests_plugins_bad_span_la_SOURCES = %D%/bad_span.c
tests_plugins_bad_span_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_bad_span_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_bad_span_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_bad_span_la_LIBADD = libdepesche.la

tests_plugins_bad_utf8_la_SOURCES = %D%/bad_utf8.c
tests_plugins_bad_utf8_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_bad_utf8_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_bad_utf8_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_bad_utf8_la_LIBADD = libdepesche.la

tests_plugins_crashes_la_SOURCES = %D%/crashes.c
tests_plugins_crashes_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_crashes_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_crashes_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_crashes_la_LIBADD = libdepesche.la

tests_plugins_eats_memory_la_SOURCES = %D%/eats_memory.c
tests_plugins_eats_memory_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_eats_memory_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_eats_memory_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_eats_memory_la_LIBADD = libdepesche.la

tests_plugins_exits_la_SOURCES = %D%/exits.c
tests_plugins_exits_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_exits_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_exits_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_exits_la_LIBADD = libdepesche.la

tests_plugins_fails_open_la_SOURCES = %D%/fails_open.c
tests_plugins_fails_open_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_fails_open_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_fails_open_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_fails_open_la_LIBADD = libdepesche.la

tests_plugins_fails_process_la_SOURCES = %D%/fails_process.c
tests_plugins_fails_process_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_fails_process_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_fails_process_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_fails_process_la_LIBADD = libdepesche.la

tests_plugins_fails_silently_la_SOURCES = %D%/fails_silently.c
tests_plugins_fails_silently_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_fails_silently_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_fails_silently_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_fails_silently_la_LIBADD = libdepesche.la

tests_plugins_unlike_la_SOURCES = %D%/unlike.c
tests_plugins_unlike_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_unlike_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_unlike_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_unlike_la_LIBADD = libdepesche.la

tests_plugins_together_la_SOURCES = %D%/together.c
tests_plugins_together_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_together_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_together_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_together_la_LIBADD = libdepesche.la

tests_plugins_old_struct_la_SOURCES = %D%/old_struct.c
tests_plugins_old_struct_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_old_struct_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_old_struct_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_old_struct_la_LIBADD = libdepesche.la

tests_plugins_says_la_SOURCES = %D%/says.c
tests_plugins_says_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_says_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_says_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_says_la_LIBADD = libdepesche.la
tests_plugins_good_la_SOURCES = %D%/good.c
tests_plugins_good_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_good_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_good_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_good_la_LIBADD = libdepesche.la

tests_plugins_hangs_la_SOURCES = %D%/hangs.c
tests_plugins_hangs_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_hangs_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_hangs_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_hangs_la_LIBADD = libdepesche.la

tests_plugins_missing_layer_la_SOURCES = %D%/missing_layer.c
tests_plugins_missing_layer_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_missing_layer_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_missing_layer_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_missing_layer_la_LIBADD = libdepesche.la

tests_plugins_no_descriptor_la_SOURCES = %D%/no_descriptor.c
tests_plugins_no_descriptor_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_no_descriptor_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_no_descriptor_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_no_descriptor_la_LIBADD = libdepesche.la

tests_plugins_no_process_la_SOURCES = %D%/no_process.c
tests_plugins_no_process_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_no_process_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_no_process_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_no_process_la_LIBADD = libdepesche.la

tests_plugins_other_id_la_SOURCES = %D%/other_id.c
tests_plugins_other_id_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_other_id_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_other_id_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_other_id_la_LIBADD = libdepesche.la

tests_plugins_random_la_SOURCES = %D%/random.c
tests_plugins_random_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_random_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_random_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_random_la_LIBADD = libdepesche.la

tests_plugins_short_struct_la_SOURCES = %D%/short_struct.c
tests_plugins_short_struct_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_short_struct_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_short_struct_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_short_struct_la_LIBADD = libdepesche.la

tests_plugins_too_new_la_SOURCES = %D%/too_new.c
tests_plugins_too_new_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_too_new_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_too_new_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_too_new_la_LIBADD = libdepesche.la

tests_plugins_too_old_la_SOURCES = %D%/too_old.c
tests_plugins_too_old_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_too_old_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_too_old_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_too_old_la_LIBADD = libdepesche.la

tests_plugins_undeclared_layer_la_SOURCES = %D%/undeclared_layer.c
tests_plugins_undeclared_layer_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_undeclared_layer_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_undeclared_layer_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_undeclared_layer_la_LIBADD = libdepesche.la

tests_plugins_unresolved_la_SOURCES = %D%/unresolved.c
tests_plugins_unresolved_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_unresolved_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_unresolved_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_unresolved_la_LIBADD = libdepesche.la

tests_plugins_crashes_open_la_SOURCES = %D%/crashes_open.c
tests_plugins_crashes_open_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_crashes_open_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_crashes_open_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_crashes_open_la_LIBADD = libdepesche.la

tests_plugins_leaves_files_la_SOURCES = %D%/leaves_files.c
tests_plugins_leaves_files_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_leaves_files_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_leaves_files_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_leaves_files_la_LIBADD = libdepesche.la

tests_plugins_prints_la_SOURCES = %D%/prints.c
tests_plugins_prints_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_prints_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_prints_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_prints_la_LIBADD = libdepesche.la

tests_plugins_all_options_la_SOURCES = %D%/all_options.c
tests_plugins_all_options_la_CPPFLAGS = $(BROKEN_CPPFLAGS)
tests_plugins_all_options_la_CFLAGS = $(BROKEN_CFLAGS)
tests_plugins_all_options_la_LDFLAGS = $(BROKEN_LDFLAGS)
tests_plugins_all_options_la_LIBADD = libdepesche.la
