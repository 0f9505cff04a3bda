# Figures, not tests: `make check` builds them, so that they keep building; `make bench` runs them.
BENCHES += tests/bench/bench_double tests/bench/bench_decode tests/bench/bench.sh
BENCH_TOOLS = tests/bench/bench_double tests/bench/bench_decode tests/bench/generate tests/bench/bare tests/bench/peak
EXTRA_PROGRAMS += $(BENCH_TOOLS)
check_DATA += $(BENCH_TOOLS)
EXTRA_DIST += tests/bench/bench.sh tests/bench/mix.sh tests/bench/questions.sh tests/bench/truth.sh \
	tests/bench/lines.layout.json
bench: $(BENCH_TOOLS)

tests_bench_bench_double_SOURCES = tests/bench/bench_double.c
tests_bench_bench_double_LDADD = libwirespeak.la -lm

tests_bench_bench_decode_SOURCES = tests/bench/bench_decode.c
tests_bench_bench_decode_LDADD = libwirespeak.la

tests_bench_generate_SOURCES = tests/bench/generate.c tests/bench/gen.c tests/bench/gen.h tests/bench/gen_ancp.c \
	tests/bench/gen_hsms.c tests/bench/gen_ca.c tests/bench/gen_ncp.c tests/bench/gen_tcpip.c tests/bench/gen_tcp.c \
	tests/bench/gen_tcp.h tests/bench/gen_capture.c tests/bench/gen_capture.h
tests_bench_generate_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests

tests_bench_bare_SOURCES = tests/bench/bare.c
tests_bench_bare_LDADD = $(PCAP_LIBS)

tests_bench_peak_SOURCES = tests/bench/peak.c

# How many messages come out of made-up captures.
COUNT_TESTS = tests/bench/counts.sh
TESTS += $(COUNT_TESTS)
EXTRA_DIST += $(COUNT_TESTS)
