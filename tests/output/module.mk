check_PROGRAMS += tests/output/test_json_text
tests_output_test_json_text_SOURCES = tests/output/test_json_text.c tests/output/json_strings.h
tests_output_test_json_text_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_output_test_json_text_LDADD = $(CMOCKA_TEST_LDADD) $(CJSON_LIBS)
