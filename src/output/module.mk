libwirespeak_la_SOURCES += \
	src/output/address.c \
	src/output/address.h \
	src/output/community_id.c \
	src/output/community_id.h \
	src/output/facts.c \
	src/output/facts.h \
	src/output/fields.c \
	src/output/fields.h \
	src/output/json.c \
	src/output/json.h \
	src/output/json_text.c \
	src/output/json_text.h \
	src/output/json_value.c \
	src/output/json_value.h \
	src/output/line.c \
	src/output/line.h \
	src/output/path.c \
	src/output/path.h \
	src/output/path_kind.c \
	src/output/path_private.h \
	src/output/path_tables.c \
	src/output/path_value.c \
	src/output/print.h \
	src/output/printer.c src/output/printer.h \
	src/output/sink.c \
	src/output/sink.h \
	src/output/terminal.c \
	src/output/sml.c \
	src/output/sml.h \
	src/output/text.c \
	src/output/text.h \
	src/output/time.c \
	src/output/time.h \
	src/output/tree.c \
	src/output/tree.h \
	src/output/value.c \
	src/output/value.h
