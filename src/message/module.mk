libwirespeak_la_SOURCES += \
	src/message/arena.c src/message/arena.h \
	src/message/codepoint.c src/message/codepoint.h \
	src/message/decode.c src/message/decode.h \
	src/message/decode_tlv.c src/message/decode_tlv.h \
	src/message/encode.c src/message/encode.h \
	src/message/encode_tlv.c \
	src/message/encode_value.c \
	src/message/encoder.c src/message/encoder.h \
	src/message/err.c \
	src/message/out.c \
	src/message/plan.c src/message/plan.h \
	src/message/scan.c src/message/scan.h \
	src/message/scope.h
