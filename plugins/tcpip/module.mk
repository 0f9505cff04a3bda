CAPTURES += captures/tcpip
EXTRA_DIST += docs/layouts.md docs/tcpip.md

noinst_LTLIBRARIES += plugins/tcpip/libtcpip.la
plugins_tcpip_libtcpip_la_SOURCES = \
	plugins/tcpip/dissector.c \
	plugins/tcpip/layout.c \
	plugins/tcpip/messages.c \
	plugins/tcpip/observe.c \
	plugins/tcpip/paths.c \
	plugins/tcpip/resync.c \
	plugins/tcpip/streams.c \
	plugins/tcpip/structs.c \
	plugins/tcpip/tcpip.h
plugins_tcpip_libtcpip_la_LIBADD = libwirespeak.la

plugin_LTLIBRARIES += plugins/tcpip/tcpip.la
plugins_tcpip_tcpip_la_SOURCES = plugins/tcpip/plugin.c
plugins_tcpip_tcpip_la_LDFLAGS = $(PLUGIN_LDFLAGS)
plugins_tcpip_tcpip_la_LIBADD = plugins/tcpip/libtcpip.la libwirespeak.la
