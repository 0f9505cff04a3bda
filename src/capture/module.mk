libwirespeak_la_SOURCES += \
	src/capture/files.h \
	src/capture/input.c \
	src/capture/input.h \
	src/capture/link.h \
	src/capture/pcap.c \
	src/capture/pcapng.c \
	src/capture/source.c \
	src/capture/source.h \
	src/capture/unpack.h \
	src/capture/unpack_gzip.c \
	src/capture/unpack_zstd.c \
	src/capture/writer.c src/capture/writer.h
