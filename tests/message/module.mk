check_PROGRAMS += tests/message/test_bytes
tests_message_test_bytes_SOURCES = tests/message/test_bytes.c
tests_message_test_bytes_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_bytes_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/message/test_buf
tests_message_test_buf_SOURCES = tests/message/test_buf.c
tests_message_test_buf_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_buf_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/message/test_pow10
tests_message_test_pow10_SOURCES = tests/message/test_pow10.c
tests_message_test_pow10_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_pow10_LDADD = $(CMOCKA_TEST_LDADD)
