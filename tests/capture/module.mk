check_PROGRAMS += tests/capture/test_source
tests_capture_test_source_SOURCES = tests/capture/test_source.c
tests_capture_test_source_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_capture_test_source_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/capture/test_pcapng
tests_capture_test_pcapng_SOURCES = tests/capture/build.c tests/capture/build.h tests/capture/test_pcapng.c
tests_capture_test_pcapng_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_capture_test_pcapng_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/capture/test_packed
tests_capture_test_packed_SOURCES = tests/capture/build.c tests/capture/build.h tests/capture/test_packed.c
tests_capture_test_packed_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_capture_test_packed_LDADD = $(CMOCKA_TEST_LDADD) $(ZLIB_LIBS) $(ZSTD_LIBS)
