libwirespeak_la_SOURCES += \
	src/plugin/check.c src/plugin/check.h \
	src/plugin/compose.c src/plugin/compose.h \
	src/plugin/conversation.c \
	src/plugin/counts.c src/plugin/counts.h \
	src/plugin/deadline.c \
	src/plugin/describe.c src/plugin/describe.h \
	src/plugin/describe_message.c \
	src/plugin/describe_table.c \
	src/plugin/describe_words.c \
	src/plugin/detect.c \
	src/plugin/direction.c \
	src/plugin/emit.c \
	src/plugin/engine.c src/plugin/engine.h \
	src/plugin/excerpt.c src/plugin/excerpt.h \
	src/plugin/event.h \
	src/plugin/facts.c src/plugin/facts.h \
	src/plugin/grid.c src/plugin/grid.h \
	src/plugin/held.c \
	src/plugin/host.c \
	src/plugin/instance.c src/plugin/instance.h \
	src/plugin/map.c src/plugin/map.h \
	src/plugin/naming.c \
	src/plugin/nearest.c src/plugin/nearest.h \
	src/plugin/registry.c src/plugin/registry.h \
	src/plugin/schema.c src/plugin/schema.h \
	src/plugin/schema_table.c \
	src/plugin/schema_tlvs.c \
	src/plugin/shard.c src/plugin/shard.h \
	src/plugin/stage.c src/plugin/stage.h \
	src/plugin/talk.h \
	src/plugin/tls.c src/plugin/tls.h \
	src/plugin/units.c src/plugin/units.h
