libwirespeak_la_SOURCES += src/capture/link.h src/capture/source.c src/capture/source.h
