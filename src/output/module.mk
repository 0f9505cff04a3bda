libwirespeak_la_SOURCES += \
	src/output/json_text.c \
	src/output/json_text.h
