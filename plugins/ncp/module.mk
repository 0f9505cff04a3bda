CAPTURES += captures/ncp
EXTRA_DIST += docs/ncp.md

noinst_LTLIBRARIES += plugins/ncp/libncp.la
plugins_ncp_libncp_la_SOURCES = \
	plugins/ncp/dissector.c \
	plugins/ncp/fields.c plugins/ncp/fields.h \
	plugins/ncp/fields_write.c \
	plugins/ncp/http.c plugins/ncp/http.h \
	plugins/ncp/messages.c \
	plugins/ncp/ncp.h \
	plugins/ncp/observe.c \
	plugins/ncp/recognise.c \
	plugins/ncp/text.c plugins/ncp/text.h \
	plugins/ncp/tunnel.c \
	plugins/ncp/walk.c plugins/ncp/walk.h
plugins_ncp_libncp_la_LIBADD = libwirespeak.la

plugin_LTLIBRARIES += plugins/ncp/ncp.la
plugins_ncp_ncp_la_SOURCES = plugins/ncp/plugin.c
plugins_ncp_ncp_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_ncp_ncp_la_LIBADD = plugins/ncp/libncp.la libwirespeak.la
