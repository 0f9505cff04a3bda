# The program as a user runs it.
CLI_TESTS = tests/cli/harness.sh
TESTS += $(CLI_TESTS)
EXTRA_DIST += tests/cli/tap.sh $(CLI_TESTS)
