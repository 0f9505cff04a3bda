# Who reads what: by content, on ports that say nothing.
DETECT_TESTS = tests/detect/odd_ports.sh tests/detect/foreign.sh
TESTS += $(DETECT_TESTS)
EXTRA_DIST += tests/detect/ports.py tests/detect/foreign.py $(DETECT_TESTS)
