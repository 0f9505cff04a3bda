libwirespeak_la_SOURCES += \
	src/message/buf.c \
	src/message/buf.h \
	src/message/double.c \
	src/message/err.c \
	src/message/number.c \
	src/message/number.h \
	src/message/pow10.c \
	src/message/pow10.h \
	src/message/text.c \
	src/message/text.h \
	src/message/word.h
