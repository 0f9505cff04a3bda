# The plugin is linked in: its inner functions are tested too, and its descriptor.
HSMS_TEST_COMMON = plugins/hsms/plugin.c tests/plugins/hsms/hsms_test.c tests/plugins/hsms/hsms_test.h \
	tests/flow/packets.c tests/flow/packets.h
HSMS_TEST_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS) -I$(top_srcdir)/plugins/hsms
HSMS_TEST_LDADD = plugins/hsms/libhsms.la $(CMOCKA_TEST_LDADD)
EXTRA_DIST += tests/plugins/hsms/hsms-dictionary.json

check_PROGRAMS += tests/plugins/hsms/test_hsms_items
tests_plugins_hsms_test_hsms_items_SOURCES = tests/plugins/hsms/test_hsms_items.c $(HSMS_TEST_COMMON)
tests_plugins_hsms_test_hsms_items_CPPFLAGS = $(HSMS_TEST_CPPFLAGS)
tests_plugins_hsms_test_hsms_items_LDADD = $(HSMS_TEST_LDADD)

check_PROGRAMS += tests/plugins/hsms/test_hsms_framing
tests_plugins_hsms_test_hsms_framing_SOURCES = tests/plugins/hsms/test_hsms_framing.c $(HSMS_TEST_COMMON)
tests_plugins_hsms_test_hsms_framing_CPPFLAGS = $(HSMS_TEST_CPPFLAGS)
tests_plugins_hsms_test_hsms_framing_LDADD = $(HSMS_TEST_LDADD)

check_PROGRAMS += tests/plugins/hsms/test_hsms_dictionary
tests_plugins_hsms_test_hsms_dictionary_SOURCES = tests/plugins/hsms/test_hsms_dictionary.c $(HSMS_TEST_COMMON)
tests_plugins_hsms_test_hsms_dictionary_CPPFLAGS = $(HSMS_TEST_CPPFLAGS)
tests_plugins_hsms_test_hsms_dictionary_LDADD = $(HSMS_TEST_LDADD)

check_PROGRAMS += tests/plugins/hsms/test_hsms_data
tests_plugins_hsms_test_hsms_data_SOURCES = tests/plugins/hsms/test_hsms_data.c $(HSMS_TEST_COMMON)
tests_plugins_hsms_test_hsms_data_CPPFLAGS = $(HSMS_TEST_CPPFLAGS)
tests_plugins_hsms_test_hsms_data_LDADD = $(HSMS_TEST_LDADD)

check_PROGRAMS += tests/plugins/hsms/test_hsms_sml
tests_plugins_hsms_test_hsms_sml_SOURCES = tests/plugins/hsms/test_hsms_sml.c $(HSMS_TEST_COMMON)
tests_plugins_hsms_test_hsms_sml_CPPFLAGS = $(HSMS_TEST_CPPFLAGS)
tests_plugins_hsms_test_hsms_sml_LDADD = $(HSMS_TEST_LDADD)

check_PROGRAMS += tests/plugins/hsms/test_hsms_captures
tests_plugins_hsms_test_hsms_captures_SOURCES = tests/plugins/hsms/test_hsms_captures.c $(HSMS_TEST_COMMON)
tests_plugins_hsms_test_hsms_captures_CPPFLAGS = $(HSMS_TEST_CPPFLAGS)
tests_plugins_hsms_test_hsms_captures_LDADD = $(HSMS_TEST_LDADD)

check_PROGRAMS += tests/plugins/hsms/test_hsms_observe
tests_plugins_hsms_test_hsms_observe_SOURCES = tests/plugins/hsms/test_hsms_observe.c $(HSMS_TEST_COMMON)
tests_plugins_hsms_test_hsms_observe_CPPFLAGS = $(HSMS_TEST_CPPFLAGS)
tests_plugins_hsms_test_hsms_observe_LDADD = $(HSMS_TEST_LDADD)
