TOY_TEST_COMMON = tests/plugin/toy.c tests/plugin/toy.h tests/flow/packets.c tests/flow/packets.h

check_PROGRAMS += tests/plugin/test_direction
tests_plugin_test_direction_SOURCES = tests/plugin/test_direction.c $(TOY_TEST_COMMON)
tests_plugin_test_direction_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_direction_LDADD = $(CMOCKA_TEST_LDADD)
