if HAVE_CMOCKA
check_PROGRAMS += tests/pipeline/test_merge
tests_pipeline_test_merge_SOURCES = tests/pipeline/test_merge.c
tests_pipeline_test_merge_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_pipeline_test_merge_LDADD = $(CMOCKA_TEST_LDADD)
endif

# Many threads, one output. Sanitized builds look for races too: with a build of their own, since ThreadSanitizer excludes
# the others.
PIPELINE_TESTS = tests/pipeline/threads.sh
if SANITIZED
PIPELINE_TESTS += tests/pipeline/races.sh
endif
TESTS += $(PIPELINE_TESTS)
EXTRA_DIST += tests/pipeline/same.sh tests/pipeline/threads.sh tests/pipeline/races.sh
