# The plugin is linked in: its inner functions are tested too, and its descriptor.
NCP_TEST_COMMON = plugins/ncp/plugin.c tests/plugins/ncp/ncp_test.c tests/plugins/ncp/ncp_test.h \
	tests/flow/packets.c tests/flow/packets.h
NCP_TEST_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS) -I$(top_srcdir)/plugins/ncp
NCP_TEST_LDADD = plugins/ncp/libncp.la $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/plugins/ncp/test_ncp_framing
tests_plugins_ncp_test_ncp_framing_SOURCES = tests/plugins/ncp/test_ncp_framing.c $(NCP_TEST_COMMON)
tests_plugins_ncp_test_ncp_framing_CPPFLAGS = $(NCP_TEST_CPPFLAGS)
tests_plugins_ncp_test_ncp_framing_LDADD = $(NCP_TEST_LDADD)

check_PROGRAMS += tests/plugins/ncp/test_ncp_search
tests_plugins_ncp_test_ncp_search_SOURCES = tests/plugins/ncp/test_ncp_search.c $(NCP_TEST_COMMON)
tests_plugins_ncp_test_ncp_search_CPPFLAGS = $(NCP_TEST_CPPFLAGS)
tests_plugins_ncp_test_ncp_search_LDADD = $(NCP_TEST_LDADD)

check_PROGRAMS += tests/plugins/ncp/test_ncp_packets
tests_plugins_ncp_test_ncp_packets_SOURCES = tests/plugins/ncp/test_ncp_packets.c $(NCP_TEST_COMMON)
tests_plugins_ncp_test_ncp_packets_CPPFLAGS = $(NCP_TEST_CPPFLAGS)
tests_plugins_ncp_test_ncp_packets_LDADD = $(NCP_TEST_LDADD)

check_PROGRAMS += tests/plugins/ncp/test_ncp_values
tests_plugins_ncp_test_ncp_values_SOURCES = tests/plugins/ncp/test_ncp_values.c $(NCP_TEST_COMMON)
tests_plugins_ncp_test_ncp_values_CPPFLAGS = $(NCP_TEST_CPPFLAGS)
tests_plugins_ncp_test_ncp_values_LDADD = $(NCP_TEST_LDADD)

check_PROGRAMS += tests/plugins/ncp/test_ncp_tunnel
tests_plugins_ncp_test_ncp_tunnel_SOURCES = tests/plugins/ncp/test_ncp_tunnel.c $(NCP_TEST_COMMON)
tests_plugins_ncp_test_ncp_tunnel_CPPFLAGS = $(NCP_TEST_CPPFLAGS)
tests_plugins_ncp_test_ncp_tunnel_LDADD = $(NCP_TEST_LDADD)

check_PROGRAMS += tests/plugins/ncp/test_ncp_observe
tests_plugins_ncp_test_ncp_observe_SOURCES = tests/plugins/ncp/test_ncp_observe.c $(NCP_TEST_COMMON)
tests_plugins_ncp_test_ncp_observe_CPPFLAGS = $(NCP_TEST_CPPFLAGS)
tests_plugins_ncp_test_ncp_observe_LDADD = $(NCP_TEST_LDADD)

check_PROGRAMS += tests/plugins/ncp/test_ncp_recognise
tests_plugins_ncp_test_ncp_recognise_SOURCES = tests/plugins/ncp/test_ncp_recognise.c $(NCP_TEST_COMMON)
tests_plugins_ncp_test_ncp_recognise_CPPFLAGS = $(NCP_TEST_CPPFLAGS)
tests_plugins_ncp_test_ncp_recognise_LDADD = $(NCP_TEST_LDADD)

check_PROGRAMS += tests/plugins/ncp/test_ncp_trip
tests_plugins_ncp_test_ncp_trip_SOURCES = tests/plugins/ncp/test_ncp_trip.c $(NCP_TEST_COMMON) $(message_trip)
tests_plugins_ncp_test_ncp_trip_CPPFLAGS = $(NCP_TEST_CPPFLAGS)
tests_plugins_ncp_test_ncp_trip_LDADD = $(NCP_TEST_LDADD)
