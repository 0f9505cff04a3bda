check_PROGRAMS += tests/message/test_bytes
tests_message_test_bytes_SOURCES = tests/message/test_bytes.c
tests_message_test_bytes_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_bytes_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/message/test_buf
tests_message_test_buf_SOURCES = tests/message/test_buf.c
tests_message_test_buf_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_buf_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/message/test_double
tests_message_test_double_SOURCES = tests/message/test_double.c tests/message/double_repr.h
tests_message_test_double_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_double_LDADD = $(CMOCKA_TEST_LDADD) -lm

check_PROGRAMS += tests/message/test_number
tests_message_test_number_SOURCES = tests/message/test_number.c
tests_message_test_number_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_number_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/message/test_pow10
tests_message_test_pow10_SOURCES = tests/message/test_pow10.c
tests_message_test_pow10_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_pow10_LDADD = $(CMOCKA_TEST_LDADD)

check_PROGRAMS += tests/message/test_text
tests_message_test_text_SOURCES = tests/message/test_text.c
tests_message_test_text_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_text_LDADD = $(CMOCKA_TEST_LDADD)
