CAPTURES += captures/hsms
EXTRA_DIST += docs/hsms.md

noinst_LTLIBRARIES += plugins/hsms/libhsms.la
plugins_hsms_libhsms_la_SOURCES = \
	plugins/hsms/body.c \
	plugins/hsms/charset.c \
	plugins/hsms/conversation.h \
	plugins/hsms/data.c \
	plugins/hsms/data_write.c \
	plugins/hsms/dictionary.h \
	plugins/hsms/dissector.c \
	plugins/hsms/entries.c \
	plugins/hsms/hsms.h \
	plugins/hsms/item.c plugins/hsms/item.h \
	plugins/hsms/keys.c \
	plugins/hsms/messages.c \
	plugins/hsms/names.c \
	plugins/hsms/notation.c \
	plugins/hsms/observe.c \
	plugins/hsms/recognise.c \
	plugins/hsms/same.c \
	plugins/hsms/setup.c \
	plugins/hsms/site.c \
	plugins/hsms/sml_read.c \
	plugins/hsms/sml_write.c \
	plugins/hsms/states.c \
	plugins/hsms/transactions.c \
	plugins/hsms/writer.c plugins/hsms/writer.h
plugins_hsms_libhsms_la_LIBADD = libwirespeak.la

plugin_LTLIBRARIES += plugins/hsms/hsms.la
plugins_hsms_hsms_la_SOURCES = plugins/hsms/plugin.c
plugins_hsms_hsms_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_hsms_hsms_la_LIBADD = plugins/hsms/libhsms.la libwirespeak.la
