TCPIP_TEST_COMMON = plugins/tcpip/plugin.c tests/plugins/tcpip/tcpip_test.c tests/plugins/tcpip/tcpip_test.h \
	tests/flow/packets.c tests/flow/packets.h
TCPIP_TEST_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS) -I$(top_srcdir)/plugins/tcpip
TCPIP_TEST_LDADD = plugins/tcpip/libtcpip.la $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/plugins/tcpip/test_tcpip_streams
tests_plugins_tcpip_test_tcpip_streams_SOURCES = tests/plugins/tcpip/test_tcpip_streams.c $(TCPIP_TEST_COMMON)
tests_plugins_tcpip_test_tcpip_streams_CPPFLAGS = $(TCPIP_TEST_CPPFLAGS)
tests_plugins_tcpip_test_tcpip_streams_LDADD = $(TCPIP_TEST_LDADD)

check_PROGRAMS += tests/plugins/tcpip/test_tcpip_structs
tests_plugins_tcpip_test_tcpip_structs_SOURCES = tests/plugins/tcpip/test_tcpip_structs.c $(TCPIP_TEST_COMMON)
tests_plugins_tcpip_test_tcpip_structs_CPPFLAGS = $(TCPIP_TEST_CPPFLAGS)
tests_plugins_tcpip_test_tcpip_structs_LDADD = $(TCPIP_TEST_LDADD)

check_PROGRAMS += tests/plugins/tcpip/test_tcpip_layouts
tests_plugins_tcpip_test_tcpip_layouts_SOURCES = tests/plugins/tcpip/test_tcpip_layouts.c $(TCPIP_TEST_COMMON)
tests_plugins_tcpip_test_tcpip_layouts_CPPFLAGS = $(TCPIP_TEST_CPPFLAGS)
tests_plugins_tcpip_test_tcpip_layouts_LDADD = $(TCPIP_TEST_LDADD)

check_PROGRAMS += tests/plugins/tcpip/test_tcpip_trip
tests_plugins_tcpip_test_tcpip_trip_SOURCES = tests/plugins/tcpip/test_tcpip_trip.c $(TCPIP_TEST_COMMON) $(message_trip)
tests_plugins_tcpip_test_tcpip_trip_CPPFLAGS = $(TCPIP_TEST_CPPFLAGS)
tests_plugins_tcpip_test_tcpip_trip_LDADD = $(TCPIP_TEST_LDADD)

TESTS += tests/plugins/tcpip/bindings.sh
EXTRA_DIST += tests/plugins/tcpip/bindings.sh
