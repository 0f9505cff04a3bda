# The plugin is linked in: its inner functions are tested too, and its descriptor.
CA_TEST_COMMON = plugins/ca/plugin.c tests/plugins/ca/ca_test.c tests/plugins/ca/ca_test.h \
	tests/flow/packets.c tests/flow/packets.h
CA_TEST_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS) -I$(top_srcdir)/plugins/ca
CA_TEST_LDADD = plugins/ca/libca.la $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/plugins/ca/test_ca_framing
tests_plugins_ca_test_ca_framing_SOURCES = tests/plugins/ca/test_ca_framing.c $(CA_TEST_COMMON)
tests_plugins_ca_test_ca_framing_CPPFLAGS = $(CA_TEST_CPPFLAGS)
tests_plugins_ca_test_ca_framing_LDADD = $(CA_TEST_LDADD)

check_PROGRAMS += tests/plugins/ca/test_ca_decode
tests_plugins_ca_test_ca_decode_SOURCES = tests/plugins/ca/test_ca_decode.c $(CA_TEST_COMMON)
tests_plugins_ca_test_ca_decode_CPPFLAGS = $(CA_TEST_CPPFLAGS)
tests_plugins_ca_test_ca_decode_LDADD = $(CA_TEST_LDADD)

check_PROGRAMS += tests/plugins/ca/test_ca_observe
tests_plugins_ca_test_ca_observe_SOURCES = tests/plugins/ca/test_ca_observe.c $(CA_TEST_COMMON)
tests_plugins_ca_test_ca_observe_CPPFLAGS = $(CA_TEST_CPPFLAGS)
tests_plugins_ca_test_ca_observe_LDADD = $(CA_TEST_LDADD)

check_PROGRAMS += tests/plugins/ca/test_ca_captures
tests_plugins_ca_test_ca_captures_SOURCES = tests/plugins/ca/test_ca_captures.c $(CA_TEST_COMMON)
tests_plugins_ca_test_ca_captures_CPPFLAGS = $(CA_TEST_CPPFLAGS)
tests_plugins_ca_test_ca_captures_LDADD = $(CA_TEST_LDADD)

check_PROGRAMS += tests/plugins/ca/test_ca_trip
tests_plugins_ca_test_ca_trip_SOURCES = plugins/ca/plugin.c tests/plugins/ca/test_ca_trip.c $(message_trip)
tests_plugins_ca_test_ca_trip_CPPFLAGS = $(CA_TEST_CPPFLAGS)
tests_plugins_ca_test_ca_trip_LDADD = $(CA_TEST_LDADD)

TESTS += tests/plugins/ca/arrays.sh
EXTRA_DIST += tests/plugins/ca/arrays.py tests/plugins/ca/arrays.sh
