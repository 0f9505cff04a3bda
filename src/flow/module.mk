libwirespeak_la_SOURCES += \
	src/flow/clock.h \
	src/flow/counters.c \
	src/flow/counters.h \
	src/flow/flow.h \
	src/flow/intake.c \
	src/flow/intake.h \
	src/packet/memory.h \
	src/flow/store.c \
	src/flow/store.h \
	src/flow/stream.c \
	src/flow/stream.h \
	src/flow/table.c \
	src/flow/table.h \
	src/flow/tcp.c
