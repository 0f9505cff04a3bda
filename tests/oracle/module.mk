# Sample captures against second decoders.
ORACLE_TESTS = tests/oracle/codec.sh tests/oracle/oracles.sh
TESTS += $(ORACLE_TESTS)
EXTRA_DIST += tests/oracle/codec.py tests/oracle/compare.py $(ORACLE_TESTS)
