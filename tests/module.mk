# Unit tests mirror src/ and plugins/: one module.mk per folder, one program per subject. Every case counts: programs
# speak TAP, cmocka's and those in shell (tests/cli).
CMOCKA_TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests $(CMOCKA_CFLAGS)
CMOCKA_TEST_LDADD = libwirespeak.la $(CMOCKA_LIBS)
EXTRA_DIST += tests/test.h tests/run

TEST_EXTENSIONS = .sh
LOG_DRIVER = AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_COMPILER = bash $(top_srcdir)/tests/run
SH_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = $(LOG_COMPILER) bash
# The sanitizers' exit status is one that no program under test has of its own.
AM_TESTS_ENVIRONMENT = \
	export WS='$(abs_builddir)/wirespeak' SRCDIR='$(abs_srcdir)' BUILDDIR='$(abs_builddir)' SANITIZERS='$(SANITIZERS)'; \
	export CMOCKA_MESSAGE_OUTPUT=TAP LC_ALL=C.UTF-8 TZ=UTC; \
	export ASAN_OPTIONS=exitcode=99:detect_leaks=1:handle_segv=2:handle_sigbus=2:handle_sigfpe=2:handle_sigill=2; \
	export LSAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99:print_stacktrace=1;

if HAVE_CMOCKA
include tests/message/module.mk
include tests/capture/module.mk
include tests/packet/module.mk
include tests/flow/module.mk
include tests/plugin/module.mk
include tests/output/module.mk
include tests/filter/module.mk
include tests/summary/module.mk
include tests/plugins/ancp/module.mk
include tests/plugins/ca/module.mk
include tests/plugins/hsms/module.mk
include tests/plugins/ncp/module.mk
include tests/plugins/tcpip/module.mk
TESTS += $(check_PROGRAMS)
endif
include tests/bench/module.mk
include tests/cli/module.mk
include tests/detect/module.mk
include tests/pipeline/module.mk
include tests/oracle/module.mk
include tests/acceptance/module.mk

# Other tests than those of `make check`, under the same driver.
RUN_TESTS = $(MAKE) $(AM_MAKEFLAGS) check-TESTS

check-valgrind: all $(check_PROGRAMS)
	+$(AM_V_at)TEST_LOADER='$(SHELL) $(abs_builddir)/libtool --mode=execute valgrind -q --error-exitcode=99 --leak-check=full' \
		$(RUN_TESTS) TESTS='$(check_PROGRAMS)' TEST_SUITE_LOG=valgrind-suite.log

check-long: all $(LONG_TESTS)
	+$(AM_V_at)if test -z '$(LONG_TESTS)'; then echo 'There are no long tests.'; \
	else TEST_LIMIT_S=86400 $(RUN_TESTS) TESTS='$(LONG_TESTS)' TEST_SUITE_LOG=long-suite.log; fi

bench: all $(BENCHES)
	$(AM_V_at)test -n '$(BENCHES)' || echo 'There are no benchmarks.'; $(AM_TESTS_ENVIRONMENT) \
	for b in $(BENCHES); do test -f "./$$b" || b='$(abs_srcdir)'/$$b; "$$b" || exit; done

.PHONY: check-valgrind check-long bench
MOSTLYCLEANFILES = valgrind-suite.log long-suite.log

include tests/lint/module.mk
