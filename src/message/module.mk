libwirespeak_la_SOURCES += \
	src/message/buf.c \
	src/message/buf.h \
	src/message/err.c \
	src/message/pow10.c \
	src/message/pow10.h
