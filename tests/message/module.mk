message_render = tests/message/render.c tests/message/render.h
message_trip = $(message_render) \
	tests/message/generate.c tests/message/generate.h \
	tests/message/tables.c tests/message/tables.h \
	tests/message/trip.c tests/message/trip.h

check_PROGRAMS += \
	tests/message/test_arena \
	tests/message/test_bytes \
	tests/message/test_codepoint \
	tests/message/test_decode \
	tests/message/test_decode_area \
	tests/message/test_decode_tlv \
	tests/message/test_encode \
	tests/message/test_foreign \
	tests/message/test_hostile \
	tests/message/test_nomem \
	tests/message/test_plan \
	tests/message/test_scan \
	tests/message/test_trip

tests_message_test_arena_SOURCES = tests/message/test_arena.c
tests_message_test_arena_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_arena_LDADD = $(CMOCKA_TEST_LDADD)

tests_message_test_bytes_SOURCES = tests/message/test_bytes.c
tests_message_test_bytes_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_bytes_LDADD = $(CMOCKA_TEST_LDADD)

tests_message_test_codepoint_SOURCES = tests/message/test_codepoint.c
tests_message_test_codepoint_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_codepoint_LDADD = $(CMOCKA_TEST_LDADD)

tests_message_test_decode_SOURCES = tests/message/test_decode.c $(message_render)
tests_message_test_decode_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_decode_LDADD = $(CMOCKA_TEST_LDADD)

tests_message_test_foreign_SOURCES = tests/message/test_foreign.c $(message_render)
tests_message_test_foreign_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_foreign_LDADD = $(CMOCKA_TEST_LDADD) -lm

tests_message_test_decode_area_SOURCES = tests/message/test_decode_area.c $(message_render)
tests_message_test_decode_area_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_decode_area_LDADD = $(CMOCKA_TEST_LDADD)

tests_message_test_decode_tlv_SOURCES = tests/message/test_decode_tlv.c $(message_render)
tests_message_test_decode_tlv_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_decode_tlv_LDADD = $(CMOCKA_TEST_LDADD)

tests_message_test_encode_SOURCES = tests/message/test_encode.c $(message_render)
tests_message_test_encode_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_encode_LDADD = $(CMOCKA_TEST_LDADD)

tests_message_test_hostile_SOURCES = tests/message/test_hostile.c $(message_trip)
tests_message_test_hostile_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_hostile_LDADD = $(CMOCKA_TEST_LDADD)

tests_message_test_plan_SOURCES = tests/message/test_plan.c $(message_render)
tests_message_test_plan_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_plan_LDADD = $(CMOCKA_TEST_LDADD)

tests_message_test_scan_SOURCES = tests/message/test_scan.c $(message_render)
tests_message_test_scan_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_scan_LDADD = $(CMOCKA_TEST_LDADD)

tests_message_test_trip_SOURCES = tests/message/test_trip.c $(message_trip)
tests_message_test_trip_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_trip_LDADD = $(CMOCKA_TEST_LDADD)

# The sources themselves, so that the linker can wrap their allocations.
tests_message_test_nomem_SOURCES = tests/message/test_nomem.c $(message_sources) \
	tests/message/generate.c tests/message/tables.c
tests_message_test_nomem_CPPFLAGS = $(CMOCKA_TEST_CPPFLAGS)
tests_message_test_nomem_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=malloc,--wrap=realloc,--wrap=free
tests_message_test_nomem_LDADD = $(CMOCKA_LIBS)


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
