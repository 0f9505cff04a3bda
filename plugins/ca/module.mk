CAPTURES += captures/ca
EXTRA_DIST += docs/ca.md

noinst_LTLIBRARIES += plugins/ca/libca.la
plugins_ca_libca_la_SOURCES = \
	plugins/ca/ca.h \
	plugins/ca/channels.c \
	plugins/ca/checks.c \
	plugins/ca/conversation.h \
	plugins/ca/dbr.c \
	plugins/ca/dissector.c \
	plugins/ca/header.c \
	plugins/ca/messages.c \
	plugins/ca/observe.c \
	plugins/ca/recognise.c \
	plugins/ca/resync.c \
	plugins/ca/search.h \
	plugins/ca/servers.c \
	plugins/ca/status.c
plugins_ca_libca_la_LIBADD = libwirespeak.la

plugin_LTLIBRARIES += plugins/ca/ca.la
plugins_ca_ca_la_SOURCES = plugins/ca/plugin.c
plugins_ca_ca_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_ca_ca_la_LIBADD = plugins/ca/libca.la libwirespeak.la
