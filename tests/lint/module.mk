# What can be said about the source without running it. The rules are quick and part of `make check`; the tools are not.
LINT_TESTS = tests/lint/rules.sh tests/lint/tools.sh
TESTS += tests/lint/rules.sh
EXTRA_DIST += $(LINT_TESTS) tests/lint/includes .clang-format .clang-tidy .shellcheckrc
MOSTLYCLEANFILES += lint-suite.log

lint: all
	+$(AM_V_at)TEST_LIMIT_S=1800 LINT_FLAGS='$(DEFS) $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)' \
		$(RUN_TESTS) TESTS='$(LINT_TESTS)' TEST_SUITE_LOG=lint-suite.log

clean-local:
	rm -rf lint-cache bench-captures races-build

.PHONY: lint
