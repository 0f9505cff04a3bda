check_PROGRAMS += tests/packet/test_packet
tests_packet_test_packet_SOURCES = tests/packet/test_packet.c tests/flow/packets.c tests/flow/packets.h
tests_packet_test_packet_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_packet_test_packet_LDADD = $(CMOCKA_TEST_LDADD)
