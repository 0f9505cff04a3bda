# The program as a user runs it.
CLI_TESTS = \
	tests/cli/completion.sh \
	tests/cli/decode.sh \
	tests/cli/encode.sh \
	tests/cli/harness.sh \
	tests/cli/help.sh \
	tests/cli/plugins.sh \
	tests/cli/read_config.sh \
	tests/cli/read_input.sh \
	tests/cli/read_filter.sh \
	tests/cli/read_options.sh \
	tests/cli/summary.sh \
	tests/cli/summary_page.sh
TESTS += $(CLI_TESTS)
EXTRA_DIST += docs/filters.md tests/cli/page.sh tests/cli/summary.py tests/cli/tap.sh $(CLI_TESTS)

check_LTLIBRARIES += tests/cli/demo.la
tests_cli_demo_la_SOURCES = tests/cli/demo.c
tests_cli_demo_la_LDFLAGS = $(PLUGIN_LDFLAGS) -rpath /none
tests_cli_demo_la_LIBADD = libwirespeak.la
