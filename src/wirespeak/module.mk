wirespeakincludedir = $(includedir)/wirespeak
wirespeakinclude_HEADERS = \
	src/wirespeak/bytes.h \
	src/wirespeak/charset.h \
	src/wirespeak/err.h \
	src/wirespeak/export.h \
	src/wirespeak/field.h \
	src/wirespeak/message.h \
	src/wirespeak/plugin.h \
	src/wirespeak/text.h
pkgconfig_DATA = wirespeak.pc
