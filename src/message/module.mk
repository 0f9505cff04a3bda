message_sources = \
	src/message/arena.c src/message/arena.h \
	src/message/buf.c src/message/buf.h \
	src/message/code.c src/message/code.h \
	src/message/codepoint.c src/message/codepoint.h \
	src/message/decode.c src/message/decode.h \
	src/message/decode_area.c \
	src/message/decode_slice.c \
	src/message/decode_tlv.c src/message/decode_tlv.h \
	src/message/encode.c src/message/encode.h \
	src/message/encode_number.c \
	src/message/encode_tlv.c \
	src/message/encode_value.c \
	src/message/encoder.c src/message/encoder.h \
	src/message/err.c \
	src/message/node.c \
	src/message/out.c \
	src/message/plan.c src/message/plan.h \
	src/message/plan_check.c src/message/plan_check.h \
	src/message/plan_find.c \
	src/message/plan_keys.c \
	src/message/reader.h \
	src/message/scan.c src/message/scan.h \
	src/message/scan_keys.c src/message/scan_keys.h \
	src/message/scope.c src/message/scope.h \
	src/message/source.c src/message/source.h \
	src/message/text.c src/message/text.h \
	src/message/word.h
libwirespeak_la_SOURCES += $(message_sources)
