TOY_TEST_COMMON = tests/plugin/toy.c tests/plugin/toy.h tests/flow/packets.c tests/flow/packets.h

check_PROGRAMS += tests/plugin/test_direction
tests_plugin_test_direction_SOURCES = tests/plugin/test_direction.c $(TOY_TEST_COMMON)
tests_plugin_test_direction_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_direction_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/plugin/test_detect
tests_plugin_test_detect_SOURCES = tests/plugin/test_detect.c $(TOY_TEST_COMMON)
tests_plugin_test_detect_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_detect_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/plugin/test_conversation
tests_plugin_test_conversation_SOURCES = tests/plugin/test_conversation.c $(TOY_TEST_COMMON)
tests_plugin_test_conversation_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_conversation_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/plugin/test_units
tests_plugin_test_units_SOURCES = tests/plugin/test_units.c
tests_plugin_test_units_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_units_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/plugin/test_map
tests_plugin_test_map_SOURCES = tests/plugin/test_map.c
tests_plugin_test_map_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_map_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/plugin/test_options
tests_plugin_test_options_SOURCES = tests/plugin/test_options.c $(TOY_TEST_COMMON)
tests_plugin_test_options_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_options_LDADD = $(CMOCKA_TEST_LDADD)
