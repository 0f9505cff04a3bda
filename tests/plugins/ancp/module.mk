# The plugin is linked in: its inner functions are tested too, and its descriptor.
ANCP_TEST_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS) -I$(top_srcdir)/plugins/ancp
ANCP_TEST_LDADD = plugins/ancp/libancp.la $(CMOCKA_TEST_LDADD)
EXTRA_DIST += tests/plugins/ancp/ancp_test.h tests/plugins/ancp/fake_host.h

check_PROGRAMS += tests/plugins/ancp/test_ancp_framing
tests_plugins_ancp_test_ancp_framing_SOURCES = tests/plugins/ancp/test_ancp_framing.c
tests_plugins_ancp_test_ancp_framing_CPPFLAGS = $(ANCP_TEST_CPPFLAGS)
tests_plugins_ancp_test_ancp_framing_LDADD = $(ANCP_TEST_LDADD)

check_PROGRAMS += tests/plugins/ancp/test_ancp_decode
tests_plugins_ancp_test_ancp_decode_SOURCES = \
	plugins/ancp/plugin.c tests/plugins/ancp/test_ancp_decode.c
tests_plugins_ancp_test_ancp_decode_CPPFLAGS = $(ANCP_TEST_CPPFLAGS)
tests_plugins_ancp_test_ancp_decode_LDADD = $(ANCP_TEST_LDADD)

check_PROGRAMS += tests/plugins/ancp/test_ancp_observe
tests_plugins_ancp_test_ancp_observe_SOURCES = \
	plugins/ancp/plugin.c tests/plugins/ancp/fake_host.c tests/plugins/ancp/test_ancp_observe.c
tests_plugins_ancp_test_ancp_observe_CPPFLAGS = $(ANCP_TEST_CPPFLAGS)
tests_plugins_ancp_test_ancp_observe_LDADD = $(ANCP_TEST_LDADD)

check_PROGRAMS += tests/plugins/ancp/test_ancp_trip
tests_plugins_ancp_test_ancp_trip_SOURCES = \
	plugins/ancp/plugin.c tests/plugins/ancp/test_ancp_trip.c $(message_trip)
tests_plugins_ancp_test_ancp_trip_CPPFLAGS = $(ANCP_TEST_CPPFLAGS)
tests_plugins_ancp_test_ancp_trip_LDADD = $(ANCP_TEST_LDADD)
