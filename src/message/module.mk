libwirespeak_la_SOURCES += \
	src/message/buf.c \
	src/message/buf.h \
	src/message/err.c
