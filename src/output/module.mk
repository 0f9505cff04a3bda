libwirespeak_la_SOURCES += \
	src/output/address.c \
	src/output/address.h \
	src/output/community_id.c \
	src/output/community_id.h \
	src/output/facts.c \
	src/output/facts.h \
	src/output/json.c \
	src/output/json.h \
	src/output/json_text.c \
	src/output/json_text.h \
	src/output/json_value.c \
	src/output/json_value.h \
	src/output/print.h \
	src/output/time.c \
	src/output/time.h \
	src/output/value.c \
	src/output/value.h
