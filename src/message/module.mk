libwirespeak_la_SOURCES += src/message/err.c
