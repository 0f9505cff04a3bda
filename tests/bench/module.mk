# Figures, not tests: `make check` builds them, so that they keep building; `make bench` runs them.
BENCHES += tests/bench/bench_double
EXTRA_PROGRAMS += tests/bench/bench_double
check_DATA += tests/bench/bench_double$(EXEEXT)
CLEANFILES += tests/bench/bench_double$(EXEEXT)
tests_bench_bench_double_SOURCES = tests/bench/bench_double.c
tests_bench_bench_double_LDADD = libwirespeak.la -lm

BENCHES += tests/bench/bench_decode
EXTRA_PROGRAMS += tests/bench/bench_decode
check_DATA += tests/bench/bench_decode$(EXEEXT)
CLEANFILES += tests/bench/bench_decode$(EXEEXT)
tests_bench_bench_decode_SOURCES = tests/bench/bench_decode.c
tests_bench_bench_decode_LDADD = libwirespeak.la
