# Every row of a protocol's tables of odd peers and broken input has its test.
ACCEPTANCE_TESTS = tests/acceptance/check.sh
TESTS += $(ACCEPTANCE_TESTS)
EXTRA_DIST += $(ACCEPTANCE_TESTS) tests/acceptance/ancp.tsv tests/acceptance/cases.tsv tests/acceptance/hsms.tsv \
	tests/acceptance/ncp.tsv
