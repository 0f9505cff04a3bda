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

check_PROGRAMS += tests/plugin/test_stream_cases
tests_plugin_test_stream_cases_SOURCES = tests/plugin/test_stream_cases.c $(TOY_TEST_COMMON)
tests_plugin_test_stream_cases_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_stream_cases_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/plugin/test_any_order
tests_plugin_test_any_order_SOURCES = tests/plugin/test_any_order.c $(TOY_TEST_COMMON)
tests_plugin_test_any_order_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_any_order_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/plugin/test_excerpt
tests_plugin_test_excerpt_SOURCES = tests/plugin/test_excerpt.c $(TOY_TEST_COMMON)
tests_plugin_test_excerpt_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_excerpt_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/plugin/test_facts
tests_plugin_test_facts_SOURCES = tests/plugin/test_facts.c $(TOY_TEST_COMMON)
tests_plugin_test_facts_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_facts_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/plugin/test_tls
tests_plugin_test_tls_SOURCES = tests/plugin/test_tls.c $(TOY_TEST_COMMON)
tests_plugin_test_tls_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_tls_LDADD = $(CMOCKA_TEST_LDADD)

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

# Plugins as files. -rpath makes libtool build them shared; they are not installed.
SAMPLE_LDFLAGS = $(PLUGIN_LDFLAGS) -rpath /nowhere
check_LTLIBRARIES += tests/plugin/sample.la tests/plugin/second.la tests/plugin/third.la \
	tests/plugin/other_abi.la tests/plugin/other_magic.la tests/plugin/larger.la tests/plugin/smaller.la \
	tests/plugin/bad_table.la tests/plugin/no_plugin.la
tests_plugin_sample_la_SOURCES = tests/plugin/sample.c
tests_plugin_sample_la_LDFLAGS = $(SAMPLE_LDFLAGS)
tests_plugin_second_la_SOURCES = tests/plugin/sample.c
tests_plugin_second_la_CPPFLAGS = $(AM_CPPFLAGS) -DSAMPLE_NAME='"second"'
tests_plugin_second_la_LDFLAGS = $(SAMPLE_LDFLAGS)
tests_plugin_third_la_SOURCES = tests/plugin/sample.c
tests_plugin_third_la_CPPFLAGS = $(AM_CPPFLAGS) -DSAMPLE_NAME='"third"'
tests_plugin_third_la_LDFLAGS = $(SAMPLE_LDFLAGS)
tests_plugin_other_abi_la_SOURCES = tests/plugin/sample.c
tests_plugin_other_abi_la_CPPFLAGS = $(AM_CPPFLAGS) -DSAMPLE_HEAD='{0x57530002u,sizeof(struct ws_plugin)}'
tests_plugin_other_abi_la_LDFLAGS = $(SAMPLE_LDFLAGS)
tests_plugin_other_magic_la_SOURCES = tests/plugin/sample.c
tests_plugin_other_magic_la_CPPFLAGS = $(AM_CPPFLAGS) -DSAMPLE_HEAD='{0x12340001u,sizeof(struct ws_plugin)}'
tests_plugin_other_magic_la_LDFLAGS = $(SAMPLE_LDFLAGS)
tests_plugin_larger_la_SOURCES = tests/plugin/sample.c
tests_plugin_larger_la_CPPFLAGS = $(AM_CPPFLAGS) -DSAMPLE_HEAD='{0x57530001u,sizeof(struct ws_plugin)+8}'
tests_plugin_larger_la_LDFLAGS = $(SAMPLE_LDFLAGS)
tests_plugin_smaller_la_SOURCES = tests/plugin/sample.c
tests_plugin_smaller_la_CPPFLAGS = $(AM_CPPFLAGS) -DSAMPLE_HEAD='{0x57530001u,64}'
tests_plugin_smaller_la_LDFLAGS = $(SAMPLE_LDFLAGS)
tests_plugin_bad_table_la_SOURCES = tests/plugin/sample.c
tests_plugin_bad_table_la_CPPFLAGS = $(AM_CPPFLAGS) -DSAMPLE_BITS=4
tests_plugin_bad_table_la_LDFLAGS = $(SAMPLE_LDFLAGS)
tests_plugin_no_plugin_la_SOURCES = tests/plugin/no_plugin.c
tests_plugin_no_plugin_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -rpath /nowhere

check_PROGRAMS += tests/plugin/test_registry
tests_plugin_test_registry_SOURCES = tests/plugin/test_registry.c
tests_plugin_test_registry_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_registry_LDADD = $(CMOCKA_TEST_LDADD)
EXTRA_tests_plugin_test_registry_DEPENDENCIES = $(check_LTLIBRARIES)

# Rows of every kind: linked in, and as a file.
check_LTLIBRARIES += tests/plugin/fields.la
tests_plugin_fields_la_SOURCES = tests/plugin/fields.c
tests_plugin_fields_la_LDFLAGS = $(SAMPLE_LDFLAGS)
check_PROGRAMS += tests/plugin/test_describe
tests_plugin_test_describe_SOURCES = tests/plugin/test_describe.c tests/plugin/fields.c
tests_plugin_test_describe_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_plugin_test_describe_LDADD = $(CMOCKA_TEST_LDADD)

TESTS += tests/plugin/schema.sh
EXTRA_DIST += tests/plugin/schema.sh tests/plugin/schema.py tests/plugin/fields.ndjson
