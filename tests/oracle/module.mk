# Sample captures against second decoders.
ORACLE_TESTS = tests/oracle/oracles.sh
TESTS += $(ORACLE_TESTS)
EXTRA_DIST += tests/oracle/compare.py $(ORACLE_TESTS)
