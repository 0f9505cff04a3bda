FLOW_TEST_COMMON = tests/flow/feed.c tests/flow/feed.h tests/flow/packets.c \
	tests/flow/packets.h tests/flow/script.c tests/flow/script.h

check_PROGRAMS += tests/flow/test_stream
tests_flow_test_stream_SOURCES = tests/flow/test_stream.c $(FLOW_TEST_COMMON)
tests_flow_test_stream_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_flow_test_stream_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/flow/test_lifecycle
tests_flow_test_lifecycle_SOURCES = tests/flow/test_lifecycle.c $(FLOW_TEST_COMMON)
tests_flow_test_lifecycle_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_flow_test_lifecycle_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/flow/test_table
tests_flow_test_table_SOURCES = tests/flow/test_table.c $(FLOW_TEST_COMMON)
tests_flow_test_table_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_flow_test_table_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/flow/test_property
tests_flow_test_property_SOURCES = tests/flow/test_property.c $(FLOW_TEST_COMMON)
tests_flow_test_property_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_flow_test_property_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/flow/test_network
tests_flow_test_network_SOURCES = tests/flow/feed.c tests/flow/feed.h tests/flow/packets.c \
	tests/flow/packets.h tests/flow/test_network.c
tests_flow_test_network_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_flow_test_network_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/flow/test_store
tests_flow_test_store_SOURCES = tests/flow/test_store.c
tests_flow_test_store_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_flow_test_store_LDADD = $(CMOCKA_TEST_LDADD)

# Not run by make check: make tests/flow/bench_flows && tests/flow/bench_flows
EXTRA_PROGRAMS += tests/flow/bench_flows
tests_flow_bench_flows_SOURCES = tests/flow/bench_flows.c tests/flow/feed.c tests/flow/feed.h tests/flow/packets.c \
	tests/flow/packets.h
tests_flow_bench_flows_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_flow_bench_flows_LDADD = libwirespeak.la

# The same: bench_read FILE
EXTRA_PROGRAMS += tests/flow/bench_read
tests_flow_bench_read_SOURCES = tests/flow/bench_read.c tests/flow/feed.c tests/flow/feed.h
tests_flow_bench_read_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_flow_bench_read_LDADD = libwirespeak.la $(PCAP_LIBS)
