check_PROGRAMS += tests/capture/test_source
tests_capture_test_source_SOURCES = tests/capture/test_source.c
tests_capture_test_source_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_capture_test_source_LDADD = $(CMOCKA_TEST_LDADD)
