libwirespeak_la_SOURCES += \
	src/packet/checksum.c \
	src/packet/defrag.c \
	src/packet/defrag.h \
	src/packet/ip.c \
	src/packet/layers.h \
	src/packet/link.c \
	src/packet/memory.c \
	src/packet/memory.h \
	src/packet/packet.c \
	src/packet/packet.h \
	src/packet/tunnel.c
