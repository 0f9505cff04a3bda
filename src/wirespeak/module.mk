wirespeakincludedir = $(includedir)/wirespeak
wirespeakinclude_HEADERS = \
	src/wirespeak/bytes.h \
	src/wirespeak/charset.h \
	src/wirespeak/err.h \
	src/wirespeak/export.h
pkgconfig_DATA = wirespeak.pc
