# The library is all of src but src/cli. It shows every ws_ name, since the program and the tests use its inner ones too;
# what is stable for plugins is what src/wirespeak declares. Its own calls stay direct.
lib_LTLIBRARIES += libwirespeak.la
libwirespeak_la_SOURCES =
libwirespeak_la_CPPFLAGS = $(AM_CPPFLAGS) -DWS_PLUGIN_DIR='"$(plugindir)"'
libwirespeak_la_CFLAGS = $(WARNINGS) $(SANITIZERS) -fno-semantic-interposition
libwirespeak_la_LDFLAGS = $(AM_LDFLAGS) -version-info 0:0:0 -export-symbols-regex '^ws_' -Wl,-Bsymbolic-functions
libwirespeak_la_LIBADD = -lm $(PCAP_LIBS) $(PCRE2_LIBS) $(CRYPTO_LIBS) $(XXHASH_LIBS) $(ZLIB_LIBS) $(ZSTD_LIBS)
EXTRA_DIST += src/wirespeak/wirespeak.pc.in

include src/wirespeak/module.mk
include src/message/module.mk
include src/capture/module.mk
include src/packet/module.mk
include src/flow/module.mk
include src/plugin/module.mk
include src/output/module.mk
include src/filter/module.mk
include src/pipeline/module.mk
include src/summary/module.mk
include src/cli/module.mk
