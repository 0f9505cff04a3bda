check_PROGRAMS += tests/filter/test_filter
tests_filter_test_filter_SOURCES = tests/filter/test_filter.c tests/output/sample.h
tests_filter_test_filter_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_filter_test_filter_LDADD = $(CMOCKA_TEST_LDADD)
check_PROGRAMS += tests/filter/test_picks
tests_filter_test_picks_SOURCES = tests/filter/test_picks.c
tests_filter_test_picks_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_filter_test_picks_LDADD = $(CMOCKA_TEST_LDADD)
