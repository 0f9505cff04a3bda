CAPTURES += captures/ancp
EXTRA_DIST += docs/ancp.md

noinst_LTLIBRARIES += plugins/ancp/libancp.la
plugins_ancp_libancp_la_SOURCES = \
	plugins/ancp/adjacency.c \
	plugins/ancp/ancp.h \
	plugins/ancp/checks.c \
	plugins/ancp/dissector.c \
	plugins/ancp/messages.c \
	plugins/ancp/observe.c plugins/ancp/observe.h \
	plugins/ancp/requests.c \
	plugins/ancp/tlvs.c
plugins_ancp_libancp_la_LIBADD = libwirespeak.la

plugin_LTLIBRARIES += plugins/ancp/ancp.la
plugins_ancp_ancp_la_SOURCES = plugins/ancp/plugin.c
plugins_ancp_ancp_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_ancp_ancp_la_LIBADD = plugins/ancp/libancp.la libwirespeak.la
